"""Are two roots called independent only where the registry knows who owns each, and shares nothing?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.usecases.sources.making import VOCABULARY, claim, codes, entry, index, resolved

from sayso.facts.claim import Reading
from sayso.facts.derive import resolve_roots

Json = dict[str, Any]


def root(source: str) -> list[Json]:
    return [{"source": source, "kind": "on_record_official", "identification": "named"}]


def judged(entries: list[Json], *roots: str, **stated: Any) -> tuple[Reading, int, str]:
    asked = claim(*(root(each) for each in roots))
    for at, reason in stated.items():
        asked["attributions"][int(at[1:])]["independent"] = {"reason": reason}
    found = resolved(index(*entries), asked)
    roots_found = resolve_roots(found.claim, VOCABULARY)
    return found, roots_found.count, roots_found.independence


APART = [entry("a", "Anna", owner="Harbour Press"), entry("b", "Bert", owner="The City")]


def test_roots_of_different_owners_are_independent_and_the_reason_is_told() -> None:
    found, count, independence = judged(APART, "Anna", "Bert")
    assert (count, independence, found.warnings) == (2, "established", ())
    assert found.sources is not None
    told = json.loads(found.sources)["independent"]
    assert [each["attribution"] for each in told] == [0, 1]
    assert "shares no owner and no lineage" in told[0]["reason"]


@pytest.mark.parametrize(
    "entries",
    [
        [entry("a", "Anna", owner="The City"), entry("b", "Bert", owner="the  city")],
        [entry("a", "Anna", owner="b"), entry("b", "Bert", owner="The City")],
        [entry("a", "Anna", owner="Bert"), entry("b", "Bert", owner="The City")],
        [entry("a", "Anna", owner="x", lineage="the state"), entry("b", "Bert", owner="y", lineage="The State")],
        [entry("a", "Anna", owner="c"), entry("b", "Bert", owner="Carl"), entry("c", "Carl")],
        [entry("a", "Anna", owner="c"), entry("b", "Bert", owner="d"), entry("c", "C", owner="d"), entry("d", "D")],
        [entry("a", "Anna", owner="b"), entry("b", "Bert", owner="a")],
    ],
)
def test_a_common_owner_or_lineage_keeps_them_from_being_independent(entries: list[Json]) -> None:
    found, count, independence = judged(entries, "Anna", "Bert")
    assert (count, independence) == (2, "not_established")
    assert codes(found) == ["common_origin"]


@pytest.mark.parametrize(
    "entries",
    [
        [entry("a", "Anna", owner="x"), entry("b", "Bert")],
        [entry("a", "Anna", owner="x")],
        [entry("a", "Anna"), entry("b", "Bert")],
    ],
)
def test_of_whom_the_owner_is_not_known_nothing_is_said(entries: list[Json]) -> None:
    found, count, independence = judged(entries, "Anna", "Bert")
    assert (count, independence, found.warnings) == (2, "not_established", ())


def test_two_names_of_one_entry_are_one_root() -> None:
    _, count, independence = judged([entry("a", "Anna", aliases=["Ann"], owner="x")], "Anna", "Ann")
    assert (count, independence) == (1, "dependent")


def test_of_three_roots_the_two_that_belong_together_end_it() -> None:
    three = [*APART, entry("c", "Carl", owner="The City")]
    found, count, independence = judged(three, "Anna", "Bert", "Carl")
    assert (count, independence, codes(found)) == (3, "not_established", ["common_origin"])
    assert [each.get("independent") is not None for each in found.claim["attributions"]] == [True, False, False]


def test_what_the_caller_states_stays_and_is_contradicted_aloud() -> None:
    together = [entry("a", "Anna", owner="x"), entry("b", "Bert", owner="x")]
    found, _, independence = judged(together, "Anna", "Bert", _1="we asked both")
    assert independence == "established"
    assert found.warnings[0].message.endswith("the claim states that they are")
