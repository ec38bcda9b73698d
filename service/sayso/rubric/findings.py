"""How is a case told in which a fact, a link or a ``not`` does what its author did not mean?"""

from __future__ import annotations

from sayso.rubric.cases import MOST_CELLS, Grid, Key, written
from sayso.rubric.matcher import All, Any, Attributions, FactRef, Node, Not, atoms
from sayso.rubric.model import Place
from sayso.rubric.reading import Notes
from sayso.rubric.steps import changed, named

MOST_WORK = 2_000_000


def better_fact_loses(what: str, cases: Grid, before: Key, after: Key, place: Place, notes: Notes) -> None:
    message = f"{what}: a better {named(changed(cases, before, after))} loses points"
    notes.error("better_loses", place, message, _from_to(cases, before, after))


def near_end_raises(what: str, cases: Grid, before: Key, after: Key, place: Place, notes: Notes) -> None:
    changing = changed(cases, before, after)
    words = ", ".join(dict.fromkeys(atom.path if isinstance(atom, FactRef) else written(atom) for atom in changing))
    message = f"{what}: one more link at the near end could raise, because it reads {words}"
    notes.add("warning", "near_end_raises", place, message, _from_to(cases, before, after))


def too_many_cases(what: str, cases: Grid, place: Place, notes: Notes) -> bool:
    """Whether there are more cases than are gone through, for one condition or for the whole file; says so."""
    hint = "split it, so that each part asks one thing"
    if cases.size > MOST_CELLS:
        message = f"{what} tells more than {MOST_CELLS} cases apart, too many to go through all of them"
    elif notes.work + cases.work > MOST_WORK:
        message = f"{what} is not gone through, because what stands before it in the file tells so many cases apart"
    else:
        notes.work += cases.work
        return False
    notes.add("warning", "too_many_cases", place, message, hint)
    return True


def not_around_teller(node: Node, what: str, place: Place, notes: Notes) -> None:
    """Says so where a ``not`` also holds for a chain of one, because that has no teller."""
    if _around_teller(node):
        message = f'{what}: a chain of one has no teller, so this "not" holds there'
        hint = "add chain: {hops: {gte: 1}} beside it, if that is not meant"
        notes.add("info", "not_around_scope", place, message, hint)


def _around_teller(node: Node) -> bool:
    if isinstance(node, Not):
        return any(isinstance(atom, FactRef) and atom.scope == "teller" for atom in atoms(node.part))
    if isinstance(node, Attributions):
        return _around_teller(node.part)
    return isinstance(node, All | Any) and any(_around_teller(part) for part in node.parts)


def _from_to(cases: Grid, before: Key, after: Key) -> str:
    return f"from {cases.told(cases.cell(before))} to {cases.told(cases.cell(after))}"
