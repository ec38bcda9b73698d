"""Does the difference of two rubrics name every case that is graded otherwise, with examples that are so?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.generated.cases import AS_OF, Sample, fixed, generated, normal
from tests.generated.claims import Reads, claims
from tests.generated.conditions import Draw
from tests.generated.edited import edits
from tests.generated.from_case import claim_of
from tests.generated.vocabulary import shipped_vocabulary
from tests.robustness.effort import cases, share

from sayso.engine.scalar import Reading, Result, judge
from sayso.facts.derive import derive
from sayso.rubric.diff import diff_rubrics
from sayso.rubric.diff_cases import Shift
from sayso.rubric.diff_model import Change, Diff, Worth
from sayso.rubric.diff_rules import NOT_APPLICABLE, NOT_KNOWN

Pair = tuple[Sample, Sample]
MIRRORED = {"widened": "narrowed", "narrowed": "widened", "moved": "moved", None: None}


def edited() -> tuple[Pair, ...]:
    return edits(cases(60, 60, 1_000))


def unlike() -> tuple[Sample, ...]:
    """Rubrics that have nothing in common but the ids of axes, criteria, keeps and gates."""
    return generated(30)


@pytest.fixture(scope="module", autouse=True)
def _pool() -> None:
    """The rubrics are drawn and read before the first property, so that no property waits for them."""
    edited(), unlike()


@st.composite
def pairs(draw: Draw) -> Pair:
    if draw(st.booleans()):
        return draw(st.sampled_from(edited()))
    return draw(st.sampled_from(unlike())), draw(st.sampled_from(unlike()))


@st.composite
def graded(draw: Draw) -> tuple[Pair, dict[str, Any]]:
    before, after = draw(pairs())
    one, other = before.reads, after.reads
    reads = Reads(
        tuple(dict.fromkeys((*one.claim, *other.claim))),
        tuple(dict.fromkeys((*one.link, *other.link))),
        one.facts | other.facts,
        one.asked | other.asked,
    )
    return (before, after), normal(draw(claims(reads, 2, 4)))


@cache
def difference(before: Sample, after: Sample) -> Diff:
    return diff_rubrics(before.rubric, after.rubric, shipped_vocabulary())


def judged(sample: Sample, claim: dict[str, Any], as_of: str | None = AS_OF) -> Result:
    return judge(sample.plan, derive(claim, shipped_vocabulary(), as_of))


def readings(result: Result) -> Iterator[tuple[int | None, Reading]]:
    for axis in result.axes:
        yield axis.attribution, axis.speaker
        yield from axis.others


def answers(result: Result) -> dict[tuple[str, int | None], Worth]:
    """What each criterion came to, for each attribution or for the claim."""
    found = {}
    for at, reading in readings(result):
        for each in reading.judged:
            name, abstain = NOT_APPLICABLE if each.basis == "not_applicable" else NOT_KNOWN, False
            if each.entry is not None:
                name, abstain = each.entry.id, each.entry.abstain
            criterion = result.plan.rubric.criteria[each.criterion]
            found[criterion.id, at] = Worth(name, each.points, each.low, each.high, abstain)
    return found


def kept(result: Result) -> dict[int | None, list[tuple[str, int, int, int]]]:
    chain = result.plan.rubric.chain
    if chain is None:
        return {}
    keeps = (*chain.keeps, *([] if chain.otherwise is None else [chain.otherwise]))
    return {
        at: [(NOT_KNOWN if k.keep is None else keeps[k.keep].id, k.per_mille, k.low, k.high) for k in reading.kept]
        for at, reading in readings(result)
        if reading.kept
    }


def truths(result: Result) -> dict[tuple[str, int | None], int]:
    """The truth of every gate, for each attribution where it caps an axis of: attribution."""
    found: dict[tuple[str, int | None], int] = {}
    for axis in result.axes:
        if axis.attribution is not None:
            for at, reading in [(axis.attribution, axis.speaker), *axis.others]:
                for table, truth in zip(axis.plan.caps, reading.gates, strict=True):
                    found[table.gate.id, at] = truth
    for table, truth in zip(result.plan.claim_gates, result.outcome.gates, strict=True):
        found[table.gate.id, None] = truth
    return found


def over(sample: Sample, criterion: str) -> bool:
    return any(each.over is not None for each in sample.rubric.criteria if each.id == criterion)


@share(60, 100, 10_000)
@given(st.deferred(lambda: st.sampled_from([*fixed(), *unlike()])))
def test_a_rubric_does_not_differ_from_itself(sample: Sample) -> None:
    assert difference(sample, sample).empty


@share(60, 100, 10_000)
@given(graded())
def test_every_answer_that_changes_is_one_of_the_shifts_told(drawn: tuple[Pair, dict[str, Any]]) -> None:
    (before, after), claim = drawn
    told = difference(before, after)
    changed = {rule.id: rule for rule in told.changed}
    was, now = (answers(judged(sample, claim)) for sample in (before, after))
    for key in was.keys() & now.keys():
        rule = changed.get(key[0])
        if rule is not None and rule.why is not None:
            continue
        if was[key] != now[key]:
            assert rule is not None, key
            if not over(before, key[0]):  # there a shift is of one link, and others may speak
                assert (was[key], now[key]) in [(shift.before, shift.after) for shift in rule.shifts]


@share(60, 100, 10_000)
@given(graded())
def test_a_link_keeps_what_it_kept_unless_that_is_told(drawn: tuple[Pair, dict[str, Any]]) -> None:
    (before, after), claim = drawn
    told = difference(before, after)
    assume(before.rubric.chain is not None and after.rubric.chain is not None)
    if told.chain is not None and (told.chain.why is not None or "axis" in [each.what for each in told.chain.settings]):
        return
    was, now = (kept(judged(sample, claim)) for sample in (before, after))
    shifts = told.chain.shifts if told.chain is not None else ()
    told_of = [tuple((w.level, w.points, w.low, w.high) for w in (shift.before, shift.after)) for shift in shifts]
    for at in was.keys() & now.keys():
        for one, other in zip(was[at], now[at], strict=True):
            assert one == other or (one, other) in told_of


@share(60, 100, 10_000)
@given(graded())
def test_a_gate_holds_where_it_held_unless_that_is_told(drawn: tuple[Pair, dict[str, Any]]) -> None:
    (before, after), claim = drawn
    changed = {gate.id: gate for gate in difference(before, after).gates_changed}
    was, now = (truths(judged(sample, claim)) for sample in (before, after))
    for key in was.keys() & now.keys():
        gate = changed.get(key[0])
        if was[key] != now[key] and not (gate is not None and gate.why is not None):
            assert gate is not None, key
            assert (was[key], now[key]) in [(shift.before, shift.after) for shift in gate.shifts]


@share(60, 100, 10_000)
@given(graded())
def test_where_no_grade_changes_no_claim_is_graded_otherwise(drawn: tuple[Pair, dict[str, Any]]) -> None:
    (before, after), claim = drawn
    if difference(before, after).grades:
        return
    was, now = judged(before, claim), judged(after, claim)
    assert (was.outcome.grade, was.outcome.overall, was.status) == (now.outcome.grade, now.outcome.overall, now.status)
    assert [(axis.low, axis.speaker.record, axis.high) for axis in was.axes] == [
        (axis.low, axis.speaker.record, axis.high) for axis in now.axes
    ]


@share(60, 100, 10_000)
@given(pairs())
def test_every_example_really_scores_before_and_after_as_told(pair: Pair) -> None:
    before, after = pair
    told = difference(before, after)
    for rule in told.changed:
        links = next((c.over.links for c in before.rubric.criteria if c.id == rule.id and c.over is not None), "relays")
        for shift in rule.shifts:
            claim = claim_of(shift.case, 2 if links == "relays" else 1)
            if claim is not None:
                for sample, worth in ((before, shift.before), (after, shift.after)):
                    found = answers(judged(sample, claim, None))
                    assert [each for key, each in found.items() if key[0] == rule.id] == [worth], (rule.id, shift.told)
    for gate in told.gates_changed:
        for held in gate.shifts:
            claim = claim_of(held.case)
            if claim is not None:
                for sample, truth in ((before, held.before), (after, held.after)):
                    found_truths = truths(judged(sample, claim, None))
                    assert [each for key, each in found_truths.items() if key[0] == gate.id][:1] == [truth]


def test_most_examples_can_be_made_into_claims() -> None:
    """Otherwise the property above would say little."""
    every = [(one, other) for one in fixed() for other in fixed()]
    found = [shift for pair in every for rule in difference(*pair).changed for shift in rule.shifts]
    made = [shift for shift in found if claim_of(shift.case) is not None]
    assert len(found) > 100
    assert len(made) > len(found) * 3 // 4


@share(60, 100, 10_000)
@given(pairs())
def test_the_way_back_is_the_mirror_of_the_way_there(pair: Pair) -> None:
    there, back = difference(*pair), difference(*reversed(pair))
    assert _changes(there.settings) == _swapped(back.settings)
    assert _changes(there.words) == _swapped(back.words)
    assert _changes(there.remedies) == _swapped(back.remedies)
    for one, other in ((there.axes, back.axes), (there.criteria, back.criteria), (there.gates, back.gates)):
        assert {(each.id) for each in one.added} == {(each.id) for each in other.removed}
    assert [(m.axis, m.first, m.last, m.before) for m in there.bands if m.axis != "overall"] == [
        (m.axis, m.first, m.last, m.after) for m in _by_axis(back, there) if m.axis != "overall"
    ]
    rules = {rule.id: rule for rule in back.changed}
    assert rules.keys() == {rule.id for rule in there.changed}
    for rule in there.changed:
        assert _shifts(rule.shifts) == _shifts([_turned(shift) for shift in rules[rule.id].shifts])
        assert (rule.cases, rule.why) == (rules[rule.id].cases, rules[rule.id].why)
    gates = {gate.id: gate for gate in back.gates_changed}
    assert gates.keys() == {gate.id for gate in there.gates_changed}
    for gate in there.gates_changed:
        assert gate.condition == MIRRORED[gates[gate.id].condition]
        assert _shifts(gate.shifts) == _shifts([_turned(shift) for shift in gates[gate.id].shifts])


def _by_axis(back: Diff, there: Diff) -> list[Any]:
    order = {move.axis: at for at, move in enumerate(there.bands)}
    return sorted(back.bands, key=lambda move: (order.get(move.axis, 0), move.first))


def _changes(changes: tuple[Change, ...]) -> set[tuple[str, str | None, str | None]]:
    return {(each.what, each.before, each.after) for each in changes}


def _swapped(changes: tuple[Change, ...]) -> set[tuple[str, str | None, str | None]]:
    return {(each.what, each.after, each.before) for each in changes}


def _turned(shift: Shift[Any]) -> Shift[Any]:
    return Shift(shift.after, shift.before, shift.cases, shift.when, shift.told, shift.case)


def _shifts(shifts: Any) -> list[tuple[str, ...]]:
    return sorted((str(s.before), str(s.after), str(s.cases), s.when, s.told) for s in shifts)
