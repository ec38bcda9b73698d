"""How is a result told: every point lost and why, the rule behind it, and the facts it rests on (design section 5)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sayso.engine.matcher import NO_LINK, View, holds, view_of
from sayso.engine.outcome import GateLine, Judged, Loss, rounded
from sayso.engine.pointers import pointers
from sayso.engine.rationale import rationale
from sayso.engine.scalar import AxisResult, Reading, Result
from sayso.engine.sentences import fill
from sayso.errors import Problem
from sayso.facts.canonical import facts_digest
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import FALSE, TRUE, Attributions, Node
from sayso.rubric.model import Criterion, Gate

Claim = Mapping[str, Any]
Answer = dict[str, Any]


def explain(
    result: Result,
    claim: Claim,
    vocabulary: Vocabulary,
    *,
    engine: str,
    as_of: str | None,
    warnings: Sequence[Problem] = (),
) -> Answer:
    """The whole answer but for ``raise``, ``questions`` and ``flip``, which are worked out where asked for."""
    rubric = result.plan.rubric
    ended = result.status == "not_applicable"
    criteria = [line for axis in result.axes for line in _criteria(result, axis, vocabulary)]
    order = {criterion.id: at for at, criterion in enumerate(rubric.criteria)}
    criteria.sort(key=lambda line: order[line["id"]])
    gates = gate_lines(result, vocabulary)
    chain = [] if ended else [line for axis in result.axes for line in _chain(result, axis, vocabulary)]
    losses = [] if ended else _losses(result, criteria, chain, gates)
    for line in chain:
        del line["axis"], line["facts"], line["reference"]  # carried for the losses only
    for line in gates:
        del line["facts"]
    answer: Answer = {
        "id": None,
        "claim": {"id": claim.get("id"), "text": claim.get("text")},
        "rubric": {"id": rubric.id, "version": rubric.version, "digest": rubric.digest},
        "engine": engine,
        "facts_digest": facts_digest(claim),
        "as_of": as_of,
        "status": result.status,
        "grade": result.outcome.grade,
        "overall": _overall(result, ended),
        "axes": {axis.plan.axis.id: _axis(axis, ended) for axis in result.axes},
        "derived": _derived(result, vocabulary),
        "criteria": criteria,
        "chain": chain,
        "gates": gates,
        "losses": losses,
        "likelihood": _likelihood(claim, vocabulary),
        "rationale": "",
        "raise": None,
        "questions": None,
        "flip": None,
        "warnings": [
            {"code": each.code, "pointer": each.pointer, "message": each.message, "hint": each.hint}
            for each in warnings
        ],
    }
    answer["rationale"] = rationale(answer, rubric)
    return answer


def decimal(thousandths: int) -> str:
    """A number of points with three decimals, exactly."""
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def _overall(result: Result, ended: bool) -> Answer:
    overall = result.outcome.overall
    if ended:
        return {"score": None, "low": None, "high": None, "exact": None, "label": None}
    return {
        "score": None if overall.score is None else rounded(overall.score),
        "low": None if overall.low is None else rounded(overall.low),
        "high": None if overall.high is None else rounded(overall.high),
        "exact": None if overall.score is None else decimal(overall.score),
        "label": overall.label,
    }


def _axis(axis: AxisResult, ended: bool) -> Answer:
    record, spoken = axis.speaker.record, axis.plan.axis
    status = "not_applicable" if ended else axis.status
    scored, silent = status == "scored", status == "not_applicable"
    return {
        "status": status,
        "score": rounded(record.exact) if scored else None,
        "low": None if silent else rounded(axis.low),
        "high": None if silent else rounded(axis.high),
        "exact": decimal(record.exact) if scored else None,
        "band": None if silent else axis.word,
        "label": None if silent else spoken.abstain_label if axis.band is None else axis.band.label,
        "known": None if silent else record.known,
        "attribution": axis.attribution,
        "others": [_other(axis, at, reading, silent) for at, reading in axis.others],
    }


def _other(axis: AxisResult, attribution: int, reading: Reading, silent: bool) -> Answer:
    """Another attribution; ``silent`` where the axis does not apply, so that it has no grade either."""
    record, spoken = reading.record, axis.plan.axis
    status = "not_applicable" if silent else record.status
    scored = status == "scored"
    band = spoken.band(rounded(record.exact)).id if scored else spoken.abstain_id if status == "abstained" else None
    return {
        "attribution": attribution,
        "status": status,
        "exact": decimal(record.exact) if scored else None,
        "band": band,
    }


def _derived(result: Result, vocabulary: Vocabulary) -> Answer:
    facts, layout = result.facts, vocabulary.layout
    chains = []
    for chain in facts.chains:
        named = {name: chain.chain[at] for name, at in layout.chain.items()}
        attenuation = chain.links[-1][layout.link["attenuation_days"]]
        hedges = [link[layout.link["hedge"]] for link in chain.links]
        chains.append({**named, "attenuation_days": attenuation, "hedges": hedges})
    claim = {
        name: facts.claim[layout.claim[name]]
        for name in ("roots.count", "roots.independence", "specificity", "hedge", "age_days")
    }
    return {
        "roots": {
            "count": claim["roots.count"],
            "independence": claim["roots.independence"],
            "stated": bool(facts.stated),
        },
        "specificity": claim["specificity"],
        "hedge": claim["hedge"],
        "age_days": claim["age_days"],
        "chains": chains,
    }


def _likelihood(claim: Claim, vocabulary: Vocabulary) -> Answer | None:
    stated = claim.get("likelihood")
    if not stated or not stated.get("term"):
        return None
    span = vocabulary.likelihood_range(stated["term"], stated.get("yardstick"))
    low, high = span if span is not None else (None, None)
    return {"term": stated["term"], "yardstick": stated.get("yardstick"), "low": low, "high": high}


def _criteria(result: Result, axis: AxisResult, vocabulary: Vocabulary) -> list[Answer]:
    reading = axis.speaker
    view = view_of(result.facts, axis.attribution)
    lines = []
    for judged, at in zip(reading.judged, reading.links, strict=True):
        criterion = result.plan.rubric.criteria[judged.criterion]
        row = NO_LINK if at is None else view.links[at]
        lines.append(
            {
                "id": criterion.id,
                "axis": axis.plan.axis.id,
                "level": None if judged.entry is None else judged.entry.id,
                "points": judged.points,
                "low": judged.low,
                "high": judged.high,
                "max": judged.maximum,
                "basis": judged.basis,
                "facts": pointers(
                    _rests_on(criterion, judged),
                    result.facts,
                    view,
                    axis.attribution,
                    at,
                    missing=not judged.certain,
                ),
                "because": fill(_because(criterion, judged), view, row, vocabulary),
                "reference": criterion.reference,
            }
        )
    return lines


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


def _because(criterion: Criterion, judged: Judged) -> str:
    if judged.basis == "not_applicable":
        return "does not apply here"
    if judged.entry is not None:
        return judged.entry.because
    if criterion.unknown is not None:
        return criterion.unknown.because
    return f"not stated: {criterion.ask}"


def _chain(result: Result, axis: AxisResult, vocabulary: Vocabulary) -> list[Answer]:
    plan = axis.plan.chain
    reading = axis.speaker
    if plan is None or axis.attribution is None:
        return []
    view = view_of(result.facts, axis.attribution)
    keeps = plan.chain.keeps if plan.chain.otherwise is None else (*plan.chain.keeps, plan.chain.otherwise)
    conditions = [keep.when for keep in plan.chain.keeps if keep.when is not None]
    lines = []
    for step, kept in enumerate(reading.kept):
        at = len(view.links) - 2 - step
        row = view.links[at]
        keep = None if kept.keep is None else keeps[kept.keep]
        missing = (
            plan.chain.unknown.because
            if plan.chain.unknown is not None
            else "how {link.source} took it over is not stated"
        )
        rests_on = conditions if keep is None or keep.when is None else [keep.when]
        lines.append(
            {
                "attribution": axis.attribution,
                "index": at,
                "axis": axis.plan.axis.id,
                "source": row[vocabulary.layout.link["source"]],
                "id": None if keep is None else keep.id,
                "keep": kept.per_mille,
                "low": kept.low,
                "high": kept.high,
                "basis": "unknown" if keep is None else "fact",
                "facts": pointers(rests_on, result.facts, view, axis.attribution, at, missing=keep is None),
                "loss": None if axis.status != "scored" else decimal(reading.record.links[step]),
                "because": fill(missing if keep is None else keep.because, view, row, vocabulary),
                "reference": plan.chain.reference or result.plan.rubric.reference,
            }
        )
    return lines


def gate_lines(result: Result, vocabulary: Vocabulary) -> list[Answer]:
    """The lines of every gate that holds or may hold, in file order."""
    ended = result.status == "not_applicable"
    lines: list[tuple[int, Answer]] = []
    for axis in result.axes:
        if ended:
            break
        view = view_of(result.facts, axis.attribution)
        truths = {gate.index: truth for gate, truth in zip(axis.plan.caps, axis.speaker.gates, strict=True)}
        for line in axis.speaker.record.gates:
            silent = axis.status != "scored"
            lines.append(
                (
                    line.gate,
                    _gate(
                        result,
                        line,
                        truths[line.gate],
                        view,
                        axis.attribution,
                        axis.plan.axis.id,
                        silent,
                        vocabulary,
                    ),
                )
            )
    claim_view = view_of(result.facts, None)
    silent = result.outcome.overall.score is None
    for line in () if ended else result.outcome.overall.gates:
        truth = next(
            t for g, t in zip(result.plan.claim_gates, result.outcome.gates, strict=True) if g.index == line.gate
        )
        lines.append((line.gate, _gate(result, line, truth, claim_view, None, "overall", silent, vocabulary)))
    for plan, truth in zip(result.plan.claim_gates, result.outcome.gates, strict=True):
        if plan.gate.caps or truth == FALSE:
            continue
        line = GateLine(plan.index, "applied" if truth == TRUE else "possible", 0, 0)
        lines.append((plan.index, _gate(result, line, truth, claim_view, None, None, True, vocabulary)))
    return [line for _, line in sorted(lines, key=lambda each: each[0])]


def _gate(
    result: Result,
    line: GateLine,
    truth: int,
    view: View,
    attribution: int | None,
    axis: str | None,
    silent: bool,
    vocabulary: Vocabulary,
) -> Answer:
    gate = result.plan.rubric.gates[line.gate]
    unknown = pointers([gate.when], result.facts, view, attribution, missing=True) if truth != TRUE else []
    return {
        "id": gate.id,
        "effect": gate.effect,
        "status": line.status,
        "axis": axis,
        "before": None if silent else decimal(line.before),
        "after": None if silent else decimal(line.after),
        "requires": gate.hold,
        "fact": unknown[0] if unknown else None,
        "facts": unknown or pointers([gate.when], result.facts, view, attribution),
        "because": fill(gate.because, _spoken(gate, view), NO_LINK, vocabulary),
        "reference": gate.reference,
    }


def _spoken(gate: Gate, view: View) -> View:
    """The view a gate's sentence is about: the first attribution that makes its quantified part hold."""
    if view.links:
        return view
    for node in _quantified(gate.when):
        for inner in view.each():
            if holds(node.part, inner) != FALSE:
                return inner
    return view


def _quantified(node: Node) -> list[Attributions]:
    if isinstance(node, Attributions):
        return [node]
    return [found for part in getattr(node, "parts", ()) for found in _quantified(part)]


def _losses(result: Result, criteria: list[Answer], chain: list[Answer], gates: list[Answer]) -> list[Answer]:
    rubric = result.plan.rubric
    ranked = []
    for place, axis in enumerate(result.axes):
        if axis.status != "scored":
            continue
        for loss in axis.speaker.record.losses:
            line = _loss(loss, axis, rubric.criteria, criteria, chain, gates)
            ranked.append(((-loss.thousandths, place, line["code"]), line))
    return [line for _, line in sorted(ranked, key=lambda each: each[0])]


def _loss(
    loss: Loss,
    axis: AxisResult,
    rubric_criteria: Sequence[Criterion],
    criteria: list[Answer],
    chain: list[Answer],
    gates: list[Answer],
) -> Answer:
    axis_id = axis.plan.axis.id
    if loss.kind == "criterion":
        source = next(line for line in criteria if line["id"] == rubric_criteria[loss.index].id)
        code = f"{source['id']}.{source['level'] or 'unknown'}"
    elif loss.kind == "chain":
        source = [line for line in chain if line["axis"] == axis_id][loss.index]
        code = f"chain.{source['id'] or 'unknown'}"
    else:
        source = next(line for line in gates if line["axis"] == axis_id and line["status"] == "applied")
        code = f"gate.{source['id']}"
    return {
        "code": code,
        "axis": axis_id,
        "points": decimal(loss.thousandths),
        "basis": loss.basis,
        "facts": source["facts"],
        "because": source["because"],
        "reference": source["reference"],
    }
