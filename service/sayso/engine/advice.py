"""What would raise a grade, which questions are open, and how little would move a band?

Every figure comes from judging the changed claim in full; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product
from typing import Any

from sayso.engine.change import Change, Claim, Slot, at_pointer, changed, remedied, slot
from sayso.engine.matcher import view_of
from sayso.engine.outcome import rounded
from sayso.engine.pointers import pointers
from sayso.engine.scalar import AxisResult, Result
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import UNKNOWN, Node
from sayso.rubric.model import Remedy

Answer = dict[str, Any]
Judge = Callable[[Claim], Result]
MOST_REMEDIES = 3
_EFFORT = ("low", "medium", "high")


def raises(result: Result, claim: Claim, judge: Judge, vocabulary: Vocabulary) -> list[Answer]:
    """Each remedy that gains on an axis, largest gain first, and the smallest set that reaches the next band."""
    remedies = list(result.plan.rubric.remedies.values())
    tried: dict[tuple[str, ...], Result] = {}

    def after(chosen: Sequence[Remedy], axis: AxisResult) -> AxisResult:
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
        return next(each for each in tried[key].axes if each.plan.axis.id == axis.plan.axis.id)

    lines = []
    for axis in result.axes:
        gains = []
        for remedy in remedies:
            new = after([remedy], axis)
            if _gains(axis, new):
                gains.append(([remedy], new))
        if not any(_next_band(axis, new) for _, new in gains):
            gains += _smallest_set(axis, remedies, after)
        gains.sort(key=lambda each: (-each[1].speaker.record.exact, len(each[0]), [remedy.id for remedy in each[0]]))
        lines += [_raise_line(chosen, axis, new) for chosen, new in gains]
    return lines


def _smallest_set(
    axis: AxisResult, remedies: Sequence[Remedy], after: Callable[[Sequence[Remedy], AxisResult], AxisResult]
) -> list[tuple[list[Remedy], AxisResult]]:
    for size in range(2, MOST_REMEDIES + 1):
        reached = []
        for chosen in combinations(remedies, size):
            new = after(chosen, axis)
            if _next_band(axis, new):
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
    """Each missing fact that matters, with the axis score at its worst and best answer, widest first."""
    lines = []
    for each, ask in open_slots(result, claim, vocabulary):
        answers = [judge(changed(claim, each.pointer, answer)) for answer in each.answers]
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


def flip(result: Result, claim: Claim, judge: Judge, vocabulary: Vocabulary, disputed: Iterable[str]) -> Answer | str:
    """The smallest change of missing or disputed facts (up to two) that moves a band, or "robust"."""
    slots = {each.pointer: each for each, _ in open_slots(result, claim, vocabulary)}
    for pointer in disputed:
        found = slot(claim, pointer, vocabulary)
        if found is not None:
            slots[pointer] = found
    ordered = [slots[pointer] for pointer in sorted(slots)]
    for size in (1, 2):
        for chosen in combinations(ordered, size):
            for answers in product(*(each.answers for each in chosen)):
                moved = _moved(result, claim, judge, list(zip((each.pointer for each in chosen), answers, strict=True)))
                if moved is not None:
                    return moved
    return "robust"


def _moved(result: Result, claim: Claim, judge: Judge, changes: Sequence[Change]) -> Answer | None:
    before = [at_pointer(claim, pointer) for pointer, _ in changes]
    if any(old == new for old, (_, new) in zip(before, changes, strict=True)):
        return None
    other = claim
    for pointer, value in changes:
        other = changed(other, pointer, value)
    for old, new in zip(result.axes, judge(other).axes, strict=True):
        if new.status != "not_applicable" and old.word != new.word:
            lines = [{"pointer": p, "from": b, "to": value} for (p, value), b in zip(changes, before, strict=True)]
            return {"changes": lines, "axis": old.plan.axis.id, "band": new.word}
    return None


def open_slots(result: Result, claim: Claim, vocabulary: Vocabulary) -> list[tuple[Slot, str]]:
    """Every missing fact that the speaking attributions' criteria, links and gates wait for, with the question it
    answers.
    """
    found: dict[str, str] = {}
    for axis in result.axes:
        for nodes, link, ask in _waiting(axis, result):
            view = view_of(result.facts, axis.attribution)
            for pointer in pointers(nodes, result.facts, view, axis.attribution, link, missing=True):
                found.setdefault(pointer, ask)
    claim_view = view_of(result.facts, None)
    for gate, truth in zip(result.plan.claim_gates, result.outcome.gates, strict=True):
        if truth == UNKNOWN:
            for pointer in pointers([gate.gate.when], result.facts, claim_view, None, missing=True):
                found.setdefault(pointer, gate.gate.because)
    pairs = [(slot(claim, pointer, vocabulary), ask) for pointer, ask in found.items()]
    return [(each, ask) for each, ask in pairs if each is not None]


def _waiting(axis: AxisResult, result: Result) -> Iterable[tuple[list[Node], int | None, str]]:
    rubric, reading = result.plan.rubric, axis.speaker
    links = len(result.facts.chains[axis.attribution].links) if axis.attribution is not None else 0
    for judged in reading.judged:
        if judged.certain:
            continue
        criterion = rubric.criteria[judged.criterion]
        nodes = [level.when for level in criterion.levels if level.when is not None]
        nodes += [criterion.applies] if criterion.applies is not None else []
        if criterion.over is None:
            yield nodes, None, criterion.ask
            continue
        nodes += [criterion.over.only] if criterion.over.only is not None else []
        for at in range(links - 1 if criterion.over.links == "relays" else links):
            yield nodes, at, criterion.ask
    if axis.plan.chain is not None:
        keeps = [keep.when for keep in axis.plan.chain.chain.keeps if keep.when is not None]
        for step, kept in enumerate(reading.kept):
            if kept.keep is None:
                yield keeps, links - 2 - step, "How did it take the claim over?"
    for gate, truth in zip(axis.plan.caps, reading.gates, strict=True):
        if truth == UNKNOWN:
            yield [gate.gate.when], None, gate.gate.because
