"""What would raise a grade, which questions are open, and how little would move a band?

Every figure comes from judging the changed claim in full; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any

from sayso.engine.change import Change, Claim, at_pointer, changed, remedied, slot
from sayso.engine.open_facts import open_slots
from sayso.engine.outcome import rounded
from sayso.engine.scalar import AxisResult, Result
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.model import Remedy

Answer = dict[str, Any]
Judge = Callable[[Claim], Result]
MOST_REMEDIES = 3
MOST_READ = 40_000
"""How many links are read anew at most, over all changed claims, for the questions or for the flip of one claim."""
_EFFORT = ("low", "medium", "high")


def raises(result: Result, claim: Claim, judge: Judge, vocabulary: Vocabulary) -> list[Answer]:
    """Each remedy that gains on an axis, largest gain first, and the smallest set that reaches the next band."""
    if result.status == "not_applicable":
        return []
    remedies = list(result.plan.rubric.remedies.values())
    after = _after(result, claim, judge, vocabulary)
    lines = []
    for axis in result.axes:
        gains = [([remedy], new) for remedy, new in _alone(axis, remedies, after)]
        if not any(_next_band(axis, new) for _, new in gains):
            gains += _smallest_set(axis, remedies, after)
        gains.sort(key=lambda each: (-each[1].speaker.record.exact, len(each[0]), [remedy.id for remedy in each[0]]))
        lines += [_raise_line(chosen, axis, new) for chosen, new in gains]
    return lines


def gain_alone(
    result: Result, claim: Claim, judge: Judge, vocabulary: Vocabulary, remedies: Sequence[Remedy]
) -> Iterator[str]:
    """The ids of those of these remedies that ``raises`` names without another one beside them."""
    if result.status != "not_applicable":
        after = _after(result, claim, judge, vocabulary)
        for axis in result.axes:
            yield from (remedy.id for remedy, _ in _alone(axis, remedies, after))


_After = Callable[[Sequence[Remedy], AxisResult], AxisResult | None]
"""What an axis comes to when remedies are taken, one after the other; None where the claim is no longer graded."""


def _after(result: Result, claim: Claim, judge: Judge, vocabulary: Vocabulary) -> _After:
    tried: dict[tuple[str, ...], Result] = {}

    def after(chosen: Sequence[Remedy], axis: AxisResult) -> AxisResult | None:
        attribution = axis.attribution
        if attribution is None:
            attribution = next((each.attribution for each in result.axes if each.attribution is not None), 0)
        key = (str(attribution), *(remedy.id for remedy in chosen))
        if key not in tried:
            better = claim
            for remedy in chosen:
                facts = result.facts if better is claim else judge(better).facts
                better = remedied(better, remedy.changes, attribution, facts, vocabulary)
            tried[key] = result if better == claim else judge(better)
        if tried[key].status == "not_applicable":
            return None
        return next(each for each in tried[key].axes if each.plan.axis.id == axis.plan.axis.id)

    return after


def _alone(axis: AxisResult, remedies: Sequence[Remedy], after: _After) -> Iterator[tuple[Remedy, AxisResult]]:
    for remedy in remedies:
        new = after([remedy], axis)
        if new is not None and _gains(axis, new):
            yield remedy, new


def _smallest_set(axis: AxisResult, remedies: Sequence[Remedy], after: _After) -> list[tuple[list[Remedy], AxisResult]]:
    for size in range(2, MOST_REMEDIES + 1):
        reached = []
        for chosen in combinations(remedies, size):
            new = after(chosen, axis)
            if new is not None and _next_band(axis, new):
                cost = max(_EFFORT.index(remedy.effort) for remedy in chosen)
                reached.append((cost, -new.speaker.record.exact, [remedy.id for remedy in chosen], list(chosen), new))
        if reached:
            best = min(reached, key=lambda each: each[:3])
            return [(best[3], best[4])]
    return []


def _gains(old: AxisResult, new: AxisResult) -> bool:
    if new.status != "scored":
        return False
    return old.status != "scored" or new.speaker.record.exact > old.speaker.record.exact


def _next_band(old: AxisResult, new: AxisResult) -> bool:
    if not _gains(old, new) or new.band is None:
        return False
    return old.band is None or new.band.start > old.band.start


def _raise_line(chosen: Sequence[Remedy], old: AxisResult, new: AxisResult) -> Answer:
    return {
        "remedies": [remedy.id for remedy in chosen],
        "axis": old.plan.axis.id,
        "before": rounded(old.speaker.record.exact) if old.status == "scored" else None,
        "after": rounded(new.speaker.record.exact),
        "band": new.word,
        "effort": max((remedy.effort for remedy in chosen), key=_EFFORT.index),
        "text": "; ".join(remedy.text for remedy in chosen),
    }


def questions(result: Result, claim: Claim, judge: Judge, vocabulary: Vocabulary) -> list[Answer]:
    """Each open fact that matters, with the axis score at its worst and best answer, widest first."""
    lines: list[Answer] = []
    if result.status == "not_applicable":
        return lines
    left = _most_judged(claim)
    for each, ask in open_slots(result, claim, vocabulary):
        left -= len(each.answers)
        if left < 0:  # those of the speaking attributions come first
            break
        answers = [judge(changed(claim, each.pointer, answer)) for answer in each.answers]
        answers = [answer for answer in answers if answer.status != "not_applicable"]
        for at, axis in enumerate(result.axes):
            scores = [rounded(a.axes[at].speaker.record.exact) for a in answers if a.axes[at].status == "scored"]
            if scores and (min(scores) != max(scores) or axis.status != "scored"):
                worst, best = min(scores), max(scores)
                line = {
                    "fact": each.fact,
                    "pointer": each.pointer,
                    "ask": ask,
                    "axis": axis.plan.axis.id,
                    "worst": worst,
                    "best": best,
                }
                lines.append(line)
    return sorted(lines, key=lambda line: (line["worst"] - line["best"], line["pointer"], line["axis"]))


def flip(
    result: Result, claim: Claim, judge: Judge, vocabulary: Vocabulary, disputed: Iterable[str]
) -> Answer | str | None:
    """The smallest change of open or disputed facts (up to two) that moves a band, or "robust"; None where there are
    too many to try.
    """
    slots = {each.pointer: each for each, _ in open_slots(result, claim, vocabulary)}
    for pointer in disputed:
        found = slot(claim, pointer, vocabulary)
        if found is not None:
            slots[pointer] = found
    single = [[(each.pointer, answer) for answer in each.answers] for _, each in sorted(slots.items())]
    most = _most_judged(claim)
    for count, changes in enumerate(_sets_of_changes(claim, single)):
        if count == most:
            return None
        moved = _moved(result, claim, judge, changes)
        if moved is not None:
            return moved
    return "robust"


def _sets_of_changes(claim: Claim, single: Sequence[Sequence[Change]]) -> Iterator[Sequence[Change]]:
    """Each change alone, then each two together; an answer that is given already is no change."""
    real = [[each for each in changes if at_pointer(claim, each[0]) != each[1]] for changes in single]
    for size in (1, 2):
        for chosen in combinations(real, size):
            yield from product(*chosen)


def _moved(result: Result, claim: Claim, judge: Judge, changes: Sequence[Change]) -> Answer | None:
    other = claim
    for pointer, value in changes:
        other = changed(other, pointer, value)
    new = judge(other)
    for at, axis in enumerate(new.axes):
        word = _word(new, at)
        if word is not None and word != _word(result, at):
            lines = [{"pointer": p, "from": at_pointer(claim, p), "to": value} for p, value in changes]
            return {"changes": lines, "axis": axis.plan.axis.id, "band": word}
    return None


def _most_judged(claim: Claim) -> int:
    return MOST_READ // sum(len(attribution["chain"]) for attribution in claim["attributions"])


def _word(result: Result, at: int) -> str | None:
    """The band of an axis, that of abstaining included; None where it is not graded."""
    axis = result.axes[at]
    return None if result.status == "not_applicable" or axis.status == "not_applicable" else axis.word
