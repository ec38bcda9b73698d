"""How does the service say that it lives and can work?"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sayso.wire.model import WireModel


class Alive(WireModel):
    """The process answers."""

    status: Literal["alive"]


class LoadProblem(WireModel):
    """One thing in the rubrics folder that cannot be used: where, what, and what to do."""

    file: str | None = Field(description="Name of the file; null where the whole folder is meant.")
    line: int | None = Field(description="From 1.")
    column: int | None = Field(description="From 1.")
    code: str = Field(description="Stable; listed in the reference of checks.")
    message: str
    hint: str | None


class Ready(WireModel):
    """Rubrics are loaded and claims can be graded."""

    status: Literal["ready", "degraded"] = Field(
        description="degraded: the last load failed and the last good rubrics serve."
    )
    rubrics: int = Field(ge=1, description="How many rubric versions are loaded.")
    detail: str | None = Field(description="Why it is degraded.")
    problems: list[LoadProblem] = Field(description="What stands in the way, place by place; empty where it is ready.")
