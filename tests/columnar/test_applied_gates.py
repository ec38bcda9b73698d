"""Does the columnar reader say of every gate where it applies, as an answer does?"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from tests.columnar.drawing import facts_for
from tests.generated.cases import fixed, generated, shipped
from tests.generated.claims import reads_of
from tests.generated.vocabulary import shipped_vocabulary
from tests.robustness.effort import cases
from tests.rubric.making import checked, plan
from tests.rubric.random_rubrics import Chance

from sayso.engine.columnar import ColumnarReader
from sayso.engine.facts_frame import rows
from sayso.engine.plan import Plan
from sayso.engine.scalar import judge
from sayso.engine.summary import summary_of
from sayso.facts.derive import Facts

Applied = set[tuple[str, str | None]]


def wrong(ready: Plan, facts: Sequence[Facts]) -> tuple[list[int], int]:
    """The claims of which the readers say different gates, and how many gates apply at all."""
    told, gates = ColumnarReader(ready, shipped_vocabulary(), records=False).with_gates(
        rows(facts, shipped_vocabulary())
    )
    assert len(told) == len(facts)
    by_columns = [{(gate.id, gate.axis) for gate in gates if gate.claims[at]} for at in range(len(facts))]
    by_row = [applied(ready, each) for each in facts]
    pairs = zip(by_columns, by_row, strict=True)
    return [at for at, (here, there) in enumerate(pairs) if here != there], sum(map(len, by_row))


def applied(ready: Plan, facts: Facts) -> Applied:
    summary = summary_of(ready, judge(ready, facts).outcome)
    return {(ready.rubric.gates[gate.gate].id, gate.caps) for gate in summary.gates if gate.applied}


@pytest.mark.parametrize("name", [sample.rubric.id for sample in fixed()])
def test_the_gates_of_shipped_rubrics_apply_where_an_answer_says_so(name: str) -> None:
    sample = shipped(name)
    found, there = wrong(sample.plan, facts_for(sample.reads, Random(name), cases(150, 600, 5_000)))
    assert found == []
    assert there or not sample.rubric.gates


def test_the_gates_of_generated_rubrics_apply_where_an_answer_says_so() -> None:
    random, several = Random(8), 0
    for sample in generated(cases(10, 40, 300)):
        found, there = wrong(sample.plan, facts_for(sample.reads, random, 60))
        assert found == [], sample.text
        several += there
    chance = Chance(random)
    for _ in range(cases(10, 40, 300)):
        read, _problems = checked(chance.rubric(random.choice(["attribution", "claim"])))
        found, there = wrong(plan(read), facts_for(reads_of(read), random, 60))
        assert found == [], read.source
        several += there
    assert several > 100


def test_it_would_notice_a_gate_that_applies_elsewhere() -> None:
    sample = shipped("newsroom")
    facts = facts_for(sample.reads, Random(2), 100)
    _, gates = ColumnarReader(sample.plan, shipped_vocabulary(), records=False).with_gates(
        rows(facts[::-1], shipped_vocabulary())
    )
    by_columns = [{(gate.id, gate.axis) for gate in gates if gate.claims[at]} for at in range(len(facts))]
    assert by_columns != [applied(sample.plan, each) for each in facts]
