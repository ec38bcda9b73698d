"""What can become of a case when a fact gets better, or when a link is added at the near end of a chain?

*Better* follows the direction that the vocabulary declares. *Nearer* is one more link in front of a chain that has a
teller: the outlet becomes another one, the hops grow, a quantifier over links takes one more link in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Literal, cast

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import (
    COUNT,
    HOPS,
    INDEPENDENCE,
    Grid,
    Group,
    Key,
    Quantified,
    Row,
    joined,
    parts_of,
    signature,
    singles,
    stated_values,
)
from sayso.rubric.fields import NUMBERS, better_order, fields_of
from sayso.rubric.matcher import MISSING_SCOPE, Atom, FactRef, Links, Test, Value, tests

Change = Literal["better", "nearer"]
Steps = Mapping[int, tuple[int, ...]]


def moved(cases: Grid, change: Change) -> Iterator[tuple[Key, Key]]:
    """Every case with each one that the change can make of it in one step."""
    found = [(at, _steps(cases, group, change)) for at, group in enumerate(cases.groups)]
    found = [(at, steps) for at, steps in found if steps]
    if not found:
        return
    for key in cases:
        for at, steps in found:
            for after in steps.get(key[at], ()):
                yield key, (*key[:at], after, *key[at + 1 :])


def changed(cases: Grid, before: Key, after: Key) -> tuple[Atom, ...]:
    """The variables that differ between two cases."""
    group = next(group for group, one, other in zip(cases.groups, before, after, strict=True) if one != other)
    at = next(at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other)
    pairs = zip(group.atoms, group.rows[before[at]], group.rows[after[at]], strict=True)
    return tuple(atom for atom, was, now in pairs if was != now)


def named(changing: Sequence[Atom]) -> str:
    """Variables as a message names them."""
    words = []
    for atom in changing:
        if isinstance(atom, FactRef):
            words.append(atom.path)
        else:
            words += [f"{test.ref.name} of any link" for test in tests(atom.part)]
    return ", ".join(dict.fromkeys(words))


def _steps(cases: Grid, group: Group, change: Change) -> Steps:
    quantified = tuple(atom for atom in group.atoms if not isinstance(atom, FactRef))
    if quantified:
        pairs = set(_quantified(quantified, group.rows, cases.vocabulary, change))
    elif {atom.path for atom in group.atoms if isinstance(atom, FactRef)} == {COUNT, INDEPENDENCE}:
        pairs = set(_roots(group, cases.vocabulary)) if change == "better" else set()
    else:
        pairs = set(_facts(cases, group, change))
    places = {row: at for at, row in enumerate(group.rows)}
    found: dict[int, list[int]] = {}
    for before, after in sorted((places[one], places[other]) for one, other in pairs if one != other):
        found.setdefault(before, []).append(after)
    return {before: tuple(after) for before, after in found.items()}


def _facts(cases: Grid, group: Group, change: Change) -> Iterator[tuple[Row, Row]]:
    """One fact of the group changes, the others stay. A chain of one has no teller to speak of, and is left out."""
    for at, atom in enumerate(group.atoms):
        assert isinstance(atom, FactRef)
        held = cases.tests[atom]
        sides = [(signature(a, held), signature(b, held)) for a, b in _of_fact(cases.vocabulary, atom, held, change)]
        beside: dict[Row, dict[object, list[Row]]] = {}
        for row in group.rows:
            if MISSING_SCOPE not in row:
                alike = beside.setdefault(row[:at] + row[at + 1 :], {})
                alike.setdefault(signature(row[at], held), []).append(row)
        for alike in beside.values():
            for before, after in sides:
                yield from ((one, other) for one in alike.get(before, ()) for other in alike.get(after, ()))


def _of_fact(
    vocabulary: Vocabulary, ref: FactRef, held: Sequence[Test], change: Change
) -> Iterator[tuple[Value, Value]]:
    field = fields_of(vocabulary, ref.scope)[ref.name]
    values = stated_values(vocabulary, ref, held)
    if change == "better":
        order = better_order(field)
        if order is None and field.type in NUMBERS and field.better is not None:
            order = [number for number in values if isinstance(number, int)]
            if field.better == "higher":
                order.reverse()
        yield from ((worse, better) for better, worse in pairwise(order or []))
    elif ref.path == HOPS:
        yield from pairwise(values)
    elif ref.path == "chain.circular":
        yield False, True
    elif ref.path == "chain.record":
        yield from combinations([*values, None], 2)
    elif ref.scope == "outlet" or ref.path == "claim.age_days":
        every = list({signature(value, held): value for value in [*values, None]}.values())
        yield from ((one, other) for one in every for other in every if one is not other)


def _roots(group: Group, vocabulary: Vocabulary) -> Iterator[tuple[Row, Row]]:
    """More roots, or more independent ones, and neither of the two worse."""
    order = list(fields_of(vocabulary, "claim")["roots.independence"].values)

    def rank(row: Row) -> tuple[int, int]:
        named = {cast("FactRef", atom).path: value for atom, value in zip(group.atoms, row, strict=True)}
        return cast("int", named[COUNT]), -order.index(str(named[INDEPENDENCE]))

    for one in group.rows:
        for other in group.rows:
            if all(was <= now for was, now in zip(rank(one), rank(other), strict=True)):
                yield one, other


def _quantified(
    quantified: tuple[Quantified, ...], rows: Sequence[Row], vocabulary: Vocabulary, change: Change
) -> Iterator[tuple[Row, Row]]:
    """One link more, or one link (one attribution) whose facts change while the rest stays."""
    inner = parts_of(quantified, vocabulary)
    join = joined(quantified)
    single = dict(singles(quantified, inner))
    if change == "nearer" and isinstance(quantified[0], Links):
        yield from ((row, join(row, link)) for row in rows for link in set(single.values()))
        return
    for one, other in {(single[before], single[after]) for before, after in moved(inner, change)}:
        yield one, other
        yield from ((join(rest, one), join(rest, other)) for rest in rows)
