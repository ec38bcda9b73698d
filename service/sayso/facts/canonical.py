"""What is the one form in which the same facts are always the same bytes?

RFC 8785 (JSON Canonicalization Scheme) for the values that Sayso has: maps, lists, text, whole numbers, true, false, null.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from json import JSONEncoder
from typing import Any

from sayso.errors import Bug

_LARGEST = 2**53 - 1
_SORTED = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_AS_GIVEN = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def canonical(value: object) -> bytes:
    """The RFC 8785 form. Numbers with a fraction have no place in Sayso's facts and rubrics, and are a Bug here."""
    return _AS_GIVEN(_ordered(value)).encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical form, as it is shown: ``sha256:`` and 64 hexadecimal digits."""
    return _named(canonical(value))


def facts_digest(claim: Mapping[str, Any]) -> str:
    """The digest of a claim as ``read_claim`` gives it, positions and provenance left out."""
    return _named(_encoded(without_positions(claim)))


def attribution_form(attribution: Mapping[str, Any]) -> bytes:
    """The bytes of one attribution in the form that ``facts_digest`` hashes; they order attributions that tie."""
    return _encoded(_attribution(attribution))


def without_positions(claim: Mapping[str, Any]) -> dict[str, Any]:
    """The claim without what the engine ignores: where things stand in the text and how they were found."""
    kept = {name: value for name, value in claim.items() if name not in ("spans", "found")}
    if "hedges" in kept:
        kept["hedges"] = [_hedge(hedge) for hedge in kept["hedges"]]
    kept["attributions"] = [_attribution(attribution) for attribution in kept["attributions"]]
    return kept


def _attribution(attribution: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in attribution.items() if name != "cue"}
    kept["chain"] = [_link(link) if "mention" in link or "hedges" in link else link for link in kept["chain"]]
    return kept


def _link(link: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in link.items() if name != "mention"}
    if "hedges" in kept:
        kept["hedges"] = [_hedge(hedge) for hedge in kept["hedges"]]
    return kept


def _hedge(hedge: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in hedge.items() if name != "span"} if "span" in hedge else hedge


def _encoded(value: object) -> bytes:
    """For facts that were checked: keys are ASCII names and numbers are whole, so sorting by code point is enough."""
    return _SORTED(value).encode()


def _named(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise Bug("only text can be a key of a canonical map")
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))}
    if isinstance(value, (list, tuple)):
        return [_ordered(item) for item in value]
    if value is None or isinstance(value, (str, bool)) or (isinstance(value, int) and abs(value) <= _LARGEST):
        return value
    raise Bug(f"{value!r:.40} has no canonical form")
