"""Which claims are tried? Small worlds of few names, so that chains meet, share roots and run in circles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from tests.generated.conditions import Draw
from tests.generated.vocabulary import OWN_KINDS, PARENTS, STRUCTURAL, choices, shipped_vocabulary

from sayso.facts.vocabulary import Field
from sayso.rubric.digest import conditions
from sayso.rubric.matcher import tests
from sayso.rubric.model import Rubric

NAMES = ("Ledger", "Star", "ledger ", "the minister", "a clerk", "a memo")
BEHIND: Mapping[str, tuple[str, ...]] = {
    "claim.specificity": ("specifics",),
    "claim.hedge": ("hedges",),
    "link.hedge": ("hedges",),
    "link.attenuation_days": ("observed_at", "reported_at"),
    "claim.age_days": ("observed_at", "reported_at"),
    "chain.record": ("track_record.letter", "track_record.status"),
}
"""The stated fields that a derived fact comes from; of claim.age_days and chain.record they stand on links."""


@dataclass(frozen=True)
class Reads:
    """The stated fields that conditions read, dotted, and the facts (``scope.name``) as they name them."""

    claim: tuple[str, ...]
    link: tuple[str, ...]
    facts: frozenset[str]
    asked: frozenset[str]
    """Fields that a condition reads by ``exists``: ``claim.topic``, ``link.url``."""


def reads_of(rubric: Rubric) -> Reads:
    """What any condition of a rubric reads; every link scope is ``link``."""
    claim: dict[str, None] = {}
    link: dict[str, None] = {}
    facts: set[str] = set()
    asked: set[str] = set()
    for test in (test for node in conditions(rubric) for test in tests(node)):
        scope = test.ref.scope if test.ref.scope in ("claim", "chain") else "link"
        name = f"{scope}.{test.ref.name}"
        facts.add(name)
        group = claim if scope == "claim" and name != "claim.age_days" else link
        found = BEHIND.get(name) or (() if scope == "chain" else (test.ref.name,))
        group.update(dict.fromkeys(found))
        if test.operator == "exists":
            asked.update(f"{'claim' if group is claim else 'link'}.{each}" for each in found)
    return Reads(tuple(claim), tuple(link), frozenset(facts), frozenset(asked))


def everything() -> Reads:
    """All that may be stated."""
    vocabulary = shipped_vocabulary()
    claim = [name for name, field in vocabulary.claim.items() if field.matchable]
    link = [name for name, field in vocabulary.link.items() if field.matchable]
    return Reads(tuple(claim), tuple(link), frozenset(), frozenset())


@st.composite
def claims(draw: Draw, reads: Reads, most: int = 4, links: int = 6, gaps: int = 1) -> dict[str, Any]:
    """A claim that gives the facts that are read; ``gaps`` of every four or so are left out, 0 leaves out none."""
    vocabulary = shipped_vocabulary()
    count = draw(st.integers(1, most))
    claim: dict[str, Any] = {
        "text": "It was so.",
        "attributions": [draw(attributions(reads, links, gaps)) for _ in range(count)],
    }
    _put(draw, claim, [name for name in reads.claim if not name.startswith("roots.")], vocabulary.claim, gaps)
    if draw(st.integers(0, 5)) == 5:
        number = draw(st.integers(0, 3))
        words = ["established", "not_established"] if number > 1 else ["single", "dependent"] if number else ["single"]
        claim["roots"] = {"count": number, "independence": draw(st.sampled_from([None, *words]))}
    return claim


@st.composite
def attributions(draw: Draw, reads: Reads, links: int = 6, gaps: int = 1) -> dict[str, Any]:
    length = draw(st.sampled_from([each for each in (2, 1, 3, 2, 4, 6) if each <= links]))
    attribution: dict[str, Any] = {"chain": [draw(link(reads, at, length, gaps)) for at in range(length)]}
    if draw(st.integers(0, 3)) == 3:
        attribution["independent"] = {"reason": "a street apart"}
    return attribution


@st.composite
def link(draw: Draw, reads: Reads, at: int = 0, length: int = 2, gaps: int = 1) -> dict[str, Any]:
    """One link; relays are mostly outlets, roots anything."""
    vocabulary = shipped_vocabulary()
    kinds: tuple[str | None, ...] = (*OWN_KINDS, "on_record_official", "prior_own_reporting")
    if gaps:
        kinds = (*kinds, *PARENTS, None)
    if at < length - 1:
        kinds = ("secondhand_media", "secondhand_media", *kinds)
    found: dict[str, Any] = {
        "kind": draw(st.sampled_from(kinds)),
        "source": draw(st.sampled_from([*NAMES, None] if gaps else NAMES)),
    }
    more = draw(st.integers(0, 11))
    if more == 10:
        found["lineage"] = draw(st.sampled_from(["one", "two"]))
    elif more == 11:
        found["source_id"] = draw(st.sampled_from(["s1", "s2"]))
    _put(
        draw, found, [name for name in reads.link if name not in STRUCTURAL - {"identification"}], vocabulary.link, gaps
    )
    if "identification" not in reads.link and more > 7:
        found["identification"] = draw(st.sampled_from(["named", "bare"]))
    return {name: value for name, value in found.items() if value is not None}


def _put(draw: Draw, into: dict[str, Any], names: Collection[str], fields: Mapping[str, Field], gaps: int) -> None:
    for name in names:
        some = choices(fields[name], name)
        value = draw(st.sampled_from([*some, *[None] * (gaps * max(1, len(some) // 3))]))
        if value is None:
            continue
        head, _, part = name.partition(".")
        if part:
            into[head] = {**into.get(head, {}), part: value}
        else:
            into[name] = value
