"""How does every refusal look? RFC 9457 problem details, with everything that is wrong in `errors`."""

from __future__ import annotations

from pydantic import Field

from sayso.wire.model import WireModel


class ProblemLine(WireModel):
    """One thing that is wrong: where, what, and what to do."""

    pointer: str | None = Field(description="JSON pointer into the request body.")
    line: int | None = Field(description="Line of the body where it could not be read, from 1.")
    column: int | None = Field(description="Column of that line, from 1.")
    code: str
    message: str
    hint: str | None


class ProblemDetails(WireModel):
    """Every answer with a status of 400 or above."""

    type: str = Field(description="Names the kind of problem; `urn:sayso:problem:` and the code.")
    title: str = Field(description="The kind of problem in words, the same each time.")
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="This occurrence in words.")
    instance: str = Field(description="The address that was asked.")
    code: str = Field(description="Stable name to branch on.")
    errors: list[ProblemLine] = Field(description="Everything that is wrong, not only the first.")
