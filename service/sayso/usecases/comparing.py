"""How would other rubrics of the desk grade the same stored facts, and what makes the difference?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from sayso.rubric.model import Rubric
from sayso.store.port import Assessed
from sayso.usecases.desk import Desk
from sayso.usecases.past import asked_of
from sayso.usecases.score import score_all

Json = Mapping[str, Any]
Taken = Mapping[str, Any]
"""A loss of an answer, ``{code, axis, points, facts, because ..}``."""


@dataclass(frozen=True)
class Compared:
    """One rubric's answer to the claim; ``problem`` says why it has none."""

    rubric: Rubric
    answer: Json | None
    problem: str | None = None


@dataclass(frozen=True)
class Difference:
    """What each answer lost on one fact; ``pointer`` is None for losses that rest on no fact of the claim."""

    pointer: str | None
    losses: tuple[tuple[Taken, ...], ...]
    spread: int
    """Thousandths of a point between the one that lost most and the one that lost least."""


def compared(desk: Desk, assessed: Assessed, refs: Sequence[str]) -> tuple[Compared, ...]:
    """The claim by each rubric of the desk as it is now. Raises UnknownRubric."""
    facts, asked = from_json(assessed.facts), asked_of(assessed)
    found = []
    for ref in refs:
        rubric = desk.plan(ref).rubric
        item = score_all(desk, [facts], rubric=ref, as_of=asked.as_of, strict=asked.strict)["results"][0]
        problem = item.get("problem")
        found.append(Compared(rubric, item.get("result"), None if problem is None else problem["detail"]))
    return tuple(found)


def differences(answers: Sequence[Json]) -> tuple[Difference, ...]:
    """Where the answers took unlike points, the widest apart first. One without a score takes none."""
    scored = [at for at, told in enumerate(answers) if told["status"] == "scored"]
    by_fact: dict[str | None, list[list[Taken]]] = {}
    for at, told in enumerate(answers):
        for loss in told["losses"]:
            pointer = loss["facts"][0] if loss["facts"] else None
            by_fact.setdefault(pointer, [[] for _ in answers])[at].append(loss)
    rows = [
        Difference(pointer, tuple(map(tuple, losses)), spread)
        for pointer, losses in by_fact.items()
        if len(scored) > 1 and (spread := _spread([losses[at] for at in scored]))
    ]
    return tuple(sorted(rows, key=lambda row: -row.spread))


def _spread(losses: Sequence[Sequence[Taken]]) -> int:
    sums = [*_sums(losses)]
    return max(sums) - min(sums)


def _sums(losses: Sequence[Sequence[Taken]]) -> Iterator[int]:
    for taken in losses:
        yield sum(int(loss["points"].replace(".", "")) for loss in taken)
