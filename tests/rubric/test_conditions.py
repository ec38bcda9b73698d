"""Does a condition hold where its words say so: over the tree of kinds, orders, lists, dates and missing facts?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.rubric.making import Json, checked, codes, criterion, judged, load, outcome, plan, rubric

KINDS = ["leak", "classified_leak", "leaked_document"]
TRUE, FALSE, UNKNOWN = "l", "rest", None


def truth(when: Json, root: Json, before: list[Json] | None = None) -> str | None:
    """The id of the certain entry: ``l`` where the condition holds, ``rest`` where it does not, None where unknown."""
    levels = [{"id": "l", "when": when, "points": 100}]
    ready = plan(checked(rubric([criterion(levels, **{"else": {"id": "rest", "points": 0}})]))[0])
    entry = outcome(judged(ready, {"attributions": [{"chain": [*(before or []), root]}]})).entry
    return None if entry is None else entry.id


@pytest.mark.parametrize(
    ("test", "kind", "held"),
    [
        ("leak", "leak", TRUE),
        ("leak", "classified_leak", TRUE),
        ("leak", "eyewitness", FALSE),
        ("leak", None, UNKNOWN),
        ("classified_leak", "leak", UNKNOWN),
        ("classified_leak", "leaked_document", FALSE),
        (["classified_leak", "leaked_document"], "leak", TRUE),
        ({"ne": "leak"}, "classified_leak", FALSE),
        ({"ne": "leak"}, "leak", FALSE),
        ({"ne": "leak"}, "eyewitness", TRUE),
        ({"ne": "classified_leak"}, "leak", UNKNOWN),
        ({"ne": "classified_leak"}, "leaked_document", TRUE),
        ({"exists": True}, "leak", TRUE),
        ({"exists": True}, None, FALSE),
        ({"exists": False}, None, TRUE),
    ],
)
def test_a_parent_matches_its_children_and_leaves_them_open(test: Any, kind: str | None, held: str | None) -> None:
    assert truth({"root": {"kind": test}}, {} if kind is None else {"kind": kind}) == held


@pytest.mark.parametrize(
    ("test", "holding"),
    [
        ({"gte": "indirect"}, ["direct", "indirect"]),
        ({"gt": "indirect"}, ["direct"]),
        ({"lte": "inferred"}, ["inferred", "none"]),
        ({"lt": "inferred"}, ["none"]),
        ({"gte": "inferred", "lt": "direct"}, ["indirect", "inferred"]),
        ({"ne": ["direct", "none"]}, ["indirect", "inferred"]),
    ],
)
def test_gte_means_at_least_as_good(test: Json, holding: list[str]) -> None:
    held = [
        word
        for word in ("direct", "indirect", "inferred", "none")
        if truth({"root": {"access": test}}, {"access": word})
    ]
    assert [word for word in held if truth({"root": {"access": test}}, {"access": word}) == TRUE] == holding
    assert truth({"root": {"access": test}}, {}) is UNKNOWN


def test_a_scope_that_a_chain_does_not_have_is_false_and_its_not_is_true() -> None:
    teller = {"teller": {"access": "direct"}}
    assert truth(teller, {"access": "direct"}) == FALSE
    assert truth({"not": teller}, {"access": "direct"}) == TRUE
    assert truth({"teller": {"access": {"exists": False}}}, {}) == FALSE
    assert truth(teller, {}, [{"access": "direct"}]) == TRUE
    assert truth(teller, {}, [{}]) is UNKNOWN


def test_a_text_is_compared_as_claims_are_read() -> None:
    assert truth({"root": {"source": " Cafe\u0301 "}}, {"source": "Caf\u00e9"}) == TRUE
    assert truth({"claim": {"hedges": {"contains_any": ["Allegedly"]}}}, {}) is UNKNOWN


def test_a_hedge_is_found_however_it_is_capitalised() -> None:
    levels = [{"id": "l", "when": {"claim": {"hedges": {"contains_any": ["Allegedly"]}}}, "points": 100}]
    ready = plan(checked(rubric([criterion(levels, **{"else": {"id": "rest", "points": 0}})], "claim"))[0])
    entry = outcome(judged(ready, {"hedges": ["ALLEGEDLY"], "attributions": [{"chain": [{}]}]})).entry
    assert entry is not None
    assert entry.id == "l"


def test_dates_are_compared_as_days() -> None:
    when = {"root": {"reported_at": {"gte": "2026-01-31"}}}
    assert truth(when, {"reported_at": "2026-01-31T23:59:00Z"}) == TRUE
    assert truth(when, {"reported_at": "2026-01-30"}) == FALSE


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ({"root": {"reported_at": {"gte": "20260131"}}}, "wrong_type"),
        ({"root": {"reported_at": {"gte": 20260131}}}, "wrong_type"),
        ({"root": {"plural": "yes"}}, "wrong_type"),
        ({"root": {"source": 3}}, "wrong_type"),
        ({"root": {"source": " "}}, "wrong_type"),
        ({"claim": {"roots.count": {"gte": True}}}, "wrong_type"),
        ({"claim": {"roots.count": {"gte": 10**30}}}, "wrong_type"),
        ({"claim": {"roots.count": {"gte": [1, 2]}}}, "wrong_type"),
        ({"claim": {"roots.count": {"gte": None}}}, "unknown_as_value"),
        ({"root": {"access": None}}, "unknown_as_value"),
        ({"root": {"source": "unknown"}}, "unknown_as_value"),
        ({"root": {"kind": {"gte": "leak"}}}, "no_order"),
        ({"root": {"plural": {"gte": True}}}, "no_order"),
        ({"claim": {"specifics": {"gte": "who"}}}, "wrong_operator"),
        ({"root": {"access": {"contains_any": ["direct"]}}}, "wrong_operator"),
        ({"claim": {"spans": [1]}}, "unknown_fact"),
        ({"claim": {"roots": {"count": 1}}}, "unknown_fact"),
        ({"claim": {"attributions": {"exists": True}}}, "unknown_fact"),
        ({"root": {"track_record": {"exists": True}}}, "unknown_fact"),
        ({"teller": {"attenuation_days": 1}}, "unknown_fact"),
        ({"any_attribution": {"root": {"access": "direct"}}}, "scope_not_here"),
        ({"any": []}, "wrong_type"),
        ({"all": [{}]}, "empty_condition"),
        ({"not": []}, "empty_condition"),
        ({"not": {"root": {}}}, "empty_condition"),
        ({"any_link": {"root": {"access": "direct"}}}, "unknown_fact"),
        ({"root": "leak"}, "empty_condition"),
        ([], "empty_condition"),
    ],
)
def test_anything_else_is_no_condition(when: Any, code: str) -> None:
    levels = [{"id": "l", "when": when, "points": 100}]
    loaded = load(json.dumps(rubric([criterion(levels, **{"else": {"id": "rest", "points": 0}})])))
    assert loaded.rubric is None
    assert codes(loaded.problems, "error") == {code}
