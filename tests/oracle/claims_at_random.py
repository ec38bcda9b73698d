"""What might a claim state? Anything the vocabulary allows, with few names and ids, so that roots meet."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.oracle.words import Plain, declared_kinds

SOURCES = ("Daily Ledger", "daily  ledger ", "Evening Star", "EVENING STAR", "the minister", "Café", "Cafe\u0301")
DAYS = ("2024-01-31", "2024-02-01", "2024-02-01T23:30:00Z", "2023-12-24", "2024-03-05")
WORDS = ("reportedly", "allegedly", "Allegedly ", "likely", "in all probability")


def random_claim(random: Random, vocabulary: Plain) -> dict[str, Any]:
    fill = random.choice((0.15, 0.5, 0.9))
    claim = _facts(random, vocabulary["claim"], fill, leave=("attributions", "roots", "spans", "found"))
    claim["attributions"] = [
        _attribution(random, vocabulary, fill) for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4)))
    ]
    if random.random() < 0.1:
        claim["attributions"].append(random.choice(claim["attributions"]))
    if random.random() < 0.1:
        claim["roots"] = random.choice(
            (
                {"count": random.randrange(4)},
                {"independence": random.choice(("established", "not_established", "single", "dependent", "unknown"))},
                {"count": random.randrange(4), "independence": random.choice(("established", "single", "dependent"))},
            )
        )
    return claim


def _attribution(random: Random, vocabulary: Plain, fill: float) -> dict[str, Any]:
    count = random.choice((1, 2, 2, 3, 3, 4, 5))
    attribution: dict[str, Any] = {"chain": [_link(random, vocabulary, fill) for _ in range(count)]}
    if random.random() < 0.3:
        attribution["independent"] = random.choice(({"reason": "another street"}, {"reason": "unknown"}, {}, None))
    return attribution


def _link(random: Random, vocabulary: Plain, fill: float) -> dict[str, Any]:
    link = _facts(random, vocabulary["link"], fill, leave=("source", "kind", "source_id", "lineage", "mention"))
    if random.random() < 0.9:
        link["source"] = random.choice((*SOURCES, "unknown", None))
    if random.random() < 0.9:
        link["kind"] = random.choice((*declared_kinds(vocabulary), "rumor_mill", "unknown"))
    if random.random() < 0.3:
        link["identification"] = random.choice(("named", "named_with_position"))
    for name in ("source_id", "lineage"):
        if random.random() < 0.15:
            link[name] = random.choice(("one", "two"))
    if random.random() < 0.1:
        link["mention"] = [[random.randrange(5), 9]]
    return link


def _facts(random: Random, fields: Plain, fill: float, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """Each fact stated, left out, null or the word unknown."""
    facts: dict[str, Any] = {}
    for name, field in fields.items():
        if name in leave:
            continue
        chance = random.random()
        if chance < fill:
            facts[name] = _value(random, field, fill)
        elif chance > 0.97:
            facts[name] = random.choice((None, "unknown"))
    return facts


def _value(random: Random, field: Plain, fill: float) -> Any:
    kind = field["type"]
    if kind == "record":
        return _facts(random, field["fields"], max(fill, 0.5))
    if kind == "enum":
        return random.choice(list(field["values"]))
    if kind == "boolean":
        return random.random() < 0.5
    if kind == "integer":
        return random.randrange(field.get("minimum", 0), 5)
    if kind == "date":
        return random.choice(DAYS)
    if kind == "list":
        values = list(field["values"])
        return random.sample(values, random.randrange(len(values) + 1))
    if kind == "hedges":
        return [_hedge(random) for _ in range(random.randrange(3))]
    if kind == "yardstick":
        return random.choice(("icd203", "kent"))
    assert kind == "text", kind
    return random.choice(("harbour", " harbour", "tax"))


def _hedge(random: Random) -> Any:
    word = random.choice(WORDS)
    if random.random() < 0.5:
        return word
    hedge: dict[str, Any] = {"term": word}
    if random.random() < 0.5:
        hedge["place"] = random.choice(("outer", "inner"))
    if random.random() < 0.3:
        hedge["span"] = [[random.randrange(9), 12]]
    return hedge
