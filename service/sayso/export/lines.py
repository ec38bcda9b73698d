"""How does a review become data that loses nothing? NDJSON: the document on the first line, then a claim on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pydantic_core import to_json

from sayso.export.review import Claim, Reviewed
from sayso.export.words import review_words

FORM = "sayso-export/1"


def ndjson_of(review: Reviewed) -> bytes:
    """``facts`` and ``result`` of each claim are the kept bytes, as ``GET /v1/assessments/{id}`` has them."""
    return b"".join(each + b"\n" for each in _lines(review))


def _lines(review: Reviewed) -> Iterator[bytes]:
    yield to_json(_document(review))
    for claim in review.claims:
        yield b'%b,"facts":%b,"result":%b}' % (to_json(_claim(claim, review))[:-1], claim.facts, claim.answer)


def _document(review: Reviewed) -> dict[str, Any]:
    deleted = None if review.deleted is None else {"at": review.deleted, "by": review.deleted_by}
    rubric = {"id": review.rubric.id, "version": review.rubric.version, "digest": review.rubric.digest}
    return {
        "sayso": FORM,
        "line": "document",
        "id": review.id,
        "created": review.created,
        "by": review.by,
        "title": review.title,
        "outlet": review.outlet,
        "date": review.date,
        "url": review.url,
        "sha256": review.sha256,
        "characters": review.characters,
        "text": review.text,
        "rubric": rubric,
        "as_of": review.as_of,
        "deleted": deleted,
        "claim_count": len(review.claims),
        "sign_offs": [asdict(each) for each in review.sign_offs],
    }


def _claim(claim: Claim, review: Reviewed) -> dict[str, Any]:
    overrides = [{**asdict(each), "says": review_words(each, claim, review.rubric)} for each in claim.overrides]
    return {
        "line": "claim",
        "index": claim.index,
        "id": claim.id,
        "text": claim.text,
        "places": [asdict(place) for place in claim.places],
        "assessment": claim.assessment,
        "created": claim.created,
        "by": claim.by,
        "replaces": claim.replaces,
        "grade": {"computed": claim.computed, "human": claim.human},
        "review": claim.state,
        "overridden": bool(overrides),
        "overrides": overrides,
        "reviews": [asdict(each) for each in claim.reviews],
        "backing": [asdict(each) for each in claim.backing],
        "notes": [asdict(each) for each in claim.notes],
        "releases": [asdict(each) for each in claim.releases],
    }
