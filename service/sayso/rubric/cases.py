"""Which cases can the facts of a condition make?

Matchers are closed, so every case can be listed. Values that no test tells apart are one case; a number is cut at the
constants it is compared with; links are seen through their quantifier, whose truth is a variable of its own. Variables
that limit each other (a chain of one has no teller, one root cannot be established) stand in one group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from math import prod
from typing import cast

from sayso.facts.roots import DEPENDENT, ESTABLISHED, NOT_ESTABLISHED
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.fields import NUMBERS, fields_of
from sayso.rubric.matcher import (
    FALSE,
    MISSING_SCOPE,
    UNKNOWN,
    Atom,
    Attributions,
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
Row = tuple[Value, ...]
Key = tuple[int, ...]
Quantified = Links | Attributions
MOST_CELLS = 20_000
MOST_SINGLES = 300
MOST_HOPS = 11  # a chain has at most 12 links
COUNT, INDEPENDENCE, HOPS = "claim.roots.count", "claim.roots.independence", "chain.hops"
NEVER_MISSING = frozenset({COUNT, INDEPENDENCE, HOPS, "chain.circular", "chain.root_stated"})
OTHER_TEXT = "\0another text"
"""Stands for any text that no test names."""


@dataclass(frozen=True)
class Group:
    """Variables that are listed together, and every row of values that they can have together."""

    atoms: tuple[Atom, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Grid:
    """Every case of some conditions: the product of its groups. ``tests`` has the tests on each fact."""

    vocabulary: Vocabulary
    groups: tuple[Group, ...]
    tests: Mapping[FactRef, tuple[Test, ...]]
    types: Mapping[FactRef, str]

    @property
    def work(self) -> int:
        """About how many tests it takes to go through every case."""
        return self.size * sum(len(found) + 1 for found in self.tests.values())

    @property
    def size(self) -> int:
        return prod(len(group.rows) for group in self.groups)

    def __iter__(self) -> Iterator[Key]:
        """Each case as the place of its row in every group."""
        return product(*(range(len(group.rows)) for group in self.groups))

    def cell(self, key: Key) -> Cell:
        """A case as a map from variable to value."""
        values: dict[Atom, Value] = {}
        for group, at in zip(self.groups, key, strict=True):
            values.update(zip(group.atoms, group.rows[at], strict=True))
        return values

    def complete(self, cell: Cell) -> bool:
        """Whether a case leaves nothing open. Where a test asks if a fact is stated, a missing one is an answer."""
        return all(self._closed(atom, value) for atom, value in cell.items())

    def _closed(self, atom: Atom, value: Value) -> bool:
        if not isinstance(atom, FactRef):
            return value != UNKNOWN
        if value is None:
            return any(test.operator == "exists" for test in self.tests[atom])
        if value is not MISSING_SCOPE and self.types[atom] == "kind":
            return not self.vocabulary.kinds[str(value)].children
        return True

    def told(self, cell: Cell) -> str:
        """A case as a message names it."""
        words = [self._told(atom, value) for atom, value in cell.items()]
        return ", ".join(dict.fromkeys(words)) or "any claim"

    def _told(self, atom: Atom, value: Value) -> str:
        if isinstance(atom, FactRef):
            if value is MISSING_SCOPE:
                return f"no {atom.scope}"
            return f"{atom.path} {_word(value, self.types[atom] == 'date')}"
        facts = ", ".join(dict.fromkeys(test.ref.name for test in tests(atom.part)))
        return f"{written(atom)} on {facts} {('false', 'true', 'unknown')[cast('int', value)]}"


def grid(nodes: Iterable[Node], vocabulary: Vocabulary) -> Grid:
    """The cases that these conditions tell apart."""
    nodes = list(nodes)
    found: dict[FactRef, list[Test]] = {}
    quantified: dict[Quantified, None] = {}
    for node in nodes:
        for test in _outer_tests(node):
            found.setdefault(test.ref, []).append(test)
        quantified.update(dict.fromkeys(atom for atom in atoms(node) if not isinstance(atom, FactRef)))
    held = {ref: tuple(dict.fromkeys(those)) for ref, those in found.items()}
    values = {ref: _values(vocabulary, ref, those) for ref, those in held.items()}
    groups = list(_groups(values))
    if quantified:
        groups.append(Group(tuple(quantified), vectors(tuple(quantified), vocabulary)))
    types = {ref: fields_of(vocabulary, ref.scope)[ref.name].type for ref in held}
    return Grid(vocabulary, tuple(groups), held, types)


def truth(node: Node, cell: Cell) -> Truth:
    """The truth of a condition in one case."""
    return evaluate(node, lambda ref: cell[ref], lambda atom: cast("int", cell[atom]))


def signature(value: Value, held: Sequence[Test]) -> tuple[Truth, ...]:
    """How the tests of a fact answer for a value."""
    return tuple(FALSE if value is MISSING_SCOPE else test.holds(value) for test in held)


def written(atom: Quantified) -> str:
    """A quantifier as the file writes it."""
    words = ("link", "links") if isinstance(atom, Links) else ("attribution", "attributions")
    return f"any_{words[0]}" if atom.quantifier == "any" else f"all_{words[1]}"


def parts_of(quantified: Sequence[Quantified], vocabulary: Vocabulary) -> Grid:
    """The cases that one link (or one attribution) can make inside the quantifiers."""
    return grid([atom.part for atom in quantified], vocabulary)


def joined(quantified: Sequence[Quantified]) -> Callable[[Row, Row], Row]:
    """How the truths that single links give are joined to those of a chain."""
    joins = [either if atom.quantifier == "any" else both for atom in quantified]

    def join(one: Row, other: Row) -> Row:
        pairs = zip(cast("tuple[int, ...]", one), cast("tuple[int, ...]", other), strict=True)
        return tuple(each(pair) for each, pair in zip(joins, pairs, strict=True))

    return join


def singles(quantified: Sequence[Quantified], inner: Grid) -> Iterator[tuple[Key, Row]]:
    """What one link (or attribution) makes of each quantifier, case by case."""
    for key in inner:
        cell = inner.cell(key)
        yield key, tuple(truth(atom.part, cell) for atom in quantified)


def vectors(quantified: tuple[Quantified, ...], vocabulary: Vocabulary) -> tuple[Row, ...]:
    """Which truths the quantifiers can have together: what single links make of them, joined as a chain joins links.

    Where those are too many to go through, so many rows stand for them that the grid counts as too large.
    """
    inner = parts_of(quantified, vocabulary)
    too_many: tuple[Row, ...] = ((UNKNOWN,) * len(quantified),) * (MOST_CELLS + 1)
    if inner.size > MOST_CELLS:
        return too_many
    single = {row for _, row in singles(quantified, inner)}
    if len(single) > MOST_SINGLES:
        return too_many
    join = joined(quantified)
    found, fresh = set(single), set(single)
    while fresh:
        fresh = {join(one, other) for one in fresh for other in single} - found
        found |= fresh
    return tuple(sorted(found, key=str))


def _outer_tests(node: Node) -> Iterator[Test]:
    """The tests outside any quantifier."""
    if isinstance(node, Test):
        yield node
    elif not isinstance(node, Links | Attributions):
        for part in getattr(node, "parts", None) or (getattr(node, "part", None),):
            if part is not None:
                yield from _outer_tests(part)


def _groups(values: Mapping[FactRef, tuple[Value, ...]]) -> Iterator[Group]:
    """Facts that limit each other stand together; each of the others stands alone."""
    tellers = [ref for ref in values if ref.scope == "teller"]
    together = [ref for ref in values if ref.path == HOPS] + tellers if tellers else []
    roots = [ref for ref in values if ref.path in (COUNT, INDEPENDENCE)]
    if tellers:
        yield Group(tuple(together), tuple(islice(_with_teller(together, values), MOST_CELLS + 1)))
    if len(roots) == 2:
        yield Group(tuple(roots), tuple(row for row in product(*(values[ref] for ref in roots)) if _agrees(roots, row)))
    for ref, own in values.items():
        if ref not in together and not (len(roots) == 2 and ref in roots):
            yield Group((ref,), tuple((value,) for value in own))


def _with_teller(refs: Sequence[FactRef], values: Mapping[FactRef, tuple[Value, ...]]) -> Iterator[Row]:
    """A chain of one has no teller, so none of its facts; any longer chain has one."""
    yield from product(*([v for v in values[r] if v != 0] if r.path == HOPS else values[r] for r in refs))
    yield tuple(0 if ref.path == HOPS else MISSING_SCOPE for ref in refs)


def _agrees(refs: Sequence[FactRef], row: Row) -> bool:
    """A result that contradicts itself is refused where claims are read."""
    named = {ref.path: value for ref, value in zip(refs, row, strict=True)}
    count, independence = cast("int", named[COUNT]), named[INDEPENDENCE]
    several = independence in (ESTABLISHED, NOT_ESTABLISHED)
    return several == (count >= 2) and not (independence == DEPENDENT and count == 0)


def _values(vocabulary: Vocabulary, ref: FactRef, held: Sequence[Test]) -> tuple[Value, ...]:
    """One value for each answer that the tests of a fact can give, None (missing) among them."""
    stated = stated_values(vocabulary, ref, held)
    first: dict[object, Value] = {}
    for value in [*stated, *(() if ref.path in NEVER_MISSING else (None,))]:
        first.setdefault((value is None, _apart(vocabulary, ref, value), signature(value, held)), value)
    return tuple(first.values()) if len(stated) <= MOST_CELLS else tuple(stated)


def _apart(vocabulary: Vocabulary, ref: FactRef, value: Value) -> object:
    """What tells values apart beside tests: how they limit others, and that a parent leaves its children unknown."""
    if ref.path in (COUNT, HOPS) and isinstance(value, int):
        return min(value, 2)
    if ref.path == INDEPENDENCE:
        return value in (ESTABLISHED, NOT_ESTABLISHED), value == DEPENDENT
    return ref.name == "kind" and value is not None and bool(vocabulary.kinds[str(value)].children)


def stated_values(vocabulary: Vocabulary, ref: FactRef, held: Sequence[Test]) -> list[Value]:
    """Values that stand for all others, best first where the field has an order."""
    field = fields_of(vocabulary, ref.scope)[ref.name]
    if field.type == "kind":
        return list(vocabulary.kinds)
    if field.type == "boolean":
        return [True, False]
    if field.type == "list":
        return list(islice(_lists(held), MOST_CELLS + 1))
    constants = [value for test in held if test.operator != "exists" for value in test.operand]
    if field.type in NUMBERS:
        low, high = _bounds(vocabulary, ref, field)
        edges = [number for number in constants if isinstance(number, int)]
        edges += [0, 1] if ref.path in (COUNT, HOPS) else [low if low is not None else 0]
        near = {number + by for number in edges for by in (-1, 0, 1)}
        return [*sorted(n for n in near if (low is None or n >= low) and (high is None or n <= high))]
    return list(field.values) or [*dict.fromkeys(constants), OTHER_TEXT]


def _lists(held: Sequence[Test]) -> Iterator[Value]:
    """Words that stand in the same tests are one class, of which a list has none, some or all."""
    classes: dict[tuple[bool, ...], list[str]] = {}
    for word in dict.fromkeys(word for test in held for word in sorted(cast("frozenset[str]", test.true))):
        classes.setdefault(tuple(word in test.true for test in held), []).append(word)
    choices = [[words, words[:1], []] if len(words) > 1 else [words, []] for words in classes.values()]
    for chosen in product(*choices):
        yield frozenset(word for words in chosen for word in words)


def _bounds(vocabulary: Vocabulary, ref: FactRef, field: Field) -> tuple[int | None, int | None]:
    """The least and the most that a number can be; only days between two dates can be negative."""
    if ref.path == "claim.specificity":
        return 0, len(vocabulary.claim["specifics"].values)
    if ref.path == HOPS:
        return 0, MOST_HOPS
    if field.type == "date":
        return 1, date.max.toordinal()
    return (0 if ref.path in (COUNT, "claim.age_days") else field.minimum), None


def _word(value: Value, day: bool) -> str:
    if isinstance(value, frozenset):
        return "[" + ", ".join(sorted(value)) + "]"
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return str(value).lower()
    if day and isinstance(value, int):
        return date.fromordinal(value).isoformat()
    return "stated" if value == OTHER_TEXT else str(value)
