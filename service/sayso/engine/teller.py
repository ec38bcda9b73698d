"""Which lines does a claim need, and which of them have been made before?

Lines are looked up as outcomes are (``lookup``): by the facts that their conditions read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sayso.engine.keys import Key, Shape
from sayso.engine.lines import CriterionLine, GateText, KeepLine, Place, criterion_line, gate_text, keep_line
from sayso.engine.lookup import Part, lookup
from sayso.engine.matcher import view_of
from sayso.engine.plan import AxisPlan, Plan
from sayso.engine.tables import CriterionTable, GateTable, KeepTable
from sayso.facts.derive import Facts
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import FALSE

Made = Callable[[Key, Place], Any]
LINES_KEPT = 40_000
"""How many lines a rubric keeps, at about a kilobyte each; beyond that they are made afresh, to the same letter."""
_TELLERS_KEPT = 256
_COUNT = "lines kept"


class Lines:
    """The lines of one axis at one kind of place: ``criteria``, ``keeps`` from the root outwards, ``caps``."""

    def __init__(self, plan: Plan, axis: AxisPlan, length: int) -> None:
        parts, self.criteria, self.keeps, self.caps = _parts(plan, axis, length, lambda place: place)
        self.find = lookup(parts, length)


class Whole:
    """Everything that a claim with one attribution needs: the lines of each axis, in the order of ``plan.axes``, and
    the texts of the gates that are read once. ``find`` passes on the facts.
    """

    def __init__(self, plan: Plan, vocabulary: Vocabulary, length: int) -> None:
        parts: list[Part] = []
        self.axes: list[tuple[int | None, slice, slice, slice]] = []
        for axis in plan.axes:
            at = None if axis.axis.of == "claim" else 0
            more, *slices = _parts(plan, axis, length, _place_of(at, vocabulary))
            criteria, keeps, caps = [slice(each.start + len(parts), each.stop + len(parts)) for each in slices]
            self.axes.append((at, criteria, keeps, caps))
            parts += more
        self.gates = slice(len(parts), len(parts) + len(plan.claim_gates))
        parts += [_found(plan, gate.shape, None, _gate(gate), _place_of(None, vocabulary)) for gate in plan.claim_gates]
        self.find = lookup(parts, length)


def lines_of(plan: Plan, axis: AxisPlan, place: Place, kind: object) -> Lines:
    """The lines of an axis for places like this one; ``kind`` is that of the facts."""
    length = len(place.view.links)
    key = (axis.axis.id, place.attribution, kind)
    found: Lines | None = plan.tellers.get(key)
    if found is None:
        found = Lines(plan, axis, length)
        _keep_teller(plan, key, found)
    return found


def whole_of(plan: Plan, facts: Facts, vocabulary: Vocabulary) -> Whole:
    """What claims like this one need, which have one attribution."""
    key = (facts.stated, len(facts.chains[0].links))
    found: Whole | None = plan.tellers.get(key)
    if found is None:
        found = Whole(plan, vocabulary, key[1])
        _keep_teller(plan, key, found)
    return found


def kind_of(facts: Facts) -> object:
    """What pointers depend on beside the facts themselves: what is stated of roots, and the attributions' lengths."""
    return (facts.stated, *[len(chain.links) for chain in facts.chains])


def _keep_teller(plan: Plan, key: object, found: Lines | Whole) -> None:
    if len(plan.tellers) < _TELLERS_KEPT:
        plan.tellers[key] = found


def _parts(
    plan: Plan, axis: AxisPlan, length: int, place_of: Callable[[Any], Place]
) -> tuple[list[Part], slice, slice, slice]:
    """What to look up for the lines of an axis, and which of it are the criteria, the keeps and the caps."""
    parts = [_found(plan, table.shape, None, _criterion(table), place_of) for table in axis.criteria]
    criteria = slice(0, len(parts))
    if axis.chain is not None:
        keep = axis.chain
        reference = keep.chain.reference or plan.rubric.reference
        relays = range(length - 2, -1, -1)
        parts += [_found(plan, keep.shape, at, _keep(axis.axis.id, keep, at, reference), place_of) for at in relays]
    keeps = slice(criteria.stop, len(parts))
    if axis.axis.of == "attribution":
        parts += [_found(plan, gate.shape, None, _gate(gate), place_of) for gate in axis.caps]
    return parts, criteria, keeps, slice(keeps.stop, len(parts))


def _place_of(attribution: int | None, vocabulary: Vocabulary) -> Callable[[Facts], Place]:
    def place_of(facts: Facts) -> Place:
        return Place(facts, attribution, view_of(facts, attribution), vocabulary)

    return place_of


def _criterion(table: CriterionTable) -> Made:
    def made(key: Key, place: Place) -> CriterionLine:
        return criterion_line(table.criterion, table.outcomes[table.number(key)], place)

    return made


def _keep(axis: str, table: KeepTable, at: int, reference: str) -> Made:
    def made(key: Key, place: Place) -> KeepLine:
        return keep_line(axis, table.chain, table.outcomes[table.number(key)], at, reference, place)

    return made


def _gate(table: GateTable) -> Made:
    def made(key: Key, place: Place) -> GateText | None:
        truth = table.number(key)
        return None if truth == FALSE else gate_text(table.gate, truth, place)

    return made


def _found(plan: Plan, shape: Shape, link: int | None, made: Made, place_of: Callable[[Any], Place]) -> Part:
    """A line to look up, kept once it was made."""
    kept: dict[Key, Any] = {}

    def find_or_make(key: Key, passed: Any) -> Any:
        if key in kept:
            return kept[key]
        line = made(key, place_of(passed))
        made_so_far = plan.tellers.get(_COUNT, 0)
        if made_so_far < LINES_KEPT:
            kept[key] = line
            plan.tellers[_COUNT] = made_so_far + 1
        return line

    return Part(shape, link, kept, find_or_make)
