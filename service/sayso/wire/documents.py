"""What is sent to keep an article with its claims, and how are documents shown?"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from sayso.wire.answer import RubricNamed, Status
from sayso.wire.assessments import Grades, Id, Moment, ReviewState
from sayso.wire.extract import ExtractorNamed, ExtractWarning, SharedRoot, ShortText
from sayso.wire.model import WireModel
from sayso.wire.request import Include, RubricRef

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Digest of the text in UTF-8.")]


class DocumentRequest(WireModel):
    """An article to be kept, its claims as somebody read them or, without any, as the extractor finds them."""

    text: str = Field(description="The article as plain text, kept to the letter. Positions count its code points.")
    title: ShortText | None = Field(None, description="The headline.")
    outlet: ShortText | None = Field(None, description="Who published it.")
    date: Annotated[str, Field(max_length=40)] | None = Field(None, description="ISO 8601 date of publication.")
    url: Annotated[str, Field(max_length=2_000)] | None = Field(
        None, description="Where it was published, http or https. It is noted and never asked."
    )
    sha256: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="Digest of the text in UTF-8; where it is another, nothing is kept."
    )
    claims: list[Any] | None = Field(
        None,
        description="The claims, each as in POST /v1/score; all are kept, or none. Null: the extractor finds them.",
    )
    rubric: RubricRef | None = Field(
        None, description="`id`, `id@version` or `id@sha256:..`. Without it the desk's own rubric is used."
    )
    as_of: Annotated[str, Field(max_length=40)] | None = Field(
        None, description="ISO 8601 date that ages are counted to; without it ages are unknown."
    )
    include: list[Include] = Field([], description="Which of the costlier parts of each answer to fill.")
    strict: bool = Field(False, description="Treat an undeclared kind as an error, not as a warning.")
    replaces: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = Field(
        None, description="The id of the document of which this is an edited text: its sign-offs no longer count."
    )


class Quoted(WireModel):
    """A place in the text, found again also in a copy that was shifted a little."""

    quote: str
    prefix: str = Field(description="Up to 32 characters before it.")
    suffix: str = Field(description="Up to 32 characters after it.")
    start: int = Field(ge=0, description="First code point.")
    end: int = Field(ge=1, description="The code point after the last.")


class ClaimAssessment(WireModel):
    """The assessment that holds for a claim now, in short."""

    id: Id
    status: Status
    grade: Grades
    review: ReviewState
    replaces: Id | None = Field(description="The assessment whose facts this one corrects.")


class DocumentClaim(WireModel):
    """One claim of a document."""

    index: int = Field(ge=0)
    id: str | None = Field(description="The caller's own id, or the extractor's; null once the document is deleted.")
    text: str | None
    spans: list[Quoted] = Field(description="Where the text says it; empty once the document is deleted.")
    positions: list[list[int]] = Field(description="The same as `[start, end)`; they stay.")
    assessment: ClaimAssessment


class ReviewCounts(WireModel):
    """How many of the claims stand where."""

    open: int = Field(ge=0)
    agreed: int = Field(ge=0)
    overridden: int = Field(ge=0)
    abstained: int = Field(ge=0)


class Deletion(WireModel):
    """When the text and the names were blanked, and by whom."""

    at: Moment
    by: str


class DocumentSummary(WireModel):
    """One document in a list."""

    id: Id
    created: Moment
    by: str
    title: str | None
    outlet: str | None
    date: str | None
    url: str | None
    sha256: Sha256
    characters: int = Field(ge=1, description="Code points of the text.")
    rubric: RubricNamed
    as_of: str | None
    extractor: ExtractorNamed | None = Field(description="What found the claims; null where they were sent.")
    claim_count: int = Field(ge=0)
    deleted: Deletion | None = Field(description="Null where it was not deleted.")


class DocumentKept(DocumentSummary):
    """A document: an article that never changes, and what holds for its claims now."""

    text: str | None = Field(description="Null once the document is deleted.")
    claims: list[DocumentClaim] = Field(description="In the order they were sent or found.")
    roots: list[SharedRoot] = Field(
        description="Which claims hang on the same root, by their ids, else their numbers; empty once it is deleted."
    )
    reviews: ReviewCounts
    warnings: list[ExtractWarning] = Field(description="What the extractor found doubtful.")


class DocumentList(WireModel):
    """A page of documents, newest first. The header `Link` leads to the next one, where there is one."""

    documents: list[DocumentSummary]
