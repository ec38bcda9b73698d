"""What does a criterion, a keep or a gate come to, for each key of the facts it reads?

A table works an outcome out when its key is first met, and numbers outcomes as they come: the number is its part of the
outcome code. What is met too seldom to be worth keeping is worked out again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, Protocol, TypeVar

from sayso.engine.keys import Key, Shape, seen, shape_of
from sayso.engine.outcome import Judged, Kept
from sayso.rubric.levels import estimate, span, standing
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, Node, Truth
from sayso.rubric.model import Chain, Criterion, Entry, Gate, Over

T = TypeVar("T")
KEYS_KEPT = 16_384
"""How many keys a table keeps. Matchers read few facts, so that only one of free text or large numbers comes near
it.
"""


class Known(Protocol):
    """The facts that an outcome follows from, whoever holds them."""

    @property
    def rows(self) -> Sequence[object]:
        """One for each link, nearest first, where something is read on every link."""

    def on(self, at: int) -> Known:
        """The same with a link at hand."""

    def truth(self, node: Node) -> Truth:
        """The truth of a condition."""


class Table(ABC, Generic[T]):
    """``numbers`` has the number of an outcome by key, for the keys met so far; ``outcomes`` has them by number."""

    def __init__(self, shape: Shape, outcomes: Sequence[T] = ()) -> None:
        self.shape = shape
        self.numbers: dict[Key, int] = {}
        self.outcomes: list[T] = list(outcomes)
        self._known: dict[T, int] = {outcome: number for number, outcome in enumerate(outcomes)}
        self._lock = Lock()

    def number(self, key: Key) -> int:
        """The number of the outcome for a key, worked out where the key is new."""
        found = self.numbers.get(key)
        if found is not None:
            return found
        number = self.place_of(self.outcome(seen(self.shape, key)))
        if len(self.numbers) < KEYS_KEPT:
            self.numbers[key] = number
        return number

    def place_of(self, outcome: T) -> int:
        """The number of an outcome, the next one where it is new."""
        with self._lock:
            number = self._known.get(outcome)
            if number is None:
                number = self._known[outcome] = len(self.outcomes)
                self.outcomes.append(outcome)
        return number

    def met(self, key: Key, _: object) -> int:
        """The same, as ``lookup`` asks for it."""
        return self.number(key)

    @abstractmethod
    def outcome(self, facts: Known) -> T:
        """The outcome for what a key holds."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The outcome of a criterion and, where it runs over links, the link that speaks for it."""

    judged: Judged
    link: int | None


class CriterionTable(Table[Spoken]):
    """The outcomes of one criterion."""

    def __init__(self, criterion: Criterion, index: int, lowest: bool) -> None:
        self.criterion, self.index, self.lowest = criterion, index, lowest
        self.levels = tuple(level.when for level in criterion.levels if level.when is not None)
        only = criterion.over.only if criterion.over is not None else None
        nodes: list[Node | None] = [criterion.applies, only, *self.levels]
        super().__init__(shape_of([node for node in nodes if node is not None], criterion.over is not None))

    def outcome(self, facts: Known) -> Spoken:
        criterion = self.criterion
        applies = TRUE if criterion.applies is None else facts.truth(criterion.applies)
        if criterion.over is None or applies == FALSE:
            return Spoken(self.judged(applies, facts), None)
        return self._over(criterion.over, applies, facts)

    def judged(self, applies: Truth, facts: Known) -> Judged:
        """The outcome where the criterion is read once, or on one link of ``over``."""
        maximum = self.criterion.maximum
        if applies == FALSE:
            return Judged(self.index, None, maximum, maximum, maximum, maximum, "not_applicable")
        found = span(self.criterion, applies, [facts.truth(level) for level in self.levels], self.lowest)
        if found.certain:
            return Judged(self.index, found.possible[0], found.points, found.low, found.high, maximum, "fact")
        return Judged(self.index, None, found.points, found.low, found.high, maximum, "unknown", found.possible)

    def included(self, facts: Known) -> Truth:
        """Whether the link at hand is one that ``over`` runs over, the root of relays apart."""
        only = None if self.criterion.over is None else self.criterion.over.only
        return TRUE if only is None else facts.truth(only)

    def _uncertain(self, low: int, high: int, possible: Sequence[Entry]) -> Judged:
        points = estimate(self.criterion, low, high, self.lowest)
        ordered = tuple(entry for entry in self.criterion.entries if entry in possible)
        return Judged(self.index, None, points, low, high, self.criterion.maximum, "unknown", ordered)

    def _over(self, over: Over, applies: Truth, facts: Known) -> Spoken:
        """Read on each link; the worst (or best) speaks, the nearest on a tie. Certain is what speaks however the
        missing facts turn out.
        """
        last = len(facts.rows) - 1 if over.links == "relays" else len(facts.rows)
        included = [self.included(facts.on(at)) for at in range(last)]
        runs = {at: self.judged(TRUE, facts.on(at)) for at in range(last) if included[at] != FALSE}
        possible = [(at, entry) for at, run in runs.items() for entry in _may_be(run)]
        if len(possible) > len(runs) or UNKNOWN in included:
            sure = {at: run for at, run in runs.items() if included[at] == TRUE}
            possible = [(at, entry) for at, entry in possible if _may_speak(over, at, entry, sure)]
        elif possible:
            possible = [min(possible, key=lambda each: _standing(over, *each))]
        if TRUE not in included:
            nowhere = self.criterion.nowhere or self.criterion.otherwise
            assert nowhere is not None
            possible.append((-1, nowhere))
        entries = {entry.id: entry for _, entry in possible}
        doubtful = [at for at, run in runs.items() if not run.certain] or [at for at in runs if included[at] == UNKNOWN]
        nearest = min(doubtful or runs, default=None)
        if applies == TRUE and len(entries) == 1:
            at, entry = possible[0]
            points = entry.points
            judged = Judged(self.index, entry, points, points, points, self.criterion.maximum, "fact")
            return Spoken(judged, at if at >= 0 else None)
        values = [entry.points for entry in entries.values()]
        if applies == UNKNOWN:
            values.append(self.criterion.maximum)
        return Spoken(self._uncertain(min(values), max(values), list(entries.values())), nearest)


def _may_be(run: Judged) -> tuple[Entry, ...]:
    return run.candidates if run.entry is None else (run.entry,)


def _standing(over: Over, at: int, entry: Entry) -> tuple[int, int]:
    """Of two, the one that stands lower speaks: by points, then the nearer link."""
    return (entry.points if over.take == "worst" else -entry.points, at)


def _may_speak(over: Over, at: int, entry: Entry, sure: Mapping[int, Judged]) -> bool:
    """Whether every other link that certainly counts may stand behind this one."""
    mine = _standing(over, at, entry)
    return all(
        any(mine < _standing(over, other, each) for each in _may_be(run)) for other, run in sure.items() if other != at
    )


class KeepTable(Table[Kept]):
    """What one link keeps of what reached it."""

    def __init__(self, chain: Chain, lowest: bool) -> None:
        self.chain, self.lowest = chain, lowest
        self.keeps = tuple(keep.when for keep in chain.keeps if keep.when is not None)
        super().__init__(shape_of(self.keeps))

    def outcome(self, facts: Known) -> Kept:
        chain = self.chain
        everything = chain.keeps if chain.otherwise is None else (*chain.keeps, chain.otherwise)
        truths = [facts.truth(keep) for keep in self.keeps]
        found = standing(truths, None if chain.otherwise is None else len(chain.keeps))
        values = [everything[at].per_mille for at in found.possible]
        if found.certain:
            return Kept(found.possible[0], values[0], values[0], values[0], found.possible)
        low, high = min(values), max(values)
        declared = None if chain.unknown is None or self.lowest else chain.unknown.points
        return Kept(None, low if declared is None else max(low, min(declared, high)), low, high, found.possible)


class GateTable(Table[Truth]):
    """Whether a gate's condition holds; the number of an outcome is the truth itself."""

    def __init__(self, gate: Gate, index: int) -> None:
        self.gate, self.index = gate, index
        super().__init__(shape_of([gate.when]), (FALSE, TRUE, UNKNOWN))

    def outcome(self, facts: Known) -> Truth:
        return facts.truth(self.gate.when)
