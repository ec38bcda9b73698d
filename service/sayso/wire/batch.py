"""What is the answer to many claims? One item for each, in their order: its result, or what is wrong with it."""

from __future__ import annotations

from pydantic import Field

from sayso.wire.answer import Assessment
from sayso.wire.model import WireModel
from sayso.wire.problem import ProblemLine

_INDEX = Field(ge=0, description="Which claim this is, counted from 0 in the order they were sent.")


class ClaimProblem(WireModel):
    """Why one claim among many has no grade. The others are graded all the same."""

    code: str = Field(description="Stable name to branch on; those of the problem documents of POST /v1/score.")
    detail: str = Field(description="This occurrence in words.")
    errors: list[ProblemLine] = Field(description="Everything that is wrong with this claim, not only the first.")


class BatchResult(WireModel):
    """A claim that was graded."""

    index: int = _INDEX
    result: Assessment


class BatchRefusal(WireModel):
    """A claim that could not be."""

    index: int = _INDEX
    problem: ClaimProblem


class BatchAnswer(WireModel):
    """Every claim that was sent, each with its result or its problem."""

    results: list[BatchResult | BatchRefusal]
