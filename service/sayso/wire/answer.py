"""What is the answer to a scored claim, key by key? Numbers that must add up are decimal strings in thousandths."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sayso.wire.model import Digest, Exact, PerMille, Pointer, Points, WireModel

Status = Literal["scored", "abstained", "not_applicable"]
Basis = Literal["fact", "unknown", "not_applicable"]


class ClaimNamed(WireModel):
    """Which claim this is about."""

    id: str | None = Field(description="The caller's own id of the claim.")
    text: str | None = Field(description="The sentence as it was sent.")


class RubricNamed(WireModel):
    """Which rubric, exactly, gave the grade."""

    id: str = Field(description="The rubric's id.")
    version: str = Field(description="Its version.")
    digest: Digest


class Overall(WireModel):
    """The axes in one number or word, where the rubric defines one."""

    score: Points | None = Field(description="Null where an axis with weight cannot be judged.")
    low: Points | None = Field(description="With every unknown fact at its worst.")
    high: Points | None = Field(description="With every unknown fact at its best.")
    exact: Exact | None = Field(description="The score before rounding.")
    label: str | None = Field(description="The word from the rubric's table, where it has one.")


class OtherAttribution(WireModel):
    """An attribution of the claim that does not speak for it."""

    attribution: int = Field(description="Position in `attributions`, from 0.")
    status: Status
    exact: Exact | None
    band: str | None


class AxisAnswer(WireModel):
    """One axis: its score, the range that unknown facts leave open, and its band."""

    status: Status
    score: Points | None
    low: Points | None
    high: Points | None
    exact: Exact | None = Field(description="`exact` and the axis's losses add up to 100.000.")
    band: str | None = Field(description="Band id; the abstain band where it cannot be judged.")
    label: str | None = Field(description="The band in words.")
    known: PerMille | None = Field(description="Share of the maximum that rests on known facts, per mille.")
    attribution: int | None = Field(description="The attribution that speaks; null on an axis of the whole claim.")
    others: list[OtherAttribution] = Field(description="The attributions that do not speak for the claim.")


class RootsDerived(WireModel):
    """How many distinct origins stand behind the claim."""

    count: int = Field(ge=0, description="Distinct known roots, or 1 where only unknown ones are there.")
    independence: Literal["single", "dependent", "not_established", "established"]
    stated: bool = Field(description="True where the caller stated `roots` and it replaced what was derived.")


class ChainDerived(WireModel):
    """What follows from one chain of links."""

    hops: int = Field(ge=0, description="Links minus one.")
    circular: bool = Field(description="A source is met again with another between.")
    root_stated: bool = Field(description="False where the chain ends in a relay, or in a link of no kind.")
    record: str | None = Field(description="Letter of the root's track record, else the lowest among the relays.")
    attenuation_days: int | None = Field(description="Days between what the root observed and what it reported.")
    hedges: list[str | None] = Field(description="none, weak or strong for each link, nearest first.")


class Derived(WireModel):
    """Facts computed from the facts that were sent, the same for every rubric."""

    roots: RootsDerived
    specificity: int | None = Field(description="How many of who, what, where, when, how_many are given.")
    hedge: str | None = Field(description="none, weak or strong: the strongest hedge of the claim.")
    age_days: int | None = Field(description="Days from the observation to `as_of`; null without one.")
    chains: list[ChainDerived]


class CriterionLine(WireModel):
    """One question of the rubric and how it was answered."""

    id: str
    axis: str
    level: str | None = Field(description="The level that held; null where that is unknown.")
    points: Points
    low: Points
    high: Points
    max: Points = Field(description="What the best level gives.")
    basis: Basis
    facts: list[Pointer] = Field(description="The facts that decided, or that are missing.")
    because: str = Field(description="The reason, in a sentence.")
    reference: str | None = Field(description="The published document behind the criterion.")


class ChainLine(WireModel):
    """What one link of the speaking chain took from what reached it."""

    attribution: int
    index: int = Field(description="Position in the chain, nearest first, from 0.")
    source: str | None
    id: str | None = Field(description="Which keep of the rubric; null where that is unknown.")
    keep: PerMille
    low: PerMille
    high: PerMille
    basis: Basis
    loss: Exact | None = Field(description="Null on an axis that abstains.")
    because: str


class GateLine(WireModel):
    """A rule that acts after the points: a cap, a hold, a note, or the end of the assessment."""

    id: str
    effect: Literal["cap", "hold", "note", "not_applicable"]
    status: Literal["applied", "idle", "possible"] = Field(description="idle: holds but does not bind.")
    axis: str | None
    before: Exact | None
    after: Exact | None
    requires: str | None = Field(description="Who has to release a hold.")
    fact: str | None = Field(description="For `possible`: the unknown fact that decides.")
    because: str
    reference: str | None


class LossLine(WireModel):
    """Points lost, and why. On each axis `exact` and these add up to 100.000."""

    code: str = Field(description="criterion.level, criterion.unknown, chain.keep or gate.id")
    axis: str
    points: Exact
    basis: Basis
    facts: list[Pointer]
    because: str
    reference: str | None


class RaiseLine(WireModel):
    """What would raise the grade, evaluated in full."""

    remedies: list[str]
    axis: str
    before: Points | None
    after: Points | None
    band: str | None = Field(description="The band it would reach.")
    effort: str | None
    text: str


class Question(WireModel):
    """An unknown fact, with the score at its worst and at its best answer."""

    fact: str
    pointer: Pointer | None
    ask: str
    axis: str
    worst: Points | None
    best: Points | None


class FlipChange(WireModel):
    """One fact to change."""

    pointer: Pointer
    from_: Any = Field(alias="from", description="What it is now; null where unknown.")
    to: Any = Field(description="What it would have to be.")


class Flip(WireModel):
    """The smallest change of facts that moves a band."""

    changes: list[FlipChange]
    axis: str
    band: str | None


class Warned(WireModel):
    """Something doubtful that did not stop the scoring."""

    code: str
    pointer: str | None
    message: str
    hint: str | None


class RecordUsed(WireModel):
    """The record that became the link's `track_record`."""

    registry: str
    topic: str | None
    letter: str | None
    status: str | None
    rating: str | None
    valid_from: str | None
    valid_to: str | None


class SourceUsed(WireModel):
    """A link whose source is an entry of the desk's registry. The link's `source_id` is set to the entry's id."""

    pointer: Pointer
    source_id: str = Field(description="The entry.")
    revision: int = Field(description="The state of it that was used: GET /v1/sources/{id}?revision=..")
    by: Literal["id", "domain", "alias", "name"] = Field(description="What it was found by.")
    record: RecordUsed | None = Field(description="Null where none counts, or the caller stated a track record.")


class IndependentRoot(WireModel):
    """An attribution whose root the registry knows to have nothing in common with the others."""

    attribution: int = Field(description="Position in `attributions`, from 0.")
    reason: str


class SourcesUsed(WireModel):
    """Which facts come from the desk's registry, and from where in it."""

    links: list[SourceUsed]
    independent: list[IndependentRoot]


class Assessment(WireModel):
    """A claim's grade under one rubric, every point accounted for."""

    id: str | None = Field(description="Id of the stored assessment; null where it is not stored.")
    claim: ClaimNamed
    rubric: RubricNamed
    engine: str = Field(description="Version of the engine.")
    facts_digest: Digest
    as_of: str | None = Field(description="The day the question is asked for; there is no clock inside.")
    status: Status
    grade: str | None = Field(description="The bands of the axes in the rubric's order, for example E3.")
    overall: Overall | None
    axes: dict[str, AxisAnswer]
    derived: Derived
    criteria: list[CriterionLine]
    chain: list[ChainLine]
    gates: list[GateLine]
    losses: list[LossLine] = Field(description="Ranked by size.")
    likelihood: dict[str, Any] | None = Field(description="A stated likelihood and its range under a named yardstick.")
    rationale: str = Field(description="Two to five plain sentences, made from the same lines.")
    raise_: list[RaiseLine] | None = Field(alias="raise", description="Filled when `include` asks for it.")
    questions: list[Question] | None = Field(description="Filled when `include` asks for it.")
    flip: Flip | Literal["robust"] | None = Field(
        description="Filled when `include` asks for it; null also where too many facts are open to try every pair."
    )
    warnings: list[Warned]
    sources: SourcesUsed | None = Field(
        None, description="Only there where the desk's registry of sources added something to the facts."
    )


class Comparison(WireModel):
    """The same claim under several rubrics, in the order they were asked for."""

    results: list[Assessment]
