"""Are cases that no claim can have left out of a comparison, and all others kept?"""

from __future__ import annotations

from typing import Any

import pytest
from tests.rubric.making import checked, criterion, rubric, vocabulary

from sayso.rubric.diff import diff_rubrics
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN
from sayso.rubric.model import Rubric

Shown = set[tuple[int, int, str]]
DIRECT = {"id": "it", "when": {"root": {"access": "direct"}}, "points": 100}
LEAK = {"root": {"kind": "leak"}}


def read(when: dict[str, Any]) -> Rubric:
    """A rubric with one gate, whether or not the checker would let it pass."""
    gate = {"id": "g", "when": when, "cap": {"it": 40}, "because": "so it is", "reference": "none"}
    return checked(rubric([criterion([dict(DIRECT)], **{"else": {"points": 0}})], gates=[gate]))[0]


def compared(before: dict[str, Any], after: dict[str, Any]) -> Shown:
    """The truth before and after of each shift, and the facts of its example."""
    found = diff_rubrics(read(before), read(after), vocabulary()).gates_changed
    return {(shift.before, shift.after, shift.told) for gate in found for shift in gate.shifts}


def known(shifts: Shown) -> set[tuple[int, int]]:
    """The shifts of cases in which it was known whether the condition holds."""
    return {(before, after) for before, after, _ in shifts if before != UNKNOWN}


def test_a_condition_that_adds_what_follows_anyway_changes_no_case_that_was_known() -> None:
    assert known(compared(LEAK, {**LEAK, "chain": {"root_stated": True}})) == set()


def test_a_condition_that_adds_what_cannot_be_never_holds_any_more() -> None:
    assert known(compared(LEAK, {**LEAK, "chain": {"root_stated": False}})) == {(TRUE, FALSE)}


def test_a_root_of_no_stated_kind_is_not_stated() -> None:
    shifts = compared({"chain": {"root_stated": False}}, {"root": {"kind": "relay"}})
    assert shifts == {(TRUE, UNKNOWN, "chain.root_stated false, root.kind not stated")}


@pytest.mark.parametrize(
    "own",
    [
        {"track_record.letter": "C"},
        {"track_record.status": "no_consensus", "track_record.letter": {"exists": False}},
    ],
    ids=["its letter", "its status, where it has no letter"],
)
def test_the_record_of_a_root_is_the_record_of_its_chain(own: dict[str, Any]) -> None:
    assert known(compared({"root": own}, {"root": own, "chain": {"record": "C"}})) == set()
    assert known(compared({"root": own}, {"root": own, "chain": {"record": "B"}})) == {(TRUE, FALSE)}


def test_an_example_is_one_that_can_be_where_there_is_one() -> None:
    """Any link is a leak wherever the root is one, so that a case which says otherwise is told only if all do."""
    shifts = compared(LEAK, {"any_link": {"kind": "leak"}})
    newly = [told for before, after, told in shifts if (before, after) == (FALSE, TRUE)]
    assert len(newly) == 1
    assert "root.kind leak" not in newly[0]
