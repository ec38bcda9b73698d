"""What is asked of the desk's work on documents, and how is it shown?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from sayso.wire.assessments import Grades, Id, Moment, ReviewState
from sayso.wire.documents import ReviewCounts, Sha256
from sayso.wire.model import PerMille, WireModel

AuthorState = Literal["open", "done"]
ReviewerState = Literal["open", "in_review", "signed"]
SignsAs = Literal["author", "reviewer"]
Order = Literal["oldest", "widest_range", "newest"]
Happened = Literal[
    "kept", "reviewed", "corrected", "noted", "backed", "withdrawn", "released", "leased", "lease_ended", "assigned",
    "signed", "carried_over", "replaced", "deleted",
]  # fmt: skip
LONGEST_NOTE = 2_000
_MINUTES: JsonDict = {"minimum": 1, "maximum": 480}
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
DeskName = Annotated[str, Field(max_length=80)]
Actor = Annotated[str, Field(description="Who: `person:` or `key:` and an id, or `local`.")]


class LeaseRequest(WireModel):
    """A document is to be held by whoever asks, so that no two work on it."""

    minutes: int = Field(
        30,
        description="How long, 1 to 480; asked again, it is held from now on for so long.",
        json_schema_extra=_MINUTES,
    )
    take_over: bool = Field(False, description="Take it from somebody who holds it: for a senior editor or an admin.")


class DeskRequest(WireModel):
    """Where a document belongs, and whose it is. What is left out stays; null takes it away."""

    desk: DeskName | None = Field(None, description="A free name, such as foreign.")
    assignee: DeskName | None = Field(None, description="Who is to look at it: `person:` or `key:` and an id.")


class SignOffRequest(WireModel):
    """Somebody answers for a document as it is."""

    sign_as: SignsAs = Field(alias="as", description="author: the text is done. reviewer: its claims are checked.")
    note: Note | None = None
    same_person: bool = Field(
        False, description="A senior editor's word that one person may sign as both; kept with the sign-off."
    )


class ReleaseRequest(WireModel):
    """A hold is let go, by somebody who may."""

    gate: Annotated[str, Field(max_length=200)] = Field(description="The id of the gate in the stored answer.")
    note: Note = Field(description="Why, in 10 characters or more.")


class BackingRequest(WireModel):
    """Evidence for a claim, with the place in it; or the withdrawal of what was given earlier."""

    label: Annotated[str, Field(max_length=500)] | None = Field(None, description="What it is.")
    locator: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="Where in it: a page, a timestamp, a paragraph. Needed."
    )
    url: Annotated[str, Field(max_length=2_000)] | None = Field(None, description="Noted and never asked.")
    sha256: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="Digest of the file, if there is one."
    )
    note: Note | None = None
    withdraws: Annotated[str, Field(max_length=32)] | None = Field(
        None, description="The id of earlier backing that no longer counts; then only a note may stand beside it."
    )


class NoteRequest(WireModel):
    """A remark on an assessment. It changes nothing else."""

    note: Note


class NextRequest(WireModel):
    """Which document is to be taken next: the filters of the queue."""

    desk: DeskName | None = None
    grade: Annotated[str, Field(max_length=200)] | None = None
    gate: Annotated[str, Field(max_length=200)] | None = None
    state: ReviewerState | None = None
    author_state: AuthorState | None = None
    assignee: DeskName | None = Field(None, description="Without it: those that are yours or nobody's.")
    older_than_days: int | None = Field(None, json_schema_extra={"minimum": 0, "maximum": 100_000})
    held: bool | None = None
    order: Order = "oldest"
    minutes: int = Field(30, description="How long it is held, 1 to 480.", json_schema_extra=_MINUTES)


class LeaseShown(WireModel):
    """Who holds a document, and until when. A lease that is over is not shown."""

    holder: Actor
    until: Moment


class WorkState(WireModel):
    """Where the work on a document stands. ``revision`` is its ETag: `"r<revision>"`."""

    document: Id
    revision: int = Field(ge=0)
    desk: str | None
    assignee: str | None
    author_state: AuthorState
    reviewer_state: ReviewerState
    lease: LeaseShown | None
    replaces: Id | None = Field(description="The document of which this one is an edited text.")
    replaced_by: Id | None


class BoundTo(WireModel):
    """An assessment as it was when somebody signed."""

    assessment: Id
    revision: int = Field(ge=0)


class SignOffShown(WireModel):
    """One sign-off; it is never changed, and may hold no longer."""

    id: Id
    created: Moment
    by: Actor
    sign_as: SignsAs = Field(alias="as")
    note: str | None
    same_person: bool = Field(description="One person signed as author and as reviewer, and was let.")
    sha256: Sha256
    assessments: list[BoundTo]
    holds: bool
    because: str | None = Field(description="Why it no longer holds.")


class Blocker(WireModel):
    """One thing that stands in the way of a sign-off now, or (a warning) that ought to be looked at before."""

    code: Literal["claim_open", "hold", "leased", "look_again"]
    severity: Literal["error", "warning"]
    blocks: list[SignsAs] = Field(description="Which sign-offs it refuses; a warning refuses none.")
    pointer: str = Field(description="JSON pointer into the document, such as /claims/3.")
    message: str
    hint: str | None


class HoldShown(WireModel):
    """A hold of an assessment."""

    gate: str
    status: Literal["applied", "possible"]
    requires: str = Field(description="Who may release it.")
    because: str
    released: ReleaseShown | None


class ReleaseShown(WireModel):
    """One release of a hold."""

    id: Id
    created: Moment
    by: Actor
    gate: str
    status: Literal["applied", "possible"] = Field(description="What the hold was: a possible one may be let go too.")
    note: str | None


class NoteShown(WireModel):
    """One remark."""

    id: Id
    created: Moment
    by: Actor
    note: str | None
    carried_from: Id | None = Field(description="The assessment, of an earlier text, to which it was said.")


class BackingShown(WireModel):
    """One piece of evidence. Its words are null once the document is deleted."""

    id: Id
    created: Moment
    by: Actor
    label: str | None
    locator: str | None
    url: str | None
    sha256: str | None
    note: str | None
    withdrawn: bool
    carried_from: Id | None


class Beside(WireModel):
    """What stands beside an assessment: holds, evidence, remarks. Oldest first."""

    assessment: Id
    holds: list[HoldShown]
    backing: list[BackingShown]
    notes: list[NoteShown]


class ClaimWork(Beside):
    """The work on one claim of a document."""

    index: int = Field(ge=0)
    revision: int = Field(ge=0, description="Of the assessment: its ETag.")
    grade: Grades
    review: ReviewState
    again_on: str | None = Field(description="The day on which the last reviewer wants it looked at again.")


class Event(WireModel):
    """Something that happened to a document or to one of its claims."""

    created: Moment
    by: Actor
    what: Happened
    claim: int | None = Field(description="Which claim, from 0; null where it is about the document.")
    assessment: Id | None
    details: dict[str, Any] = Field(
        description="By kind: of a review its verdict, axis, band, reason, note; and so on."
    )
    carried_from: Id | None = Field(description="The assessment, of an earlier text, to which it happened.")


class DocumentWork(WorkState):
    """Everything about the work on a document, ready to be shown."""

    claims: list[ClaimWork]
    sign_offs: list[SignOffShown] = Field(description="Newest first.")
    blockers: list[Blocker] = Field(description="What stands in the way now, in the order of the claims.")
    history: list[Event] = Field(description="Oldest first.")


class QueueItem(WorkState):
    """One document of the queue."""

    title: str | None
    outlet: str | None
    date: str | None
    created: Moment
    age_days: int = Field(ge=0, description="Whole days since it was kept.")
    rubric: str = Field(description="The rubric's id.")
    claim_count: int = Field(ge=0)
    reviews: ReviewCounts
    gates: list[str] = Field(description="The gates that hold it now: applied, and not released.")
    worst_grade: str | None = Field(description="The worst grade that a claim shows, a human one before the computed.")
    widest_range: int | None = Field(description="The widest range of an axis, high - low in points; null without one.")


class QueueList(WireModel):
    """A page of the queue. The header `Link` leads to the next one, where there is one."""

    documents: list[QueueItem]


class BandsApart(WireModel):
    """How many pairs of people are so many bands apart."""

    bands: int = Field(ge=0)
    pairs: int = Field(ge=1)


class AxisAgreement(WireModel):
    """How far people who reviewed the same assessment agree on one axis."""

    axis: str
    pairs: int = Field(ge=0)
    same: PerMille | None = Field(description="The share of pairs with the same band; null without a pair.")
    differing: list[BandsApart] = Field(description="By how many bands, fewest first; 0 where they agree.")


class Agreement(WireModel):
    """Agreement between reviewers under one rubric, all its versions."""

    rubric: str
    assessments: int = Field(ge=0, description="How many were reviewed by two people or more.")
    axes: list[AxisAgreement]


HoldShown.model_rebuild()
