"""How does the service say that it lives and can work?"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sayso.wire.model import WireModel


class Alive(WireModel):
    """The process answers."""

    status: Literal["alive"]


class Ready(WireModel):
    """Rubrics are loaded and claims can be graded."""

    status: Literal["ready", "degraded"] = Field(
        description="degraded: the last load failed and the last good rubrics serve."
    )
    rubrics: int = Field(ge=1, description="How many rubric versions are loaded.")
    detail: str | None = Field(description="Why it is degraded.")
