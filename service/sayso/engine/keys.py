"""Which facts does a condition read, and how do their values make the key of a table?

A key holds the facts that are read directly, then a row of facts for each link where links are quantified, then the
key of the attribution where attributions are (a claim with several is read without keys). From the key alone every
condition can be evaluated, so that the outcome is worked out once per key and then looked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sayso.rubric.matcher import (
    MISSING_SCOPE,
    Attributions,
    FactRef,
    Links,
    Node,
    Truth,
    Value,
    atoms,
    both,
    either,
    evaluate,
    tests,
)

Key = Any
"""A value, or nested tuples of values; hashable."""


@dataclass(frozen=True)
class Shape:
    """The facts of a key in order. ``links`` and ``chains`` are None where nothing of the kind is quantified."""

    own: tuple[FactRef, ...]
    links: tuple[FactRef, ...] | None
    chains: Shape | None

    @property
    def bare(self) -> bool:
        """Whether the key is a single value rather than a tuple."""
        return len(self.own) == 1 and self.links is None and self.chains is None


def shape_of(nodes: Iterable[Node], each_link: bool = False) -> Shape:
    """The key of some conditions. With ``each_link`` what they ask of the link at hand is read on every link
    (``over``).
    """
    own: dict[FactRef, None] = {}
    links: dict[FactRef, None] = {}
    inner: list[Node] = []
    quantified = each_link
    for node in nodes:
        for atom in atoms(node):
            if isinstance(atom, FactRef):
                (links if each_link and atom.scope == "link" else own)[atom] = None
            elif isinstance(atom, Links):
                quantified = True
                links.update(dict.fromkeys(test.ref for test in tests(atom.part)))
            else:
                inner.append(atom.part)
    return Shape(tuple(own), tuple(links) if quantified else None, shape_of(inner) if inner else None)


@dataclass(frozen=True)
class Seen:
    """What a key holds, read by name; ``at`` is the link at hand, counted from the nearest."""

    shape: Shape
    own: dict[FactRef, Value]
    rows: tuple[dict[FactRef, Value], ...]
    chains: tuple[Seen, ...]
    at: int | None = None

    def on(self, at: int) -> Seen:
        """The same with a link at hand."""
        return Seen(self.shape, self.own, self.rows, self.chains, at)

    def truth(self, node: Node) -> Truth:
        """The truth of a condition that this key was made for."""
        return evaluate(node, self._fact, self._quantified)

    def _fact(self, ref: FactRef) -> Value:
        if self.at is not None and ref.scope == "link":
            return self.rows[self.at][ref]
        return self.own[ref]

    def _quantified(self, node: Links | Attributions) -> Truth:
        join = either if node.quantifier == "any" else both
        if isinstance(node, Links):
            return join(self.on(at).truth(node.part) for at in range(len(self.rows)))
        return join(each.truth(node.part) for each in self.chains)


def seen(shape: Shape, key: Key) -> Seen:
    """What a key of a shape holds."""
    parts = (key,) if shape.bare else key
    own = dict(zip(shape.own, parts, strict=False))
    after = len(shape.own)
    rows: tuple[dict[FactRef, Value], ...] = ()
    if shape.links is not None:
        rows = tuple(dict(zip(shape.links, row, strict=True)) for row in parts[after])
        after += 1
    chains = (seen(shape.chains, parts[after]),) if shape.chains is not None else ()
    return Seen(shape, own, rows, chains)


def key_text(shape: Shape, length: int, link: int | None = None) -> str:
    """The Python expression that makes a key from ``claim``, ``chain`` and the links ``l0`` to ``l<length-1>``,
    nearest first.

    Only scopes and whole numbers enter it, never a word of a rubric or a claim. The key of quantified attributions
    is that of the one chain at hand.
    """
    parts = [_fact_text(ref, length, link) for ref in shape.own]
    if shape.links is not None:
        rows = (_tuple([f"l{at}[{ref.index}]" for ref in shape.links]) for at in range(length))
        parts.append(_tuple(rows))
    if shape.chains is not None:
        parts.append(key_text(shape.chains, length))
    return parts[0] if shape.bare else _tuple(parts)


def _fact_text(ref: FactRef, length: int, link: int | None) -> str:
    if ref.scope in ("claim", "chain"):
        return f"{ref.scope}[{ref.index}]"
    at = {"root": length - 1, "teller": length - 2, "outlet": 0}.get(ref.scope, link)
    assert at is not None
    return f"l{at}[{ref.index}]" if at >= 0 else repr(MISSING_SCOPE)


def _tuple(parts: Iterable[str]) -> str:
    return f"({''.join(f'{part},' for part in parts)})"
