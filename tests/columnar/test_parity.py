"""Do the scalar and the columnar reader say the same of any claim under any rubric, field by field?

A million cases where TEST_PROFILE is long, 50,000 in CI: a case is one claim under one rubric.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from tests.columnar.drawing import facts_for
from tests.columnar.expecting import differences
from tests.generated.cases import fixed, generated, shipped
from tests.generated.claims import Reads, everything, reads_of
from tests.generated.vocabulary import shipped_vocabulary
from tests.robustness.effort import cases
from tests.rubric.making import checked, plan
from tests.rubric.random_rubrics import Chance

from sayso.engine.columnar import ColumnarReader
from sayso.engine.facts_frame import rows
from sayso.engine.plan import compile_rubric
from sayso.facts.derive import Facts

SHIPPED = [sample.rubric.id for sample in fixed()]
OF_SHIPPED = cases(300, 2_000, 40_000)
GENERATED, OF_GENERATED = cases(20, 120, 1_000), cases(60, 220, 500)
CHANCE, OF_CHANCE = cases(20, 100, 1_000), cases(60, 110, 300)
STOCK = cases(200, 1_500, 10_000)
TOGETHER = 500


@pytest.fixture(scope="module")
def stock() -> list[Facts]:
    """Claims drawn for what all shipped rubrics read; drawing a claim costs ten times as much as judging it."""
    random = Random(5)
    each = STOCK // len(SHIPPED) + 1
    found = [facts for sample in fixed() for facts in facts_for(sample.reads, random, each)]
    random.shuffle(found)
    return found


def mixed(reads: Reads, stock: list[Facts], random: Random, count: int) -> list[Facts]:
    """Claims of which a fifth are drawn for what this rubric reads."""
    own = facts_for(reads, random, count // 5)
    return [*own, *random.choices(stock, k=count - len(own))]


@pytest.mark.parametrize("name", SHIPPED)
def test_both_readers_say_the_same_under_every_rubric_that_is_shipped(name: str, stock: list[Facts]) -> None:
    sample, random = shipped(name), Random(name)
    reader = ColumnarReader(sample.plan, shipped_vocabulary())
    for start in range(0, OF_SHIPPED, TOGETHER):
        facts = mixed(sample.reads, stock, random, min(TOGETHER, OF_SHIPPED - start))
        assert differences(sample.plan, facts, reader) == []


def test_both_readers_say_the_same_under_generated_rubrics(stock: list[Facts]) -> None:
    random = Random(6)
    for sample in generated(GENERATED):
        assert differences(sample.plan, mixed(sample.reads, stock, random, OF_GENERATED)) == [], sample.text


def test_both_readers_say_the_same_under_rubrics_that_run_over_links(stock: list[Facts]) -> None:
    random = Random(66)
    chance = Chance(random)
    for _ in range(CHANCE):
        read, _ = checked(chance.rubric(random.choice(["attribution", "attribution", "claim"])))
        facts = mixed(reads_of(read), stock, random, OF_CHANCE)
        assert differences(plan(read), facts) == [], read.source


def test_both_readers_say_the_same_of_claims_that_state_everything_there_is() -> None:
    facts = facts_for(everything(), Random(3), cases(50, 300, 3_000))
    for sample in fixed():
        assert differences(sample.plan, facts) == []


def test_a_claim_is_judged_alike_in_whatever_company() -> None:
    """What was met before, and where batches are cut, changes nothing: outcome codes least of all."""
    sample, vocabulary = shipped("newsroom"), shipped_vocabulary()
    facts = facts_for(sample.reads, Random(1), 200)
    whole = ColumnarReader(sample.plan, vocabulary).score(rows(facts, vocabulary))
    reader = ColumnarReader(sample.plan, vocabulary)
    backwards = [reader.score(rows([facts[at]], vocabulary, first=at)) for at in reversed(range(len(facts)))]
    assert [row for part in reversed(backwards) for row in part.to_dicts()] == whole.to_dicts()


def test_the_comparison_would_notice_another_outcome() -> None:
    """It can fail: the columnar reader is held against the same rubric without its first level."""
    sample = shipped("newsroom")
    first, *others = sample.rubric.criteria
    without = replace(sample.rubric, criteria=(replace(first, levels=first.levels[1:]), *others))
    facts = facts_for(sample.reads, Random(2), 50)
    assert differences(compile_rubric(without), facts, ColumnarReader(sample.plan, shipped_vocabulary())) != []
