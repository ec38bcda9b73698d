"""What would one say about a grade in two to five plain sentences?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.rubric.model import Rubric

_COSTLY = 3


def rationale(answer: Mapping[str, Any], rubric: Rubric) -> str:
    """The grade, the largest losses, and every gate that binds, holds or is to be noted; made from the same lines."""
    sentences = [_grade(answer, rubric)]
    losses = [line for line in answer["losses"] if not line["code"].startswith("gate.")]
    if losses:
        named = "; ".join(f"{line['because'] or line['code']} (-{_short(line['points'])})" for line in losses[:_COSTLY])
        sentences.append(f"Most was lost because {named}")
    elif answer["status"] == "scored":
        sentences.append("No points were lost")
    said = [gate for gate in answer["gates"] if gate["status"] == "applied" and gate["because"]]
    caps = [
        _capital(gate["because"]) + f", so the {_words(gate['axis'])} is held down"
        for gate in said
        if gate["effect"] == "cap"
    ]
    holds = [
        f"{_capital(gate['because'])}: {_words(gate['requires'])} must release it"
        for gate in said
        if gate["effect"] == "hold"
    ]
    notes = [_capital(gate["because"]) for gate in said if gate["effect"] in ("note", "not_applicable")]
    sentences += ["; ".join(group) for group in (caps, holds, notes) if group]
    return " ".join(sentence.rstrip(".") + "." for sentence in sentences)


def _grade(answer: Mapping[str, Any], rubric: Rubric) -> str:
    if answer["status"] == "not_applicable":
        return f"{rubric.title} does not grade this claim"
    parts = []
    for axis_id, axis in answer["axes"].items():
        if axis["status"] == "not_applicable":
            continue
        band = f"{_words(axis_id)} {axis['band']} ({axis['label'].lower()})"
        if axis["status"] == "scored":
            parts.append(f"{band}, {axis['score']} of 100, range {axis['low']} to {axis['high']}")
        else:
            parts.append(f"{band}: too little is known")
    label = answer["overall"]["label"]
    return f"{answer['grade']}: {'; '.join(parts)}" + (f". Overall: {label}" if label else "")


def _words(name: str | None) -> str:
    return (name or "").replace("_", " ")


def _short(points: str) -> str:
    return points.rstrip("0").rstrip(".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
