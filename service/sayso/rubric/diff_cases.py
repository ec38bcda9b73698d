"""In which cases do two versions of a rule answer differently?

Matchers are closed, so both versions can be read in every case that the two of them tell apart. Cases in which the same
answer becomes the same other answer are one shift, told by one case and by the fewest facts that bring it about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import MOST_CELLS, Cell, Grid, grid
from sayso.rubric.matcher import Node
from sayso.rubric.possible import apart, can_be, stand_together
from sayso.rubric.say import say
from sayso.rubric.tell_case import tell_case

T = TypeVar("T", bound=Hashable)
Reader = Callable[[Cell], tuple[T, Hashable]]
"""What a version answers in a case: what is shown of it, and all that it comes to."""


@dataclass(frozen=True)
class Shift(Generic[T]):
    """One answer that becomes another: in how many cases, in which for example.

    ``when`` tells the fewest facts of that case which always bring this shift about, ``told`` all of them by name.
    """

    before: T
    after: T
    cases: int
    when: str
    told: str
    case: Cell


@dataclass(frozen=True)
class Shifts(Generic[T]):
    """Every shift, in the order of the cases, and how many cases there are; None where there are too many."""

    of: int | None
    found: tuple[Shift[T], ...]


def shifts(before: Reader[T], after: Reader[T], nodes: Iterable[Node], vocabulary: Vocabulary) -> Shifts[T]:
    """Reads both versions in every case of their conditions. The same cases come up whichever version is older."""
    ordered = sorted(dict.fromkeys(nodes), key=lambda node: say(node, vocabulary))
    cases = grid(ordered, vocabulary)
    if cases.size > MOST_CELLS:
        return Shifts(None, ())
    finer = grid([*ordered, *apart(cases.tests, vocabulary)], vocabulary)
    exact = finer.size <= MOST_CELLS
    cases = finer if exact else cases
    cells = [cell for cell in map(cases.cell, cases) if not exact or can_be(cell, vocabulary)]
    pairs: dict[tuple[T, T], list[int]] = {}
    kinds: list[tuple[T, T] | None] = []
    for at, cell in enumerate(cells):
        (shown, was), (shown_after, now) = before(cell), after(cell)
        pair = None if (shown, was) == (shown_after, now) else (shown, shown_after)
        kinds.append(pair)
        if pair is not None:
            pairs.setdefault(pair, []).append(at)
    found = []
    for pair, places in pairs.items():
        example = min(places, key=lambda at: _plainness(cases, cells[at]))
        when = tell_case(_fewest(example, cells, kinds), vocabulary)
        found.append(Shift(*pair, len(places), when, cases.told(cells[example]), cells[example]))
    return Shifts(len(cells), tuple(found))


def _plainness(cases: Grid, cell: Cell) -> tuple[bool, bool, int]:
    """An example should be possible, and is easier to picture with every fact stated."""
    missing = sum(value is None for value in cell.values())
    return not stand_together(cell, cases.vocabulary), not cases.complete(cell), missing


def _fewest(example: int, cells: Sequence[Cell], kinds: Sequence[object]) -> Cell:
    """The facts of a case without those that could be otherwise, taken away one by one."""
    kept = dict(cells[example])
    others = [cell for cell, kind in zip(cells, kinds, strict=True) if kind != kinds[example]]
    for atom in reversed(list(kept)):
        fewer = {each: value for each, value in kept.items() if each != atom}
        if not any(all(cell[each] == value for each, value in fewer.items()) for cell in others):
            kept = fewer
    return kept
