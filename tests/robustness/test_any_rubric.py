"""Whatever stands in a rubric file: is it refused where it is wrong, or does it grade like any other?"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.generated.cases import files, small
from tests.generated.rubrics import rubric_maps
from tests.generated.vocabulary import shipped_vocabulary
from tests.robustness.damage import damaged
from tests.robustness.effort import cases
from tests.robustness.misshapen import misshapen
from tests.rubric.random_rubrics import Chance

from sayso.engine.explain import explain
from sayso.engine.plan import compile_rubric
from sayso.engine.scalar import judge
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.rubric.model import Rubric
from sayso.usecases.desk import Read, read_file

SHARDS = 20
OF_THE_WHOLE_FILE = {"yaml_size"}
CLAIMS = 5
Maker = Callable[[Random], bytes]


def bytes_of_a_shipped_one(chance: Random) -> bytes:
    texts = [*files().values(), small()]
    return damaged(chance.choice(texts), texts, chance)


def bytes_of_the_small_one(chance: Random) -> bytes:
    return damaged(small(), list(files().values()), chance)


def random_but_whole(chance: Random) -> bytes:
    return json.dumps(Chance(chance).rubric(chance.choice(["attribution", "claim"]))).encode()


def random_and_damaged(chance: Random) -> bytes:
    return damaged(random_but_whole(chance), [small()], chance)


MAKERS: dict[str, tuple[Maker, tuple[int, int, int]]] = {
    "shipped": (bytes_of_a_shipped_one, (40, 120, 15_000)),
    "small": (bytes_of_the_small_one, (80, 240, 15_000)),
    "grammar": (misshapen, (120, 400, 15_000)),
    "random": (random_but_whole, (20, 60, 2_000)),
    "random_damaged": (random_and_damaged, (40, 120, 3_000)),
}
"""Who makes the bytes, and how many cases of it each profile tries: 300, 940, 50,000."""


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("maker", MAKERS)
def test_a_rubric_file_is_refused_with_its_place_or_grades(maker: str, shard: int) -> None:
    make, counts = MAKERS[maker]
    for number in range(shard, cases(*counts), SHARDS):
        text = make(Random(f"{maker}-{number}"))
        try:
            hold_to_it(text, Random(number))
        except Exception as error:
            error.add_note(f"{maker}-{number}: {text!r}" if len(text) < 4000 else f"{maker}-{number}")
            raise


@settings(
    max_examples=cases(30, 60, 1_000), deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(rubric_maps())
def test_a_rubric_by_the_book_never_raises_either(made: dict[str, Any]) -> None:
    hold_to_it(json.dumps(made).encode(), Random(1))


def test_an_axis_with_a_broken_id_is_not_the_one_that_a_chain_forgot_to_name() -> None:
    made = Chance(Random(1)).rubric("claim")
    made["axes"][""] = made["axes"].pop("it")
    made["chain"] = {"keep": []}  # it names no axis, and the empty name is none
    read = read_file(json.dumps(made).encode(), "draft.yaml", shipped_vocabulary(), {})
    assert_refused_well(read)
    assert {"bad_id", "missing_key"} <= {problem.code for problem in read.problems}


def hold_to_it(text: bytes, chance: Random) -> None:
    """Reads the file; what is refused says where, what is not grades claims with losses that add up."""
    read = read_file(text, "fuzzed.yaml", shipped_vocabulary(), by_ref())
    json.dumps([problem.as_dict() for problem in read.problems], ensure_ascii=False).encode()  # can be told
    if read.rubric is None:
        assert_refused_well(read)
    else:
        assert_grades(read.rubric, chance)


def assert_refused_well(read: Read) -> None:
    errors = [problem for problem in read.problems if problem.severity == "error"]
    assert errors, "refused without a word"
    for problem in errors:
        assert problem.message
        if problem.code not in OF_THE_WHOLE_FILE:
            assert (problem.line or 0) >= 1, problem
            assert (problem.column or 0) >= 1, problem


def assert_grades(rubric: Rubric, chance: Random) -> None:
    plan, vocabulary = compile_rubric(rubric), shipped_vocabulary()
    for several in (False, *(True,) * (CLAIMS - 1)):
        claim = read_claim(Chance(chance).claim(several), vocabulary).claim
        answer = explain(judge(plan, derive(claim, vocabulary, None)), claim, vocabulary, engine="0", as_of=None)
        for name, axis in answer["axes"].items():
            if axis["status"] != "scored":
                continue
            assert 0 <= axis["low"] <= axis["score"] <= axis["high"] <= 100
            lost = sum(thousandths(loss["points"]) for loss in answer["losses"] if loss["axis"] == name)
            assert thousandths(axis["exact"]) + lost == 100_000


def thousandths(written: str) -> int:
    whole, _, part = written.partition(".")
    assert len(part) == 3
    return int(whole + part)


@cache
def by_ref() -> dict[str, bytes]:
    newsroom = files()["newsroom.yaml"]
    return {"nato-admiralty@1.0.0": files()["nato-admiralty.yaml"], "newsroom@1.0.0": newsroom, "toy@1.0.0": small()}
