"""Does the queue show each document once, with what its claims are now, and does every filter and order hold?"""

from __future__ import annotations

from typing import Any

import pytest
from pydantic_core import from_json
from tests.usecases.work.office import ANY, BEA, CLEO, DORA, EVE, Office, claim

from sayso.errors import InvalidRequest
from sayso.store.port import Once
from sayso.store.refusals import Changed
from sayso.store.work_port import Cursor
from sayso.usecases.reviews import Expected
from sayso.usecases.work.beside import release_hold
from sayso.usecases.work.desks import Place, assign
from sayso.usecases.work.leases import take_lease
from sayso.usecases.work.queue import Wanted, list_queue, take_next
from sayso.usecases.work.signing import SignOff, sign_off
from sayso.wire.work import QueueItem

NOTE = "two of us have read it"


def put(office: Office, desk: str, *claims: dict[str, Any], assignee: str | None = None) -> str:
    """A document of these claims at this desk."""
    document = office.keep(*claims)
    office.do(assign(office.act(DORA), document, Place(desk, assignee), ANY))
    return document


def seen(office: Office, desk: str, **more: Any) -> list[str]:
    """The documents of a desk in the order of the queue, read two at a time."""
    found: list[str] = []
    after: Cursor | None = None
    while True:
        page = list_queue(office.store, Wanted(desk=desk, **more), after, 2, office.now())
        assert len(page.documents.documents) <= 2
        found += [item.document for item in page.documents.documents]
        if page.then is None:
            return found
        after = page.then


def row(office: Office, desk: str) -> QueueItem:
    (item,) = list_queue(office.store, Wanted(desk=desk), None, 50, office.now()).documents.documents
    return item


def test_a_row_says_what_the_claims_of_a_document_are_now(office: Office) -> None:
    document = put(office, "row", claim(), claim("Nobody was hurt.", "bare"), claim("A witness said so.", None))
    item = row(office, "row")
    assert (item.worst_grade, item.gates, item.claim_count) == ("B", ["refer"], 3)
    assert (item.reviews.open, item.widest_range, item.rubric) == (3, 100, "small")
    first, second, _ = office.assessments(document)
    office.review(BEA, first, "override", axis="sourcing", band="F", reason="other", note="nobody can know this")
    office.review(BEA, second, "abstain")
    office.do(release_hold(office.act(EVE), second, "refer", NOTE, ANY))
    item = row(office, "row")
    assert (item.worst_grade, item.gates) == ("F", [])
    assert item.reviews.model_dump() == {"open": 1, "agreed": 0, "overridden": 1, "abstained": 1}
    assert item.reviewer_state == "in_review"
    office.correct(BEA, second, claim("Nobody was hurt.", "bare"))
    item = row(office, "row")
    assert (item.reviews.open, item.gates) == (2, ["refer"])


def test_each_filter_lets_through_what_it_names_and_all_have_to_hold(office: Office) -> None:
    plain = put(office, "filters", claim(), assignee=BEA.actor)
    held = put(office, "filters", claim(identification="bare"), assignee=CLEO.actor)
    signed = put(office, "filters", claim())
    office.review(BEA, office.assessments(signed)[0])
    office.do(sign_off(office.act(BEA), signed, SignOff("reviewer"), ANY))
    office.do(sign_off(office.act(DORA), plain, SignOff("author"), ANY))
    assert seen(office, "filters") == [plain, held, signed]
    for wanted, found in (
        ({"grade": "A"}, [plain, signed]),
        ({"grade": "B"}, [held]),
        ({"grade": "C"}, []),
        ({"gate": "refer"}, [held]),
        ({"gate": "refer", "grade": "A"}, []),
        ({"held": True}, [held]),
        ({"held": False}, [plain, signed]),
        ({"state": "open"}, [plain, held]),
        ({"state": "signed"}, [signed]),
        ({"state": "in_review"}, []),
        ({"author_state": "done"}, [plain]),
        ({"assignee": CLEO.actor}, [held]),
        ({"assignee": CLEO.actor, "held": False}, []),
    ):
        assert seen(office, "filters", **wanted) == found, wanted


def test_the_orders_and_their_pages(office: Office) -> None:
    certain, wide = claim(), claim(identification=None)
    documents = [put(office, "orders", each) for each in (certain, wide, certain, wide, certain)]
    assert seen(office, "orders") == seen(office, "orders", order="oldest") == documents
    assert seen(office, "orders", order="newest") == documents[::-1]
    by_range = [documents[place] for place in (3, 1, 4, 2, 0)]
    assert seen(office, "orders", order="widest_range") == by_range


def test_age_is_counted_in_whole_days(office: Office) -> None:
    old = put(office, "age")
    office.later(2 * 24 * 60)
    new = put(office, "age")
    assert row_ages(office) == {old: 2, new: 0}
    assert seen(office, "age", older_than_days=2) == [old]
    assert seen(office, "age", older_than_days=3) == []
    assert seen(office, "age", older_than_days=0) == [old, new]


def row_ages(office: Office) -> dict[str, int]:
    items = list_queue(office.store, Wanted(desk="age"), None, 50, office.now()).documents.documents
    return {item.document: item.age_days for item in items}


def test_an_edited_text_stands_in_the_place_of_the_old_one(office: Office) -> None:
    document = put(office, "edited", assignee=BEA.actor)
    new = office.keep(text="Edited.", replaces=document)
    assert seen(office, "edited") == [new]
    assert (row(office, "edited").replaces, row(office, "edited").assignee) == (document, BEA.actor)


def test_the_next_is_the_first_that_nobody_holds_and_is_nobody_elses(office: Office) -> None:
    others, leased, mine, free = (
        put(office, "next", assignee=assignee) for assignee in (CLEO.actor, None, BEA.actor, None)
    )
    office.do(take_lease(office.act(CLEO), leased))
    taken = [office.do(take_next(office.act(BEA), Wanted(desk="next"), 45)) for _ in range(2)]
    assert [each["document"] for each in taken] == [mine, free]
    assert {each["lease"]["holder"] for each in taken} == {BEA.actor}
    assert office.do(take_next(office.act(BEA), Wanted(desk="next"))) is None
    office.later(31)
    assert office.do(take_next(office.act(BEA), Wanted(desk="next")))["document"] == leased
    given = take_next(office.act(BEA), Wanted(desk="next", assignee=CLEO.actor))
    assert office.do(given)["document"] == others


def test_what_is_signed_is_next_only_where_that_is_asked_for(office: Office) -> None:
    document = put(office, "done")
    office.review(BEA, office.assessments(document)[0])
    office.do(sign_off(office.act(BEA), document, SignOff("reviewer"), ANY))
    assert office.do(take_next(office.act(BEA), Wanted(desk="done"))) is None
    assert office.do(take_next(office.act(BEA), Wanted(desk="done", state="signed")))["reviewer_state"] == "signed"


def test_a_desk_and_a_person_are_given_and_taken_away_one_by_one(office: Office) -> None:
    document = office.keep()
    seen_at = office.work(document).revision
    told = office.do(assign(office.act(BEA), document, Place(" foreign "), Expected(frozenset({seen_at}))))
    assert (told["desk"], told["assignee"]) == ("foreign", None)
    with pytest.raises(Changed):
        office.do(assign(office.act(BEA), document, Place("home"), Expected(frozenset({seen_at}))))
    only = Place(None, BEA.actor, frozenset({"assignee"}))
    told = office.do(assign(office.act(BEA), document, only, ANY))
    assert (told["desk"], told["assignee"]) == ("foreign", BEA.actor)
    assert office.do(assign(office.act(BEA), document, Place(), ANY))["desk"] is None
    assert [event.what for event in office.work(document).history] == ["kept", "assigned", "assigned", "assigned"]


@pytest.mark.parametrize(
    ("place", "pointers"),
    [
        (Place(""), ["/desk"]),
        (Place("   "), ["/desk"]),
        (Place("x" * 81), ["/desk"]),
        (Place("a\0"), ["/desk"]),
        (Place("a", "Bea"), ["/assignee"]),
        (Place("a", "person:"), ["/assignee"]),
        (Place("a", "person:b\0"), ["/assignee"]),
        (Place("", "everybody"), ["/assignee", "/desk"]),
        (Place(given=frozenset()), [""]),
    ],
)
def test_what_is_no_desk_and_nobody_is_refused(office: Office, place: Place, pointers: list[str]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        assign(office.act(BEA), "0" * 32, place, ANY)
    assert [problem.pointer for problem in refused.value.problems] == pointers


@pytest.mark.parametrize(
    "wanted",
    [Wanted(older_than_days=-1), Wanted(older_than_days=10**30), Wanted(desk="a\0"), Wanted(grade="\0", gate="\0")],
)
def test_a_queue_that_nobody_can_have_is_refused(office: Office, wanted: Wanted) -> None:
    with pytest.raises(InvalidRequest):
        list_queue(office.store, wanted, None, 50, office.now())
    with pytest.raises(InvalidRequest):
        take_next(office.act(BEA), wanted)


def test_a_lease_of_the_next_is_as_long_as_any(office: Office) -> None:
    with pytest.raises(InvalidRequest):
        take_next(office.act(BEA), Wanted(), 0)


def test_a_second_asking_under_one_key_takes_nothing_more(office: Office) -> None:
    first, second = put(office, "once"), put(office, "once")
    once = Once("a" * 64, "b" * 64, office.now(), "9999-01-01T00:00:00.000Z")
    told = [from_json(office.change(take_next(office.act(BEA, once), Wanted(desk="once"))).body) for _ in range(2)]
    assert [each["document"] for each in told] == [first, first]
    assert office.work(second).lease is None
