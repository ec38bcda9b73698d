"""Does what is looked up by key equal what the conditions say when each is asked of the claim itself?"""

from __future__ import annotations

from hypothesis import given
from tests.generated.cases import Case, cases
from tests.robustness.effort import INVARIANT

from sayso.engine.matcher import View, holds, view_of
from sayso.engine.outcome import Judged, Kept
from sayso.engine.plan import AxisPlan
from sayso.engine.scalar import Reading
from sayso.rubric.levels import span, standing
from sayso.rubric.matcher import TRUE
from sayso.rubric.model import Chain


@INVARIANT
@given(cases())
def test_every_criterion_keep_and_cap_reads_what_its_conditions_say(case: Case) -> None:
    result = case.judge()
    for axis in result.axes:
        for at, reading in ((axis.attribution, axis.speaker), *axis.others):
            view = view_of(result.facts, at)
            agree(axis.plan, reading, view, case.sample.rubric.lowest)
            truths = tuple(holds(table.gate.when, view) for table in axis.plan.caps)
            assert reading.gates == truths
    view = view_of(result.facts, None)
    assert result.outcome.gates == tuple(holds(table.gate.when, view) for table in result.plan.claim_gates)


def agree(plan: AxisPlan, reading: Reading, view: View, lowest: bool) -> None:
    for table, judged in zip(plan.criteria, reading.judged, strict=True):
        criterion = table.criterion
        if criterion.over is not None:
            continue  # read link by link; what it comes to is held by the pairs and by the ends of the range
        applies = TRUE if criterion.applies is None else holds(criterion.applies, view)
        found = span(criterion, applies, [holds(level.when, view) for level in criterion.levels if level.when], lowest)
        assert (judged.points, judged.low, judged.high) == (found.points, found.low, found.high)
        assert judged.certain == found.certain
        assert possible(judged) == tuple(entry.id for entry in found.possible)
    if plan.chain is not None:
        relays = view.links[-2::-1]
        assert len(relays) == len(reading.kept)
        for link, kept in zip(relays, reading.kept, strict=True):
            keeps_what_it_says(
                plan.chain.chain, kept, [holds(k.when, view, link) for k in plan.chain.chain.keeps if k.when]
            )


def possible(judged: Judged) -> tuple[str, ...]:
    return tuple(entry.id for entry in judged.candidates) if judged.entry is None else (judged.entry.id,)


def keeps_what_it_says(chain: Chain, kept: Kept, truths: list[int]) -> None:
    everything = (*chain.keeps, *([chain.otherwise] if chain.otherwise else []))
    found = standing(truths, None if chain.otherwise is None else len(chain.keeps))
    shares = [everything[at].per_mille for at in found.possible]
    assert (kept.low, kept.high) == (min(shares), max(shares))
    assert kept.keep == (found.possible[0] if found.certain else None)
    assert kept.low <= kept.per_mille <= kept.high
