"""What does each criterion give, at least, at most and for now, and what does each link keep?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.oracle.matching import Scene, Truth, holds, link_holds
from tests.oracle.words import Plain

FULL = "full points, since the criterion does not apply"


@dataclass(frozen=True)
class Answer:
    """One thing that a criterion may come to."""

    name: str
    points: int
    abstain: bool = False


@dataclass(frozen=True)
class Line:
    """A criterion as answered; ``abstain`` where the level that silences the axis is the certain one."""

    id: str
    axis: str
    level: str | None
    points: int
    low: int
    high: int
    max: int
    basis: str
    abstain: bool


@dataclass(frozen=True)
class Kept:
    """What one link keeps, per mille."""

    index: int
    id: str | None
    keep: int
    low: int
    high: int
    basis: str


def line_of(criterion: Plain, scene: Scene, lowest: bool) -> Line:
    """Where `applies` is false: full points, and that counts as known. Where it is unknown they are one possibility."""
    best = max(answer.points for answer in _declared(criterion))
    applies: Truth = holds(criterion["applies"], scene) if "applies" in criterion else True
    if applies is False:
        return Line(criterion["id"], criterion["axis"], None, best, best, best, best, "not_applicable", False)
    possible = _possible(criterion, scene)
    if applies is None:
        possible = [*possible, Answer(FULL, best)]
    low = min(answer.points for answer in possible)
    high = max(answer.points for answer in possible)
    names = {answer.name for answer in possible}
    if len(names) == 1:
        only = possible[0]
        return Line(criterion["id"], criterion["axis"], only.name, low, low, low, best, "fact", only.abstain)
    points = _estimate(criterion.get("unknown"), "points", low, high, lowest)
    return Line(criterion["id"], criterion["axis"], None, points, low, high, best, "unknown", False)


def kept(chain: Plain, scene: Scene, index: int, lowest: bool) -> Kept:
    """Keeps follow the rule of levels."""
    entries = [
        (keep["id"], keep["per_mille"], holds(keep["when"], scene.on(index))) for keep in chain.get("keep") or []
    ]
    possible = _first_that_holds(entries)
    if not any(truth is True for _, _, truth in entries) and "else" in chain:
        possible.append((chain["else"].get("id", "else"), chain["else"]["per_mille"]))
    low, high = min(share for _, share in possible), max(share for _, share in possible)
    if len(possible) == 1:
        return Kept(index, possible[0][0], low, low, low, "fact")
    return Kept(index, None, _estimate(chain.get("unknown"), "per_mille", low, high, lowest), low, high, "unknown")


def _estimate(unknown: Plain | None, key: str, low: int, high: int, lowest: bool) -> int:
    """What the rubric says of the unknown, kept inside the range; else, and by `lowest` always, the low end."""
    if unknown is None or unknown.get(key) is None or lowest:
        return low
    return min(max(int(unknown[key]), low), high)


def _first_that_holds(entries: list[tuple[str, int, Truth]]) -> list[tuple[str, int]]:
    """The first that is true, and all that are unknown before it."""
    possible = []
    for name, amount, truth in entries:
        if truth is not False:
            possible.append((name, amount))
        if truth is True:
            break
    return possible


def _declared(criterion: Plain) -> list[Answer]:
    last = [criterion["else"]] if "else" in criterion else []
    none = [{"id": "none", **criterion["none"]}] if "none" in criterion else []
    return [_answer(entry) for entry in (*(criterion.get("levels") or []), *last, *none)]


def _answer(entry: Plain) -> Answer:
    """A level that abstains counts no points."""
    silent = bool(entry.get("abstain"))
    return Answer(entry.get("id", "else"), 0 if silent else entry["points"], silent)


def _possible(criterion: Plain, scene: Scene) -> list[Answer]:
    over = criterion.get("over")
    if over is None:
        return _levels(criterion, lambda when: holds(when, scene))
    links, take = over["links"], over["take"]
    count = len(scene.chain)
    present: dict[int, Truth] = {
        index: link_holds(links, scene, index) if isinstance(links, dict) else links == "all" or index < count - 1
        for index in range(count)
    }
    by_link = {
        index: _levels(criterion, lambda when, index=index: holds(when, scene.on(index)))  # type: ignore[misc]
        for index, truth in present.items()
        if truth is not False
    }
    possible = [
        answer
        for index, answers in by_link.items()
        for answer in answers
        if all(
            present[other] is None or any(not _beats(rival, other, answer, index, take) for rival in rivals)
            for other, rivals in by_link.items()
            if other != index
        )
    ]
    if not any(truth is True for truth in present.values()):  # perhaps no link matches
        none = criterion.get("none")
        possible.append(_answer(criterion["else"]) if none is None else Answer("none", none["points"]))
    return possible


def _beats(rival: Answer, at: int, answer: Answer, index: int, take: str) -> bool:
    """The worst (or best) link speaks, the nearest on a tie."""
    if rival.points == answer.points:
        return at < index
    return rival.points < answer.points if take == "worst" else rival.points > answer.points


def _levels(criterion: Plain, truth: Callable[[Plain], Truth]) -> list[Answer]:
    """The first level that is true, the unknown ones before it, and `else` while none is true."""
    possible: list[Answer] = []
    for level in criterion.get("levels") or []:
        found = truth(level["when"])
        if found is not False:
            possible.append(_answer(level))
        if found is True:
            return possible
    return [*possible, _answer(criterion["else"])] if "else" in criterion else possible


def as_dict(line: Line) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("id", "axis", "level", "points", "low", "high", "max", "basis")}
