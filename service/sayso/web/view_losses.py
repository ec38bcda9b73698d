"""What was lost, and why? Per axis the way from 100 down to the score, every step counted in thousandths."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.rubric.english import capital
from sayso.web.geometry import FULL, Bar, step
from sayso.web.graded import Graded, GradedDocument
from sayso.web.view_grade import AxisView
from sayso.web.words import BASES, decimal, fact_words, thousandths


@dataclass(frozen=True, slots=True)
class LossView:
    """One loss; ``left`` is what remains after it."""

    code: str
    points: str
    left: str
    because: str
    basis: str
    basis_words: str
    facts: tuple[str, ...]
    reference: str | None
    kept_bar: Bar
    lost_bar: Bar


@dataclass(frozen=True, slots=True)
class AxisLosses:
    """The losses of one axis, largest first; ``full`` less all of them is the axis's exact score."""

    axis: AxisView
    full: str
    losses: tuple[LossView, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One question of the rubric and how it was answered, whether it cost anything or not."""

    id: str
    axis: str
    ask: str
    because: str
    basis: str
    basis_words: str
    points: str
    range: str | None


def losses_by_axis(graded: Graded, page: GradedDocument, axes: tuple[AxisView, ...]) -> tuple[AxisLosses, ...]:
    """Only of axes that are scored: a state has no losses."""
    return tuple(
        AxisLosses(axis, decimal(FULL), _losses(graded, page, axis.id)) for axis in axes if axis.exact is not None
    )


def answers(graded: Graded, page: GradedDocument, axes: tuple[AxisView, ...]) -> tuple[AnswerView, ...]:
    """Every criterion, in the rubric's order."""
    asked = {criterion.id: criterion.ask for criterion in page.rubric.criteria}
    names = {axis.id: axis.name for axis in axes}
    return tuple(
        AnswerView(
            id=line.id,
            axis=names[line.axis],
            ask=asked[line.id],
            because=capital(line.because),
            basis=line.basis,
            basis_words=BASES[line.basis],
            points=f"{line.points} of {line.max}" if line.max else "no points",
            range=None if line.low == line.high else f"{line.low} to {line.high}",
        )
        for line in graded.answer.criteria
    )


def _losses(graded: Graded, page: GradedDocument, axis_id: str) -> tuple[LossView, ...]:
    left = FULL
    rows = []
    for line in graded.answer.losses:
        if line.axis != axis_id:
            continue
        lost = thousandths(line.points)
        left -= lost
        kept_bar, lost_bar = step(left, lost)
        rows.append(
            LossView(
                code=line.code,
                points=line.points,
                left=decimal(left),
                because=capital(line.because),
                basis=line.basis,
                basis_words=BASES[line.basis],
                facts=tuple(fact_words(each, graded.facts, page.desk.vocabulary) for each in line.facts),
                reference=line.reference,
                kept_bar=kept_bar,
                lost_bar=lost_bar,
            )
        )
    return tuple(rows)
