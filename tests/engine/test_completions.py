"""Does the range hold everything that missing facts leave open, and nothing more?"""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.engine.bounds import add_up, within
from tests.generated.cases import Case, cases, fresh_cases
from tests.generated.changes import (
    Place,
    answers,
    comparable,
    fact_places,
    missing,
    overall_comparable,
    put,
    stated,
    without,
)
from tests.generated.claims import BEHIND
from tests.generated.vocabulary import PARENTS
from tests.robustness.effort import INVARIANT

from sayso.engine.pointers import fact_pointer
from sayso.engine.scalar import Result
from sayso.facts.derive import Facts
from sayso.rubric import matcher
from sayso.rubric.matcher import Attributions, FactRef, Links, Node, Test, atoms
from sayso.rubric.model import Criterion

MOST_COMPLETIONS = 300


def completed(data: st.DataObject, case: Case) -> Any:
    claim = case.claim
    for place in missing(case):
        claim = put(claim, place.pointer, data.draw(st.sampled_from(answers(place)), label=place.pointer))
    return claim


def lies_inside(before: Result, after: Result) -> None:
    for was, now in comparable(before, after):
        assert was.low <= now.low <= now.speaker.record.exact <= now.high <= was.high
    if overall_comparable(before, after):
        was_all, now_all = before.outcome.overall, after.outcome.overall
        assert was_all.low <= now_all.low <= now_all.score <= now_all.high <= was_all.high  # type: ignore[operator]


@INVARIANT
@given(cases(), st.data())
def test_every_completion_of_the_missing_facts_scores_inside_the_range(case: Case, data: st.DataObject) -> None:
    lies_inside(case.judge(), case.judge(completed(data, case)))


@INVARIANT
@given(fresh_cases(), st.data())
def test_bounds_losses_and_ranges_hold_for_a_rubric_drawn_afresh(case: Case, data: st.DataObject) -> None:
    within(case)
    add_up(case)
    lies_inside(case.judge(), case.judge(completed(data, case)))


@INVARIANT
@given(cases(most=1, gaps=2), st.data())
def test_a_completion_that_ends_an_abstention_scores_inside_the_range_that_was_shown(
    case: Case, data: st.DataObject
) -> None:
    before, after = case.judge(), case.judge(completed(data, case))
    for was, now in zip(before.axes, after.axes, strict=True):
        if now.status == "scored":
            assert was.low <= now.speaker.record.exact <= was.high


@INVARIANT
@given(cases(), st.data())
def test_losing_a_fact_never_raises_the_low_end_nor_lowers_the_high_end(case: Case, data: st.DataObject) -> None:
    places = stated(case)
    assume(places)
    lost = data.draw(st.sampled_from(places))
    before, after = case.judge(), case.judge(without(case.claim, lost.pointer))
    for was, now in comparable(before, after):
        assert now.low <= was.low
        assert now.high >= was.high
    if overall_comparable(before, after):
        assert after.outcome.overall.low <= before.outcome.overall.low  # type: ignore[operator]


@INVARIANT
@given(cases(most=1, links=3, gaps=0), st.data())
def test_both_ends_of_the_range_are_attained_where_no_missing_fact_is_read_twice(
    case: Case, data: st.DataObject
) -> None:
    places = stated(case)
    assume(places)
    for place in data.draw(
        st.lists(st.sampled_from(places), min_size=1, max_size=3, unique_by=lambda each: each.pointer)
    ):
        case = Case(case.sample, without(case.claim, place.pointer), case.as_of)
    before = case.judge()
    open_places = [
        place for place in fact_places(case) if read_how_often(case, before.facts, place) and place in missing(case)
    ]
    assume(open_places and ends_must_be_attained(case, before, open_places))
    every = [answers(place) for place in open_places]
    total = 1
    for some in every:
        total *= len(some)
    assume(total <= MOST_COMPLETIONS)
    results = []
    for values in product(*every):
        claim = case.claim
        for place, value in zip(open_places, values, strict=True):
            claim = put(claim, place.pointer, value)
        results.append(case.judge(claim))
    for at, axis in enumerate(before.axes):
        if all(result.axes[at].status == "scored" for result in results):
            scores = [result.axes[at].speaker.record.exact for result in results]
            assert (min(scores), max(scores)) == (axis.low, axis.high)
    overall = before.outcome.overall
    if overall.low is not None and all(axis.status == "scored" for result in results for axis in result.axes):
        totals = [result.outcome.overall.score for result in results]
        assert (min(totals), max(totals)) == (overall.low, overall.high)  # type: ignore[type-var]


def ends_must_be_attained(case: Case, result: Result, places: list[Place]) -> bool:
    """The conditions of the design: one attribution, nothing missing is read twice, no kind or identification that
    is read is missing, no abstaining level is a candidate. An age or a record that is read must be known, since
    what is behind them is no missing fact.
    """
    facts = case.sample.reads.facts
    for link in case.claim["attributions"][0]["chain"]:
        if "link.kind" in facts and link.get("kind") in (None, *PARENTS):
            return False
        if "link.identification" in facts and "identification" not in link:
            return False
    layout = result.plan.rubric
    for test in (test for node in _nodes(case) for test in matcher.tests(node)):
        if test.ref.path == "claim.age_days" and result.facts.claim[test.ref.index] is None:
            return False
        if test.ref.path == "chain.record" and result.facts.chains[0].chain[test.ref.index] is None:
            return False
    assert layout.criteria
    if any(entry.abstain for axis in result.axes for judged in axis.speaker.judged for entry in judged.candidates):
        return False
    return all(read_how_often(case, result.facts, place) == 1 for place in places)


def _nodes(case: Case) -> list[Node]:
    rubric = case.sample.rubric
    found = [node for criterion in rubric.criteria for node in _conditions(criterion)]
    found += [keep.when for keep in rubric.chain.keeps if keep.when is not None] if rubric.chain is not None else []
    return [*found, *(gate.when for gate in rubric.gates)]


def _conditions(criterion: Criterion) -> list[Node]:
    return [*([criterion.applies] if criterion.applies is not None else []), *_of_link(criterion)]


def _of_link(criterion: Criterion) -> list[Node]:
    """What is asked anew of each link that a criterion runs over, and once where it runs over none."""
    only = criterion.over.only if criterion.over is not None else None
    return [node for node in (only, *(level.when for level in criterion.levels)) if node is not None]


def read_how_often(case: Case, facts: Facts, place: Place) -> int:
    """How many readings one missing fact has; a plain list of levels on that fact alone reads it once."""
    rubric, links = case.sample.rubric, len(facts.chains[0].links)
    readings = 0
    for criterion in rubric.criteria:
        at_links: list[int | None] = [None]
        if criterion.over is not None:
            at_links = [*range(links - 1 if criterion.over.links == "relays" else links)]
        if criterion.applies is not None:  # asked once, whatever links there are
            readings += _hits(criterion.applies, facts, place, None)
        for at in at_links:
            hits = sum(_hits(node, facts, place, at) for node in _of_link(criterion))
            whens = [level.when for level in criterion.levels]
            readings += (
                1 if hits and _switch(whens, place, criterion.otherwise is not None) and hits == len(whens) else hits
            )
    if rubric.chain is not None:
        whens = [keep.when for keep in rubric.chain.keeps]
        for at in range(links - 1):
            hits = sum(_hits(when, facts, place, at) for when in whens if when is not None)
            readings += 1 if hits and _switch(whens, place, rubric.chain.otherwise is not None) else hits
    return readings + sum(_hits(gate.when, facts, place, None) for gate in rubric.gates)


def _switch(whens: list[Node | None], place: Place, otherwise: bool) -> bool:
    """Whether levels are single tests of one fact, each of which some answer makes the first to hold."""
    if (
        not all(isinstance(when, Test) for when in whens)
        or len({when.ref for when in whens if isinstance(when, Test)}) != 1
    ):
        return False
    some = next(when for when in whens if isinstance(when, Test))
    if place.field.type not in ("enum", "boolean") or some.ref.name != place.name:
        return len(whens) == 1
    return not otherwise or any(
        all(when.holds(answer) != 1 for when in whens if isinstance(when, Test)) for answer in answers(place)
    )


def _hits(node: Node, facts: Facts, place: Place, link: int | None) -> int:
    total = 0
    for part in _spread(node):
        if isinstance(part, FactRef):
            total += place.pointer in _pointers(part, facts, link)
        elif isinstance(part, Links):
            total += sum(_hits(part.part, facts, place, at) for at in range(len(facts.chains[0].links)))
        elif isinstance(part, Attributions):
            total += _hits(part.part, facts, place, None)
    return total


def _spread(node: Node) -> list[Any]:
    return list(atoms(node))


def _pointers(ref: FactRef, facts: Facts, link: int | None) -> set[str]:
    pointer = fact_pointer(ref, facts, 0, link)
    if pointer is None:
        return set()
    scope = ref.scope if ref.scope in ("claim", "chain") else "link"
    behind = BEHIND.get(f"{scope}.{ref.name}")
    if behind is None or scope == "chain":
        return {pointer}
    return {f"{pointer.rpartition('/')[0]}/{name.replace('.', '/')}" for name in behind}
