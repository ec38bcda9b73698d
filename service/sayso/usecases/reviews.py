"""What do people make of an assessment? They agree, override a band, abstain, or correct its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from sayso.errors import InvalidRequest, Problem, SaysoError, did_you_mean
from sayso.facts.dates import day_number
from sayso.rubric.model import Rubric
from sayso.store.port import ABSTAINED, AGREED, OVERRIDDEN, Draft, Reply, Review, Stored, Text, Unit
from sayso.store.refusals import Changed
from sayso.usecases.presence import present
from sayso.usecases.shown import fresh, whole
from sayso.usecases.work.upkeep import keep_up
from sayso.wire.assessments import LEAST_NOTE, ReviewRequest

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_STATES = {"agree": AGREED, "override": OVERRIDDEN, "abstain": ABSTAINED}


class AlreadyReplaced(SaysoError):
    """The facts of this assessment were corrected before."""

    code = "already_replaced"


@dataclass(frozen=True)
class Expected:
    """Which revisions the asker has seen; None where any will do."""

    revisions: frozenset[int] | None

    def check(self, revision: int, what: str = "assessment") -> None:
        """Raises Changed where it is at another one."""
        if self.revisions is not None and revision not in self.revisions:
            message = f"the {what} has changed since it was read"
            raise Changed(message, hint="GET it again, look at what is new, and send its new ETag in If-Match")


def check_review(asked: ReviewRequest, rubric: Rubric) -> None:
    """Raises InvalidRequest with everything that a review lacks, or has too much."""
    problems = [*_missing(asked), *_wrong(asked, rubric)] if asked.verdict == "override" else [*_idle(asked)]
    if asked.note is not None and "\0" in asked.note:
        problems.append(Problem("bad_text", "the note holds the character NUL", "remove it", "/note"))
    if asked.again_on is not None and not _is_day(asked.again_on):
        message = "again_on is no day"
        problems.append(Problem("wrong_value", message, "an ISO 8601 date such as 2026-01-31", "/again_on"))
    if problems:
        raise InvalidRequest(problems)


def write_review(
    unit: Unit, assessment_id: str, asked: ReviewRequest, rubric: Rubric, expected: Expected, actor: str, now: str
) -> Reply:
    """Writes a review of this assessment; gives the assessment as it is then. Raises NoSuchAssessment or Changed."""
    stored = present(unit.find(assessment_id))
    expected.check(stored.revision)
    earlier = unit.reviews(assessment_id)
    review = Review(
        assessment_id=assessment_id,
        revision=stored.revision + 1,
        created=now,
        actor=actor,
        verdict=asked.verdict,
        axis=asked.axis,
        band=asked.band,
        reason=asked.reason,
        note=asked.note,
        grade=_human_grade(stored, earlier, asked, rubric),
        again_on=asked.again_on,
    )
    state = _STATES[asked.verdict]
    unit.review(review, state)
    keep_up(unit, stored.assessed.document, reviewed=True)
    then = stored._replace(revision=review.revision, review_state=state, human_grade=review.grade)
    return Reply(whole(then, [*earlier, review]), assessment_id, review.revision)


def write_correction(
    unit: Unit, assessment_id: str, draft: Draft, texts: tuple[Text, Text], expected: Expected
) -> Reply:
    """Writes an assessment in the place of this one. Raises NoSuchAssessment, Changed or AlreadyReplaced."""
    stored = present(unit.find(assessment_id))
    expected.check(stored.revision)
    if stored.replaced_by is not None:
        message = f"the assessment was replaced by {stored.replaced_by}"
        raise AlreadyReplaced(message, hint="correct that one, or GET it to see whether it is right already")
    unit.keep([draft], *texts)
    unit.replace(assessment_id, draft.assessed.id, stored.revision + 1)
    keep_up(unit, draft.assessed.document, reviewed=True)
    return Reply(fresh(draft.assessed), draft.assessed.id)


def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None and day_number(text) is not None


def _human_grade(stored: Stored, earlier: Sequence[Review], asked: ReviewRequest, rubric: Rubric) -> str | None:
    """Bands that were overridden since somebody last agreed or abstained stand in the place of the computed ones."""
    if asked.verdict == "abstain":
        return None
    if asked.verdict == "agree":
        return stored.assessed.grade
    computed: Mapping[str, Mapping[str, Any]] = from_json(stored.assessed.answer)["axes"]
    bands = {axis.id: computed[axis.id]["band"] for axis in rubric.axes if axis.id in computed}
    since: dict[str, str] = {}
    for review in earlier:
        if review.verdict != "override":
            since = {}
        elif review.axis is not None and review.band is not None:
            since[review.axis] = review.band
    assert asked.axis is not None  # an override without one was refused
    bands |= since | {asked.axis: asked.band}
    return rubric.grade_of(bands[axis.id] for axis in rubric.axes if bands.get(axis.id) is not None)


def _missing(asked: ReviewRequest) -> Iterator[Problem]:
    hints = {
        "axis": "name the axis that is judged otherwise",
        "band": "name the band it ought to have",
        "reason": "say why, as one of the codes",
        "note": f"say why, in {LEAST_NOTE} characters or more",
    }
    for name, hint in hints.items():
        if getattr(asked, name) is None:
            yield Problem("missing_key", f"an override needs {name}", hint, f"/{name}")
    if asked.note is not None and len(asked.note.strip()) < LEAST_NOTE:
        message = f"the note is shorter than {LEAST_NOTE} characters"
        yield Problem("wrong_value", message, "say what you know that the facts do not say", "/note")


def _wrong(asked: ReviewRequest, rubric: Rubric) -> Iterator[Problem]:
    axes = {axis.id: axis for axis in rubric.axes}
    if asked.axis is None:
        return
    if asked.axis not in axes:
        hint = did_you_mean(asked.axis, axes) or f"its axes are {', '.join(axes)}"
        yield Problem("unknown_value", f'the rubric has no axis "{asked.axis[:60]}"', hint, "/axis")
        return
    axis = axes[asked.axis]
    bands = [*(band.id for band in axis.bands), axis.abstain_id]
    if asked.band is not None and asked.band not in bands:
        message = f'the axis {axis.id} has no band "{asked.band[:60]}"'
        yield Problem("unknown_value", message, f"its bands are {', '.join(bands)}", "/band")


def _idle(asked: ReviewRequest) -> Iterator[Problem]:
    for name in ("axis", "band"):
        if getattr(asked, name) is not None:
            yield Problem(
                "wrong_value", f"to {asked.verdict} is about no {name}", "leave it out, or override", f"/{name}"
            )
