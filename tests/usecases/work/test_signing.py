"""Is a text signed only when nothing is missing, by two people, and for as long as it is what they signed?"""

from __future__ import annotations

import pytest
from tests.usecases.work.office import ANA, ANY, BEA, CLEO, DORA, EVE, LOCAL, Office, claim

from sayso.errors import InvalidRequest
from sayso.store.refusals import Changed, NoSuchDocument
from sayso.usecases.reviews import Expected
from sayso.usecases.who import AUTHOR, REVIEWER, Who
from sayso.usecases.work.beside import release_hold
from sayso.usecases.work.leases import take_lease
from sayso.usecases.work.refusals import AlreadySigned, DocumentReplaced, Leased, NotAllowed, NotReady
from sayso.usecases.work.signing import SignOff, sign_off

AS_AUTHOR, AS_REVIEWER = SignOff("author"), SignOff("reviewer", "checked")
BOTH = Who("person:fay", frozenset({AUTHOR, REVIEWER}))
NOTE = "read by two of us"


def signed(office: Office) -> str:
    """A document of one claim that both have signed."""
    document = office.keep()
    office.do(sign_off(office.act(ANA), document, AS_AUTHOR, ANY))
    office.review(BEA, office.assessments(document)[0])
    office.do(sign_off(office.act(BEA), document, AS_REVIEWER, ANY))
    return document


def standing(office: Office, document: str) -> list[tuple[str, bool, str | None]]:
    return [(each.sign_as, each.holds, each.because) for each in office.work(document).sign_offs]


def test_both_sign_and_it_is_kept_what_they_signed(office: Office) -> None:
    document = signed(office)
    work = office.work(document)
    assert (work.author_state, work.reviewer_state) == ("done", "signed")
    reviewer, author = work.sign_offs
    assert (reviewer.sign_as, reviewer.by, reviewer.note, reviewer.holds) == ("reviewer", BEA.actor, "checked", True)
    assert (author.sign_as, author.by, author.holds, author.same_person) == ("author", ANA.actor, True, False)
    assert reviewer.sha256 == office.store.find_document(document).sha256
    bound = [(each.assessment, each.revision) for each in reviewer.assessments]
    assert bound == [(each.assessment, each.revision) for each in work.claims] == [(bound[0][0], 1)]
    assert work.blockers == []


def test_each_thing_that_is_missing_is_named_with_its_claim(office: Office) -> None:
    document = office.keep(claim(), claim("Nobody was hurt.", "bare"), claim("A witness said so.", None))
    office.do(take_lease(office.act(CLEO), document))
    with pytest.raises(NotReady) as refused:
        office.do(sign_off(office.act(BEA), document, AS_REVIEWER, ANY))
    found = {(problem.pointer, problem.code): problem.message for problem in refused.value.problems}
    assert set(found) == {
        ("", "leased"),
        ("/claims/0", "claim_open"),
        ("/claims/1", "claim_open"),
        ("/claims/1", "hold"),
        ("/claims/2", "claim_open"),
    }
    assert found["/claims/1", "claim_open"] == "claim 2 is graded B and is open: nobody has reviewed it"
    assert found["/claims/1", "hold"] == (
        "claim 2 is held by the gate refer: a standards editor, a senior editor or an admin may release it"
    )
    assert CLEO.actor in found["", "leased"]
    blockers = office.work(document).blockers
    assert {(each.pointer, each.code) for each in blockers} == set(found)
    assert {(each.code, tuple(each.blocks)) for each in blockers} == {
        ("leased", ("author", "reviewer")),
        ("hold", ("author", "reviewer")),
        ("claim_open", ("reviewer",)),
    }


def test_the_author_signs_before_the_claims_are_reviewed_and_holds_stop_them(office: Office) -> None:
    document = office.keep(claim(identification="bare"))
    with pytest.raises(NotReady) as refused:
        office.do(sign_off(office.act(ANA), document, AS_AUTHOR, ANY))
    assert [problem.code for problem in refused.value.problems] == ["hold"]
    office.do(release_hold(office.act(EVE), office.assessments(document)[0], "refer", NOTE, ANY))
    assert office.do(sign_off(office.act(ANA), document, AS_AUTHOR, ANY))["author_state"] == "done"


def test_a_review_reopens_the_reviewers_sign_off_and_leaves_the_authors(office: Office) -> None:
    document = signed(office)
    office.review(CLEO, office.assessments(document)[0], "abstain")
    work = office.work(document)
    assert (work.author_state, work.reviewer_state) == ("done", "in_review")
    assert standing(office, document) == [
        ("reviewer", False, "claim 1 was reviewed after it"),
        ("author", True, None),
    ]
    assert office.do(sign_off(office.act(BEA), document, AS_REVIEWER, ANY))["reviewer_state"] == "signed"


def test_a_correction_reopens_both(office: Office) -> None:
    document = signed(office)
    office.correct(CLEO, office.assessments(document)[0], claim(identification="bare"))
    work = office.work(document)
    assert (work.author_state, work.reviewer_state) == ("open", "in_review")
    because = "claim 1 was corrected after it"
    assert standing(office, document) == [("reviewer", False, because), ("author", False, because)]
    assert [blocker.code for blocker in work.blockers] == ["claim_open", "hold"]


def test_an_edited_text_takes_the_sign_offs_away_from_the_old_one(office: Office) -> None:
    document = signed(office)
    new = office.keep(text="The harbour was closed, again.", replaces=document)
    because = f"the text was replaced by {new}"
    assert standing(office, document) == [("reviewer", False, because), ("author", False, because)]
    assert (office.work(document).author_state, office.work(document).reviewer_state) == ("open", "open")
    assert (office.work(new).sign_offs, office.work(new).reviewer_state) == ([], "open")
    with pytest.raises(DocumentReplaced):
        office.do(sign_off(office.act(BEA), document, AS_REVIEWER, ANY))


def test_what_is_said_beside_a_claim_reopens_nothing(office: Office) -> None:
    document = office.keep(claim(identification=None))
    office.review(BEA, office.assessments(document)[0])
    office.do(sign_off(office.act(BEA), document, AS_REVIEWER, ANY))
    office.do(release_hold(office.act(EVE), office.assessments(document)[0], "refer", NOTE, ANY))
    assert standing(office, document) == [("reviewer", True, None)]
    assert office.work(document).reviewer_state == "signed"


def test_a_day_on_which_to_look_again_is_a_warning_when_it_has_come(office: Office) -> None:
    document = office.keep()
    assessment = office.assessments(document)[0]
    office.review(BEA, assessment, again_on=office.now()[:10])
    assert office.work(document).claims[0].again_on == office.now()[:10]
    (blocker,) = office.work(document).blockers
    assert (blocker.code, blocker.severity, blocker.blocks) == ("look_again", "warning", [])
    assert office.do(sign_off(office.act(BEA), document, AS_REVIEWER, ANY))["reviewer_state"] == "signed"
    office.review(BEA, assessment, again_on="9999-12-31")
    assert office.work(document).blockers == []


def test_whoever_holds_the_lease_signs_and_nobody_else(office: Office) -> None:
    document = office.keep()
    office.review(BEA, office.assessments(document)[0])
    office.do(take_lease(office.act(BEA), document))
    with pytest.raises(NotReady, match="one thing stands in the way"):
        office.do(sign_off(office.act(CLEO), document, AS_REVIEWER, ANY))
    assert office.do(sign_off(office.act(BEA), document, AS_REVIEWER, ANY))["reviewer_state"] == "signed"


def test_one_person_does_not_sign_as_both(office: Office) -> None:
    document = office.keep()
    office.review(BEA, office.assessments(document)[0])
    office.do(sign_off(office.act(BOTH), document, AS_AUTHOR, ANY))
    for signs in (AS_REVIEWER, SignOff("reviewer", same_person=True)):
        with pytest.raises(NotReady) as refused:
            office.do(sign_off(office.act(BOTH), document, signs, ANY))
        assert [problem.code for problem in refused.value.problems] == ["same_person"]


def test_one_person_does_not_sign_as_both_the_other_way_round(office: Office) -> None:
    document = office.keep()
    office.review(BEA, office.assessments(document)[0])
    office.do(sign_off(office.act(BOTH), document, AS_REVIEWER, ANY))
    with pytest.raises(NotReady):
        office.do(sign_off(office.act(BOTH), document, AS_AUTHOR, ANY))


@pytest.mark.parametrize(("who", "says_so"), [(DORA, True), (LOCAL, False)])
def test_a_senior_editor_who_says_so_and_whoever_is_at_this_machine_sign_as_both(
    office: Office, who: Who, says_so: bool
) -> None:
    document = office.keep()
    office.review(who, office.assessments(document)[0])
    office.do(sign_off(office.act(who), document, AS_AUTHOR, ANY))
    if says_so:
        with pytest.raises(NotReady):
            office.do(sign_off(office.act(who), document, AS_REVIEWER, ANY))
    office.do(sign_off(office.act(who), document, SignOff("reviewer", same_person=says_so), ANY))
    assert [each.same_person for each in office.work(document).sign_offs] == [True, False]


def test_nobody_signs_as_what_they_are_not(office: Office) -> None:
    document = office.keep()
    with pytest.raises(NotAllowed, match="only a desk's reviewers sign as reviewer"):
        sign_off(office.act(ANA), document, AS_REVIEWER, ANY)
    with pytest.raises(NotAllowed):
        sign_off(office.act(BEA), document, AS_AUTHOR, ANY)
    with pytest.raises(InvalidRequest):
        sign_off(office.act(DORA), document, SignOff("owner"), ANY)
    with pytest.raises(InvalidRequest):
        sign_off(office.act(DORA), document, SignOff("author", "nu\0l"), ANY)
    assert office.work(document).sign_offs == []


def test_a_text_that_has_changed_since_it_was_read_is_not_signed(office: Office) -> None:
    document = office.keep()
    seen = office.work(document).revision
    office.review(BEA, office.assessments(document)[0])
    with pytest.raises(Changed, match="the work on the document has changed"):
        office.do(sign_off(office.act(BEA), document, AS_REVIEWER, Expected(frozenset({seen}))))
    now = office.work(document).revision
    office.do(sign_off(office.act(BEA), document, AS_REVIEWER, Expected(frozenset({now}))))


def test_what_is_signed_is_not_signed_again(office: Office) -> None:
    document = signed(office)
    for who, signs in ((ANA, AS_AUTHOR), (CLEO, AS_REVIEWER)):
        with pytest.raises(AlreadySigned):
            office.do(sign_off(office.act(who), document, signs, ANY))


def test_an_edited_text_waits_for_who_holds_the_old_one(office: Office) -> None:
    document = office.keep()
    office.do(take_lease(office.act(BEA), document))
    with pytest.raises(Leased):
        office.keep(text="Edited.", replaces=document)
    assert office.work(document).replaced_by is None
    with pytest.raises(NoSuchDocument):
        office.keep(replaces="0" * 32)
    new = office.keep(text="Edited.", replaces=document, by=BEA)
    with pytest.raises(DocumentReplaced):
        office.keep(text="Edited twice.", replaces=document)
    assert office.work(document).lease is None
    assert office.work(new).replaces == document
