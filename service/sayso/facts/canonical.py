"""What is the one form in which the same facts are always the same bytes?

RFC 8785 (JSON Canonicalization Scheme) for the values that Sayso has: maps, lists, text, whole numbers, true, false,
null.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from sayso.errors import Bug
from sayso.facts.vocabulary_file import POSITIONS

_LARGEST = 2**53 - 1


def canonical(value: object) -> bytes:
    """The RFC 8785 form. Numbers with a fraction have no place in Sayso's facts and rubrics, and are a Bug here."""
    try:
        return to_json(_ordered(value))
    except PydanticSerializationError as error:  # half of a surrogate pair
        raise Bug("this text has no canonical form") from error


def digest(value: object) -> str:
    """SHA-256 of the canonical form, as it is shown: ``sha256:`` and 64 hexadecimal digits."""
    return form_digest(canonical(value))


def facts_digest(claim: Mapping[str, Any]) -> str:
    """The digest of a claim as ``read_claim`` gives it, positions and provenance left out."""
    return form_digest(graded_form(claim))


def form_digest(form: bytes) -> str:
    """The digest of what has this canonical form, such as the ``graded_form`` of a claim."""
    return "sha256:" + hashlib.sha256(form).hexdigest()


def graded_form(value: Mapping[str, Any]) -> bytes:
    """The bytes that ``facts_digest`` hashes, of a claim as ``read_claim`` gives it or of one of its attributions,
    which they put in order where two tie.

    Where no position is stated nothing is left out, and the keys are in order.
    """
    return to_json(graded_facts(value) if _has_positions(value) else value)


def _has_positions(value: Mapping[str, Any]) -> bool:
    """Whether a claim, or an attribution, says where anything stands."""
    if not POSITIONS.isdisjoint(value) or _hedges_have(value):
        return True
    for attribution in value.get("attributions", (value,)):
        if not POSITIONS.isdisjoint(attribution):
            return True
        for link in attribution["chain"]:
            if not POSITIONS.isdisjoint(link) or _hedges_have(link):
                return True
    return False


def _hedges_have(value: Mapping[str, Any]) -> bool:
    return "hedges" in value and any("span" in hedge for hedge in value["hedges"])


def graded_facts(value: Mapping[str, Any]) -> dict[str, Any]:
    """The facts without what the engine ignores (where things stand in the text, how they were found), keys in order.

    The keys of a checked claim are ASCII names and its numbers are whole, so that this is all that RFC 8785 asks for.
    """
    kept: dict[str, Any] = {}
    for name in sorted(value):
        item = value[name]
        if isinstance(item, dict):
            if name not in POSITIONS:
                kept[name] = graded_facts(item)
        elif isinstance(item, list):
            if name not in POSITIONS:
                kept[name] = [graded_facts(part) if isinstance(part, dict) else part for part in item]
        else:
            kept[name] = item
    return kept


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise Bug("only text can be a key of a canonical map")
        return {
            key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        }
    if isinstance(value, (list, tuple)):
        return [_ordered(item) for item in value]
    if value is None or isinstance(value, (str, bool)) or (isinstance(value, int) and abs(value) <= _LARGEST):
        return value
    raise Bug(f"{value!r:.40} has no canonical form")
