"""What would one say about a grade in two to five plain sentences?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sayso.engine.sentences import escaped
from sayso.engine.summary import Summary
from sayso.rubric.model import Rubric

COSTLY = 3
"""How many losses, or reasons why an axis cannot be judged, are named."""
_MOST = 5


class GateSaid(NamedTuple):
    """A gate that applies, in words: what it holds down, or who must release it."""

    because: str
    caps: str | None
    requires: str | None


def rationale(
    rubric: Rubric,
    grade: str | None,
    summary: Summary,
    losses: Sequence[tuple[str, str]],
    missing: Iterable[str],
    gates: Iterable[GateSaid],
    begun: Callable[[str], str],
) -> str:
    """The grade, the largest losses (reason and points), what an axis that cannot be judged waits for, and every
    gate that binds, holds or is to be noted. Reasons are escaped as JSON already, and ``begun`` makes one the
    beginning of a sentence.
    """
    sentences = [escaped(_grade(rubric, grade, summary)), *_lost(summary, losses), *_missing(missing)]
    said = [gate for gate in gates if gate.because]
    caps = [f"{gate.because}, so the {escaped(_words(gate.caps))} is held down" for gate in said if gate.caps]
    rest = [gate.because + _release(gate) for gate in said if not gate.caps]
    apart = len(sentences) < _MOST - 1 and not summary.overall["label"]
    groups = [caps, rest] if apart else [[*caps, *rest]]
    sentences += [begun("; ".join(group)) for group in groups if group]
    if len(sentences) == 1:
        sentences.append("None of its criteria apply")
    return " ".join([sentence.rstrip(".") + "." for sentence in sentences])


def _lost(summary: Summary, losses: Sequence[tuple[str, str]]) -> list[str]:
    if losses:
        named = "; ".join([f"{because} (-{points})" for because, points in losses])
        return [f"Most was lost because {named}"]
    scored = any(axis["status"] == "scored" for axis in summary.axes)
    return ["No points were lost"] if scored and not summary.losses else []


def _missing(reasons: Iterable[str]) -> list[str]:
    named = "; ".join(dict.fromkeys(reasons))
    return [f"What cannot be judged: {named}"] if named else []


def _release(gate: GateSaid) -> str:
    return f": {escaped(_words(gate.requires))} must release it" if gate.requires else ""


def _grade(rubric: Rubric, grade: str | None, summary: Summary) -> str:
    if grade is None:
        return f"{rubric.title} does not grade this claim"
    parts = [
        _axis(axis.id, told) for axis, told in zip(rubric.axes, summary.axes, strict=True) if told["band"] is not None
    ]
    label = summary.overall["label"]
    return f"{grade}: {'; '.join(parts)}" + (f". Overall: {label}" if label else "")


def _axis(name: str, told: dict[str, Any]) -> str:
    band = f"{_words(name)} {told['band']} ({told['label'].lower()})"
    if told["status"] != "scored":
        return f"{band}: too little is known"
    return f"{band}, {told['score']} of 100, range {told['low']} to {told['high']}"


def _words(name: str | None) -> str:
    return (name or "").replace("_", " ")
