"""Which facts can a generated condition read, and which values can a generated claim give them?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sayso.facts.vocabulary import Field, Vocabulary, load_vocabulary
from sayso.rubric.fields import better_order, fields_of

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
DAYS = ("2026-01-01", "2026-01-05", "2026-01-20")
WORDS = ("alpha", "beta")
HEDGES = ("reportedly", "allegedly")
OWN_KINDS = ("court_record", "eyewitness", "classified_leak", "author_inference", "secondhand_media", "rumour")
PARENTS = ("observation", "leak")
NUMBERS = {
    "roots.count": (1, 2, 3),
    "specificity": (1, 3, 5),
    "hops": (1, 2),
    "attenuation_days": (0, 4, 15),
    "age_days": (3, 30),
}
STRUCTURAL = frozenset({"source", "source_id", "kind", "identification", "lineage"})
"""Fields of a link that decide which root it brings."""


@cache
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary at the top of the repository."""
    return load_vocabulary(RUBRICS / "vocabulary.yaml")


@dataclass(frozen=True)
class Fact:
    """A fact of a scope. ``order`` has its values best first where it has a direction."""

    scope: str
    name: str
    field: Field
    order: tuple[str | int | bool, ...]

    @property
    def directed(self) -> bool:
        return bool(self.order)


@cache
def facts_of(scope: str) -> tuple[Fact, ...]:
    """The facts that a scope offers, in the vocabulary's order."""
    inner = "link" if scope in ("any_link", "all_links") else scope
    return tuple(
        Fact(scope, name, field, _order(name, field)) for name, field in fields_of(shipped_vocabulary(), inner).items()
    )


def _order(name: str, field: Field) -> tuple[str | int | bool, ...]:
    if field.type == "integer":
        numbers = NUMBERS.get(name, (1, 2))
        return () if field.better is None else numbers if field.better == "lower" else numbers[::-1]
    return tuple(better_order(field) or ())


def choices(field: Field, name: str) -> tuple[object, ...]:
    """Values that a claim can give a stated field."""
    if field.type == "kind":
        return (*OWN_KINDS, *PARENTS)
    if field.type == "boolean":
        return (True, False)
    if field.format == "hedges":
        return ([], [HEDGES[0]], [HEDGES[1]], list(HEDGES))
    if field.type == "list":
        words = list(field.values)
        return ([], words[:1], words[1:3], words[:3], words[1:], words)
    if field.type == "date":
        return DAYS
    if field.type == "integer":
        return NUMBERS.get(name, (1, 2))
    return tuple(field.values) or WORDS
