"""Is a remedy said to gain nothing exactly where no test of the rubric gains by it, alone or beside others?"""

from __future__ import annotations

import json

import pytest
from tests.generated.cases import Sample, fixed
from tests.generated.vocabulary import shipped_vocabulary
from tests.rubric.making import Json, criterion, load
from tests.rubric.making import rubric as small

from sayso.engine.advice import raises
from sayso.engine.plan import compile_rubric
from sayso.engine.scalar import judge
from sayso.engine.trial import try_rubric
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.rubric.model import Rubric

NAMED, SEEN = {"root": {"identification": ["named", "named_with_position"]}}, {"root": {"access": "direct"}}
BARE = {"kind": "eyewitness", "identification": "bare", "access": "indirect"}


def idle(rubric: Rubric) -> set[str]:
    """As the warnings tell it."""
    places = {remedy.place: remedy.id for remedy in rubric.remedies.values()}
    found = [problem for problem in try_rubric(rubric, shipped_vocabulary()).problems if problem.code == "idle_remedy"]
    return {places[problem.line or 0, problem.column or 0] for problem in found}


def gaining(rubric: Rubric) -> set[str]:
    """As every raise of every test names them."""
    plan, found = compile_rubric(rubric), set()
    for test in rubric.tests:
        as_of = test.as_of
        claim = read_claim(test.claim, shipped_vocabulary(), strict=True).claim
        result = judge(plan, derive(claim, shipped_vocabulary(), as_of))
        lines = raises(
            result,
            claim,
            lambda other, as_of=as_of: judge(plan, derive(other, shipped_vocabulary(), as_of)),
            shipped_vocabulary(),
        )
        found |= {remedy for line in lines for remedy in line["remedies"]}
    return found


def made(when: Json, remedies: Json, *chains: list[Json]) -> Rubric:
    tests = [
        {"name": f"test {at}", "claim": {"attributions": [{"chain": chain}]}, "expect": {"status": "graded"}}
        for at, chain in enumerate(chains)
    ]
    criteria = [criterion([{"id": "good", "when": when, "points": 100}], **{"else": {"id": "bad", "points": 0}})]
    found = load(json.dumps(small(criteria, remedies=remedies, tests=tests)))
    assert found.rubric is not None, found.problems
    return found.rubric


def remedy(**to: Json) -> Json:
    return {"text": "Do it", "effort": "low", "set": {f"root.{name}": value for name, value in to.items()}}


@pytest.mark.parametrize("sample", [each for each in fixed() if each.rubric.tests], ids=lambda each: each.rubric.id)
def test_the_warnings_are_those_that_every_raise_of_every_test_leaves(sample: Sample) -> None:
    assert idle(sample.rubric) == set(sample.rubric.remedies) - gaining(sample.rubric)


def test_what_gains_beside_another_only_is_not_idle_and_what_never_gains_is() -> None:
    remedies = {
        "a": remedy(identification="named"),
        "b": remedy(access="direct"),
        "c": remedy(interest="neutral"),
    }
    assert idle(made({"all": [NAMED, SEEN]}, remedies, [BARE])) == {"c"}


def test_one_test_that_gains_is_enough_wherever_it_stands() -> None:
    remedies = {"a": remedy(identification="named")}
    named = {**BARE, "identification": "named"}
    assert idle(made(NAMED, remedies, [named])) == {"a"}
    assert idle(made(NAMED, remedies, [named], [BARE])) == set()
    assert idle(made(NAMED, remedies, [BARE], [named])) == set()
