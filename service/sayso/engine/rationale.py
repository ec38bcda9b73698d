"""What would one say about a grade in two to five plain sentences?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.rubric.model import Rubric

_COSTLY = 3
_MOST = 5


def rationale(answer: Mapping[str, Any], rubric: Rubric) -> str:
    """The grade, the largest losses, what is missing, and every gate that binds, holds or is to be noted."""
    sentences = [_grade(answer, rubric), *_lost(answer), *_missing(answer, rubric)]
    said = [gate for gate in answer["gates"] if gate["status"] == "applied" and gate["because"]]
    caps = [f"{_capital(gate['because'])}, so the {_words(gate['axis'])} is held down" for gate in said if gate["axis"]]
    rest = [_capital(gate["because"]) + _release(gate) for gate in said if not gate["axis"]]
    groups = [caps, rest] if len(sentences) < _MOST - 1 and not answer["overall"]["label"] else [[*caps, *rest]]
    sentences += ["; ".join(group) for group in groups if group]
    if len(sentences) == 1:
        sentences.append("None of its criteria apply")
    return " ".join(sentence.rstrip(".") + "." for sentence in sentences)


def _lost(answer: Mapping[str, Any]) -> list[str]:
    losses = [line for line in answer["losses"] if not line["code"].startswith("gate.")]
    if not losses:
        return ["No points were lost"] if answer["status"] == "scored" and not answer["losses"] else []
    named = "; ".join(f"{line['because'] or line['code']} (-{_short(line['points'])})" for line in losses[:_COSTLY])
    return [f"Most was lost because {named}"]


def _missing(answer: Mapping[str, Any], rubric: Rubric) -> list[str]:
    """Why an axis cannot be judged: the level that silences it; without one, what it waits for."""
    silencing = {(each.id, entry.id) for each in rubric.criteria for entry in each.entries if entry.abstain}
    reasons: list[Mapping[str, Any]] = []
    for axis_id, axis in answer["axes"].items():
        if axis["status"] != "abstained":
            continue
        lines = [line for line in answer["criteria"] if line["axis"] == axis_id]
        reasons += (
            [line for line in lines if (line["id"], line["level"]) in silencing]
            or [line for line in lines if line["basis"] == "unknown"]
            or [line for line in lines if line["points"] == 0]
        )
    reasons.sort(key=lambda line: -line["max"])
    named = "; ".join(dict.fromkeys(line["because"] for line in reasons[:_COSTLY]))
    return [f"What cannot be judged: {named}"] if named else []


def _release(gate: Mapping[str, Any]) -> str:
    return f": {_words(gate['requires'])} must release it" if gate["effect"] == "hold" else ""


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
