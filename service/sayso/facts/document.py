"""Is this a document whose claims can be graded, and does everything it points at stand in its text?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from pydantic_core import ValidationError

from sayso.errors import InvalidClaim, Problem
from sayso.facts.claim import Reading, declared_in, known_only, read_claim
from sayso.facts.places import Places
from sayso.facts.refusals import problems_of
from sayso.facts.schema import DEFAULT_LIMITS, Limits, Unusable, document_validator
from sayso.facts.vocabulary import Vocabulary

_MOST = 200
"""Wrong places reported of one claim."""


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
    known = _known(raw, vocabulary)
    problems: list[Problem] = []
    fields: dict[str, Any] = {}
    claims: list[Any] = []
    try:
        fields = document_validator(vocabulary, limits).validate_python(known)
    except ValidationError as error:
        problems += problems_of(error, vocabulary, vocabulary.document)
        given = known.get("claims") if isinstance(known, dict) else None
        claims = given[: limits.claims] if isinstance(given, list) else []
    else:
        problems += _digest_differs(fields)
        claims = fields.pop("claims", [])
    readings: list[Reading] = []
    text = known.get("text") if isinstance(known, dict) else None
    places = Places(text) if isinstance(text, str) else None
    for index, claim in enumerate(claims):
        try:
            reading = read_claim(claim, vocabulary, strict=strict, limits=limits)
        except InvalidClaim as error:
            problems += [replace(each, pointer=f"/claims/{index}{each.pointer or ''}") for each in error.problems]
            continue
        readings.append(reading)
        if places is not None:
            problems += islice(places.wrong(reading.claim, f"/claims/{index}"), _MOST)
    ids = Counter(str(reading.claim["id"]) for reading in readings if "id" in reading.claim)
    for twice in sorted(name for name, times in ids.items() if times > 1):
        problems.append(
            Problem("duplicate_id", f'two claims have the id "{twice[:60]}"', "give each its own", "/claims")
        )
    if problems:
        raise InvalidClaim(problems)
    return Document(fields, tuple(readings))


def _known(raw: object, vocabulary: Vocabulary) -> object:
    """What is known of the document; its text and its claims as they were sent."""
    if not isinstance(raw, dict):
        return raw
    whole = {name: raw[name] for name in ("text", "claims") if raw.get(name) not in (None, "unknown", "")}
    if isinstance(whole.get("text"), str) and "\0" in whole["text"]:
        whole["text"] = Unusable("holds the character NUL, which no text has", "remove it")
    rest = known_only(
        {name: value for name, value in raw.items() if name not in ("text", "claims")}, declared_in(vocabulary)
    )
    return {**rest, **whole} if isinstance(rest, dict) else whole


def _digest_differs(fields: Mapping[str, Any]) -> Iterator[Problem]:
    stated, text = fields.get("sha256"), fields.get("text")
    if stated is not None and text is not None and hashlib.sha256(text.encode()).hexdigest() != stated.lower():
        yield Problem("wrong_digest", "sha256 is not the digest of the text", "the text is taken in UTF-8", "/sha256")
