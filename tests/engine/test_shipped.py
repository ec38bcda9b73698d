"""Do the shipped rubrics keep their promises about roots, and does the letter stay apart from the digit?"""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.generated.cases import Case, Claim, claims_for, files, fixed, normal, shipped
from tests.generated.changes import put, roots, same_scored
from tests.generated.claims import NAMES, attributions
from tests.generated.vocabulary import shipped_vocabulary
from tests.robustness.effort import INVARIANT

from sayso.engine.scalar import Result
from sayso.facts.derive import root_groups

OF_LETTER = ("track_record.letter", "track_record.status", "interest", "access")
OF_DIGIT = ("contradiction", "consistency", "plausibility")


def credibility(result: Result) -> list[tuple[str, int, int, int]]:
    return [
        (axis.plan.axis.id, axis.low, axis.speaker.record.exact, axis.high)
        for axis in result.axes
        if axis.attribution is None and axis.status == "scored"
    ]


def known_roots(claim: Claim) -> tuple[int, int]:
    """How many distinct known roots there are, and how many attributions bring one."""
    groups = [group for group in root_groups(claim, shipped_vocabulary()) if group is not None]
    return len(set(groups)), len(groups)


def with_more(case: Case, more: dict[str, Any]) -> tuple[Result, Result, Claim]:
    larger = normal({**case.claim, "attributions": [*case.claim["attributions"], more]})
    before, after = case.judge(), case.judge(larger)
    assume(all(same_scored(a, b) for a, b in zip(before.axes, after.axes, strict=True) if a.attribution is None))
    return before, after, larger


def judging_claims() -> list[str]:
    """The shipped rubrics with an axis that judges the claim as a whole."""
    of_claim = [
        sample.rubric
        for sample in fixed()
        if sample.text in files() and any(a.of == "claim" for a in sample.rubric.axes)
    ]
    return sorted(rubric.id for rubric in of_claim)


NEW_NAME = "the harbour master"


@st.composite
def shipped_claims(draw: st.DrawFn) -> Case:
    """A shipped rubric that judges claims, and a claim whose roots are not stated."""
    case = draw(st.sampled_from(judging_claims()).flatmap(lambda name: claims_for(name, most=3, links=4)))
    return Case(case.sample, {name: value for name, value in case.claim.items() if name != "roots"}, case.as_of)


def with_root(attribution: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """The attribution with other facts of its root."""
    *relays, root = attribution["chain"]
    return {**attribution, "chain": [*relays, {**root, **facts}]}


def never_costs(case: Case, data: st.DataObject, independence_may_end: bool) -> None:
    """One more known root leaves the credibility at least as good."""
    more = data.draw(attributions(case.sample.reads, links=3))
    if data.draw(st.integers(0, 3)):
        more = with_root(more, source=NEW_NAME, kind="eyewitness", identification="named")
    before, after, larger = with_more(case, more)
    assume(known_roots(larger)[0] > known_roots(case.claim)[0])
    assume(independence_may_end or roots(after)[1] <= roots(before)[1])
    for was, now in zip(credibility(before), credibility(after), strict=True):
        assert all(b >= a for a, b in zip(was[1:], now[1:], strict=True)), (was, now)


@INVARIANT
@given(shipped_claims(), st.data())
def test_a_root_that_raises_the_count_of_known_ones_never_lowers_credibility(case: Case, data: st.DataObject) -> None:
    never_costs(case, data, independence_may_end=False)  # ADR 0011: it can end an established independence


@INVARIANT
@given(claims_for("newsroom", most=3, links=4), st.data())
def test_in_newsroom_a_further_root_never_costs_whatever_becomes_of_independence(
    case: Case, data: st.DataObject
) -> None:
    assume("roots" not in case.claim)
    never_costs(case, data, independence_may_end=True)


@INVARIANT
@given(shipped_claims(), st.data())
def test_a_dependent_or_unknown_root_beside_a_known_one_never_raises_credibility(
    case: Case, data: st.DataObject
) -> None:
    first, *others = case.claim["attributions"]
    known = with_root(first, source=NEW_NAME, kind="eyewitness", identification="named")
    case = Case(case.sample, {**case.claim, "attributions": [known, *others]}, case.as_of)
    more = data.draw(attributions(case.sample.reads, links=3))
    form = data.draw(st.sampled_from(["same", "untraced", "any"]))
    if form != "any":
        more = with_root(more, **({"source": NEW_NAME} if form == "same" else {"kind": "rumour"}))
    before, after, larger = with_more(case, more)
    assume(1 <= known_roots(case.claim)[0] >= known_roots(larger)[0])
    for was, now in zip(credibility(before), credibility(after), strict=True):
        assert all(b <= a for a, b in zip(was[1:], now[1:], strict=True)), (was, now)


def axis_words(result: Result, of: str) -> list[object]:
    """All that an axis says: its standing, its word and its numbers."""
    return [(a.status, a.word, a.low, a.speaker.record.exact, a.high) for a in result.axes if a.plan.axis.of == of]


@INVARIANT
@given(claims_for("nato-admiralty"), st.data())
def test_no_change_of_track_record_interest_or_access_moves_the_digit(case: Case, data: st.DataObject) -> None:
    fields = shipped_vocabulary().link
    at = data.draw(st.integers(0, len(case.claim["attributions"]) - 1))
    position = data.draw(st.integers(0, len(case.claim["attributions"][at]["chain"]) - 1))
    name = data.draw(st.sampled_from(OF_LETTER))
    value = data.draw(st.sampled_from([*fields[name].values]))
    other = put(case.claim, f"/attributions/{at}/chain/{position}/{name.replace('.', '/')}", value)
    assert axis_words(case.judge(other), "claim") == axis_words(case.judge(), "claim")


@INVARIANT
@given(claims_for("nato-admiralty"), st.data())
def test_neither_roots_nor_contradiction_nor_consistency_nor_plausibility_moves_the_letter(
    case: Case, data: st.DataObject
) -> None:
    fields = shipped_vocabulary().claim
    name = data.draw(st.sampled_from((*OF_DIGIT, "roots")))
    value: object = (
        {"count": data.draw(st.integers(2, 4))}
        if name == "roots"
        else data.draw(st.sampled_from([*fields[name].values]))
    )
    other = {**case.claim, name: value}
    assert axis_words(case.judge(other), "attribution") == axis_words(case.judge(), "attribution")


def admiralty(letter: str, **claim: Any) -> str | None:
    link = {
        "source": NAMES[0],
        "kind": "eyewitness",
        "identification": "named",
        "access": "direct",
        "interest": "neutral",
        "track_record": {"letter": letter},
    }
    case = Case(shipped("nato-admiralty"), normal({"attributions": [{"chain": [link]}], **claim}))
    grade: str | None = case.answer()["grade"]
    return grade


def test_a_completely_reliable_source_can_say_something_improbable() -> None:
    assert (
        admiralty("A", contradiction="authoritative_refutation", consistency="conflicts", plausibility="illogical")
        == "A5"
    )


def test_an_unreliable_source_can_say_something_that_is_confirmed() -> None:
    stated = {"count": 3, "independence": "established"}
    assert admiralty("E", roots=stated, contradiction="none", consistency="all", plausibility="logical") == "E1"


def test_every_shipped_rubric_is_among_the_samples() -> None:
    assert {sample.text for sample in fixed()} == {*files(), "small"}
