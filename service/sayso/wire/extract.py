"""What may be asked about an article, and what is the answer: its claims, how each was found, and their grades?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from sayso.wire.batch import BatchRefusal, BatchResult
from sayso.wire.model import WireModel
from sayso.wire.request import RubricRef

Format = Literal["plain", "markdown", "html"]
ShortText = Annotated[str, Field(max_length=2_000)]


class ExtractRequest(WireModel):
    """An article, and what is known of it from outside."""

    text: str = Field(description="The article. Positions in the answer count its code points.")
    format: Format = Field(
        "plain",
        description="What `text` is. Of Markdown and HTML the prose is taken out, and stands in the answer's document.",
    )
    title: ShortText | None = Field(None, description="The headline.")
    outlet: ShortText | None = Field(None, description="Who published it: the first link of every chain.")
    date: Annotated[str, Field(max_length=40)] | None = Field(None, description="ISO 8601 date of publication.")
    score: RubricRef | None = Field(
        None, description="A rubric as `id`, `id@version` or `id@sha256:..`: the claims are graded by it as well."
    )
    rest: bool = Field(
        False, description="Also return attributions that assert nothing: wishes, votes, questions, judgments."
    )


class ExtractedDocument(WireModel):
    """The article as it was read. It can be stored, corrected and sent to POST /v1/score/batch claim by claim."""

    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    text: str = Field(description="What positions count in; plain text is kept as it was sent.")
    sha256: str = Field(description="Digest of the text in UTF-8.")
    claims: list[Any] = Field(
        description="The claims, in the order of the text. `found` of each says by which rule every fact was found."
    )


class RestItem(WireModel):
    """An attribution that asserts nothing."""

    cue_class: str = Field(description="What kind of act its cue is, such as intention or evaluation.")
    claim: Any


class ExtractorNamed(WireModel):
    """What found the claims, exactly."""

    id: str
    version: str
    weights: str | None = Field(description="SHA-256 of the weights; null where nothing was learned.")


class ExtractWarning(WireModel):
    """Something doubtful, such as a source that the text does not settle."""

    code: str
    pointer: str | None = Field(description="JSON pointer into `document`.")
    message: str
    hint: str | None


class SharedRoot(WireModel):
    """Claims that hang on the same root."""

    root: str | None = Field(description="Null where nobody names it.")
    claims: list[str]


class ExtractAnswer(WireModel):
    """The claims of an article. Nothing is stored."""

    document: ExtractedDocument
    rest: list[RestItem] | None = Field(description="Null unless `rest` was asked for.")
    extractor: ExtractorNamed
    warnings: list[ExtractWarning]
    results: list[BatchResult | BatchRefusal] | None = Field(
        description="The grade of each claim, in their order; null unless `score` names a rubric."
    )
    roots: list[SharedRoot] | None = Field(description="Which claims hang on the same root; null without `score`.")
