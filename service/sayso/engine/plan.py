"""What does a rubric become, so that a claim can be judged in microseconds?

Each criterion, the chain and each gate become a table from the facts they read to an outcome (``tables``). For each
length of a chain one function reads all facts and returns the outcome code (``lookup``). What a code comes to is worked
out once and kept (``scalar``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sayso.engine.lookup import Lookup, Part, lookup
from sayso.engine.tables import CriterionTable, GateTable, KeepTable, Table
from sayso.rubric.model import Axis, Rubric

Code = tuple[int, ...]
"""The numbers of outcomes in the order of a plan's parts; a chain's keeps come last, from the root outwards."""
MOST_LINKS = 12


@dataclass(frozen=True, eq=False)
class AxisPlan:
    """One axis: where its criteria and caps stand in a code, and the readings met so far by their part of the code."""

    axis: Axis
    criteria: tuple[CriterionTable, ...]
    chain: KeepTable | None
    caps: tuple[GateTable, ...]
    part: slice
    caps_at: tuple[int, ...]
    met: dict[object, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Plan:
    """A rubric ready to judge.

    A code begins with what is read once, ``claim_size`` numbers: the truths of ``claim_gates`` (all but the caps on
    axes of: attribution), then the criteria of each axis of: claim. ``chain_size`` numbers follow for an
    attribution: for each axis of: attribution its criteria and the truths of its caps; then the keeps. ``whole``
    has what a claim with one attribution came to, by its code; ``tellers`` has the lines of answers made so far
    (``teller``), ``templates`` what was put together of them. ``file_order`` has the criteria as the rubric lists
    them, each as the place of its axis and its place there.
    """

    rubric: Rubric
    axes: tuple[AxisPlan, ...]
    claim_gates: tuple[GateTable, ...]
    of_claim: Lookup
    claim_size: int
    chain_size: int
    readers: list[Lookup | None] = field(default_factory=lambda: [None] * (MOST_LINKS + 1))
    chain_readers: dict[int, Lookup] = field(default_factory=dict)
    whole: dict[Code, Any] = field(default_factory=dict)
    tellers: dict[object, Any] = field(default_factory=dict)
    templates: dict[object, Any] = field(default_factory=dict)
    file_order: tuple[tuple[int, int], ...] = ()

    def reader(self, length: int) -> Lookup:
        """Reads the code of a claim with one chain of so many links."""
        found = self.readers[length]
        if found is None:
            found = self.readers[length] = _reader([*self.claim_gates, *_claim_tables(self.axes)], self.axes, length)
        return found

    def chain_reader(self, length: int) -> Lookup:
        """Reads the part of a code that one of several chains makes."""
        found = self.chain_readers.get(length)
        if found is None:
            found = self.chain_readers[length] = _reader([], self.axes, length)
        return found


def compile_rubric(rubric: Rubric) -> Plan:
    """The plan of a checked rubric."""
    criteria = [CriterionTable(criterion, index, rubric.lowest) for index, criterion in enumerate(rubric.criteria)]
    gates = [GateTable(gate, index) for index, gate in enumerate(rubric.gates)]
    per_attribution = {axis.id for axis in rubric.axes if axis.of == "attribution"}
    claim_gates = tuple(gate for gate in gates if not per_attribution & set(gate.gate.caps))
    keeps = None if rubric.chain is None else KeepTable(rubric.chain, rubric.lowest)
    axes: dict[str, AxisPlan] = {}
    start = {"claim": len(claim_gates), "attribution": 0}
    for axis in sorted(rubric.axes, key=lambda axis: axis.of == "attribution"):
        own = tuple(table for table in criteria if table.criterion.axis == axis.id)
        caps = tuple(gate for gate in gates if axis.id in gate.gate.caps)
        stop = start[axis.of] + len(own) + (len(caps) if axis.of == "attribution" else 0)
        caps_at = () if axis.of == "attribution" else tuple(claim_gates.index(gate) for gate in caps)
        chain = keeps if rubric.chain is not None and rubric.chain.axis == axis.id else None
        axes[axis.id] = AxisPlan(axis, own, chain, caps, slice(start[axis.of], stop), caps_at)
        start[axis.of] = stop
    ordered = tuple(axes[axis.id] for axis in rubric.axes)
    of_claim = _reader(_claim_tables(ordered), (), 0)
    at = {table.index: (place, n) for place, axis in enumerate(ordered) for n, table in enumerate(axis.criteria)}
    file_order = tuple(at[index] for index in range(len(criteria)))
    return Plan(rubric, ordered, claim_gates, of_claim, start["claim"], start["attribution"], file_order=file_order)


TablePart = CriterionTable | GateTable


def _claim_tables(axes: Iterable[AxisPlan]) -> list[TablePart]:
    return [table for axis in axes if axis.axis.of == "claim" for table in axis.criteria]


def _reader(of_claim: Iterable[TablePart], axes: Iterable[AxisPlan], length: int) -> Lookup:
    """Looks the number of every outcome up; ``length`` 0 reads the claim alone."""
    tables: list[tuple[Table[Any], int | None]] = [(table, None) for table in of_claim]
    relays: list[tuple[Table[Any], int | None]] = []
    for axis in axes:
        if axis.axis.of == "attribution":
            own: list[TablePart] = [*axis.criteria, *axis.caps]
            tables += [(table, None) for table in own]
            if axis.chain is not None:
                relays = [(axis.chain, at) for at in range(length - 2, -1, -1)]
    return lookup([Part(table.shape, at, table.numbers, table.met) for table, at in [*tables, *relays]], length)
