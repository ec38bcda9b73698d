"""Can a gate ever bind, and can neither a better fact nor another link or attribution turn it the wrong way?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import MOST_CELLS, Cell, Grid, grid, signature, truth
from sayso.rubric.findings import better_fact_loses, near_end_raises, not_around_teller, too_many_cases
from sayso.rubric.levels import span
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, All, Atom, Attributions, FactRef, Node, Test, Truth, atoms
from sayso.rubric.model import Criterion, Gate, Rubric
from sayso.rubric.reading import Notes
from sayso.rubric.steps import Change, changed, moved


def check_gate(gate: Gate, rubric: Rubric, known: bool, vocabulary: Vocabulary, notes: Notes) -> None:
    """``known`` says that every criterion could be read, so that what an axis can reach is known."""
    what = f'gate "{gate.id}"'
    not_around_teller(gate.when, what, gate.place, notes)
    cases = grid([gate.when], vocabulary)
    if too_many_cases(what, cases, gate.place, notes):
        return
    holds = [cell for cell in map(cases.cell, cases) if truth(gate.when, cell) == TRUE]
    if not holds:
        message = f"{what} can never hold: no facts make its condition true"
        notes.add("warning", "never_binds", gate.place, message, "remove it, or ask for facts that can occur together")
    if not gate.caps:
        return
    if known and holds:
        _binds(gate, cases, holds, rubric, vocabulary, notes)
    _directions(gate, cases, gate.binds_unknown or rubric.lowest, notes)
    if _reads_chains_loosely(gate, rubric):
        message = (
            f"{what} caps the whole claim by its chains, so one more attribution could bring the cap or release it"
        )
        hint = "put the chain inside any_attribution, beside claim: {roots.count: {lte: 1}}"
        notes.add("warning", "cap_by_chains", gate.place, message, hint)


def _directions(gate: Gate, cases: Grid, bind: bool, notes: Notes) -> None:
    """A cap may not take hold because a fact gets better, nor let go because of one more link."""
    what = f'gate "{gate.id}"'
    held = {key: _capped(truth(gate.when, cases.cell(key)), bind) for key in cases}
    told: set[tuple[Change, tuple[Atom, ...]]] = set()
    changes: tuple[Change, ...] = ("better", "nearer")
    for change in changes:
        for before, after in moved(cases, change):
            was, now = held[before], held[after]
            if change == "better":
                wrong = any(b and not a for a, b in zip(was, now, strict=True))
            else:
                wrong = any(a and not b for a, b in zip(was[:2], now[:2], strict=True))
            of = (change, changed(cases, before, after)) if wrong else None
            if of is not None and of not in told:
                told.add(of)
                tell = better_fact_loses if change == "better" else near_end_raises
                tell(what, cases, before, after, gate.place, notes)


def _capped(held: Truth, bind: bool) -> tuple[bool, bool, bool]:
    """Whether the cap is on the low, on the estimate and on the high."""
    return held != FALSE, held == TRUE or (bind and held == UNKNOWN), held == TRUE


def _binds(gate: Gate, cases: Grid, holds: list[Cell], rubric: Rubric, vocabulary: Vocabulary, notes: Notes) -> None:
    """A cap at or above all that the axis can reach where the gate holds changes nothing."""
    bounds = {
        axis.id: _bounds(rubric.of_axis(axis.id), gate, cases, holds, rubric.lowest, vocabulary) for axis in rubric.axes
    }
    bounds["overall"] = [
        _overall(rubric, {axis: values[at] for axis, values in bounds.items()}) for at in range(len(holds))
    ]
    for axis, cap in gate.caps.items():
        most = max(bounds[axis])
        if axis == "overall" and rubric.overall.method in ("table", "none"):
            message = f'gate "{gate.id}" can never bind: it caps the overall, which is no number in this rubric'
            notes.add("warning", "never_binds", gate.place, message, "cap an axis instead")
        elif most <= cap:
            message = (
                f'gate "{gate.id}" can never bind: where it holds, {axis} reaches at most {most}, and the cap is {cap}'
            )
            notes.add("warning", "never_binds", gate.place, message, "lower the cap, or remove the gate")


def _overall(rubric: Rubric, most: Mapping[str, int]) -> int:
    if rubric.overall.method == "weighted":
        return -(-sum(most[axis] * weight for axis, weight in rubric.overall.weights.items()) // 1000)
    return max(most.values(), default=100)


def _bounds(
    criteria: Iterable[Criterion], gate: Gate, alone: Grid, holds: list[Cell], lowest: bool, vocabulary: Vocabulary
) -> list[int]:
    """For each case in which the gate holds, the most that the criteria can give together."""
    totals = [0] * len(holds)
    for criterion in criteria:
        nodes = [level.when for level in criterion.levels if level.when is not None]
        shared = {atom for node in nodes for atom in atoms(node)} & set(atoms(gate.when))
        key = sorted((atom for atom in shared if isinstance(atom, FactRef)), key=lambda ref: ref.path)
        cases = grid([*nodes, gate.when], vocabulary) if key else None
        if cases is None or cases.size > MOST_CELLS or criterion.over is not None or criterion.applies is not None:
            totals = [total + criterion.maximum for total in totals]
            continue
        best: dict[tuple[object, ...], int] = {}
        for cell in map(cases.cell, cases):
            if truth(gate.when, cell) == TRUE:
                points = span(criterion, TRUE, [truth(node, cell) for node in nodes], lowest).high
                place = tuple(signature(cell[ref], alone.tests[ref]) for ref in key)
                best[place] = max(best.get(place, 0), points)
        for at, cell in enumerate(holds):
            found = best.get(tuple(signature(cell[ref], alone.tests[ref]) for ref in key))
            totals[at] += criterion.maximum if found is None else found
    return totals


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
