"""What can differ between two versions of a rubric? Frozen values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.rubric.diff_cases import Shift
from sayso.rubric.matcher import Truth

Moved = Literal["widened", "narrowed", "moved"]


@dataclass(frozen=True)
class Change:
    """One thing that was so and is otherwise now; None where it was not there, or is no longer."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Worth:
    """What an answer gives: the level (or ``unknown``, ``not_applicable``), its points, and the range that missing
    facts leave open. Of the chain it is what a link keeps, per mille.
    """

    level: str
    points: int
    low: int
    high: int
    abstain: bool = False


@dataclass(frozen=True)
class Named:
    """Something that one version has and the other has not, with what it says."""

    id: str
    says: str


@dataclass(frozen=True)
class RuleDiff:
    """A criterion (or the chain) that grades differently.

    ``cases`` is None where the cases cannot be gone through one by one, and ``why`` says why; ``levels`` then compares
    level by level.
    """

    id: str
    axis: str
    settings: tuple[Change, ...] = ()
    cases: int | None = None
    shifts: tuple[Shift[Worth], ...] = ()
    why: str | None = None
    levels: tuple[Change, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.settings or self.shifts or self.levels)


@dataclass(frozen=True)
class GateDiff:
    """A gate that acts differently; ``condition`` says how what it asks for moved."""

    id: str
    settings: tuple[Change, ...] = ()
    condition: Moved | None = None
    cases: int | None = None
    shifts: tuple[Shift[Truth], ...] = ()
    why: str | None = None
    said: Change | None = None

    @property
    def empty(self) -> bool:
        return not (self.settings or self.condition)


@dataclass(frozen=True)
class BandMove:
    """The scores ``first`` to ``last``, of an axis or of the overall, which stand in another band now."""

    axis: str
    first: int
    last: int
    before: str
    after: str


@dataclass(frozen=True)
class Listed:
    """Which of several things by id were added and removed."""

    added: tuple[Named, ...] = ()
    removed: tuple[Named, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.added or self.removed)


@dataclass(frozen=True)
class Diff:
    """Everything that differs. ``words``, ``remedies`` and ``tests`` change no grade; everything else may."""

    settings: tuple[Change, ...]
    axes: Listed
    bands: tuple[BandMove, ...]
    criteria: Listed
    changed: tuple[RuleDiff, ...]
    chain: RuleDiff | None
    gates: Listed
    gates_changed: tuple[GateDiff, ...]
    words: tuple[Change, ...]
    remedies: tuple[Change, ...]
    tests: tuple[Change, ...]

    @property
    def grades(self) -> bool:
        """Whether any claim could be graded differently."""
        listed = (self.axes, self.criteria, self.gates)
        several = (self.settings, self.bands, self.changed, self.gates_changed)
        return any(several) or self.chain is not None or not all(each.empty for each in listed)

    @property
    def empty(self) -> bool:
        """Whether nothing at all differs."""
        return not (self.grades or self.words or self.remedies or self.tests)
