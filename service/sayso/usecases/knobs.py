"""What can be turned in a rubric without writing any of it: points, shares, caps, and whether a gate stands at all?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sayso.rubric.edit import Edit, Where
from sayso.rubric.model import Chain, Criterion, Gate, Rubric

ON, OFF = "on", "off"
_NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class Knob:
    """A whole number that can be turned from 0 to ``most``; ``key`` names it in a form, ``path`` is its place in the
    text.
    """

    key: str
    path: Where
    now: int
    most: int
    step: int


@dataclass(frozen=True)
class Switch:
    """A gate that can be taken out."""

    key: str
    path: Where


@dataclass(frozen=True)
class Turned:
    """What a form says: the edits that follow from it, and by key what cannot be used and why. ``typed`` has every
    field as it was sent.
    """

    edits: tuple[Edit, ...]
    wrong: Mapping[str, str]
    typed: Mapping[str, str]


def knobs_of(rubric: Rubric) -> dict[str, Knob]:
    """Every knob by its key, in the order of the rubric."""
    found = [knob for criterion in rubric.criteria for knob in of_criterion(criterion)]
    if rubric.chain is not None:
        found += of_chain(rubric.chain)
    found += [knob for gate in rubric.gates for knob in of_gate(gate)]
    return {knob.key: knob for knob in found}


def of_criterion(criterion: Criterion) -> Iterator[Knob]:
    """The points of its answers. One that abstains has none."""
    at = ("criteria", criterion.id)
    for level in criterion.levels:
        if not level.abstain:
            path = (*at, "levels", level.id, "points")
            yield Knob(points_key(criterion.id, level.id), path, level.points, 100, 1)
    rest = (
        ("else", criterion.otherwise),
        ("none", criterion.nowhere),
    )
    for word, entry in rest:
        if entry is not None and not entry.abstain:
            yield Knob(points_key(criterion.id, f".{word}"), (*at, word, "points"), entry.points, 100, 1)
    unknown = criterion.unknown
    if unknown is not None and unknown.points is not None:
        yield Knob(points_key(criterion.id, ".unknown"), (*at, "unknown", "points"), unknown.points, 100, 1)


def of_chain(chain: Chain) -> Iterator[Knob]:
    """What links keep, per mille."""
    for keep in chain.keeps:
        yield Knob(keep_key(keep.id), ("chain", "keep", keep.id, "per_mille"), keep.per_mille, 1000, 10)
    if chain.otherwise is not None:
        path = ("chain", "else", "per_mille")
        yield Knob(keep_key(".else"), path, chain.otherwise.per_mille, 1000, 10)
    if chain.unknown is not None and chain.unknown.points is not None:
        path = ("chain", "unknown", "per_mille")
        yield Knob(keep_key(".unknown"), path, chain.unknown.points, 1000, 10)


def of_gate(gate: Gate) -> Iterator[Knob]:
    """The points that it leaves, by axis."""
    for axis, points in gate.caps.items():
        yield Knob(cap_key(gate.id, axis), ("gates", gate.id, "cap", axis), points, 100, 1)


def switch_of(gate: Gate) -> Switch:
    return Switch(gate_key(gate.id), ("gates", gate.id))


def points_key(criterion: str, entry: str) -> str:
    """An id never begins with a full stop, so that ``.else`` and ``.unknown`` are none."""
    return f"points:{criterion}:{entry}"


def keep_key(keep: str) -> str:
    return f"keep:{keep}"


def gate_key(gate: str) -> str:
    return f"gate:{gate}"


def cap_key(gate: str, axis: str) -> str:
    return f"cap:{gate}:{axis}"


def turned(rubric: Rubric, typed: Mapping[str, str], pressed: tuple[str, int] | None = None) -> Turned:
    """What the fields of a form come to. A field that is not there changes nothing; ``pressed`` is a button beside a
    field: its key, and 1 for more or -1 for less. Keys that the rubric does not have are left out.
    """
    knobs = knobs_of(rubric)
    shown: dict[str, str] = {}
    wrong: dict[str, str] = {}
    edits: list[Edit] = []
    for gate in rubric.gates:
        switch = switch_of(gate)
        state = typed.get(switch.key, ON)
        shown[switch.key] = OFF if state == OFF else ON
        if state == OFF:
            edits.append(Edit(switch.path, None))
    gone = {edit.path for edit in edits}
    for key, knob in knobs.items():
        text = typed.get(key, str(knob.now)).strip()
        number = int(text) if text.isascii() and _NUMBER.fullmatch(text) else None
        if number is not None and pressed is not None and pressed[0] == key:
            number = min(max(number + pressed[1] * knob.step, 0), knob.most)
            text = str(number)
        shown[key] = text
        if number is None or number > knob.most:
            wrong[key] = f"a whole number from 0 to {knob.most} is expected"
        elif number != knob.now and knob.path[:2] not in gone:
            edits.append(Edit(knob.path, number))
    return Turned(tuple(edits), wrong, shown)
