"""Does the engine give, field by field, what the oracle gives?"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.generated.cases import AS_OF, Sample, fixed, pool, shipped
from tests.generated.claims import claims
from tests.generated.vocabulary import shipped_vocabulary
from tests.oracle.answer import answer
from tests.oracle.claims_at_random import random_claim
from tests.oracle.comparing import difference
from tests.robustness.effort import INVARIANT

CLAIMS_EACH = 10
"""Claims tried for each seed: drawing a rubric costs more than judging by it."""
DAYS = (AS_OF, "2024-02-15", None)
EXPECTED = [
    pytest.param(sample, case, id=f"{sample.rubric.id}: {case['name']}")
    for sample in fixed()
    for case in sample.rubric.source.get("tests") or []
]


@INVARIANT
@given(st.data())
def test_the_engine_equals_the_oracle_on_claims_that_state_what_a_rubric_reads(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(pool()))
    claim = data.draw(claims(sample.reads))
    _compare(sample, claim, data.draw(st.sampled_from(DAYS)))


@INVARIANT
@given(st.sampled_from(range(1_000_000)), st.data())
def test_the_engine_equals_the_oracle_on_whatever_a_claim_may_state(seed: int, data: st.DataObject) -> None:
    _compare_many(data.draw(st.sampled_from(pool())), seed)


@INVARIANT
@given(st.sampled_from(fixed()), st.sampled_from(range(1_000_000)))
def test_the_engine_equals_the_oracle_for_every_rubric_that_is_shipped(sample: Sample, seed: int) -> None:
    _compare_many(sample, seed)


@pytest.mark.parametrize(("sample", "case"), EXPECTED)
def test_the_oracle_gives_what_the_desk_worked_out_by_hand(sample: Sample, case: dict[str, Any]) -> None:
    found = answer(sample.rubric.source, shipped_vocabulary().source, case["claim"], case.get("as_of"))
    expect = case["expect"]
    codes = [line["code"] for line in found["losses"]]
    holding = [line["id"] for line in found["gates"] if line["status"] != "possible"]
    for name, wanted in expect.items():
        if name == "losses":
            assert set(wanted) <= set(codes)
        elif name == "gates":
            assert set(wanted) <= set(holding)
        elif name in ("status", "grade"):
            assert found[name] == wanted
        elif name == "only":
            assert not wanted or set(codes) == set(expect.get("losses", codes))
        else:
            told = found["overall"] if name == "overall" else found["axes"][name]
            assert {key: told[key] for key in wanted} == wanted


def test_one_point_more_in_the_rubric_would_be_noticed() -> None:
    """The comparison itself can fail: the oracle is given a rubric that differs in one number."""
    sample = shipped("newsroom")
    source = dict(sample.rubric.source)
    criterion = dict(source["criteria"][0])
    criterion["else"] = {**criterion["else"], "points": criterion["else"]["points"] + 1}
    source["criteria"] = [criterion, *source["criteria"][1:]]
    claim = {"attributions": [{"chain": [{"source": "Daily Ledger", "identification": "none", "kind": "rumour"}]}]}
    vocabulary = shipped_vocabulary()
    assert difference(sample.plan, sample.rubric.source, vocabulary, claim, None) == []
    assert difference(sample.plan, source, vocabulary, claim, None) != []


def _compare_many(sample: Sample, seed: int) -> None:
    random = Random(seed)
    for _ in range(CLAIMS_EACH):
        _compare(sample, random_claim(random, shipped_vocabulary().source), random.choice(DAYS))


def _compare(sample: Sample, claim: dict[str, Any], as_of: str | None) -> None:
    found = difference(sample.plan, sample.rubric.source, shipped_vocabulary(), claim, as_of)
    assert found == [], f"{sample.text}\n{claim}\nas of {as_of}\n" + "\n".join(found)
