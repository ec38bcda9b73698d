"""Which claims are both readers asked about? What a rubric reads and what it does not, in chains of 1 to 12 links."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.generated.claims import Reads
from tests.generated.vocabulary import choices, shipped_vocabulary
from tests.oracle.claims_at_random import random_claim

from sayso.errors import InvalidClaim
from sayso.facts.claim import read_claim
from sayso.facts.derive import Facts, derive

DAYS = ("2026-02-01", "2024-02-15", None)
_LEFT = frozenset({"roots.count", "roots.independence"})


def facts_for(reads: Reads, random: Random, count: int) -> list[Facts]:
    """The derived facts of so many claims; those that contradict themselves are drawn again."""
    vocabulary, found = shipped_vocabulary(), []
    while len(found) < count:
        try:
            claim = read_claim(_claim(reads, random), vocabulary).claim
        except InvalidClaim:
            continue
        found.append(derive(claim, vocabulary, random.choice(DAYS)))
    return found


def _claim(reads: Reads, random: Random) -> dict[str, Any]:
    """A claim that may state anything, most of what is read put in on top; some chains have twelve links."""
    claim = random_claim(random, shipped_vocabulary().source)
    gaps = random.choice((0.1, 0.4, 0.8))
    _put(claim, reads.claim, shipped_vocabulary().claim, random, gaps)
    for attribution in claim["attributions"]:
        chain = attribution["chain"]
        if random.random() < 0.05:
            chain[:] = [dict(random.choice(chain)) for _ in range(12)]
        for link in chain:
            _put(link, reads.link, shipped_vocabulary().link, random, gaps)
    return claim


def _put(into: dict[str, Any], names: tuple[str, ...], fields: Any, random: Random, gaps: float) -> None:
    for name in names:
        if name in _LEFT or random.random() < gaps:
            continue
        record, _, part = name.rpartition(".")
        value = random.choice(choices(fields[name], name))
        if record:
            inside = into.get(record)
            into[record] = {**(inside if isinstance(inside, dict) else {}), part: value}
        else:
            into[name] = value
