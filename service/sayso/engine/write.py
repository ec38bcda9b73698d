"""How is a claim's result told: every point lost and why, the rule behind it, and the facts it rests on (design
section 5)?

There is no other place where an answer is made. Most of it is put together once (``template``) and kept by the lines
that the claim needs (``teller``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from sayso.engine.derived import derived_json
from sayso.engine.lines import Place, gate_text
from sayso.engine.matcher import View, view_of
from sayso.engine.plan import Plan
from sayso.engine.scalar import judge
from sayso.engine.teller import gate_texts_of, kind_of, lines_of
from sayso.engine.template import AxisLines, Template, template_of
from sayso.errors import Problem
from sayso.facts.canonical import facts_digest
from sayso.facts.derive import Facts
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import FALSE

Claim = Mapping[str, Any]
TEMPLATES_KEPT = 2_000
"""How many templates a rubric keeps, at about ten kilobytes each. When there are more, all are made anew."""


def write(
    plan: Plan,
    facts: Facts,
    claim: Claim,
    vocabulary: Vocabulary,
    *,
    engine: str,
    as_of: str | None,
    warnings: Sequence[Problem] = (),
) -> bytes:
    """The answer as JSON, but for ``raise``, ``questions`` and ``flip``, which are worked out where asked for."""
    views = [view_of(facts, at) for at in range(len(facts.chains))]
    template = _of_one(plan, facts, views[0], vocabulary) if len(views) == 1 else _of_several(plan, facts, vocabulary)
    rubric = plan.rubric
    named = {"id": claim.get("id"), "text": claim.get("text")}
    version = {"id": rubric.id, "version": rubric.version, "digest": rubric.digest}
    begin = {"id": None, "claim": named, "rubric": version, "engine": engine}
    begin |= {"facts_digest": facts_digest(claim), "as_of": as_of}
    told = _told(template, facts, views, claim, vocabulary)
    end = b"[]" if not warnings else _warnings(warnings)
    return b'%b,%b,"raise":null,"questions":null,"flip":null,"warnings":%b}' % (to_json(begin)[:-1], told, end)


def _of_one(plan: Plan, facts: Facts, view: View, vocabulary: Vocabulary) -> Template:
    """The template of a claim with one attribution, made where its lines are new together."""
    whole = Place(facts, None, View(facts.claim, (), (), facts.chains), vocabulary)
    alone = Place(facts, 0, view, vocabulary)
    kind = kind_of(facts)
    key: list[object] = []
    places = []
    for axis in plan.axes:
        place = whole if axis.axis.of == "claim" else alone
        lines = lines_of(plan, axis, place, kind)
        found = lines.find(view.claim, view.chain, view.links, place)
        places.append((lines, found))
        key += found
    gates = gate_texts_of(plan, whole, kind).find(view.claim, view.chain, view.links, whole)
    key += gates
    met = plan.templates
    template: Template | None = met.get(tuple(key))
    if template is None:
        axes = [
            AxisLines(
                None if axis.axis.of == "claim" else 0, found[lines.criteria], found[lines.keeps], found[lines.caps]
            )
            for axis, (lines, found) in zip(plan.axes, places, strict=True)
        ]
        template = template_of(plan, judge(plan, facts).outcome, axes, gates)
        if len(met) >= TEMPLATES_KEPT:
            met.clear()
        met[tuple(key)] = template
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
    return template_of(plan, result.outcome, axes, gates)


def _told(template: Template, facts: Facts, views: Sequence[View], claim: Claim, vocabulary: Vocabulary) -> bytes:
    """The template with the facts of one claim put in."""
    pieces = list(template.pieces)
    whole = View(facts.claim, (), (), facts.chains)
    words = [
        filled.said(whole if filled.attribution is None else views[filled.attribution]) for filled in template.filled
    ]
    for at, number in template.places:
        pieces[at] = words[number]
    source = vocabulary.layout.link["source"]
    for at, attribution, link in template.sources:
        pieces[at] = to_json(views[attribution].links[link][source]).decode()
    pieces[template.derived] = derived_json(facts, vocabulary)
    pieces[template.likelihood] = "null" if "likelihood" not in claim else _likelihood(claim, vocabulary)
    return "".join(pieces).encode()


def _likelihood(claim: Claim, vocabulary: Vocabulary) -> str:
    stated = claim["likelihood"]
    if not stated.get("term"):
        return "null"
    span = vocabulary.likelihood_range(stated["term"], stated.get("yardstick"))
    low, high = span if span is not None else (None, None)
    told = {"term": stated["term"], "yardstick": stated.get("yardstick"), "low": low, "high": high}
    return to_json(told).decode()


def _warnings(warnings: Sequence[Problem]) -> bytes:
    return to_json([{"code": w.code, "pointer": w.pointer, "message": w.message, "hint": w.hint} for w in warnings])
