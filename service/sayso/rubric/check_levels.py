"""Can every level of a criterion be reached, is every case answered, and does nothing pay that should not?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import Cell, Grid, Key, grid, truth
from sayso.rubric.check_over import check_over, over_directions
from sayso.rubric.findings import better_fact_loses, near_end_raises, not_around_teller, too_many_cases
from sayso.rubric.levels import span, standing
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, Atom, Node
from sayso.rubric.model import Chain, Criterion, Entry, Keep, Place
from sayso.rubric.reading import Notes
from sayso.rubric.steps import Change, changed, moved


@dataclass(frozen=True)
class Listed:
    """A list of conditions with the worth of each, as a criterion and the chain both have it.

    ``worth`` gives low, estimate and high. Where a condition of ``only_where`` is false, the list is not read.
    """

    what: str
    item: str
    place: Place
    entries: tuple[Entry | Keep, ...]
    otherwise: Entry | Keep | None
    only_where: tuple[Node, ...]
    worth: Callable[[Cell], tuple[int, int, int]]

    @property
    def nodes(self) -> list[Node]:
        return [entry.when for entry in self.entries if entry.when is not None]


def check_criterion(criterion: Criterion, lowest: bool, vocabulary: Vocabulary, notes: Notes) -> None:
    levels = [level.when for level in criterion.levels if level.when is not None]

    def worth(cell: Cell) -> tuple[int, int, int]:
        applies = TRUE if criterion.applies is None else truth(criterion.applies, cell)
        found = span(criterion, applies, [truth(node, cell) for node in levels], lowest)
        return found.low, found.points, found.high

    what = f'criterion "{criterion.id}"'
    over = criterion.over
    only = over.only if over is not None else None
    where = tuple(node for node in (criterion.applies, only) if node is not None)
    listed = Listed(what, "level", criterion.place, criterion.levels, criterion.otherwise, where, worth)
    scored = [(entry, entry.points) for entry in criterion.levels if not entry.abstain]
    _best_first(scored, "points", listed, notes, code="levels_rising")
    if criterion.applies is not None:
        not_around_teller(criterion.applies, f"{what}: applies", criterion.place, notes)
    cases = _every_case(listed, vocabulary, notes)
    if over is None:
        if criterion.nowhere is not None:
            message = f'{what} has "none", which answers where an over finds no link, but it has no over'
            notes.error("none_without_over", criterion.nowhere.place, message, "remove it")
    else:
        check_over(criterion, over, notes)
    if cases is None:
        return
    if only is None:
        _directions(listed, cases, notes)
    elif criterion.nowhere is not None:
        over_directions(criterion, only, lowest, cases, notes)


def check_chain(chain: Chain, lowest: bool, vocabulary: Vocabulary, notes: Notes) -> None:
    everything = chain.keeps if chain.otherwise is None else (*chain.keeps, chain.otherwise)
    declared = None if chain.unknown is None or lowest else chain.unknown.points

    def worth(cell: Cell) -> tuple[int, int, int]:
        truths = [truth(keep.when, cell) for keep in chain.keeps if keep.when is not None]
        found = standing(truths, None if chain.otherwise is None else len(chain.keeps))
        values = [everything[at].per_mille for at in found.possible]
        low, high = min(values), max(values)
        return low, low if declared is None else max(low, min(declared, high)), high

    listed = Listed("the chain", "keep", chain.place, chain.keeps, chain.otherwise, (), worth)
    _best_first([(keep, keep.per_mille) for keep in chain.keeps], "per_mille", listed, notes, code="keep_rising")
    cases = _every_case(listed, vocabulary, notes)
    if cases is not None:
        _directions(listed, cases, notes)


def _best_first(pairs: Sequence[tuple[Entry | Keep, int]], unit: str, listed: Listed, notes: Notes, code: str) -> None:
    for (above, more), (entry, value) in pairwise(pairs):
        if value > more:
            named = f'{listed.what}, {listed.item} "{entry.id}"'
            message = f'{named} has {unit} {value}, more than "{above.id}" above it with {more}'
            notes.error(code, entry.place, message, "list the best first")


def _every_case(listed: Listed, vocabulary: Vocabulary, notes: Notes) -> Grid | None:
    """All cases, None where there are too many or one has no answer; notes what cannot be reached or answered."""
    for entry in listed.entries:
        if entry.when is not None:
            not_around_teller(entry.when, f'{listed.what}, {listed.item} "{entry.id}"', entry.place, notes)
    cases = grid([*listed.nodes, *listed.only_where], vocabulary)
    if too_many_cases(listed.what, cases, listed.place, notes):
        if listed.otherwise is None:
            notes.error("no_else", listed.place, f'{listed.what} has no "else"', 'add "else"')
        return None
    reach = _Reach(listed, cases)
    reach.note(notes)
    return cases if listed.otherwise is not None or reach.unanswered is None else None


class _Reach:
    """Which entries win somewhere, which others take their cases, and a case that none answers."""

    def __init__(self, listed: Listed, cases: Grid) -> None:
        self.listed, self.cases = listed, cases
        self.wins: set[int] = set()
        self.holds: set[int] = set()
        self.takers: dict[int, dict[int, Cell]] = {}
        self.unanswered: Cell | None = None
        nodes = listed.nodes
        for cell in map(cases.cell, cases):
            if any(truth(node, cell) == FALSE for node in listed.only_where):
                continue
            self._case(cell, [truth(node, cell) for node in nodes])

    def _case(self, cell: Cell, truths: list[int]) -> None:
        complete = self.cases.complete(cell)
        true = [at for at, each in enumerate(truths) if each == TRUE]
        self.holds.update(true)
        if not true:
            if self.unanswered is None and (complete or UNKNOWN not in truths):
                self.unanswered = cell
        elif complete:
            self.wins.add(true[0])
            for at in true[1:]:
                self.takers.setdefault(at, {}).setdefault(true[0], cell)

    def note(self, notes: Notes) -> None:
        listed = self.listed
        for at, entry in enumerate(listed.entries):
            named = f'{listed.what}, {listed.item} "{entry.id}"'
            above = self.takers.get(at, {})
            words = " and ".join(f'"{listed.entries[each].id}"' for each in sorted(above))
            if at not in self.wins:
                message = f"{named} can never win: {words} take{'s' if len(above) == 1 else ''} every case of it"
                if not above:
                    message = f"{named} can never hold: no facts make its condition true"
                notes.error("covered", entry.place, message, "move it up, or remove it")
            elif above:
                example = self.cases.told(next(iter(above.values())))
                message = f"{named} is partly shadowed by {words}"
                notes.add("info", "partly_shadowed", entry.place, message, f"for example: {example}")
        if listed.otherwise is None and self.unanswered is not None:
            message = f'{listed.what} has no "else", and no {listed.item} answers every case'
            notes.error("no_else", listed.place, message, f"for example: {self.cases.told(self.unanswered)}")
        elif listed.otherwise is not None and self.unanswered is None and self.wins:
            message = f'{listed.what}: the "else" can never win, because the {listed.item}s answer every case'
            notes.add("warning", "idle_else", listed.otherwise.place, message, "remove it")


def _directions(listed: Listed, cases: Grid, notes: Notes) -> None:
    """The first case for each variable where a better fact loses, or a nearer link gains."""
    worth = {key: listed.worth(cases.cell(key)) for key in cases}
    for _, before, after in _first(_losing(cases, worth, "better")):
        better_fact_loses(listed.what, cases, before, after, listed.place, notes)
    for _, before, after in _first(_losing(cases, worth, "nearer")):
        near_end_raises(listed.what, cases, before, after, listed.place, notes)


def _losing(
    cases: Grid, worth: dict[Key, tuple[int, int, int]], change: Change
) -> Iterator[tuple[tuple[Atom, ...], Key, Key]]:
    for before, after in moved(cases, change):
        one, other = worth[before], worth[after]
        if change == "better":
            wrong = any(now < was for was, now in zip(one, other, strict=True))
        else:  # a link that leaves a fact open may widen the range upwards: that raises nothing
            wrong = any(now > was for was, now in zip(one[:2], other[:2], strict=True))
        if wrong:
            yield changed(cases, before, after), before, after


def _first(found: Iterator[tuple[tuple[Atom, ...], Key, Key]]) -> Iterator[tuple[tuple[Atom, ...], Key, Key]]:
    told: set[tuple[Atom, ...]] = set()
    for atoms, before, after in found:
        if atoms not in told:
            told.add(atoms)
            yield atoms, before, after
