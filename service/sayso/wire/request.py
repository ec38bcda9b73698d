"""What may be asked when a claim, or many of them, are to be scored?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from sayso.wire.model import WireModel

Include = Literal["raise", "questions", "flip", "all"]
MOST_RUBRICS = 16
RubricRef = Annotated[str, Field(min_length=1, max_length=200)]


class Asked(WireModel):
    """What every question about claims may say besides the claims and the rubric."""

    as_of: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, description="ISO 8601 date that ages are counted to; without it ages are unknown."
    )
    include: list[Include] = Field(default=[], description="Which of the costlier parts of the answer to fill.")
    disputed: list[Annotated[str, Field(max_length=500)]] = Field(
        default=[], max_length=64, description="JSON pointers into the claim: facts that `flip` may doubt as well."
    )
    strict: bool = Field(default=False, description="Treat an undeclared kind as an error, not as a warning.")


class ScoreRequest(Asked):
    """A claim, and the rubric or rubrics to grade it by."""

    claim: Any = Field(description="The claim with its attributions; every field is explained by GET /v1/vocabulary.")
    rubric: RubricRef | Annotated[list[RubricRef], Field(min_length=1, max_length=MOST_RUBRICS)] | None = Field(
        None,
        description="`id`, `id@version` or `id@sha256:..`; a list compares. Without it the desk's own rubric is used.",
    )


class BatchOptions(Asked):
    """What a stream of claims says in its query: one rubric, and the same for every claim."""

    rubric: RubricRef | None = Field(
        None, description="`id`, `id@version` or `id@sha256:..`. Without it the desk's own rubric is used."
    )


class BatchRequest(BatchOptions):
    """Claims, and the rubric to grade them by."""

    claims: list[Any] = Field(description="The claims, each as in POST /v1/score. They are answered in this order.")
