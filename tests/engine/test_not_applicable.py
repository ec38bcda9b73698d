"""What is left of an answer where the rubric does not apply to the claim?"""

from __future__ import annotations

from typing import Any

from tests.generated.cases import shipped
from tests.generated.vocabulary import shipped_vocabulary

from sayso.engine.explain import explain
from sayso.engine.scalar import judge
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive


def _forecast(rubric: str) -> dict[str, Any]:
    """A forecast that two chains bring, one of them with a relay."""
    chains = [
        [{"source": "Daily Ledger", "kind": "secondhand_media", "relation": "quotes"}, {"source": "the minister"}],
        [{"source": "Evening Star", "kind": "direct_observation", "track_record": {"letter": "B"}}],
    ]
    raw = {"statement_type": "forecast", "attributions": [{"chain": chain} for chain in chains]}
    vocabulary = shipped_vocabulary()
    claim = read_claim(raw, vocabulary).claim
    result = judge(shipped(rubric).plan, derive(claim, vocabulary))
    return explain(result, claim, vocabulary, engine="0", as_of=None)


def test_a_claim_that_a_gate_takes_out_has_no_numbers_and_no_losses() -> None:
    answer = _forecast("nato-admiralty")
    assert (answer["status"], answer["grade"], answer["losses"], answer["chain"]) == ("not_applicable", None, [], [])
    assert set(answer["overall"].values()) == {None}
    for axis in answer["axes"].values():
        numbers = ("score", "low", "high", "exact", "band", "label", "known")
        assert [axis[name] for name in ("status", *numbers)] == ["not_applicable", *[None] * len(numbers)]
    others = answer["axes"]["source_reliability"]["others"]
    assert [(other["status"], other["exact"], other["band"]) for other in others] == [("not_applicable", None, None)]


def test_criteria_and_the_gate_that_says_so_stay() -> None:
    answer = _forecast("nato-admiralty")
    assert len(answer["criteria"]) == len(shipped("nato-admiralty").rubric.criteria)
    assert [line["id"] for line in answer["gates"] if line["status"] == "applied"] == ["forecast"]
    assert {line["effect"] for line in answer["gates"]} <= {"hold", "note", "not_applicable"}
