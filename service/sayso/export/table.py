"""How does a review become a table for a spreadsheet? One row for each claim, RFC 4180, UTF-8 with its mark.

The mark (BOM) stands there because the reader is a spreadsheet, and without it Excel reads names as another alphabet;
programs have NDJSON. Rows end in CR LF; inside a cell a line ends in LF alone, however it was written.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sayso.export.review import Claim, Reviewed
from sayso.export.words import (
    backing_words,
    chain_words,
    gate_words,
    holds,
    release_words,
    review_words,
    sign_off_words,
)
from sayso.facts.visible import visible

BOM = "\ufeff"
# What a spreadsheet takes for a formula, in half and full width, or swallows so that the next character becomes first.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ROW_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_FIGURES = ("score", "low", "high", "exact", "known")


class Figure(str):
    """A number of the stored answer as it stands there: no cell is less of a formula."""

    __slots__ = ()


def csv_of(review: Reviewed) -> bytes:
    """The table; a document without claims has the head alone."""
    axes = tuple(review.claims[0].told["axes"]) if review.claims else ()
    rows = [_row(review, claim, axes) for claim in review.claims]
    head = list(rows[0]) if rows else [*_of_document(review), "claim_index", "claim"]
    written = io.StringIO(newline="")
    table = csv.writer(written, dialect="excel")
    table.writerow(head)
    for row in rows:
        table.writerow([each if isinstance(each, Figure) else cell(each) for each in row.values()])
    return (BOM + written.getvalue()).encode()


def cell(value: str | None) -> str:
    """A text as a cell that shows it and does nothing: an apostrophe goes before what would be a formula."""
    if value is None:
        return ""
    text = visible(_ROW_ENDS.sub("\n", value))
    return f"'{text}" if _FORMULA.match(text) else text


def text_of(written: str) -> str:
    """The text that a cell shows, without the apostrophe that was put before it."""
    return written[1:] if written.startswith("'") and _FORMULA.match(written) else written


def _row(review: Reviewed, claim: Claim, axes: tuple[str, ...]) -> dict[str, str | None]:
    told = claim.told
    said = [review_words(each, claim, review.rubric) for each in claim.reviews]
    overridden = [review_words(each, claim, review.rubric) for each in claim.overrides]
    last = claim.reviews[-1] if claim.reviews else None
    row: dict[str, str | None] = {
        **_of_document(review),
        "claim_index": Figure(claim.index),
        "claim_id": claim.id,
        "claim": claim.text,
        "quotes": _lines(place.quote for place in claim.places),
        "places": "; ".join(f"{place.start}-{place.end}" for place in claim.places),
        "chains": _lines(map(chain_words, claim.chains)),
        "status": told["status"],
        "computed_grade": claim.computed,
        "human_grade": claim.human,
        "override": _lines(overridden),
        "review": claim.state,
        "reviewed_by": last.by if last else None,
        "reviewed_at": last.created if last else None,
        "review_note": last.note if last else None,
        "reviews": _lines(said),
    }
    human = {each.axis: each.band for each in claim.overrides}
    for axis in axes:
        row |= _axis(axis, told["axes"].get(axis) or {}, human.get(axis))
    overall = told["overall"] or {}
    row |= {f"overall.{name}": _figure(overall.get(name)) for name in _FIGURES[:-1]}
    return row | {
        "overall.label": overall.get("label"),
        "roots": _figure(told["derived"]["roots"]["count"]),
        "independence": told["derived"]["roots"]["independence"],
        "gates": _lines(map(gate_words, told["gates"])),
        "held_for": "; ".join(gate["requires"] or "" for gate in holds(told)),
        "released": _lines(map(release_words, claim.releases)),
        "losses": _lines(
            f"{loss['axis']} {loss['code']} {loss['points']} {loss['because']}" for loss in told["losses"]
        ),
        "rationale": told["rationale"],
        "backing": _lines(map(backing_words, claim.backing)),
        "notes": _lines(f"{note.text or 'its words are gone'} ({note.by}, {note.created})" for note in claim.notes),
        "assessment": claim.assessment,
        "assessed_at": claim.created,
        "assessed_by": claim.by,
        "replaces": claim.replaces,
        "engine": told["engine"],
        "facts_digest": told["facts_digest"],
    }


def _of_document(review: Reviewed) -> dict[str, str | None]:
    return {
        "document": review.id,
        "title": review.title,
        "outlet": review.outlet,
        "date": review.date,
        "url": review.url,
        "text_sha256": review.sha256,
        "rubric": review.rubric.ref,
        "rubric_digest": review.rubric.digest,
        "as_of": review.as_of,
        "deleted": review.deleted,
        "sign_offs": _lines(map(sign_off_words, review.sign_offs)),
    }


def _axis(name: str, axis: Mapping[str, Any], human: str | None) -> dict[str, str | None]:
    words = {f"{name}.{key}": axis.get(key) for key in ("status", "band", "label")}
    return words | {f"{name}.human_band": human} | {f"{name}.{key}": _figure(axis.get(key)) for key in _FIGURES}


def _figure(value: int | str | None) -> Figure | None:
    return None if value is None else Figure(value)


def _lines(texts: Iterator[str] | Any) -> str:
    return "\n".join(text for text in texts if text)
