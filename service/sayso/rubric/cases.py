"""Which cases can the facts of a condition make, and what would a change of one fact do?

Matchers are closed, so every case can be listed. Values that no test tells apart are one case; a number is cut at the
constants it is compared with; links are seen through their quantifier, whose truth is a variable of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain as joined
from itertools import combinations, pairwise, product
from math import prod
from typing import Literal

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.fields import NUMBERS, better_order, fields_of
from sayso.rubric.matcher import (
    FALSE,
    MISSING_SCOPE,
    TRUE,
    UNKNOWN,
    Atom,
    FactRef,
    Links,
    Node,
    Test,
    Truth,
    Value,
    atoms,
    both,
    either,
    evaluate,
    tests,
)

Cell = Mapping[Atom, Value]
Step = tuple[Value, Value]
Change = Literal["better", "nearer"]
MOST_CELLS = 20_000
_MOST_WORDS = 10
NEVER_MISSING = frozenset(
    {"claim.roots.count", "claim.roots.independence", "chain.hops", "chain.circular", "chain.root_stated"}
)


@dataclass(frozen=True)
class Grid:
    """Every case of some conditions: the values of each variable, the tests on it, and the links' quantifiers
    together.
    """

    vocabulary: Vocabulary
    values: Mapping[FactRef, tuple[Value, ...]]
    tests: Mapping[FactRef, tuple[Test, ...]]
    quantified: tuple[Atom, ...]
    vectors: tuple[tuple[Truth, ...], ...]

    @property
    def size(self) -> int:
        return prod(len(values) for values in self.values.values()) * len(self.vectors)

    def cells(self) -> Iterator[Cell]:
        """Each case as a map from variable to value; a chain of one lacks every fact of its teller at once."""
        refs = list(self.values)
        tellers = [at for at, ref in enumerate(refs) if ref.scope == "teller"]
        for row in product(*self.values.values()):
            if len({row[at] is MISSING_SCOPE for at in tellers}) > 1:
                continue
            for vector in self.vectors:
                yield {**dict(zip(refs, row, strict=True)), **dict(zip(self.quantified, vector, strict=True))}

    def steps(self, atom: Atom, change: Change) -> tuple[Step, ...]:
        """The pairs (before, after) of an atom when a fact of it gets better, or a link is added at the near end."""
        if not isinstance(atom, FactRef):
            return _quantified_steps(self.vocabulary, atom, change)
        held = {_signature(value, self.tests[atom]): value for value in reversed(self.values[atom])}
        found: dict[Step, None] = {}
        for before, after in _field_steps(self.vocabulary, atom, self.tests[atom], change):
            pair = tuple(held.get(_signature(value, self.tests[atom]), value) for value in (before, after))
            if pair[0] != pair[1]:
                found[pair[0], pair[1]] = None
        return tuple(found)


def grid(nodes: Iterable[Node], vocabulary: Vocabulary) -> Grid:
    """The cases that these conditions tell apart."""
    nodes = list(nodes)
    facts: dict[FactRef, list[Test]] = {}
    quantified: dict[Atom, None] = {}
    for node in nodes:
        for test in _outer_tests(node):
            facts.setdefault(test.ref, []).append(test)
        quantified.update(dict.fromkeys(atom for atom in atoms(node) if not isinstance(atom, FactRef)))
    held = {ref: tuple(dict.fromkeys(found)) for ref, found in facts.items()}
    values = {ref: _told_apart(_values(vocabulary, ref, found), found) for ref, found in held.items()}
    return Grid(vocabulary, values, held, tuple(quantified), _vectors(tuple(quantified), vocabulary))


def truth(node: Node, cell: Cell) -> Truth:
    """The truth of a condition in one case."""
    return evaluate(node, lambda ref: cell[ref], lambda atom: _as_truth(cell[atom]))


def complete(cell: Cell) -> bool:
    """Whether a case leaves nothing open."""
    return all(value is not None if isinstance(atom, FactRef) else value != UNKNOWN for atom, value in cell.items())


def told(cell: Cell) -> str:
    """A case as a message names it."""
    words = []
    for atom, value in cell.items():
        if isinstance(atom, FactRef):
            words.append(f"no {atom.scope}" if value is MISSING_SCOPE else f"{atom.path} {_word(value)}")
        else:
            scope = "link" if isinstance(atom, Links) else "attribution"
            facts = ", ".join(dict.fromkeys(test.ref.name for test in tests(atom.part)))
            words.append(f"{atom.quantifier}_{scope} on {facts} {('false', 'true', 'unknown')[_as_truth(value)]}")
    return ", ".join(dict.fromkeys(words)) or "any claim"


def _word(value: Value) -> str:
    if isinstance(value, frozenset):
        return "[" + ", ".join(sorted(value)) + "]"
    return "not stated" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _as_truth(value: Value) -> Truth:
    assert isinstance(value, int)
    return value


def _outer_tests(node: Node) -> Iterator[Test]:
    """The tests outside any quantifier."""
    if isinstance(node, Test):
        yield node
    else:
        for part in getattr(node, "parts", ()):
            yield from _outer_tests(part)
        inner = getattr(node, "part", None)
        if inner is not None and not hasattr(node, "quantifier"):
            yield from _outer_tests(inner)


def _values(vocabulary: Vocabulary, ref: FactRef, held: Sequence[Test]) -> Iterator[Value]:
    yield from _stated(vocabulary, fields_of(vocabulary, ref.scope)[ref.name], held)
    if ref.path not in NEVER_MISSING:
        yield None
    if ref.scope == "teller":
        yield MISSING_SCOPE


def _stated(vocabulary: Vocabulary, field: Field, held: Sequence[Test]) -> list[Value]:
    """Values that stand for all others, best first where the field has an order."""
    if field.type == "kind":
        return list(vocabulary.kinds)
    if field.type == "boolean":
        return [True, False]
    constants = [value for test in held for value in test.operand]
    if field.type in NUMBERS:
        near = {number + by for number in constants if isinstance(number, int) for by in (-1, 0, 1)}
        return [*sorted(number for number in near | {0} if number >= 0)]
    if field.type == "list":
        words = sorted({str(value) for value in constants})
        sizes = range(len(words), -1, -1) if len(words) <= _MOST_WORDS else (len(words), 2, 1, 0)
        return [frozenset(chosen) for size in sizes for chosen in combinations(words, size)]
    return list(field.values) or [*dict.fromkeys(constants), "\0another text"]


def _told_apart(values: Iterable[Value], held: Sequence[Test]) -> tuple[Value, ...]:
    """The first value of each group that every test answers alike."""
    first: dict[object, Value] = {}
    for value in values:
        key = (value is None, value is MISSING_SCOPE, _signature(value, held))
        first.setdefault(key, value)
    return tuple(first.values())


def _signature(value: Value, held: Sequence[Test]) -> tuple[Truth, ...]:
    return tuple(FALSE if value is MISSING_SCOPE else test.holds(value) for test in held)


def _vectors(quantified: tuple[Atom, ...], vocabulary: Vocabulary) -> tuple[tuple[Truth, ...], ...]:
    """Which truths the quantifiers can have together: what single links make of them, joined as a chain joins links."""
    if not quantified:
        return ((),)
    if not all(isinstance(atom, Links) for atom in quantified):
        return tuple(product((FALSE, TRUE, UNKNOWN), repeat=len(quantified)))
    parts = [atom.part for atom in quantified if isinstance(atom, Links)]
    inner = grid(parts, vocabulary)
    if inner.size > MOST_CELLS:
        return tuple(product((FALSE, TRUE, UNKNOWN), repeat=len(parts)))
    joins = [either if atom.quantifier == "any" else both for atom in quantified if isinstance(atom, Links)]
    single = {tuple(truth(part, cell) for part in parts) for cell in inner.cells()}
    found, fresh = set(single), set(single)
    while fresh:
        fresh = {
            tuple(join(pair) for join, pair in zip(joins, zip(one, other, strict=True), strict=True))
            for one in fresh
            for other in single
        } - found
        found |= fresh
    return tuple(sorted(found))


def _field_steps(vocabulary: Vocabulary, ref: FactRef, held: Sequence[Test], change: Change) -> Iterator[Step]:
    field = fields_of(vocabulary, ref.scope)[ref.name]
    values = _stated(vocabulary, field, held)
    if change == "better":
        order = better_order(field)
        if order is None and field.type in NUMBERS and field.better is not None:
            order = [number for number in values if isinstance(number, int)]
            if field.better == "higher":
                order.reverse()
        yield from ((worse, better) for better, worse in pairwise(order or []))
    elif ref.path == "chain.hops":
        yield from pairwise(values)
    elif ref.path == "chain.circular":
        yield False, True
    elif ref.path == "chain.record":
        yield from combinations([*values, None], 2)
    elif ref.scope == "outlet" or ref.path == "claim.age_days":
        every = [*_told_apart(values, held), None]
        yield from ((one, other) for one in every for other in every if one != other)


def _quantified_steps(vocabulary: Vocabulary, atom: Atom, change: Change) -> tuple[Step, ...]:
    """A quantifier follows its part: it can rise where the part can, and fall where the part can."""
    assert not isinstance(atom, FactRef)
    if isinstance(atom, Links) and change == "nearer":
        rising, falling = atom.quantifier == "any", atom.quantifier == "all"
    else:
        rising = falling = False
        inner = grid([atom.part], vocabulary)
        if inner.size > MOST_CELLS:
            rising = falling = True
        for _, before, after in () if rising and falling else moved(inner, change):
            one, other = _RANK[truth(atom.part, before)], _RANK[truth(atom.part, after)]
            rising, falling = rising or other > one, falling or other < one
    up = ((FALSE, UNKNOWN), (FALSE, TRUE), (UNKNOWN, TRUE))
    return tuple(joined(up if rising else (), ((after, before) for before, after in up) if falling else ()))


_RANK = {FALSE: 0, UNKNOWN: 1, TRUE: 2}


def moved(cases: Grid, change: Change) -> Iterator[tuple[Atom, Cell, Cell]]:
    """Every case with the one next to it: which variable changes, before and after."""
    steps: dict[Atom, dict[Value, list[Value]]] = {}
    for atom in (*cases.values, *cases.quantified):
        for before, after in cases.steps(atom, change):
            steps.setdefault(atom, {}).setdefault(before, []).append(after)
    if not steps:
        return
    for cell in cases.cells():
        for atom, by_value in steps.items():
            for after in by_value.get(cell[atom], ()):
                yield atom, cell, {**cell, atom: after}
