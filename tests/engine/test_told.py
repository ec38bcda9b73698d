"""Does everything that is told point at facts, read as sentences, and hold no placeholder?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from tests.generated.cases import Case, Claim, case_of, cases, read, sample_of, shipped
from tests.generated.vocabulary import shipped_vocabulary
from tests.robustness.effort import INVARIANT

from sayso.engine.advice import questions
from sayso.engine.change import at_pointer
from sayso.engine.write import write
from sayso.facts.claim import Reading
from sayso.facts.derive import derive

_LINK = re.compile(r"/attributions/(\d+)/chain/(\d+)/(.+)")
_CHAIN = re.compile(r"/attributions(/\d+(/chain(/\d+)?)?)?")


def could_stand(claim: Claim, pointer: str) -> bool:
    """Whether something is at a pointer, or a declared fact could be."""
    if at_pointer(claim, pointer) is not None:
        return True
    link = _LINK.fullmatch(pointer)
    if link is not None:
        there = at_pointer(claim, f"/attributions/{link[1]}/chain/{link[2]}") is not None
        return there and link[3].replace("/", ".") in shipped_vocabulary().link
    return not _CHAIN.fullmatch(pointer) and pointer[1:].replace("/", ".") in shipped_vocabulary().claim


def pointers_of(answer: dict[str, Any]) -> Iterator[str]:
    for line in (*answer["losses"], *answer["criteria"]):
        yield from line["facts"]
    yield from (line["fact"] for line in answer["gates"] if line["fact"] is not None)


def texts_of(answer: dict[str, Any]) -> list[str]:
    lines = [*answer["losses"], *answer["criteria"], *answer["gates"], *answer["chain"]]
    return [answer["rationale"], *(line["because"] for line in lines)]


@INVARIANT
@given(cases())
def test_every_pointer_leads_to_a_fact_or_to_where_one_could_be_stated(case: Case) -> None:
    assert [each for each in pointers_of(case.answer()) if not could_stand(case.claim, each)] == []
    for line in questions(case.judge(), case.claim, case.judge, shipped_vocabulary()):
        assert could_stand(case.claim, line["pointer"])


@INVARIANT
@given(cases())
def test_a_loss_that_rests_on_something_missing_points_at_what_is_open(case: Case) -> None:
    answer = case.answer()
    for line in answer["criteria"]:
        if line["basis"] == "unknown" and not unanswerable(case):
            assert line["facts"]
    for line in answer["gates"]:
        if line["status"] == "possible" and not unanswerable(case):
            assert line["fact"] is not None


def unanswerable(case: Case) -> bool:
    """An age without a day to count to is open, and no fact of the claim can settle it."""
    return case.as_of is None and "claim.age_days" in case.sample.reads.facts


@INVARIANT
@given(cases())
def test_no_sentence_holds_a_placeholder(case: Case) -> None:
    assert not [text for text in texts_of(case.answer()) if "{" in text or "}" in text]


@INVARIANT
@given(cases())
def test_the_rationale_is_two_to_five_sentences(case: Case) -> None:
    rationale = case.answer()["rationale"]
    assert rationale.endswith(".")
    assert ".." not in rationale
    assert 2 <= len(re.findall(r"\.(?: |$)", rationale)) <= 5, rationale


def test_a_source_whose_name_looks_like_a_placeholder_is_told_as_it_is() -> None:
    link = {"source": "{root.kind}", "kind": "eyewitness"}
    answer = case_of(shipped("small"), {"attributions": [{"chain": [link]}]}).answer()
    assert next(line["because"] for line in answer["criteria"] if line["id"] == "origin") == "{root.kind} saw it"


def test_a_fact_that_is_missing_reads_not_stated() -> None:
    answer = case_of(shipped("small"), {"attributions": [{"chain": [{"kind": "eyewitness"}]}]}).answer()
    assert next(line["because"] for line in answer["criteria"] if line["id"] == "origin") == "not stated saw it"


def test_a_claim_of_which_everything_can_be_said_still_gets_five_sentences() -> None:
    words = {"1": "green", "2": "amber", "3": "red", "6": "grey"}
    table = dict.fromkeys("ABCDF", words)
    head = {"sayso": "rubric/1", "id": "wordy", "version": "1.0.0", "extends": "small@1.0.0", "judge_if_known": 1000}
    overall = {"method": "table", "weights": {"remove": True}, "table": table}
    text = json.dumps({**head, "overall": overall})
    leak = {"source": "a memo", "kind": "leaked_document"}
    claim = {"seriousness": "serious_allegation", "reply": "carried", "attributions": [{"chain": [leak]}]}
    answer = case_of(sample_of(text, read(text.encode())), claim).answer()
    # the letter abstains (known 700), the digit loses points and is capped, a gate holds, the table has a word
    assert (answer["grade"], answer["overall"]["label"]) == ("F2", "amber")
    assert {gate["id"] for gate in answer["gates"] if gate["status"] == "applied"} == {"lone", "grave"}
    assert len(re.findall(r"\.(?: |$)", answer["rationale"])) == 5


@INVARIANT
@given(cases())
def test_an_answer_is_found_by_what_it_says(case: Case) -> None:
    vocabulary, claim = shipped_vocabulary(), dict(case.claim)
    facts = derive(claim, vocabulary, case.as_of)
    told = write(case.sample.plan, facts, Reading(claim, ()), vocabulary, engine="0", as_of=case.as_of)
    answer = json.loads(told.whole)
    bands = [(name, axis["band"]) for name, axis in answer["axes"].items() if axis["band"] is not None]
    gates = [gate["id"] for gate in answer["gates"] if gate["status"] == "applied"]
    assert told.outline == (answer["grade"], tuple(bands), tuple(gates))
