"""Which conditions can a rubric state, and when does one hold?

The set is closed: a test of one fact, ``all``, ``any``, ``not``, a quantifier over the links of a chain and one over
the attributions of a claim. Truth is three-valued (Kleene, *Introduction to Metamathematics*, 1952, section 64): a
test of a missing fact is UNKNOWN, never false by accident. A scope that a chain does not have is FALSE.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Truth = int
FALSE, TRUE, UNKNOWN = 0, 1, 2
Value = str | int | bool | frozenset[str] | None
Operator = Literal["in", "ne", "gte", "gt", "lte", "lt", "contains_all", "contains_any", "exists"]


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact as a matcher names it: scope, dotted name and its place in the tuple of derived facts."""

    scope: str
    name: str
    index: int

    @property
    def path(self) -> str:
        return f"{self.scope}.{self.name}"


@dataclass(frozen=True)
class Test:
    """One fact against one operator. ``true`` and ``maybe`` hold the values that make it TRUE and UNKNOWN where
    listed.
    """

    __test__ = False  # a matcher, not a pytest class

    ref: FactRef
    operator: Operator
    operand: tuple[Value, ...]
    true: frozenset[Value] = frozenset()
    maybe: frozenset[Value] = frozenset()

    def holds(self, value: Value) -> Truth:
        """Truth of the test for one value of its fact; None is a missing fact."""
        operator = self.operator
        if operator == "exists":
            return TRUE if (value is not None) == self.operand[0] else FALSE
        if value is None:
            return UNKNOWN
        if operator == "in":
            return TRUE if value in self.true else UNKNOWN if value in self.maybe else FALSE
        if operator == "ne":
            return FALSE if value in self.true else UNKNOWN if value in self.maybe else TRUE
        if operator == "contains_all":
            return TRUE if isinstance(value, frozenset) and value.issuperset(self.true) else FALSE
        if operator == "contains_any":
            return TRUE if isinstance(value, frozenset) and not value.isdisjoint(self.true) else FALSE
        if self.true or not isinstance(value, int):  # ordered words: the values that satisfy it are listed
            return TRUE if value in self.true else FALSE
        bound = self.operand[0]
        assert isinstance(bound, int)
        held = (
            value >= bound
            if operator == "gte"
            else value > bound
            if operator == "gt"
            else value <= bound
            if operator == "lte"
            else value < bound
        )
        return TRUE if held else FALSE


@dataclass(frozen=True)
class All:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    part: Node


@dataclass(frozen=True)
class Links:
    """``any_link`` or ``all_links``: the part is read on each link of the chain, whole."""

    quantifier: Literal["any", "all"]
    part: Node


@dataclass(frozen=True)
class Attributions:
    """``any_attribution`` or ``all_attributions``: the part is read on each attribution, whole."""

    quantifier: Literal["any", "all"]
    part: Node


Node = Test | All | Any | Not | Links | Attributions
Atom = FactRef | Links | Attributions


def both(values: Iterable[Truth]) -> Truth:
    """Kleene's and: false if any is false, else unknown if any is unknown."""
    result = TRUE
    for value in values:
        if value == FALSE:
            return FALSE
        if value == UNKNOWN:
            result = UNKNOWN
    return result


def either(values: Iterable[Truth]) -> Truth:
    """Kleene's or: true if any is true, else unknown if any is unknown."""
    result = FALSE
    for value in values:
        if value == TRUE:
            return TRUE
        if value == UNKNOWN:
            result = UNKNOWN
    return result


def negate(value: Truth) -> Truth:
    return UNKNOWN if value == UNKNOWN else TRUE - value


def evaluate(
    node: Node, fact: Callable[[FactRef], Value], quantified: Callable[[Links | Attributions], Truth]
) -> Truth:
    """Truth of a condition, given a reader of facts and one of quantified parts (the rubric checker supplies both)."""
    if isinstance(node, Test):
        value = fact(node.ref)
        return FALSE if value == MISSING_SCOPE else node.holds(value)
    if isinstance(node, All):
        return both(evaluate(part, fact, quantified) for part in node.parts)
    if isinstance(node, Any):
        return either(evaluate(part, fact, quantified) for part in node.parts)
    if isinstance(node, Not):
        return negate(evaluate(node.part, fact, quantified))
    return quantified(node)


MISSING_SCOPE: Value = "\0no such scope"
"""What a reader of facts returns for a scope that the chain does not have; no text of a claim can equal it."""


def atoms(node: Node) -> Iterator[Atom]:
    """Every fact and quantified part that the truth of a condition depends on, with repeats."""
    if isinstance(node, Test):
        yield node.ref
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from atoms(part)
    elif isinstance(node, Not):
        yield from atoms(node.part)
    else:
        yield node


def tests(node: Node) -> Iterator[Test]:
    """Every test in a condition, inside quantifiers too."""
    if isinstance(node, Test):
        yield node
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from tests(part)
    else:
        yield from tests(node.part)
