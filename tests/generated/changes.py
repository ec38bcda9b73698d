"""Which facts of a claim are missing, which are given, and what else could they be?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.generated.cases import Case, Claim
from tests.generated.claims import BEHIND, Reads
from tests.generated.vocabulary import DAYS, NUMBERS, STRUCTURAL, choices, shipped_vocabulary

from sayso.engine.change import at_pointer, changed
from sayso.engine.scalar import AxisResult, Result
from sayso.facts.vocabulary import Field

DATES = frozenset({"observed_at", "reported_at"})
RECORDS = frozenset(BEHIND["chain.record"])
INDEPENDENCE = ("established", "not_established", "single", "dependent")


@dataclass(frozen=True)
class Place:
    """A declared field of the claim or of one link: where it stands, and which attribution has it."""

    pointer: str
    field: Field
    name: str
    attribution: int | None


def fact_places(case: Case) -> Iterator[Place]:
    """Every place of a *missing fact* as the design defines it, whether it is given or not.

    Declared fields that a matcher reads other than by ``exists``, and never those that decide about roots, nor
    those behind ``chain.record`` and ``claim.age_days`` where a matcher reads these.
    """
    reads, vocabulary = case.sample.reads, shipped_vocabulary()
    for name in reads.claim:
        if not name.startswith("roots.") and f"claim.{name}" not in reads.asked:
            yield Place("/" + name.replace(".", "/"), vocabulary.claim[name], name, None)
    names = [name for name in reads.link if _counts(name, reads)]
    for at, attribution in enumerate(case.claim["attributions"]):
        for position in range(len(attribution["chain"])):
            for name in names:
                pointer = f"/attributions/{at}/chain/{position}/{name.replace('.', '/')}"
                yield Place(pointer, vocabulary.link[name], name, at)


def _counts(name: str, reads: Reads) -> bool:
    if name in STRUCTURAL or f"link.{name}" in reads.asked:
        return False
    if name in DATES and "claim.age_days" in reads.facts:
        return False
    return not (name in RECORDS and "chain.record" in reads.facts)


def missing(case: Case) -> list[Place]:
    """The missing facts, those of an attribution that abstains while another is scored left out."""
    silent = _silent(case.judge())
    return [p for p in fact_places(case) if at_pointer(case.claim, p.pointer) is None and p.attribution not in silent]


def stated(case: Case) -> list[Place]:
    """The facts that could be missing and are not."""
    return [place for place in fact_places(case) if at_pointer(case.claim, place.pointer) is not None]


def _silent(result: Result) -> set[int]:
    found: set[int] = set()
    for axis in result.axes:
        if axis.attribution is not None and axis.status == "scored":
            found.update(at for at, reading in axis.others if reading.record.status == "abstained")
    return found


def answers(place: Place) -> tuple[Any, ...]:
    """Every answer that any condition of a generated rubric tells from another."""
    field = place.field
    if field.format == "hedges":
        return tuple([{"term": word} for word in words] for words in choices(field, place.name))
    if field.type == "list":
        return (*choices(field, place.name), *([word] for word in field.values))
    if field.type == "date":
        steps = {0, *(number + by for number in NUMBERS["attenuation_days"] for by in (-1, 0, 1))}
        days = {
            date.fromisoformat(day) + timedelta(days=sign * step) for day in DAYS for step in steps for sign in (1, -1)
        }
        return tuple(sorted(day.isoformat() for day in days))
    if field.type == "text":
        return (*choices(field, place.name), "gamma")
    return choices(field, place.name)


def put(claim: Claim, pointer: str, value: object) -> Claim:
    """The claim with another value at a pointer."""
    return changed(claim, pointer, value)


def without(claim: Claim, pointer: str) -> Claim:
    """The claim without the fact at a pointer, and without a record that holds nothing else."""
    emptied: Claim = _without(claim, pointer.split("/")[1:])
    return emptied


def _without(node: Any, parts: list[str]) -> Any:
    head, rest = parts[0], parts[1:]
    if isinstance(node, list):
        at = int(head)
        return [*node[:at], _without(node[at], rest), *node[at + 1 :]]
    if not rest:
        return {name: value for name, value in node.items() if name != head}
    inner = _without(node[head], rest)
    return {name: inner if name == head else value for name, value in node.items() if name != head or inner != {}}


def standing(axis: AxisResult) -> tuple[tuple[int | None, str], ...]:
    """Which attributions are scored, abstain or do not apply on an axis."""
    every = [(axis.attribution, axis.speaker), *axis.others]
    return tuple(sorted(((at, reading.record.status) for at, reading in every), key=str))


def same_scored(one: AxisResult, other: AxisResult) -> bool:
    """Whether the same attributions are scored on an axis: where two answers can be compared."""
    return [at for at, status in standing(one) if status == "scored"] == [
        at for at, status in standing(other) if status == "scored"
    ]


def comparable(one: Result, other: Result) -> list[tuple[AxisResult, AxisResult]]:
    """The axes on which the same attributions are scored in both."""
    return [(a, b) for a, b in zip(one.axes, other.axes, strict=True) if a.status == "scored" and same_scored(a, b)]


def overall_comparable(one: Result, other: Result) -> bool:
    """Whether every axis has the same standing in both, so that the overalls weigh the same."""
    return one.outcome.overall.score is not None and all(
        standing(a) == standing(b) for a, b in zip(one.axes, other.axes, strict=True)
    )


def roots(result: Result) -> tuple[int, int]:
    """The number of roots, and how good their independence is (0 is best)."""
    at = shipped_vocabulary().layout.claim
    count, word = result.facts.claim[at["roots.count"]], result.facts.claim[at["roots.independence"]]
    assert isinstance(count, int)
    return count, INDEPENDENCE.index(str(word))
