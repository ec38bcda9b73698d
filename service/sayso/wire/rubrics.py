"""What is shown of a rubric, and of a rubric that was checked?"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sayso.wire.model import Digest, WireModel

Place = Literal["file", "database"]


class RubricSummary(WireModel):
    """One rubric in a list."""

    id: str
    version: str
    title: str
    reference: str | None = Field(description="The published document it is built from.")
    digest: Digest
    default: bool = Field(description="True for the rubric used when none is asked for.")
    active: bool = Field(description="True for the version that the plain id means.")
    origin: list[Place] = Field(description="Where it comes from. Where both say different things, the file's serves.")


class RubricList(WireModel):
    """Every rubric and version that is loaded."""

    rubrics: list[RubricSummary]


class RubricVersion(WireModel):
    """One version of a rubric, whole. It never changes; its digest is its ETag."""

    id: str
    version: str
    title: str
    reference: str | None
    digest: Digest
    active: bool = Field(description="True for the version that the plain id means.")
    origin: list[Place] = Field(description="Where it comes from.")
    created: str | None = Field(
        description="When it was put into the database, ISO 8601 in UTC; null for a file alone."
    )
    by: str | None = Field(description="Who put it there.")
    source: dict[str, Any] = Field(description="The rubric as data, with what it extends filled in.")
    text: str = Field(description="The file as the desk wrote it.")


class Finding(WireModel):
    """One thing wrong or doubtful in a rubric, with its line."""

    pointer: str | None
    line: int | None = Field(description="From 1.")
    column: int | None = Field(description="From 1.")
    severity: Literal["error", "warning", "info"]
    code: str = Field(description="Stable; listed in the reference of checks.")
    message: str
    hint: str | None


class CaseResult(WireModel):
    """One test of the rubric."""

    name: str
    ok: bool
    message: str | None = Field(description="What differed; null where nothing did.")


class Reach(WireModel):
    """What the tests of a rubric end at, by loss code: levels, keeps and gates."""

    reached: list[str]
    missed: list[str]


class RubricReport(WireModel):
    """Whether a rubric could be used as it stands, and everything that is wrong with it."""

    ok: bool
    digest: Digest | None = Field(description="Null where it cannot be compiled.")
    problems: list[Finding]
    tests: list[CaseResult]


class RubricTrial(RubricReport):
    """A rubric as checked, and what its tests reach."""

    coverage: Reach | None = Field(description="Null where no test could be run.")
