"""How is a claim's result told: every point lost and why, the rule behind it, and the facts it rests on (design
section 5)?

There is no other place where an answer is made. Most of it is put together once (``template``) and kept by the lines
that the claim needs (``teller``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic_core import to_json

from sayso.engine.derived import derived_json
from sayso.engine.lines import Place, gate_text
from sayso.engine.matcher import View, view_of
from sayso.engine.plan import Plan
from sayso.engine.scalar import judge
from sayso.engine.teller import kind_of, lines_of, whole_of
from sayso.engine.template import AxisLines, Outline, Template, template_of
from sayso.errors import Problem
from sayso.facts.canonical import facts_digest, form_digest
from sayso.facts.claim import Reading
from sayso.facts.derive import Facts
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import FALSE

Claim = Mapping[str, Any]
_NULL = b"null"
TEMPLATES_KEPT = 2_000
"""How many templates a rubric keeps, at about four kilobytes each. When there are more, all are made anew."""


class Written(NamedTuple):
    """An answer as JSON, and the grade in it. It comes in pieces, most of which are shared with other answers: whoever
    sends many puts them together once.
    """

    grade: bytes
    pieces: tuple[bytes, ...]
    outline: Outline

    @property
    def whole(self) -> bytes:
        """The answer in one piece."""
        return b"".join(self.pieces)


def write(
    plan: Plan,
    facts: Facts,
    reading: Reading,
    vocabulary: Vocabulary,
    *,
    engine: str,
    as_of: str | None,
) -> Written:
    """The answer, but for ``raise``, ``questions`` and ``flip``, which are worked out where asked for."""
    claim, warnings, form = reading.claim, reading.warnings, reading.form
    template = _of_one(plan, facts, vocabulary) if len(facts.chains) == 1 else _of_several(plan, facts, vocabulary)
    id_, text = claim.get("id"), claim.get("text")
    given = (
        _NULL if id_ is None else to_json(id_),
        _NULL if text is None else to_json(text),
        _rubric(plan, engine),
        (facts_digest(claim) if form is None else form_digest(form)).encode(),
        _NULL if as_of is None else to_json(as_of),
        derived_json(facts, vocabulary),
        _likelihood(claim, vocabulary) if "likelihood" in claim else _NULL,
        _warnings(warnings) if warnings else b"[]",
    )
    return Written(template.grade, template.filled(given, facts), template.outline)


def _of_one(plan: Plan, facts: Facts, vocabulary: Vocabulary) -> Template:
    """The template of a claim with one attribution, made where its lines are new together."""
    whole = whole_of(plan, facts, vocabulary)
    chain = facts.chains[0]
    found = whole.find(facts.claim, chain.chain, chain.links, facts)
    met = plan.templates
    template: Template | None = met.get(found)
    if template is None:
        axes = [AxisLines(at, found[criteria], found[keeps], found[caps]) for at, criteria, keeps, caps in whole.axes]
        template = template_of(plan, judge(plan, facts).outcome, axes, found[whole.gates], facts, vocabulary)
        if len(met) >= TEMPLATES_KEPT:
            met.clear()
        met[found] = template
    return template


def _of_several(plan: Plan, facts: Facts, vocabulary: Vocabulary) -> Template:
    """The template of a claim with several attributions: who speaks on each axis depends on all of them."""
    result = judge(plan, facts)
    whole = Place(facts, None, View(facts.claim, (), (), facts.chains), vocabulary)
    axes = []
    for axis in result.outcome.axes:
        at = axis.attribution
        place = whole if at is None else Place(facts, at, view_of(facts, at), vocabulary)
        lines = lines_of(plan, axis.plan, place, kind_of(facts))
        found = lines.find(place.view.claim, place.view.chain, place.view.links, place)
        axes.append(AxisLines(at, found[lines.criteria], found[lines.keeps], found[lines.caps]))
    truths = zip(plan.claim_gates, result.outcome.gates, strict=True)
    gates = [None if truth == FALSE else gate_text(table.gate, truth, whole) for table, truth in truths]
    return template_of(plan, result.outcome, axes, gates, facts, vocabulary)


def _rubric(plan: Plan, engine: str) -> bytes:
    """The rubric and the engine, as they stand in the answer."""
    kept: bytes | None = plan.tellers.get(engine)
    if kept is None:
        rubric = plan.rubric
        version = {"id": rubric.id, "version": rubric.version, "digest": rubric.digest}
        kept = b'%b,"engine":%b' % (to_json(version), to_json(engine))
        plan.tellers[engine] = kept
    return kept


def _likelihood(claim: Claim, vocabulary: Vocabulary) -> bytes:
    stated = claim["likelihood"]
    if not stated.get("term"):
        return _NULL
    span = vocabulary.likelihood_range(stated["term"], stated.get("yardstick"))
    low, high = span if span is not None else (None, None)
    return to_json({"term": stated["term"], "yardstick": stated.get("yardstick"), "low": low, "high": high})


def _warnings(warnings: Sequence[Problem]) -> bytes:
    return to_json([{"code": w.code, "pointer": w.pointer, "message": w.message, "hint": w.hint} for w in warnings])
