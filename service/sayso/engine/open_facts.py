"""Which facts are open, so that an answer could change the grade?

A fact is open where a test of it is unknown: it is not stated, or it is a kind that leaves its children open. Facts of
every attribution count, since another one may come to speak.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sayso.engine.change import Claim, Slot, slot
from sayso.engine.matcher import NO_LINK, Row, View, view_of
from sayso.engine.pointers import fact_pointer, left_open, spread
from sayso.engine.scalar import Result
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import Links, Node, Test
from sayso.rubric.model import Criterion

Place = tuple[View, int | None, int | None]
"""What is seen, of which attribution, and the link at hand."""


def open_slots(result: Result, claim: Claim, vocabulary: Vocabulary) -> list[tuple[Slot, str]]:
    """Every open fact that a criterion, a link or a gate reads and whose answers can be listed, with the question
    that it answers: that of the criterion which names it as what is missing, else of the first that reads it.
    """
    found: dict[str, str | None] = {}
    named: dict[str, str] = {}
    for node, asked, place in _read(result):
        for pointer, fact in _open(node, result, place):
            if found.get(pointer) is None:
                found[pointer] = asked.words
            if asked.fact == fact and asked.words is not None:
                named.setdefault(pointer, asked.words)
    slots = [(slot(claim, pointer, vocabulary), pointer) for pointer in found]
    return [
        (each, named.get(pointer) or found[pointer] or f"{each.label}: what is known of it?")
        for each, pointer in slots
        if each is not None
    ]


class _Asked(NamedTuple):
    """The question behind a condition, None where there is none; ``fact`` is what it names as missing."""

    words: str | None
    fact: str | None = None


_HOW_TAKEN = _Asked("How did it take the claim over?")
_NOTHING_ASKED = _Asked(None)


def _read(result: Result) -> Iterator[tuple[Node, _Asked, Place]]:
    """Every condition, with the question behind it and where it is read; the attributions that speak come first.

    A gate asks nothing, what it says is true where it holds; nor does what decides whether a criterion applies.
    """
    rubric = result.plan.rubric
    once: Place = (view_of(result.facts, None), None, None)
    speaking = [axis.attribution for axis in result.axes if axis.attribution is not None]
    every = dict.fromkeys([*speaking, *range(len(result.facts.chains))])
    chains: list[Place] = [(view_of(result.facts, at), at, None) for at in every]
    of_claim = {axis.id for axis in rubric.axes if axis.of == "claim"}
    for criterion in rubric.criteria:
        asked = _Asked(criterion.ask, None if criterion.unknown is None else criterion.unknown.fact)
        for place in [once] if criterion.axis in of_claim else chains:
            if criterion.applies is not None:
                yield criterion.applies, _NOTHING_ASKED, place
            for at in _links(criterion, place[0]):
                yield from ((node, asked, (*place[:2], at)) for node in _conditions(criterion))
    for view, attribution, _ in chains if rubric.chain is not None else ():
        for at in range(len(view.links) - 2, -1, -1):
            for keep in rubric.chain.keeps if rubric.chain is not None else ():
                if keep.when is not None:
                    yield keep.when, _HOW_TAKEN, (view, attribution, at)
    per_attribution = {axis.id for axis in rubric.axes} - of_claim
    for gate in rubric.gates:
        for place in chains if per_attribution & set(gate.caps) else [once]:
            yield gate.when, _NOTHING_ASKED, place


def _conditions(criterion: Criterion) -> Iterator[Node]:
    """What is asked of a criterion's link at hand, or of the chain where it runs over none."""
    if criterion.over is not None and criterion.over.only is not None:
        yield criterion.over.only
    yield from (level.when for level in criterion.levels if level.when is not None)


def _links(criterion: Criterion, view: View) -> list[int | None]:
    if criterion.over is None:
        return [None]
    return [*range(len(view.links) - 1 if criterion.over.links == "relays" else len(view.links))]


def _open(node: Node, result: Result, place: Place) -> Iterator[tuple[str, str]]:
    view, attribution, link = place
    row: Row = NO_LINK if link is None else view.links[link]
    for part in spread(node):
        if isinstance(part, Test):
            pointer = fact_pointer(part.ref, result.facts, attribution, link) if left_open(part, view, row) else None
            if pointer is not None:
                yield pointer, part.ref.path
        elif isinstance(part, Links):
            for at in range(len(view.links)):
                yield from _open(part.part, result, (view, attribution, at))
        else:
            for at, inner in enumerate(view.each()):
                yield from _open(part.part, result, (inner, at, None))
