"""What do all public models share? They are values: frozen, complete, and they refuse keys nobody declared."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class WireModel(BaseModel):
    """A value that leaves or enters through a public door."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_by_name=True, validate_by_alias=True)


Points = Annotated[int, Field(ge=0, le=100, description="Whole points from 0 to 100, rounded once, half up.")]
Exact = Annotated[
    str,
    Field(pattern=r"^\d{1,3}\.\d{3}$", description="Points to the thousandth, as a decimal string: sums are exact."),
]
PerMille = Annotated[int, Field(ge=0, le=1000, description="A share in thousandths.")]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$", description="SHA-256 of the canonical JSON form.")]
Pointer = Annotated[str, Field(description="JSON pointer into the claim that was sent.")]
