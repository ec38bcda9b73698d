"""What does a claim state, once everything unknown is taken out of it?

Absent, null and the word unknown are the same; a list is what it says, and an empty one is a known none.
"""

from __future__ import annotations

import json
from typing import Any

from tests.oracle.words import Plain, clean, declared_kinds


def stated(raw: Plain, vocabulary: Plain) -> dict[str, Any]:
    """The claim without what is unknown, and without what only says where things stand."""
    claim = _without_positions(_known(raw), vocabulary["claim"])
    claim["attributions"] = [_attribution(item, vocabulary) for item in claim["attributions"]]
    if "hedges" in claim:
        claim["hedges"] = _hedges(claim["hedges"])
    return claim


def form_of(attribution: Plain) -> bytes:
    """One line of JSON, keys sorted, so that the chain comes first: by this the last tie between two is broken."""
    return json.dumps(attribution, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _attribution(attribution: Plain, vocabulary: Plain) -> dict[str, Any]:
    kept = _without_positions(attribution, vocabulary["attribution"])
    kept["chain"] = [_link(link, vocabulary) for link in kept["chain"]]
    return kept


def _link(link: Plain, vocabulary: Plain) -> dict[str, Any]:
    """An undeclared kind counts as unknown."""
    kept = _without_positions(link, vocabulary["link"])
    if kept.get("kind") not in declared_kinds(vocabulary):
        kept.pop("kind", None)
    if "hedges" in kept:
        kept["hedges"] = _hedges(kept["hedges"])
    return kept


def _hedges(hedges: list[Any]) -> list[dict[str, Any]]:
    """A hedge is a word or a map with a term; said twice in the same way, it is said once."""
    maps: list[dict[str, Any]] = []
    for hedge in hedges:
        one = {"term": hedge} if isinstance(hedge, str) else {k: v for k, v in hedge.items() if k != "span"}
        if one not in maps:
            maps.append(one)
    return maps


def _without_positions(value: Plain, fields: Plain) -> dict[str, Any]:
    return {key: item for key, item in value.items() if not fields.get(key, {}).get("position")}


def _known(value: Any) -> Any:
    """Texts in their normal form; nothing that is null, the word unknown, blank, or a map with nothing left in it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_known(item) for item in value]
    if isinstance(value, dict):
        cleaned = {key: _known(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, "unknown", "", {})}
    return value
