"""Where in the claim does a fact stand? JSON pointers (RFC 6901) for the facts that an outcome rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.engine.matcher import NO_LINK, Row, View, holds, read_fact
from sayso.facts.derive import Facts
from sayso.rubric.matcher import FALSE, MISSING_SCOPE, UNKNOWN, All, Any, Attributions, FactRef, Links, Node, Not, Test

_OF_CLAIM = {"specificity": "/specifics", "hedge": "/hedges"}
_OF_LINK = {"attenuation_days": "observed_at", "hedge": "hedges"}


def fact_pointer(ref: FactRef, facts: Facts, attribution: int | None, link: int | None) -> str | None:
    """The pointer of one fact on one attribution; None where the chain has no such link."""
    if ref.scope == "claim":
        if ref.name in ("roots.count", "roots.independence"):
            return f"/{ref.name.replace('.', '/')}" if ref.name in facts.stated else "/attributions"
        if ref.name == "age_days":
            newest = len(facts.chains) - 1
            return f"/attributions/{newest}/chain/{len(facts.chains[newest].links) - 1}/observed_at"
        return _OF_CLAIM.get(ref.name) or f"/{ref.name.replace('.', '/')}"
    if attribution is None:
        return None
    base, last = f"/attributions/{attribution}/chain", len(facts.chains[attribution].links) - 1
    if ref.scope == "chain":
        return f"{base}/{last}/track_record/letter" if ref.name == "record" else base
    at = {"root": last, "teller": last - 1, "outlet": 0}.get(ref.scope, link)
    if at is None or at < 0:
        return None
    return f"{base}/{at}/{_OF_LINK.get(ref.name, ref.name).replace('.', '/')}"


def pointers(
    nodes: Iterable[Node],
    facts: Facts,
    view: View,
    attribution: int | None,
    link: int | None = None,
    *,
    missing: bool = False,
) -> list[str]:
    """The pointers of all facts that conditions rest on, each once; with ``missing`` only those that leave a test open:
    they are not stated, or stated less closely than the test asks (the parent of a kind).
    """
    found: dict[str, None] = {}
    for node in nodes:
        for pointer in _of(node, facts, view, attribution, link, missing):
            found.setdefault(pointer)
    return list(found)


def _of(
    node: Node, facts: Facts, view: View, attribution: int | None, link: int | None, missing: bool
) -> Iterator[str]:
    row: Row = NO_LINK if link is None or attribution is None else view.links[link]
    for atom in spread(node):
        if isinstance(atom, Test):
            if atom.ref.scope == "link" and not row:
                continue
            if missing and not left_open(atom, view, row):
                continue
            pointer = fact_pointer(atom.ref, facts, attribution, link)
            if pointer is not None:
                yield pointer
        elif isinstance(atom, Links):
            for at, each in enumerate(view.links):
                if holds(atom.part, view, each) != FALSE:
                    yield from _of(atom.part, facts, view, attribution, at, missing)
        else:
            yield from _of_all(atom, facts, view, missing)


def _of_all(atom: Attributions, facts: Facts, view: View, missing: bool) -> Iterator[str]:
    for at, inner in enumerate(view.each()):
        if holds(atom.part, inner) != FALSE:
            yield from _of(atom.part, facts, inner, at, None, missing)


def spread(node: Node) -> Iterator[Test | Links | Attributions]:
    """The tests and quantified parts of a condition, with repeats."""
    if isinstance(node, All | Any):
        for part in node.parts:
            yield from spread(part)
    elif isinstance(node, Not):
        yield from spread(node.part)
    else:
        yield node


def left_open(test: Test, view: View, link: Row) -> bool:
    """Whether a test waits for its fact; ``exists`` never does, and a scope that the chain lacks is no missing fact."""
    value = read_fact(test.ref, view, link)
    return value is not MISSING_SCOPE and test.holds(value) == UNKNOWN
