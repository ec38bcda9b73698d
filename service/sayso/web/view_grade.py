"""How is a grade shown: in letters and words first, then as a pattern and a colour, and as a state where it is one?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.rubric.english import plain
from sayso.rubric.model import Rubric
from sayso.web.geometry import Scale, scale
from sayso.web.words import per_cent
from sayso.wire.answer import Assessment, AxisAnswer

TONES = 5  # patterns and colours, best first; a scale of more or fewer bands is spread over them
CANNOT_BE_JUDGED, NOT_APPLICABLE = "tx", "tn"
_LONGEST = 4  # signs of a grade that a badge shows as it is
_STATES = {"abstained": "Cannot be judged", "not_applicable": "Not applicable"}


@dataclass(frozen=True, slots=True)
class GradeView:
    """The grade; ``short`` is how a badge shows it, ``state`` stands where there is no number."""

    text: str
    short: str
    tone: str
    state: str | None


@dataclass(frozen=True, slots=True)
class AxisView:
    """One axis. ``score`` and ``exact`` are None where it cannot be judged or does not apply."""

    id: str
    name: str
    tone: str
    state: str | None
    band: str | None
    label: str | None
    score: int | None
    exact: str | None
    range: str | None
    scale: Scale | None
    known: str | None
    of_claim: bool


@dataclass(frozen=True, slots=True)
class OverallView:
    """The axes in one number or word; ``state`` where an axis with weight cannot be judged."""

    score: int | None
    label: str | None
    range: str | None
    scale: Scale | None
    state: str | None


@dataclass(frozen=True, slots=True)
class LegendView:
    """What a pattern means under this rubric."""

    tone: str
    band: str
    label: str


def grade_view(answer: Assessment, rubric: Rubric) -> GradeView:
    """The badge; the first axis of the rubric that applies gives it pattern and colour."""
    applying = [(name, axis) for name, axis in answer.axes.items() if axis.status != "not_applicable"]
    if answer.grade is None or not applying:
        return GradeView("n/a", "n/a", NOT_APPLICABLE, _STATES["not_applicable"])
    state = _STATES["abstained"] if answer.status == "abstained" else None
    return GradeView(answer.grade, _short(answer.grade), _tone(rubric, *applying[0]), state)


def axis_views(answer: Assessment, rubric: Rubric) -> tuple[AxisView, ...]:
    return tuple(_axis(rubric, name, axis) for name, axis in answer.axes.items())


def overall_view(answer: Assessment) -> OverallView | None:
    """None where the rubric puts its axes into no number and no word."""
    overall = answer.overall
    if overall is None or (overall.label is None and overall.low is None):
        return None
    drawn = _drawn("Overall", overall.score, overall.low, overall.high, overall.exact)
    state = _STATES["abstained"] if overall.score is None and overall.label is None else None
    return OverallView(overall.score, overall.label, _range(overall.low, overall.high), drawn, state)


def legend(rubric: Rubric, grades: Iterable[GradeView]) -> tuple[LegendView, ...]:
    """The patterns of the axis that gives them, best first, the states that are no band last."""
    axis = rubric.axes[0]
    bands = [
        LegendView(_spread(at, len(axis.bands)), _short(band.id), band.label.lower())
        for at, band in enumerate(axis.bands)
    ]
    bands.append(LegendView(CANNOT_BE_JUDGED, _short(axis.abstain_id), axis.abstain_label.lower()))
    if any(grade.tone == NOT_APPLICABLE for grade in grades):
        bands.append(LegendView(NOT_APPLICABLE, "n/a", "this rubric does not grade it"))
    return tuple(bands)


def _short(grade: str) -> str:
    """A grade of words by its initials, so that it fits beside the text: "inadequate" as I, "open/open" as O/O."""
    return grade if len(grade) <= _LONGEST else "/".join(band[:1].upper() for band in grade.split("/"))


def _axis(rubric: Rubric, name: str, axis: AxisAnswer) -> AxisView:
    spoken = rubric.axis(name)
    ticks = tuple(band.start for band in spoken.bands)
    known = None if axis.known is None or axis.status == "not_applicable" else per_cent(axis.known)
    drawn = _drawn(plain(name), axis.score, axis.low, axis.high, axis.exact, ticks)
    return AxisView(
        id=name,
        name=plain(name),
        tone=_tone(rubric, name, axis),
        state=_STATES.get(axis.status),
        band=axis.band,
        label=axis.label,
        score=axis.score,
        exact=axis.exact,
        range=_range(axis.low, axis.high),
        scale=drawn,
        known=known,
        of_claim=spoken.of == "claim",
    )


def _drawn(
    name: str, score: int | None, low: int | None, high: int | None, exact: str | None, ticks: tuple[int, ...] = ()
) -> Scale | None:
    if low is None or high is None:
        return None
    said = "cannot be judged, open from" if score is None else f"{score} of 100, range"
    return scale(low, high, f"{name}: {said} {low} to {high}", exact, ticks)


def _tone(rubric: Rubric, name: str, axis: AxisAnswer) -> str:
    if axis.status == "not_applicable":
        return NOT_APPLICABLE
    bands = rubric.axis(name).bands
    at = next((at for at, band in enumerate(bands) if band.id == axis.band), None)
    return CANNOT_BE_JUDGED if at is None or axis.status == "abstained" else _spread(at, len(bands))


def _spread(at: int, count: int) -> str:
    return f"t{1 + at * (TONES - 1) // max(count - 1, 1)}"


def _range(low: int | None, high: int | None) -> str | None:
    return None if low is None or high is None else f"{low} to {high}"
