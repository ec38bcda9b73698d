"""Which link speaks where a criterion runs over links, and when is that certain?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.generated.cases import read, sample_of
from tests.generated.vocabulary import shipped_vocabulary

from sayso.engine.explain import explain
from sayso.engine.scalar import judge
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive

SILENT: dict[str, Any] = {"id": "silent", "when": {"link": {"role": "journalist"}}, "abstain": True}
NAMED: dict[str, Any] = {"id": "named", "when": {"link": {"identification": {"gte": "named"}}}, "points": 100}
NONE = {"points": 100, "because": "nobody passed it on"}


def _line(
    chain: list[dict[str, Any]], over: dict[str, Any], levels: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """The line of the only criterion, and the status of its axis."""
    criterion = {"id": "c", "axis": "a", "ask": "Is it so?", "reference": "none", "over": over, **more}
    criterion["levels"] = [{"because": "so it says", **level} for level in levels]
    criterion["else"] = {"id": "other", "points": 0, "because": "nothing of the kind"}
    bands = [{"id": "A", "from": 50, "label": "Good"}, {"id": "B", "from": 0, "label": "Poor"}]
    rubric = {
        "sayso": "rubric/1", "id": "r", "version": "1.0.0", "title": "R", "reference": "none", "judge_if_known": 0,
        "axes": {"a": {"of": "attribution", "bands": bands, "abstain": {"id": "F", "label": "Cannot be judged"}}},
        "overall": {"method": "none"}, "criteria": [criterion],
    }  # fmt: skip
    sample = sample_of("r", read(json.dumps(rubric).encode()))
    vocabulary = shipped_vocabulary()
    claim = read_claim({"attributions": [{"chain": chain}]}, vocabulary).claim
    answer = explain(judge(sample.plan, derive(claim, vocabulary)), claim, vocabulary, engine="0", as_of=None)
    return {**answer["criteria"][0], "status": answer["axes"]["a"]["status"]}


def test_a_nearer_link_that_may_tie_leaves_the_level_open() -> None:
    """Both come to nothing; were the nearer one a journalist, it would speak, and the axis would be silent."""
    known = {"identification": "bare", "role": "witness"}
    line = _line([{}, known], {"links": "all", "take": "worst"}, [SILENT, NAMED])
    assert (line["level"], line["basis"], line["low"], line["high"]) == (None, "unknown", 0, 0)
    assert line["status"] == "scored"


def test_a_farther_link_that_may_tie_changes_nothing() -> None:
    known = {"identification": "bare", "role": "journalist"}
    line = _line([known, {}], {"links": "all", "take": "worst"}, [SILENT, NAMED])
    assert (line["level"], line["basis"], line["status"]) == ("silent", "fact", "abstained")


def test_a_level_that_abstains_is_not_certain_while_a_nearer_link_may_speak() -> None:
    known = {"identification": "bare", "role": "journalist"}
    line = _line([{}, known], {"links": "all", "take": "worst"}, [SILENT, NAMED])
    assert (line["level"], line["status"]) == (None, "scored")


def test_a_link_that_may_not_count_at_all_cannot_unsettle_a_worst_that_stands() -> None:
    relays = {"links": {"kind": "relay"}, "take": "worst"}
    worst, perhaps = {"kind": "wire_service", "identification": "bare"}, {"identification": "named"}
    line = _line([worst, perhaps], relays, [NAMED], none=NONE)
    assert (line["level"], line["points"], line["basis"]) == ("other", 0, "fact")


@pytest.mark.parametrize(("take", "low", "high"), [("worst", 0, 100), ("best", 100, 100)])
def test_a_link_that_may_count_moves_only_the_end_it_can(take: str, low: int, high: int) -> None:
    good, perhaps = {"kind": "wire_service", "identification": "named"}, {"identification": "bare"}
    line = _line([good, perhaps], {"links": {"kind": "relay"}, "take": take}, [NAMED], none=NONE)
    assert (line["low"], line["high"]) == (low, high)


def test_where_no_link_matches_the_entry_for_that_speaks() -> None:
    line = _line([{"kind": "eyewitness"}], {"links": {"kind": "relay"}, "take": "worst"}, [NAMED], none=NONE)
    assert (line["level"], line["points"], line["basis"]) == ("none", 100, "fact")


def test_a_line_points_at_the_link_of_which_it_is_open_whether_it_counts() -> None:
    """What each link would come to is certain; whether the farther one counts is not."""
    over = {"links": {"role": {"ne": "witness"}}, "take": "worst"}
    chain = [{"role": "official", "identification": "named"}, {"identification": "bare"}]
    line = _line(chain, over, [NAMED], none=NONE)
    assert (line["basis"], line["low"], line["high"]) == ("unknown", 0, 100)
    assert line["facts"] == ["/attributions/0/chain/1/role"]
