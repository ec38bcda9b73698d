"""Is this a document whose claims can be graded, and does everything it points at stand in its text?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic_core import ValidationError

from sayso.errors import InvalidClaim, Problem
from sayso.facts.claim import Reading, known_only, read_claim
from sayso.facts.refusals import problems_of
from sayso.facts.schema import DEFAULT_LIMITS, Limits, document_validator
from sayso.facts.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Document:
    """A document in its normal form; ``fields`` has all of it but the claims."""

    fields: Mapping[str, Any]
    claims: tuple[Reading, ...]


def read_document(
    raw: object, vocabulary: Vocabulary, *, strict: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """The document with its claims read. Raises InvalidClaim with everything wrong, in it and in any claim.

    The text keeps every character, since positions count them; it is neither normalised nor trimmed.
    """
    known = known_only(raw)
    if isinstance(known, dict) and isinstance(raw, dict):
        known = {**known, **{name: raw[name] for name in ("text", "claims") if raw.get(name) is not None}}
    try:
        fields: dict[str, Any] = document_validator(vocabulary, limits).validate_python(known)
    except ValidationError as error:
        raise InvalidClaim(problems_of(error, vocabulary)) from error
    problems: list[Problem] = list(_digest_differs(fields))
    readings: list[Reading] = []
    length = len(fields["text"]) if "text" in fields else None
    for index, claim in enumerate(fields.pop("claims", [])):
        try:
            reading = read_claim(claim, vocabulary, strict=strict, limits=limits)
        except InvalidClaim as error:
            problems += [replace(each, pointer=f"/claims/{index}{each.pointer or ''}") for each in error.problems]
            continue
        readings.append(reading)
        if length is not None:
            problems += _outside(reading.claim, f"/claims/{index}", length)
    ids = [str(reading.claim["id"]) for reading in readings if "id" in reading.claim]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        problems.append(
            Problem("duplicate_id", f'two claims have the id "{twice[:60]}"', "give each its own", "/claims")
        )
    if problems:
        raise InvalidClaim(problems)
    return Document(fields, tuple(readings))


def _digest_differs(fields: Mapping[str, Any]) -> Iterator[Problem]:
    stated, text = fields.get("sha256"), fields.get("text")
    if stated is not None and text is not None and hashlib.sha256(text.encode()).hexdigest() != stated.lower():
        yield Problem("wrong_digest", "sha256 is not the digest of the text", "the text is taken in UTF-8", "/sha256")


def _outside(value: Any, pointer: str, length: int) -> Iterator[Problem]:
    """Every pair of positions that leaves the text."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _outside(item, f"{pointer}/{name}", length)
    elif isinstance(value, list):
        if len(value) == 2 and all(isinstance(item, int) for item in value):
            if value[1] > length:
                message = f"{json.dumps(value)} ends after the text, which has {length} characters"
                yield Problem("bad_span", message, "[start, end), counted in code points", pointer)
            return
        for at, item in enumerate(value):
            yield from _outside(item, f"{pointer}/{at}", length)
