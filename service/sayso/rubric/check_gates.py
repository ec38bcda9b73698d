"""Can a gate ever bind, and can neither a better fact nor another link or attribution turn it the wrong way?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import MOST_CELLS, Cell, Change, Grid, complete, grid, moved, truth
from sayso.rubric.check_levels import better_fact_loses, near_end_raises
from sayso.rubric.levels import span
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, All, Atom, Attributions, FactRef, Node, Test, atoms
from sayso.rubric.model import Criterion, Gate, Rubric
from sayso.rubric.reading import Notes

_RANK = {FALSE: 0, UNKNOWN: 1, TRUE: 2}


def check_gate(gate: Gate, rubric: Rubric, vocabulary: Vocabulary, notes: Notes) -> None:
    what = f'gate "{gate.id}"'
    cases = grid([gate.when], vocabulary)
    if cases.size > MOST_CELLS:
        message = f"{what} tells {cases.size} cases apart, too many to go through all of them"
        notes.add("warning", "too_many_cases", gate.place, message, "split it into gates that each say one thing")
        return
    holds = [cell for cell in cases.cells() if complete(cell) and truth(gate.when, cell) == TRUE]
    if not holds:
        notes.add(
            "warning",
            "never_binds",
            gate.place,
            f"{what} can never hold: no facts make its condition true",
            "remove it",
        )
        return
    if not gate.caps:
        return
    _binds(gate, holds, rubric, vocabulary, notes)
    _directions(gate, cases, notes)
    if _reads_chains_loosely(gate, rubric):
        message = (
            f"{what} caps the whole claim by its chains, so one more attribution could bring the cap or release it"
        )
        hint = "put the chain inside any_attribution, beside claim: {roots.count: {lte: 1}}"
        notes.add("warning", "cap_by_chains", gate.place, message, hint)


def _directions(gate: Gate, cases: Grid, notes: Notes) -> None:
    what = f'gate "{gate.id}"'
    told: set[tuple[Atom, Change]] = set()
    changes: tuple[Change, ...] = ("better", "nearer")
    for change in changes:
        for atom, before, after in moved(cases, change):
            was, now = (_RANK[truth(gate.when, cell)] for cell in (before, after))
            if (atom, change) in told or (now <= was if change == "better" else now >= was):
                continue
            told.add((atom, change))
            (better_fact_loses if change == "better" else near_end_raises)(what, atom, before, after, gate.place, notes)


def _binds(gate: Gate, holds: list[Cell], rubric: Rubric, vocabulary: Vocabulary, notes: Notes) -> None:
    """A cap at or above all that the axis can reach where the gate holds changes nothing."""
    bounds = {axis.id: _bounds(rubric.of_axis(axis.id), gate, holds, rubric.lowest, vocabulary) for axis in rubric.axes}
    bounds["overall"] = [
        _overall(rubric, {axis: values[at] for axis, values in bounds.items()}) for at in range(len(holds))
    ]
    for axis, cap in gate.caps.items():
        most = max(bounds[axis])
        if most <= cap:
            message = (
                f'gate "{gate.id}" can never bind: where it holds, {axis} reaches at most {most}, and the cap is {cap}'
            )
            notes.add("warning", "never_binds", gate.place, message, "lower the cap, or remove the gate")


def _overall(rubric: Rubric, most: Mapping[str, int]) -> int:
    if rubric.overall.method == "weighted":
        return max(sum(most[axis] * weight for axis, weight in rubric.overall.weights.items()) // 1000, 0)
    return max(most.values(), default=100)


def _bounds(
    criteria: Iterable[Criterion], gate: Gate, holds: list[Cell], lowest: bool, vocabulary: Vocabulary
) -> list[int]:
    """For each case in which the gate holds, the most that the criteria can give together."""
    totals = [0] * len(holds)
    for criterion in criteria:
        nodes = [level.when for level in criterion.levels if level.when is not None]
        shared = {atom for node in nodes for atom in atoms(node)} & set(atoms(gate.when))
        cases = grid([*nodes, gate.when], vocabulary) if shared else None
        if cases is None or cases.size > MOST_CELLS or criterion.over is not None or criterion.applies is not None:
            totals = [total + criterion.maximum for total in totals]
            continue
        best: dict[tuple[object, ...], int] = {}
        key = sorted((atom for atom in shared if isinstance(atom, FactRef)), key=lambda ref: ref.path)
        alone = grid([gate.when], vocabulary)
        for cell in cases.cells():
            if truth(gate.when, cell) != TRUE:
                continue
            points = span(criterion, TRUE, [truth(node, cell) for node in nodes], lowest).high
            place = tuple(_group(alone, ref, cell) for ref in key)
            best[place] = max(best.get(place, 0), points)
        for at, cell in enumerate(holds):
            totals[at] += best.get(tuple(_group(alone, ref, cell) for ref in key), criterion.maximum)
    return totals


def _group(cases: Grid, ref: FactRef, cell: Cell) -> tuple[int, ...]:
    """How the gate's own tests see a value, so that cases of a finer grid find their coarser one."""
    value = cell[ref]
    return tuple(truth(test, {ref: value}) for test in cases.tests[ref])


def _reads_chains_loosely(gate: Gate, rubric: Rubric) -> bool:
    if any(rubric.axis(axis).of == "attribution" for axis in gate.caps if axis != "overall"):
        return False
    quantified = [atom for atom in atoms(gate.when) if isinstance(atom, Attributions)]
    if not quantified:
        return False
    parts: tuple[Node, ...] = gate.when.parts if isinstance(gate.when, All) else (gate.when,)
    direct = [part for part in parts if isinstance(part, Attributions)]
    safe = len(direct) == len(quantified) and all(atom.quantifier == "any" for atom in direct)
    return not (safe and any(_at_most_one_root(part) for part in parts))


def _at_most_one_root(node: Node) -> bool:
    if isinstance(node, All):
        return any(_at_most_one_root(part) for part in node.parts)
    if not isinstance(node, Test) or node.ref.path != "claim.roots.count":
        return False
    return all(node.holds(count) == FALSE for count in range(2, 40))
