"""Are all numbers in bounds, do the losses add up, and do grade, status and gates say the same as the axes?"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from tests.engine.bounds import add_up, within
from tests.generated.cases import Case, cases
from tests.robustness.effort import INVARIANT

from sayso.engine.matcher import holds, view_of
from sayso.engine.outcome import rounded
from sayso.rubric.matcher import FALSE, TRUE


@INVARIANT
@given(cases())
def test_scores_and_ranges_stay_within_0_and_100_and_the_score_within_its_range(case: Case) -> None:
    within(case)


@INVARIANT
@given(cases())
def test_losses_add_up_exactly_to_what_is_missing_from_100(case: Case) -> None:
    add_up(case)


@INVARIANT
@given(cases())
def test_the_largest_loss_stands_first_then_axis_then_code(case: Case) -> None:
    answer = case.answer()
    places = list(answer["axes"])
    keys = [(-Decimal(line["points"]), places.index(line["axis"]), line["code"]) for line in answer["losses"]]
    assert keys == sorted(keys)


@INVARIANT
@given(cases())
def test_score_and_band_come_from_the_exact_number_rounded_once(case: Case) -> None:
    result, answer = case.judge(), case.answer()
    for axis in result.axes:
        shown = answer["axes"][axis.plan.axis.id]
        if shown["status"] == "scored":
            exact = axis.speaker.record.exact
            assert (
                shown["score"]
                == rounded(exact)
                == int((Decimal(exact) / 1000 + Decimal("0.5")).to_integral_value("ROUND_FLOOR"))
            )
            band = next(band for band in axis.plan.axis.bands if shown["score"] >= band.start)
            assert (shown["band"], shown["label"]) == (band.id, band.label)


@INVARIANT
@given(cases())
def test_status_and_grade_follow_from_the_axes(case: Case) -> None:
    result, answer = case.judge(), case.answer()
    statuses = {axis["status"] for axis in answer["axes"].values()}
    ended = any(
        g.gate.not_applicable and t == TRUE for g, t in zip(result.plan.claim_gates, result.outcome.gates, strict=True)
    )
    if ended or statuses == {"not_applicable"}:
        assert (answer["status"], answer["grade"], answer["losses"]) == ("not_applicable", None, [])
        assert set(answer["overall"].values()) == {None}
        assert statuses == {"not_applicable"}
        assert not [gate for gate in answer["gates"] if gate["effect"] == "cap"] or not ended
        assert all(
            axis["score"] is axis["low"] is axis["high"] is axis["exact"] is None for axis in answer["axes"].values()
        )
        return
    assert answer["status"] == ("scored" if "scored" in statuses else "abstained")
    words = [axis["band"] for axis in answer["axes"].values() if axis["status"] != "not_applicable"]
    spelled = any(
        len(word) > 1 for a in result.plan.rubric.axes for word in (a.abstain_id, *(band.id for band in a.bands))
    )
    assert answer["grade"] == ("/" if spelled else "").join(words)


@INVARIANT
@given(cases())
def test_an_axis_that_abstains_shows_its_range_and_no_number(case: Case) -> None:
    for axis, plan in zip(case.answer()["axes"].values(), case.sample.plan.axes, strict=True):
        if axis["status"] == "abstained":
            assert (axis["band"], axis["label"]) == (plan.axis.abstain_id, plan.axis.abstain_label)
            assert 0 <= axis["low"] <= axis["high"] <= 100


@INVARIANT
@given(cases())
def test_an_attribution_that_is_scored_speaks_before_one_that_abstains_and_that_before_one_outside(case: Case) -> None:
    ranks = {"scored": 2, "abstained": 1, "not_applicable": 0}
    for axis in case.judge().axes:
        every = [axis.speaker.record, *(reading.record for _, reading in axis.others)]
        standing = [(-ranks[record.status], -record.exact, -record.low) for record in every]
        assert standing == sorted(standing)


@INVARIANT
@given(cases())
def test_a_gate_is_told_where_it_holds_or_may_hold_and_applied_where_it_binds(case: Case) -> None:
    result, answer = case.judge(), case.answer()
    if answer["status"] == "not_applicable":
        return
    shown = {(line["id"], line["axis"]): line for line in answer["gates"]}
    assert len(shown) == len(answer["gates"])
    for gate in case.sample.rubric.gates:
        for axis in gate.caps or (None,):
            spoken = next((a.attribution for a in result.axes if a.plan.axis.id == axis), None)
            truth = holds(gate.when, view_of(result.facts, spoken))
            line = shown.pop((gate.id, axis), None)
            if axis == "overall" and result.outcome.overall.low is None:
                assert line is None
                continue
            assert (line is None) == (truth == FALSE)
            if line is not None:
                assert line["status"] in (("applied", "idle") if truth == TRUE else ("possible", "applied"))
                assert (line["fact"] is None) <= (truth == TRUE)
                if not gate.caps:
                    assert line["status"] == ("applied" if truth == TRUE else "possible")
                elif line["before"] is not None:
                    assert (Decimal(line["before"]) > Decimal(line["after"])) == (line["status"] == "applied")
    assert not shown


@INVARIANT
@given(cases())
def test_at_most_one_cap_applies_to_an_axis_and_it_is_the_lowest_that_holds(case: Case) -> None:
    answer = case.answer()
    caps = {gate.id: gate.caps for gate in case.sample.rubric.gates}
    for name in (*answer["axes"], "overall"):
        lines = [line for line in answer["gates"] if line["axis"] == name]
        applied = [line for line in lines if line["status"] == "applied"]
        assert len(applied) <= 1
        for line in applied:
            holding = [caps[each["id"]][name] for each in lines if each["status"] in ("applied", "idle")]
            assert caps[line["id"]][name] == min(holding)


@INVARIANT
@given(cases())
def test_criteria_of_the_speaker_add_up_to_what_reaches_the_chain(case: Case) -> None:
    answer = case.answer()
    for axis in case.judge().axes:
        lines = [line for line in answer["criteria"] if line["axis"] == axis.plan.axis.id]
        assert [line["id"] for line in lines] == [c.id for c in case.sample.rubric.of_axis(axis.plan.axis.id)]
        assert sum(line["max"] for line in lines) == 100
        for line in lines:
            assert 0 <= line["low"] <= line["points"] <= line["high"] <= line["max"]
            assert (line["level"] is None) == (line["basis"] != "fact")
            if line["basis"] == "not_applicable":
                assert line["points"] == line["max"]
