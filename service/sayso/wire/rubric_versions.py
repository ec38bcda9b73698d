"""What may be asked of rubric versions that are kept, and what is told of a draft and of a rescore?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sayso.wire.answer import ClaimNamed, RubricNamed
from sayso.wire.assessments import Id
from sayso.wire.model import Digest, WireModel

Rows = Annotated[int, Field(ge=0, description="How many assessments.")]
Moved = Annotated[str, Field(pattern=r"^-?\d{1,3}\.\d{3}$", description="Points to the thousandth, with their sign.")]


class ActivateRequest(WireModel):
    """Which version a plain id is to mean."""

    version: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="A version that is there.")


class Step(WireModel):
    """A word before and after; null where there is none."""

    before: str | None
    after: str | None


class StepCount(Step):
    """So many assessments take this step."""

    rows: Rows


class Bin(WireModel):
    """So many scores move by more than the end nearer to 0, and by no more than the other. From 0 to 0: not at all."""

    low: Moved
    high: Moved
    rows: Rows


class ScoreImpact(WireModel):
    """How far scores move. The bins and the other three add up to all that were graded."""

    bins: list[Bin] = Field(description="Of those with a score before and after, lowest first, five points wide.")
    unscored: Rows = Field(description="Without a score before and after.")
    gained: Rows = Field(description="With a score only after.")
    lost: Rows = Field(description="With a score only before.")


class GateImpact(WireModel):
    """A gate that applies, before or after. One that caps counts on each axis by itself."""

    id: str
    axis: str | None = Field(description="The axis that it caps; null for a hold, a note, or an end.")
    before: Rows
    after: Rows
    starts: Rows = Field(description="It applies only after.")
    stops: Rows = Field(description="It applied only before.")
    flips: Rows = Field(
        description="Of those where it starts or stops: how many change band on that axis, or grade without one."
    )


class AxisImpact(WireModel):
    """What changes on one axis. `bands` adds up to all that were graded, `flips` to those that change band."""

    bands: list[StepCount] = Field(description="Null: the axis does not apply, or that rubric has none of this name.")
    flips: Rows
    scores: ScoreImpact


class OverallImpact(WireModel):
    """What changes in the axes together."""

    labels: list[StepCount]
    scores: ScoreImpact


class BeforeVersion(WireModel):
    """A version by which stored assessments were graded."""

    version: str
    digest: Digest
    rows: Rows


class Mover(WireModel):
    """An assessment whose scores move far."""

    id: Id
    claim: ClaimNamed
    grade: Step
    by: dict[str, Moved] = Field(description="By axis, and `overall`: how far the score moves.")


class FlipShown(WireModel):
    """An assessment that changes grade."""

    id: Id
    claim: ClaimNamed = Field(description="Its text, cut after 200 characters.")
    grade: Step
    axes: dict[str, Step] = Field(description="The axes whose band changes.")


class Ungradable(WireModel):
    """Assessments whose facts the vocabulary of now does not take any more."""

    rows: Rows
    ids: list[Id] = Field(description="At most 20 of them.")


class Impact(WireModel):
    """What a draft changes in everything stored: the stored answers, and the same facts graded by the draft."""

    draft: RubricNamed
    against: str = Field(description="Whose assessments these are: a rubric's id, or one of its versions.")
    before: list[BeforeVersion] = Field(description="By which versions they were graded; adds up to `rows`.")
    rows: Rows = Field(description="All that were looked at: those graded and those that could not be.")
    ungradable: Ungradable
    changed: Rows = Field(description="Those with another grade, band, score, label or gate.")
    flips: Rows = Field(description="Those with another grade.")
    grades: list[StepCount] = Field(description="Adds up to all that were graded.")
    axes: dict[str, AxisImpact]
    overall: OverallImpact
    gates: list[GateImpact]
    movers: list[Mover] = Field(description="The 20 whose scores move farthest, the farthest first.")
    flipped: list[FlipShown] = Field(description="A page of those with another grade; the header `Link` has the next.")


class Rescored(WireModel):
    """What became of everything stored under a rubric. `made`, `already` and `ungradable` add up to `rows`."""

    rubric: RubricNamed = Field(description="The version that graded: the active one.")
    rows: Rows
    made: Rows = Field(description="New assessments, each beside the one it was made from.")
    already: Rows = Field(description="Graded by this version before.")
    ungradable: Ungradable
