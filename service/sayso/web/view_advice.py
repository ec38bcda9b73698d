"""Which gates hold, what would raise the grade, whom should one ask, and how little would move a band?"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.english import capital, plain
from sayso.web.geometry import Scale, scale
from sayso.web.graded import Graded, GradedDocument
from sayso.web.words import fact_field, fact_words, value_words
from sayso.wire.answer import FlipChange, GateLine

_EFFECTS = {"cap": "Cap", "hold": "Hold", "note": "Note", "not_applicable": "End"}
_STATUSES = {"applied": "applies", "idle": "holds, changes nothing", "possible": "may hold"}


@dataclass(frozen=True, slots=True)
class GateView:
    """A rule above the points. ``holds``: somebody must release the claim; ``says`` is what it does here, ``open`` the
    fact that would decide.
    """

    id: str
    effect: str
    status: str
    status_words: str
    because: str
    holds: bool
    says: str | None
    open: str | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class RaiseView:
    """A remedy that really gains; ``before`` is None where the axis could not be judged."""

    text: str
    axis: str
    before: int | None
    after: int | None
    band: str | None
    effort: str | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A missing fact, with the score at its worst and best answer."""

    ask: str
    fact: str
    axis: str
    worst: int
    best: int
    scale: Scale


@dataclass(frozen=True, slots=True)
class FlipView:
    """The smallest change that moves a band; no changes where the grade is robust."""

    changes: tuple[str, ...]
    axis: str
    band: str | None


def gate_views(graded: Graded, page: GradedDocument) -> tuple[GateView, ...]:
    """Those that hold first, then those that may, each in the rubric's order."""
    lines = sorted(graded.answer.gates, key=lambda line: line.status == "possible")
    return tuple(_gate(line, graded, page.desk.vocabulary) for line in lines)


def raise_views(graded: Graded) -> tuple[RaiseView, ...]:
    return tuple(
        RaiseView(line.text, plain(line.axis), line.before, line.after, line.band, line.effort)
        for line in graded.answer.raise_ or ()
    )


def question_views(graded: Graded, page: GradedDocument) -> tuple[QuestionView, ...]:
    rows = []
    for line in graded.answer.questions or ():
        if line.worst is None or line.best is None:
            continue
        fact = line.fact if line.pointer is None else fact_words(line.pointer, graded.facts, page.desk.vocabulary)
        drawn = scale(line.worst, line.best, f"{line.worst} to {line.best} of 100")
        rows.append(QuestionView(line.ask, fact, plain(line.axis), line.worst, line.best, drawn))
    return tuple(rows)


def flip_view(graded: Graded, page: GradedDocument) -> FlipView | None:
    """None where the answer has none."""
    flip = graded.answer.flip
    if flip is None:
        return None
    if isinstance(flip, str):
        return FlipView((), "", None)
    changes = tuple(_change(change, graded, page.desk.vocabulary) for change in flip.changes)
    return FlipView(changes, plain(flip.axis), flip.band)


def _gate(line: GateLine, graded: Graded, vocabulary: Vocabulary) -> GateView:
    return GateView(
        id=line.id,
        effect=_EFFECTS[line.effect],
        status=line.status,
        status_words=_STATUSES[line.status],
        because=capital(line.because),
        holds=line.requires is not None and line.status == "applied",
        says=_says(line),
        open=None if line.fact is None else fact_words(line.fact, graded.facts, vocabulary),
        reference=line.reference,
    )


def _says(line: GateLine) -> str | None:
    if line.requires is not None:
        who = plain(line.requires).lower()
        return f"The {who} must release it." if line.status == "applied" else f"If so, the {who} must release it."
    if line.effect == "cap" and line.axis is not None and line.status == "applied":
        axis = plain(line.axis)
        known = line.before is not None and line.after is not None
        return f"{axis} is held at {line.after}; before, it was {line.before}." if known else f"{axis} is held down."
    if line.effect == "not_applicable":
        return "This rubric does not grade the claim." if line.status == "applied" else None
    return None


def _change(change: FlipChange, graded: Graded, vocabulary: Vocabulary) -> str:
    field = fact_field(change.pointer, vocabulary)
    before, after = (value_words(value, field, vocabulary) for value in (change.from_, change.to))
    return f"{fact_words(change.pointer, graded.facts, vocabulary)}: {before} → {after}"
