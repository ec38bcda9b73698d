"""What may be asked of assessments that are kept, and what is told of them?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from sayso.wire.answer import Assessment, ClaimNamed, RubricNamed, Status
from sayso.wire.batch import ClaimProblem
from sayso.wire.model import WireModel
from sayso.wire.request import Asked, RubricRef

Verdict = Literal["agree", "override", "abstain"]
Reason = Literal["facts_wrong", "facts_missing", "source_known_better", "rubric_does_not_fit", "other"]
ReviewState = Literal["open", "agreed", "overridden", "abstained"]
LEAST_NOTE = 10
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", description="Id of a stored assessment; ids sort by time.")]
Moment = Annotated[str, Field(description="ISO 8601, in UTC.")]
DocumentId = Annotated[Id | None, Field(description="The document whose claim it is.")]
Blanked = Annotated[Moment | None, Field(description="When its document was deleted: then no text is left in it.")]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class KeepRequest(Asked):
    """A claim to be graded and kept, or many of them, and the rubric to grade them by."""

    claim: Any = Field(None, description="The claim, as in POST /v1/score.")
    claims: list[Any] | None = Field(None, description="Instead of one claim: many, kept together in one commit.")
    rubric: RubricRef | None = Field(
        None, description="`id`, `id@version` or `id@sha256:..`. Without it the desk's own rubric is used."
    )


class ReviewRequest(WireModel):
    """What a person says to an assessment."""

    verdict: Verdict = Field(description="abstain: it cannot be judged by me.")
    axis: Name | None = Field(None, description="For override: the axis that is judged otherwise.")
    band: Name | None = Field(None, description="For override: the band it ought to have, the abstain band included.")
    reason: Reason | None = Field(None, description="For override: why, as a code.")
    note: Annotated[str, Field(max_length=2_000)] | None = Field(
        None, description="For override: why, in 10 characters or more."
    )
    again_on: Annotated[str, Field(max_length=10)] | None = Field(
        None, description="The day on which it is to be looked at again, an ISO 8601 date."
    )


class CorrectionRequest(WireModel):
    """The facts as they ought to have been, whole."""

    claim: Any = Field(
        description="The claim, as in POST /v1/score; graded by the rubric and with the options of then."
    )


class Grades(WireModel):
    """The grade that was computed, and beside it what people made of it."""

    computed: str | None
    human: str | None = Field(description="Null where nobody has reviewed it, or the last reviewer abstained.")


class ReviewShown(WireModel):
    """One review. It is never changed; a later one counts instead."""

    revision: int = Field(ge=1)
    created: Moment
    by: str = Field(description="Who: a name, `local`, or `key:` and the key's id.")
    verdict: Verdict
    axis: str | None
    band: str | None
    reason: Reason | None
    note: str | None
    grade: str | None = Field(description="The human grade from then on.")
    again_on: str | None = Field(description="The day on which it is to be looked at again.")


class Kept(WireModel):
    """A stored assessment. `result` holds the very bytes that were answered when it was made."""

    id: Id
    created: Moment
    by: str
    document: DocumentId
    grade: Grades
    review: ReviewState
    replaces: Id | None = Field(description="The assessment whose facts this one corrects.")
    replaced_by: Id | None = Field(description="The assessment that corrects the facts of this one.")
    deleted: Blanked
    rescored_from: Id | None = Field(description="The assessment whose facts were graded by a later rubric here.")
    reviews: list[ReviewShown] = Field(description="Oldest first.")
    result: Assessment


class KeptItem(WireModel):
    """A claim of many that was graded and kept."""

    index: int = Field(ge=0)
    assessment: Kept


class RefusedItem(WireModel):
    """A claim of many that could not be graded; nothing of it is kept."""

    index: int = Field(ge=0)
    problem: ClaimProblem


class KeptBatch(WireModel):
    """Every claim that was sent, in their order."""

    results: list[KeptItem | RefusedItem]


class KeptSummary(WireModel):
    """One assessment in a list."""

    id: Id
    created: Moment
    by: str
    document: DocumentId
    claim: ClaimNamed
    rubric: RubricNamed
    status: Status
    grade: Grades
    review: ReviewState
    replaces: Id | None
    replaced_by: Id | None
    deleted: Blanked
    rescored_from: Id | None


class KeptList(WireModel):
    """A page of assessments, newest first. The header `Link` leads to the next one, where there is one."""

    assessments: list[KeptSummary]


class Pair(WireModel):
    """A value before and after."""

    before: Any
    after: Any


class Difference(WireModel):
    """What two answers say differently."""

    grade: Pair | None = Field(description="Null where it is the same.")
    overall: Pair | None = Field(description="Its `exact` score and its label.")
    axes: dict[str, Pair] = Field(
        description="By axis: its band and `exact` score; axes that stay the same are left out."
    )
    losses: list[Loss] = Field(description="Losses that come, go or change.")
    gates: Pair | None = Field(description="The ids of the gates that apply.")


class Loss(WireModel):
    """What one loss was, and what it would be."""

    code: str
    axis: str
    before: str | None
    after: str | None


class WhatIf(WireModel):
    """The stored answer, what the answer would be with other facts, and the difference. Nothing is kept."""

    before: Assessment
    after: Assessment
    difference: Difference


class Engines(WireModel):
    """The versions of the engine: then and now. They alone may differ between identical answers."""

    stored: str
    now: str


class Differing(WireModel):
    """One place where the answer of now is another."""

    pointer: str
    stored: Any
    now: Any


class Replay(WireModel):
    """Whether the kept facts and the kept rubric still give the same bytes, but for the engine's version."""

    identical: bool
    engine: Engines
    differences: list[Differing] = Field(description="At most 200.")


Difference.model_rebuild()
