"""Can every level of a criterion be reached, is every case answered, and does nothing pay that should not?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import MOST_CELLS, Cell, Change, Grid, complete, grid, moved, told, truth
from sayso.rubric.levels import span, standing
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, All, Any, Atom, FactRef, Node, Not, atoms, tests
from sayso.rubric.model import Chain, Criterion, Entry, Keep, Over, Place
from sayso.rubric.reading import Notes


@dataclass(frozen=True)
class Listed:
    """A list of conditions with the worth of each, as a criterion and the chain both have it."""

    what: str
    item: str
    place: Place
    entries: tuple[Entry | Keep, ...]
    otherwise: Entry | Keep | None
    applies: Node | None
    worth: Callable[[int, Sequence[int]], tuple[int, int, int]]


def check_criterion(criterion: Criterion, lowest: bool, vocabulary: Vocabulary, notes: Notes) -> None:
    def worth(applies: int, truths: Sequence[int]) -> tuple[int, int, int]:
        found = span(criterion, applies, truths, lowest)
        return found.low, found.points, found.high

    what = f'criterion "{criterion.id}"'
    listed = Listed(what, "level", criterion.place, criterion.levels, criterion.otherwise, criterion.applies, worth)
    _best_first(
        [(entry, entry.points) for entry in criterion.levels if not entry.abstain],
        "points",
        "levels_rising",
        listed,
        notes,
    )
    _check(listed, vocabulary, notes)
    over = criterion.over
    if over is not None:
        _check_over(criterion, over, vocabulary, notes)
    elif criterion.nowhere is not None:
        message = f'{what} has "none", which answers where an over finds no link, but it has no over'
        notes.error("none_without_over", criterion.nowhere.place, message, "remove it")


def check_chain(chain: Chain, vocabulary: Vocabulary, notes: Notes) -> None:
    def worth(_: int, truths: Sequence[int]) -> tuple[int, int, int]:
        everything = chain.keeps if chain.otherwise is None else (*chain.keeps, chain.otherwise)
        found = standing(truths, None if chain.otherwise is None else len(chain.keeps))
        values = [everything[at].per_mille for at in found.possible]
        low, high = min(values), max(values)
        declared = low if chain.unknown is None or chain.unknown.points is None else chain.unknown.points
        return low, max(low, min(declared, high)), high

    listed = Listed("the chain", "keep", chain.place, chain.keeps, chain.otherwise, None, worth)
    _best_first([(keep, keep.per_mille) for keep in chain.keeps], "per_mille", "keep_rising", listed, notes)
    _check(listed, vocabulary, notes)


def _best_first(pairs: Sequence[tuple[Entry | Keep, int]], unit: str, code: str, listed: Listed, notes: Notes) -> None:
    for (above, more), (entry, value) in pairwise(pairs):
        if value > more:
            named = f'{listed.what}, {listed.item} "{entry.id}"'
            message = f'{named} has {unit} {value}, more than "{above.id}" above it with {more}'
            notes.error(code, entry.place, message, "list the best first")


def _check(listed: Listed, vocabulary: Vocabulary, notes: Notes) -> None:
    nodes = [entry.when for entry in listed.entries if entry.when is not None]
    if listed.applies is not None:
        nodes.append(listed.applies)
    for entry in listed.entries:
        if entry.when is not None and _not_around_teller(entry.when):
            message = (
                f'{listed.what}, {listed.item} "{entry.id}": a chain of one has no teller, so this "not" holds there'
            )
            notes.add(
                "info",
                "not_around_scope",
                entry.place,
                message,
                "add a test that the teller exists, if that is not meant",
            )
    cases = grid(nodes, vocabulary)
    if cases.size > MOST_CELLS:
        message = f"{listed.what} tells {cases.size} cases apart, too many to go through all of them"
        notes.add("warning", "too_many_cases", listed.place, message, "split it, so that each part asks one thing")
        if listed.otherwise is None:
            notes.error("no_else", listed.place, f'{listed.what} has no "else"', 'add "else"')
        return
    if _every_case(listed, cases, notes):
        _directions(listed, cases, notes)


def _truths(listed: Listed, cell: Cell) -> tuple[int, list[int]]:
    applies = TRUE if listed.applies is None else truth(listed.applies, cell)
    return applies, [truth(entry.when, cell) for entry in listed.entries if entry.when is not None]


def _every_case(listed: Listed, cases: Grid, notes: Notes) -> bool:
    """Whether each case has an answer; notes cases without, levels that never win, and those partly shadowed."""
    wins: set[int] = set()
    takers: dict[int, dict[int, Cell]] = {}
    holds: set[int] = set()
    unanswered: Cell | None = None
    for cell in cases.cells():
        applies, truths = _truths(listed, cell)
        if applies == FALSE:
            continue
        first = next((at for at, each in enumerate(truths) if each == TRUE), None)
        for at, each in enumerate(truths):
            if each == TRUE:
                holds.add(at)
                if first is not None and at != first and complete(cell):
                    takers.setdefault(at, {}).setdefault(first, cell)
        if first is not None:
            wins.add(first)
        elif listed.otherwise is None and unanswered is None and (complete(cell) or UNKNOWN not in truths):
            unanswered = cell
    for at, entry in enumerate(listed.entries):
        named = f'{listed.what}, {listed.item} "{entry.id}"'
        above = takers.get(at, {})
        words = " and ".join(f'"{listed.entries[each].id}"' for each in sorted(above))
        if at not in wins:
            message = f"{named} can never win: {words} take{'s' if len(above) == 1 else ''} every case of it"
            if at not in holds:
                message = f"{named} can never hold: no facts make its condition true"
            notes.error("covered", entry.place, message, "move it up, or remove it")
        elif above:
            example = told(next(iter(above.values())))
            notes.add(
                "info",
                "partly_shadowed",
                entry.place,
                f"{named} is partly shadowed by {words}",
                f"for example: {example}",
            )
    if unanswered is not None:
        notes.error(
            "no_else",
            listed.place,
            f'{listed.what} has no "else", and no {listed.item} answers every case',
            f"for example: {told(unanswered)}",
        )
        return False
    return True


def _directions(listed: Listed, cases: Grid, notes: Notes) -> None:
    for (atom, change), (before, after) in _losing(listed, cases).items():
        if change == "better":
            better_fact_loses(listed.what, atom, before, after, listed.place, notes)
        else:
            near_end_raises(listed.what, atom, before, after, listed.place, notes)


def _losing(listed: Listed, cases: Grid) -> dict[tuple[Atom, Change], tuple[Cell, Cell]]:
    """The first case for each variable where a better fact loses, or a nearer link gains."""
    found: dict[tuple[Atom, Change], tuple[Cell, Cell]] = {}
    changes: tuple[Change, ...] = ("better", "nearer")
    for change in changes:
        for atom, before, after in moved(cases, change):
            if (atom, change) in found:
                continue
            one, other = (listed.worth(*_truths(listed, cell)) for cell in (before, after))
            if any(b < a if change == "better" else b > a for a, b in zip(one, other, strict=True)):
                found[atom, change] = (before, after)
    return found


def better_fact_loses(what: str, atom: Atom, before: Cell, after: Cell, place: Place, notes: Notes) -> None:
    name = atom.path if isinstance(atom, FactRef) else ", ".join(dict.fromkeys(t.ref.path for t in tests(atom.part)))
    message = f"{what}: a better {name} loses points"
    notes.error("better_loses", place, message, f"from {told(before)} to {told(after)}")


def near_end_raises(what: str, atom: Atom, before: Cell, after: Cell, place: Place, notes: Notes) -> None:
    name = atom.path if isinstance(atom, FactRef) else f"{atom.quantifier}_link"
    message = f"{what}: one more link at the near end could raise, because it reads {name}"
    notes.add("warning", "near_end_raises", place, message, f"from {told(before)} to {told(after)}")


def _check_over(criterion: Criterion, over: Over, vocabulary: Vocabulary, notes: Notes) -> None:
    what, none = f'criterion "{criterion.id}"', criterion.nowhere
    if none is None:
        if over.links != "all":
            message = f"{what} says nothing for a claim in which its over finds no link"
            notes.error("missing_none", criterion.place, message, "add none: {points: .., because: ..}")
        return
    if over.links == "all":
        notes.error("none_without_over", none.place, f'{what} has "none", but every chain has a link', "remove it")
        return
    if over.take == "best":
        message = f"{what}: one more link at the near end could raise, because the best link speaks"
        notes.add("warning", "near_end_raises", criterion.place, message, "take the worst")
    elif over.links == "filter" and any(none.points < level.points for level in criterion.levels):
        message = f"{what}: one more link at the near end could raise, because none scores below a level"
        notes.add(
            "warning", "near_end_raises", none.place, message, "let none score at least what the best level scores"
        )
    if over.only is not None:
        _filter_directions(criterion, over, over.only, vocabulary, notes)


def _filter_directions(criterion: Criterion, over: Over, only: Node, vocabulary: Vocabulary, notes: Notes) -> None:
    """A fact that gets better may bring a link under the filter, or take it out: neither may cost points."""
    nodes = [only, *(level.when for level in criterion.levels if level.when is not None)]
    cases = grid(nodes, vocabulary)
    if cases.size > MOST_CELLS or criterion.nowhere is None:
        return
    rest = [criterion.nowhere.points, *(entry.points for entry in criterion.entries)]
    join = min if over.take == "worst" else max
    for atom, before, after in moved(cases, "better"):
        inside = [truth(only, cell) == TRUE for cell in (before, after)]
        if inside[0] == inside[1]:
            continue
        worth = [span(criterion, TRUE, [truth(n, cell) for n in nodes[1:]], True).low for cell in (before, after)]
        for at, points in enumerate(rest):
            alone = at == 0
            values = [
                (own if alone else join(own, points)) if within else points
                for own, within in zip(worth, inside, strict=True)
            ]
            if values[1] < values[0]:
                better_fact_loses(f'criterion "{criterion.id}"', atom, before, after, criterion.place, notes)
                return


def _not_around_teller(node: Node) -> bool:
    if isinstance(node, Not):
        return any(isinstance(atom, FactRef) and atom.scope == "teller" for atom in atoms(node.part))
    return isinstance(node, All | Any) and any(_not_around_teller(part) for part in node.parts)
