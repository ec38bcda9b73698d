"""How is a document told? Its text and its claims, each with the assessment that holds for it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from pydantic_core import from_json, to_json

from sayso.facts.places import position, quoted
from sayso.facts.shared_roots import roots_across
from sayso.facts.vocabulary import Vocabulary
from sayso.store.document_port import Document
from sayso.store.port import STATES, Stored
from sayso.wire.documents import DocumentList

Json = dict[str, Any]


class _Answer(msgspec.Struct):
    """What of an answer is shown in short."""

    status: str


def whole_document(document: Document, assessments: Sequence[Stored], vocabulary: Vocabulary | None) -> bytes:
    """One document, as ``wire.documents.DocumentKept``. ``assessments`` are all that were ever made of its claims;
    ``vocabulary`` is the one of then, None where it cannot be read any more: then no roots are told.
    """
    holding = current(document, assessments)
    facts: list[Mapping[str, Any]] = [from_json(each.assessed.facts) for each in holding]
    text = None if document.text is None else document.text.decode()
    roots: list[Json] = []
    if document.deleted is None and vocabulary is not None:
        named = [
            claim if "id" in claim else {**claim, "id": str(each.assessed.place)}
            for claim, each in zip(facts, holding, strict=True)
        ]
        roots = roots_across(named, vocabulary)
    reviewed = Counter(each.review_state for each in holding)
    return to_json(
        {
            **_head(document),
            "text": text,
            "claims": [_claim(each, claim, text) for each, claim in zip(holding, facts, strict=True)],
            "roots": roots,
            "reviews": {state: reviewed[state] for state in STATES},
            "warnings": [] if document.warnings is None else from_json(document.warnings),
        }
    )


def current(document: Document, assessments: Sequence[Stored]) -> list[Stored]:
    """Of each claim the assessment that nothing has replaced, by the document's own rubric, in the claims' order."""
    holding = {
        each.assessed.place: each
        for each in assessments
        if each.replaced_by is None and each.assessed.rubric_digest == document.rubric_digest
    }
    return [holding[place] for place in sorted(place for place in holding if place is not None)]


def document_page(found: Sequence[Document]) -> DocumentList:
    """Documents in a list, each in short."""
    return DocumentList.model_validate({"documents": [_head(document) for document in found]})


def _head(document: Document) -> Json:
    deleted = None if document.deleted is None else {"at": document.deleted, "by": document.deleted_by}
    rubric = {"id": document.rubric_id, "version": document.rubric_version, "digest": document.rubric_digest}
    return {
        "id": document.id,
        "created": document.created,
        "by": document.actor,
        "title": document.title,
        "outlet": document.outlet,
        "date": document.date,
        "url": document.url,
        "sha256": document.sha256,
        "characters": document.characters,
        "rubric": rubric,
        "as_of": document.as_of,
        "extractor": None if document.extractor is None else from_json(document.extractor),
        "claim_count": document.claims,
        "deleted": deleted,
    }


def _claim(stored: Stored, facts: Mapping[str, Any], text: str | None) -> Json:
    assessed = stored.assessed
    positions = [position(span) for span in facts.get("spans", ())]
    return {
        "index": assessed.place,
        "id": facts.get("id"),
        "text": facts.get("text"),
        "spans": [] if text is None else [quoted(text, start, end) for start, end in positions],
        "positions": positions,
        "assessment": {
            "id": assessed.id,
            "status": msgspec.json.decode(assessed.answer, type=_Answer).status,
            "grade": {"computed": assessed.grade, "human": stored.human_grade},
            "review": stored.review_state,
            "replaces": assessed.replaces,
        },
    }
