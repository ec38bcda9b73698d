"""What is a rubric, once it is read and every word in it is known?

Frozen values only. Points are whole points, shares are per mille; the engine turns them into thousandths.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sayso.rubric.matcher import Node

FORMAT = "rubric/1"
Of = Literal["attribution", "claim"]
Place = tuple[int, int]


@dataclass(frozen=True)
class Band:
    """A named stretch of an axis, from a whole number of points up to the next band."""

    id: str
    start: int
    label: str


@dataclass(frozen=True)
class Axis:
    """One question a grade answers; ``of`` says whether each chain or the claim as a whole is judged."""

    id: str
    of: Of
    bands: tuple[Band, ...]
    abstain_id: str
    abstain_label: str
    judge_if_known: int
    place: Place = (0, 0)

    def band(self, points: int) -> Band:
        """The band of a whole number of points, 0 to 100."""
        return next(band for band in self.bands if points >= band.start)

    def last_of(self, band_id: str) -> int:
        """The last whole number of points of a band: what ``cap: {axis: C}`` means."""
        above = 101
        for band in self.bands:
            if band.id == band_id:
                return above - 1
            above = band.start
        raise KeyError(band_id)


@dataclass(frozen=True)
class Entry:
    """One outcome of a criterion: a level, its ``else``, or the ``none`` of an ``over``."""

    id: str
    points: int
    because: str
    when: Node | None = None
    remedy: str | None = None
    abstain: bool = False
    place: Place = (0, 0)


@dataclass(frozen=True)
class Missing:
    """What a missing fact scores, and which fact to ask for."""

    points: int | None
    because: str
    fact: str | None = None
    place: Place = (0, 0)


@dataclass(frozen=True)
class Over:
    """The links a criterion is read on (None: all that match ``only``), and which of them speaks."""

    links: Literal["relays", "all", "filter"]
    take: Literal["worst", "best"]
    only: Node | None = None


@dataclass(frozen=True)
class Criterion:
    id: str
    axis: str
    ask: str
    reference: str
    levels: tuple[Entry, ...]
    otherwise: Entry | None
    unknown: Missing | None
    applies: Node | None = None
    over: Over | None = None
    nowhere: Entry | None = None
    place: Place = (0, 0)

    @property
    def entries(self) -> tuple[Entry, ...]:
        last = () if self.otherwise is None else (self.otherwise,)
        return self.levels + last + (() if self.nowhere is None else (self.nowhere,))

    @property
    def maximum(self) -> int:
        return max((entry.points for entry in self.entries), default=0)


@dataclass(frozen=True)
class Keep:
    """The share of what reached a link that it keeps, per mille."""

    id: str
    per_mille: int
    because: str
    when: Node | None = None
    place: Place = (0, 0)


@dataclass(frozen=True)
class Chain:
    axis: str
    keeps: tuple[Keep, ...]
    otherwise: Keep | None
    unknown: Missing | None
    reference: str = ""
    place: Place = (0, 0)


@dataclass(frozen=True)
class Gate:
    """A rule after points and chain. ``caps`` are in points by axis id, ``overall`` among them."""

    id: str
    when: Node
    because: str
    reference: str
    caps: Mapping[str, int] = field(default_factory=dict)
    hold: str | None = None
    note: bool = False
    not_applicable: bool = False
    binds_unknown: bool = False
    remedy: str | None = None
    place: Place = (0, 0)

    @property
    def effect(self) -> str:
        if self.caps:
            return "cap"
        return "hold" if self.hold else "note" if self.note else "not_applicable"


@dataclass(frozen=True)
class Overall:
    method: Literal["weighted", "min", "table", "none"]
    weights: Mapping[str, int] = field(default_factory=dict)
    table: Any = None
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Remedy:
    id: str
    text: str
    effort: str
    changes: Mapping[str, Any]
    place: Place = (0, 0)


@dataclass(frozen=True)
class TestCase:
    """A claim and what the rubric must say of it, written by the desk inside the rubric."""

    __test__ = False

    name: str
    claim: Any
    expect: Mapping[str, Any]
    as_of: str | None
    places: Mapping[str, Place]
    place: Place = (0, 0)


@dataclass(frozen=True)
class Rubric:
    """A rubric whose every word is known. ``source`` is the plain resolved file, ``text`` the file as written."""

    id: str
    version: str
    title: str
    reference: str
    lowest: bool
    axes: tuple[Axis, ...]
    overall: Overall
    criteria: tuple[Criterion, ...]
    chain: Chain | None
    gates: tuple[Gate, ...]
    remedies: Mapping[str, Remedy]
    tests: tuple[TestCase, ...]
    source: Mapping[str, Any]
    digest: str = ""
    text: str = ""
    place: Place = (1, 1)

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"

    def axis(self, axis_id: str) -> Axis:
        return next(axis for axis in self.axes if axis.id == axis_id)

    def grade_of(self, words: Iterable[str]) -> str:
        """The grade that these bands make, in the order of the axes: ``E3``, or ``E/10`` where an id is longer."""
        every = [word for axis in self.axes for word in (axis.abstain_id, *(band.id for band in axis.bands))]
        return ("/" if any(len(word) > 1 for word in every) else "").join(words)

    def of_axis(self, axis_id: str) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.axis == axis_id)
