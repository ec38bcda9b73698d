"""Is a hold let go by those alone who may, does evidence name its place, and does what was said stay?"""

from __future__ import annotations

from typing import Any

import pytest
from tests.usecases.work.office import ANA, ANY, BEA, CLEO, DORA, EVE, LOCAL, Office, claim

from sayso.errors import InvalidRequest
from sayso.store.refusals import Changed, NoSuchAssessment
from sayso.usecases.reviews import AlreadyReplaced, Expected
from sayso.usecases.work.beside import Backing, add_backing, add_note, release_hold
from sayso.usecases.work.refusals import AlreadyReleased, NotAllowed

NOTE = "two of us have read it"
PAPER = Backing("the order", "page 3", "https://example.org/order", "AB" * 32, "a copy")


def held(office: Office, identification: str | None = "bare") -> str:
    return office.assessments(office.keep(claim(identification=identification)))[0]


def test_a_hold_is_released_by_who_it_asks_for_and_the_release_is_shown(office: Office) -> None:
    assessment = held(office)
    with pytest.raises(NotAllowed, match="a standards editor, a senior editor or an admin may release"):
        office.do(release_hold(office.act(BEA), assessment, "refer", NOTE, ANY))
    told = office.do(release_hold(office.act(EVE), assessment, "refer", NOTE, ANY))
    (hold,) = told["holds"]
    assert (hold["gate"], hold["status"], hold["requires"]) == ("refer", "applied", "standards_editor")
    assert (hold["released"]["by"], hold["released"]["note"]) == (EVE.actor, NOTE)
    with pytest.raises(AlreadyReleased):
        office.do(release_hold(office.act(DORA), assessment, "refer", NOTE, ANY))


@pytest.mark.parametrize("who", [DORA, LOCAL, EVE])
def test_a_senior_editor_releases_every_hold(office: Office, who: Any) -> None:
    assert office.do(release_hold(office.act(who), held(office), "refer", NOTE, ANY))["holds"][0]["released"]


def test_a_hold_that_is_only_possible_may_be_let_go_and_says_so(office: Office) -> None:
    told = office.do(release_hold(office.act(EVE), held(office, None), "refer", NOTE, ANY))
    assert told["holds"][0]["status"] == told["holds"][0]["released"]["status"] == "possible"


def test_a_corrected_claim_is_held_anew(office: Office) -> None:
    document = office.keep(claim(identification="bare"))
    assessment = office.assessments(document)[0]
    office.do(release_hold(office.act(EVE), assessment, "refer", NOTE, ANY))
    office.do(add_note(office.act(BEA), assessment, "call the harbour"))
    office.correct(BEA, assessment, claim("The harbour was closed!", "bare"))
    (now,) = office.work(document).claims
    assert [(hold.gate, hold.released) for hold in now.holds] == [("refer", None)]
    assert [note.note for note in now.notes] == ["call the harbour"]
    with pytest.raises(AlreadyReplaced, match=now.assessment):
        office.do(release_hold(office.act(EVE), assessment, "refer", NOTE, ANY))


@pytest.mark.parametrize(
    ("gate", "note", "pointer"),
    [
        ("reefer", NOTE, "/gate"),
        ("", NOTE, "/gate"),
        ("ref\0er", NOTE, "/gate"),
        ("refer", "too short", "/note"),
        ("refer", "          ", "/note"),
        ("refer", "long enough\0", "/note"),
    ],
)
def test_a_release_without_a_gate_or_a_reason_is_refused(office: Office, gate: str, note: str, pointer: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        office.do(release_hold(office.act(EVE), held(office), gate, note, ANY))
    assert [problem.pointer for problem in refused.value.problems] == [pointer]


def test_what_no_gate_holds_is_not_released(office: Office) -> None:
    with pytest.raises(InvalidRequest, match='no gate "refer" holds this assessment'):
        office.do(release_hold(office.act(EVE), held(office, "named"), "refer", NOTE, ANY))


def test_a_release_of_what_has_changed_since_it_was_read_is_refused(office: Office) -> None:
    assessment = held(office)
    office.review(BEA, assessment)
    with pytest.raises(Changed):
        office.do(release_hold(office.act(EVE), assessment, "refer", NOTE, Expected(frozenset({0}))))


def test_backing_has_a_place_and_is_withdrawn_and_never_gone(office: Office) -> None:
    assessment = held(office)
    told = office.do(add_backing(office.act(BEA), assessment, PAPER))["backing"]
    assert [(each["label"], each["locator"], each["sha256"]) for each in told] == [("the order", "page 3", "ab" * 32)]
    with pytest.raises(InvalidRequest):
        office.do(add_backing(office.act(BEA), assessment, Backing(withdraws="0" * 32)))
    gone = Backing(withdraws=told[0]["id"], note="it was a forgery")
    (after,) = office.do(add_backing(office.act(CLEO), assessment, gone))["backing"]
    assert after == told[0] | {"withdrawn": True}
    with pytest.raises(InvalidRequest):
        office.do(add_backing(office.act(CLEO), assessment, gone))


@pytest.mark.parametrize(
    ("backing", "pointers"),
    [
        (Backing(), ["/label", "/locator"]),
        (Backing("the order"), ["/locator"]),
        (Backing("the order", "  "), ["/locator"]),
        (Backing(" ", "page 3"), ["/label"]),
        (Backing("a", "p", "javascript:alert(1)"), ["/url"]),
        (Backing("a", "p", "https://x y"), ["/url"]),
        (Backing("a", "p", sha256="abc"), ["/sha256"]),
        (Backing("a\0", "p\0"), ["/label", "/locator"]),
        (Backing(withdraws="that one"), ["/withdraws"]),
        (Backing("a", "p", withdraws="0" * 32), ["/label", "/locator"]),
    ],
)
def test_backing_without_what_it_needs_is_refused_with_everything_wrong(
    office: Office, backing: Backing, pointers: list[str]
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        add_backing(office.act(BEA), "0" * 32, backing)
    assert [problem.pointer for problem in refused.value.problems] == pointers


@pytest.mark.parametrize("note", ["", "  \n", "nu\0l"])
def test_a_note_that_says_nothing_is_refused(office: Office, note: str) -> None:
    with pytest.raises(InvalidRequest):
        add_note(office.act(BEA), "0" * 32, note)


@pytest.mark.parametrize("assessment", ["0" * 32, "none", "a\0", ""])
def test_nothing_is_put_beside_what_is_not_there(office: Office, assessment: str) -> None:
    for change in (
        release_hold(office.act(EVE), assessment, "refer", NOTE, ANY),
        add_backing(office.act(EVE), assessment, PAPER),
        add_note(office.act(EVE), assessment, "a remark"),
    ):
        with pytest.raises(NoSuchAssessment):
            office.do(change)


def test_what_was_said_of_an_unchanged_claim_is_carried_over_to_an_edited_text(office: Office) -> None:
    same, other = claim("The harbour was closed."), claim("Nobody was hurt.", "bare")
    document = office.keep(same, other)
    first, second = office.assessments(document)
    office.review(BEA, first)
    office.review(BEA, second)
    office.do(add_note(office.act(BEA), first, "call the harbour"))
    office.do(add_note(office.act(BEA), second, "call the hospital"))
    told = office.do(add_backing(office.act(CLEO), first, PAPER))
    office.do(add_backing(office.act(CLEO), first, Backing("a rumour", "line 1")))
    rumour = office.work(document).claims[0].backing[-1].id
    office.do(add_backing(office.act(CLEO), first, Backing(withdraws=rumour)))
    new = office.keep(claim("Two were hurt.", "bare"), same | {"id": "another"}, text="Edited.", replaces=document)
    work = office.work(new)
    assert [each.review for each in work.claims] == ["open", "open"]
    assert [note.note for note in work.claims[0].notes] == []
    (note,), (backing,) = work.claims[1].notes, work.claims[1].backing
    assert (note.note, note.by, note.carried_from) == ("call the harbour", BEA.actor, first)
    assert (backing.label, backing.by, backing.carried_from) == ("the order", CLEO.actor, first)
    assert backing.created == told["backing"][0]["created"]
    carried = [(event.what, event.claim, event.by) for event in work.history if event.carried_from == first]
    assert carried == [("reviewed", 1, BEA.actor), ("noted", 1, BEA.actor), ("backed", 1, CLEO.actor)]
    third = office.keep(same, text="Edited again.", replaces=new)
    (again,) = office.work(third).claims[0].notes
    assert (again.note, again.carried_from) == ("call the harbour", first)
    gone = Backing(withdraws=office.work(third).claims[0].backing[0].id)
    office.do(add_backing(office.act(BEA), office.assessments(third)[0], gone))
    assert office.work(third).claims[0].backing[0].withdrawn


def test_the_history_has_everything_in_order(office: Office) -> None:
    document = office.keep(claim(identification="bare"))
    assessment = office.assessments(document)[0]
    office.review(BEA, assessment)
    office.do(add_note(office.act(ANA), assessment, "a remark"))
    office.do(add_backing(office.act(ANA), assessment, PAPER))
    office.do(release_hold(office.act(EVE), assessment, "refer", NOTE, ANY))
    events = office.work(document).history
    assert [event.what for event in events] == ["kept", "reviewed", "noted", "backed", "released"]
    assert [event.by for event in events] == [ANA.actor, BEA.actor, ANA.actor, ANA.actor, EVE.actor]
    assert events[1].details["verdict"] == "agree"
    assert events[4].details["about"] == "refer"
