"""How does a line of the answer read, as far as it follows from the facts its condition reads?

A line is made as JSON text once for each key of a table (``keys``) and kept: what stands before and after its sentence,
for the line itself and for the loss that it makes. Sentences, and the numbers that depend on other lines, come later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic_core import to_json

from sayso.engine.matcher import View, holds
from sayso.engine.outcome import Judged, Kept, decimal
from sayso.engine.pointers import pointers
from sayso.engine.sentences import Sentence, sentence
from sayso.engine.tables import Spoken
from sayso.facts.derive import Facts
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import FALSE, TRUE, Attributions, Node, Truth
from sayso.rubric.model import Chain, Criterion, Gate, Keep


class Place(NamedTuple):
    """Where a line is read: the facts, which attribution (None: the claim as a whole), and what is seen there."""

    facts: Facts
    attribution: int | None
    view: View
    vocabulary: Vocabulary

    def pointers(self, nodes: Iterable[Node], link: int | None, *, missing: bool) -> list[str]:
        return pointers(nodes, self.facts, self.view, self.attribution, link, missing=missing)


@dataclass(frozen=True, slots=True, eq=False)
class CriterionLine:
    """The line of a criterion and its loss, before and after the sentence; ``link`` is what it calls "the link"."""

    judged: Judged
    sentence: Sentence
    link: int | None
    before: str
    loss_before: str
    after: str

    @property
    def silences(self) -> bool:
        """Whether it is a level by which the axis cannot be judged."""
        return self.judged.entry is not None and self.judged.entry.abstain


def criterion_line(criterion: Criterion, spoken: Spoken, place: Place) -> CriterionLine:
    """The line of a criterion on an axis of the speaking attribution, or of the claim."""
    judged, at = spoken.judged, spoken.link
    facts = place.pointers(_rests_on(criterion, judged), at, missing=not judged.certain)
    stated = {
        "id": criterion.id,
        "axis": criterion.axis,
        "level": None if judged.entry is None else judged.entry.id,
        "points": judged.points,
        "low": judged.low,
        "high": judged.high,
        "max": judged.maximum,
        "basis": judged.basis,
        "facts": facts,
    }
    lost = decimal(1000 * (judged.maximum - judged.points))
    code = criterion_code(criterion, judged)
    loss = {"code": code, "axis": criterion.axis, "points": lost, "basis": judged.basis, "facts": facts}
    said = sentence(said_of_criterion(criterion, judged), place.vocabulary)
    after = _closed({"reference": criterion.reference})
    return CriterionLine(judged, said, at, _opened(stated), _opened(loss), after)


def criterion_code(criterion: Criterion, judged: Judged) -> str:
    """The loss code of an outcome of a criterion."""
    return f"{criterion.id}.{'unknown' if judged.entry is None else judged.entry.id}"


@dataclass(frozen=True, slots=True, eq=False)
class KeepLine:
    """The line of one link up to its source, and from there up to its loss; its loss up to the points, and around the
    sentence.
    """

    sentence: Sentence
    link: int
    before: str
    middle: str
    loss_before: str
    loss_middle: str
    loss_after: str


def keep_line(axis: str, chain: Chain, kept: Kept, at: int, reference: str, place: Place) -> KeepLine:
    """The line of what one link kept; ``at`` counts from the nearest link."""
    keep = keep_of(chain, kept)
    basis = "unknown" if keep is None else "fact"
    conditions = [each.when for each in chain.keeps if each.when is not None]
    facts = place.pointers(conditions if keep is None or keep.when is None else [keep.when], at, missing=keep is None)
    stated = {
        "id": None if keep is None else keep.id,
        "keep": kept.per_mille,
        "low": kept.low,
        "high": kept.high,
        "basis": basis,
    }
    return KeepLine(
        sentence(said_of_keep(chain, keep), place.vocabulary),
        at,
        _opened({"attribution": place.attribution, "index": at}, "source"),
        "," + _opened(stated, "loss")[1:],
        _opened({"code": keep_code(chain, kept), "axis": axis}, "points"),
        "," + _opened({"basis": basis, "facts": facts})[1:],
        _closed({"reference": reference}),
    )


def keep_of(chain: Chain, kept: Kept) -> Keep | None:
    """The keep that was chosen, None where that is unknown."""
    keeps = chain.keeps if chain.otherwise is None else (*chain.keeps, chain.otherwise)
    return None if kept.keep is None else keeps[kept.keep]


def keep_code(chain: Chain, kept: Kept) -> str:
    """The loss code of what a link took."""
    keep = keep_of(chain, kept)
    return f"chain.{'unknown' if keep is None else keep.id}"


def said_of_criterion(criterion: Criterion, judged: Judged) -> str:
    """The sentence of an outcome of a criterion, with its placeholders."""
    if judged.basis == "not_applicable":
        return "does not apply here"
    if judged.entry is not None:
        return judged.entry.because
    if criterion.unknown is not None:
        return criterion.unknown.because
    return f"not stated: {criterion.ask}"


def said_of_keep(chain: Chain, keep: Keep | None) -> str:
    """The sentence of what a link kept, None where that is unknown, with its placeholders."""
    if keep is not None:
        return keep.because
    return "how {link.source} took it over is not stated" if chain.unknown is None else chain.unknown.because


@dataclass(frozen=True, slots=True, eq=False)
class GateText:
    """What a gate's line says apart from its numbers.

    ``speaks_of`` is the attribution that the sentence is about, None for the claim as a whole. ``facts`` are what it
    rests on, as JSON.
    """

    gate: Gate
    sentence: Sentence
    speaks_of: int | None
    facts: str
    before: str
    after: str


def gate_text(gate: Gate, truth: Truth, place: Place) -> GateText:
    """The words of a gate that holds or may hold."""
    unknown = place.pointers([gate.when], None, missing=True) if truth != TRUE else []
    facts = unknown or place.pointers([gate.when], None, missing=False)
    said = sentence(gate.because, place.vocabulary)
    stated = {"requires": gate.hold, "fact": unknown[0] if unknown else None}
    return GateText(
        gate,
        said,
        _spoken(gate, place),
        to_json(facts).decode(),
        "," + _opened(stated)[1:],
        _closed({"reference": gate.reference}),
    )


def _spoken(gate: Gate, place: Place) -> int | None:
    """The attribution that a gate's sentence is about: its own, or the first that makes its quantified part hold."""
    if place.attribution is not None:
        return place.attribution
    for node in _quantified(gate.when):
        for at, inner in enumerate(place.view.each()):
            if holds(node.part, inner) != FALSE:
                return at
    return None


def _quantified(node: Node) -> list[Attributions]:
    if isinstance(node, Attributions):
        return [node]
    return [found for part in getattr(node, "parts", ()) for found in _quantified(part)]


def _rests_on(criterion: Criterion, judged: Judged) -> list[Node]:
    applies = [criterion.applies] if criterion.applies is not None else []
    if judged.basis == "not_applicable":
        return applies
    if not judged.certain:
        only = [criterion.over.only] if criterion.over is not None and criterion.over.only is not None else []
        return [*applies, *only, *(level.when for level in criterion.levels if level.when is not None)]
    if judged.entry is not None and judged.entry.when is not None:
        return [judged.entry.when]
    return [level.when for level in criterion.levels if level.when is not None]


def _opened(values: Mapping[str, Any], name: str = "because") -> str:
    """A JSON object up to the value under one more name."""
    return f'{to_json(values)[:-1].decode()},"{name}":'


def _closed(values: Mapping[str, Any]) -> str:
    """The rest of a JSON object."""
    return "," + to_json(values)[1:].decode()
