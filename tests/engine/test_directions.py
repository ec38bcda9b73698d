"""Does a better fact ever cost, or another link, gate or attribution ever gain what it should not?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.generated.cases import AS_OF, Case, Claim, Sample, case_of, cases, files, fixed, normal, shipped
from tests.generated.changes import comparable, overall_comparable, put, roots, standing, stated
from tests.generated.claims import attributions, claims, link, reads_of
from tests.generated.vocabulary import DAYS, shipped_vocabulary
from tests.robustness.effort import INVARIANT

from sayso.engine.change import at_pointer
from sayso.engine.plan import compile_rubric
from sayso.engine.scalar import AxisResult, Result
from sayso.rubric.fields import better_order


def numbers(axis: AxisResult) -> tuple[int, int, int]:
    return axis.low, axis.speaker.record.exact, axis.high


def never_lower(before: Result, after: Result) -> None:
    """What the second has is at least what the first has, wherever the two can be compared."""
    for was, now in comparable(before, after):
        assert all(b >= a for a, b in zip(numbers(was), numbers(now), strict=True)), (
            was.plan.axis.id,
            numbers(was),
            numbers(now),
        )
    if overall_comparable(before, after):
        was_all, now_all = before.outcome.overall, after.outcome.overall
        assert was_all.score <= now_all.score  # type: ignore[operator]
        assert was_all.low <= now_all.low  # type: ignore[operator]
        assert was_all.high <= now_all.high  # type: ignore[operator]


def better_values(case: Case) -> list[tuple[str, object]]:
    """Every change of one given fact, or of what one derived fact comes from, in its declared direction."""
    reads = case.sample.reads
    found: list[tuple[str, object]] = []
    for place in stated(case):
        order = better_order(place.field)
        value = at_pointer(case.claim, place.pointer)
        scope = "claim" if place.attribution is None else "link"
        if order is not None:
            found += [(place.pointer, better) for better in order[: order.index(value)]]  # type: ignore[arg-type]
        elif place.name == "hedges" and f"{scope}.hedges" not in reads.facts:
            found += [(place.pointer, []), *([(place.pointer, [{"term": "may"}])] if value else [])]
        elif place.name == "specifics" and "claim.specifics" not in reads.facts:
            found.append((place.pointer, [*shipped_vocabulary().claim["specifics"].values]))
        elif place.name == "reported_at" and not {"link.observed_at", "link.reported_at"} & reads.facts:
            found += [(place.pointer, day) for day in DAYS if day < str(value)]
    for at, attribution in enumerate(case.claim["attributions"]):
        for position, each in enumerate(attribution["chain"]):
            found += [(f"/attributions/{at}/chain/{position}/{name}", better) for name, better in _of_link(each)]
    if case.claim.get("roots", {}).get("independence") == "not_established":
        found += [("/roots/independence", "established"), ("/roots/count", case.claim["roots"]["count"] + 1)]
    return found


def _of_link(each: Mapping[str, Any]) -> list[tuple[str, object]]:
    """Better identification, and a better letter or status where one stands already."""
    fields = shipped_vocabulary().link
    found: list[tuple[str, object]] = []
    if "identification" in each:
        order = list(fields["identification"].values)
        found += [("identification", better) for better in order[: order.index(each["identification"])]]
    for part, value in each.get("track_record", {}).items():
        if part in ("letter", "status"):
            order = list(fields[f"track_record.{part}"].values)
            found += [(f"track_record/{part}", better) for better in order[: order.index(value)]]
    return found


@INVARIANT
@given(cases(), st.data())
def test_a_better_fact_never_costs(case: Case, data: st.DataObject) -> None:
    changes = better_values(case)
    assume(changes)
    pointer, value = data.draw(st.sampled_from(changes))
    before, after = case.judge(), case.judge(put(case.claim, pointer, value))
    if pointer.endswith("/identification"):  # it may make a root known, and roots have directions of their own
        (was_count, was_rank), (count, rank) = roots(before), roots(after)
        assume(count >= was_count and rank <= was_rank)
    never_lower(before, after)


def nearer(claim: Claim, at: int, more: Mapping[str, Any]) -> Claim:
    """The claim with one more link at the near end of a chain."""
    parts = list(claim["attributions"])
    parts[at] = {**parts[at], "chain": [dict(more), *parts[at]["chain"]]}
    return {**claim, "attributions": parts}


@INVARIANT
@given(cases(calm=True), st.data())
def test_a_link_at_the_near_end_of_a_chain_that_has_a_teller_never_raises(case: Case, data: st.DataObject) -> None:
    told = [at for at, each in enumerate(case.claim["attributions"]) if 1 < len(each["chain"]) < 12]
    assume(told)
    longer = normal(nearer(case.claim, data.draw(st.sampled_from(told)), data.draw(link(case.sample.reads))))
    before, after = case.judge(), case.judge(longer)
    assume(roots(after)[1] >= roots(before)[1])  # two roots that turn out to be one may leave the others independent
    assert roots(after)[0] <= roots(before)[0]
    never_lower(after, before)


@st.composite
def shipped_cases(draw: st.DrawFn) -> Case:
    sample = draw(st.sampled_from([each for each in fixed() if each.text in files()]))
    return case_of(sample, draw(claims(sample.reads)), AS_OF)


@INVARIANT
@given(shipped_cases(), st.data())
def test_a_link_at_the_near_end_never_raises_in_a_shipped_rubric(case: Case, data: st.DataObject) -> None:
    told = [at for at, each in enumerate(case.claim["attributions"]) if 1 < len(each["chain"]) < 12]
    assume(told)
    longer = normal(nearer(case.claim, data.draw(st.sampled_from(told)), data.draw(link(case.sample.reads))))
    never_lower(case.judge(longer), case.judge())


@cache
def without_gate(sample: Sample, at: int) -> Sample:
    rubric = replace(sample.rubric, gates=sample.rubric.gates[:at] + sample.rubric.gates[at + 1 :])
    return replace(sample, rubric=rubric, plan=compile_rubric(rubric))


@INVARIANT
@given(cases(calm=True), st.data())
def test_a_further_gate_never_raises(case: Case, data: st.DataObject) -> None:
    assume(case.sample.rubric.gates)
    fewer = without_gate(case.sample, data.draw(st.integers(0, len(case.sample.rubric.gates) - 1)))
    never_lower(case.judge(), Case(fewer, case.claim, case.as_of).judge())


@cache
def reads_of_axis(sample: Sample, axis: str) -> frozenset[str]:
    """The facts that one axis of: attribution rests on."""
    rubric = sample.rubric
    chain = rubric.chain if rubric.chain is not None and rubric.chain.axis == axis else None
    gates = tuple(gate for gate in rubric.gates if axis in gate.caps)
    own = replace(rubric, criteria=rubric.of_axis(axis), chain=chain, gates=gates)
    return reads_of(own).facts


@INVARIANT
@given(cases(most=3), st.data())
def test_a_further_attribution_never_lowers_an_axis_of_attributions_that_reads_no_roots(
    case: Case, data: st.DataObject
) -> None:
    more = data.draw(attributions(case.sample.reads))
    larger = normal({**case.claim, "attributions": [*case.claim["attributions"], more]})
    before, after = case.judge(), case.judge(larger)
    for was, now in zip(before.axes, after.axes, strict=True):
        facts = reads_of_axis(case.sample, was.plan.axis.id)
        # claim.age_days is counted from the newest attribution and has no direction, so it is left out like roots
        if was.attribution is None or facts & {"claim.roots.count", "claim.roots.independence", "claim.age_days"}:
            continue
        if was.status == "scored":
            assert now.status == "scored"
            assert all(b >= a for a, b in zip(numbers(was), numbers(now), strict=True))


@INVARIANT
@given(cases(), st.data())
def test_permuting_attributions_changes_no_number(case: Case, data: st.DataObject) -> None:
    parts: Sequence[Any] = case.claim["attributions"]
    order = data.draw(st.permutations(range(len(parts))))
    before, after = case.answer(), case.answer({**case.claim, "attributions": [parts[at] for at in order]})
    assert _figures(after, case, list(order)) == _figures(before, case, list(range(len(parts))))


def _figures(answer: dict[str, Any], case: Case, order: list[int]) -> Any:
    """All but indexes; an attribution is named by what it says, since equal ones may speak for each other."""

    def named(at: int | None) -> object:
        return None if at is None else case.claim["attributions"][order[at]]

    axes = {
        name: {
            **axis,
            "attribution": named(axis["attribution"]),
            "others": [{**other, "attribution": named(other["attribution"])} for other in axis["others"]],
        }
        for name, axis in answer["axes"].items()
    }
    told = sorted(map(str, answer["derived"]["chains"]))
    chain = [{**line, "attribution": named(line["attribution"])} for line in answer["chain"]]
    criteria = [{**line, "facts": None} for line in answer["criteria"]]
    losses = [{**line, "facts": None, "because": None} for line in answer["losses"]]
    gates = [{**line, "fact": None, "because": None} for line in answer["gates"]]
    derived = {**answer["derived"], "chains": told}
    return axes, answer["overall"], answer["grade"], answer["status"], derived, chain, criteria, losses, gates


def test_the_standing_of_an_axis_lists_every_attribution() -> None:
    sample = shipped("newsroom")
    chain = {"chain": [{"kind": "eyewitness", "source": "a clerk"}]}
    result = Case(sample, normal({"attributions": [chain, chain]})).judge()
    assert [len(standing(axis)) for axis in result.axes] == [2, 1]
