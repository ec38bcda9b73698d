"""Which calls keep an article with its claims, and find, list and blank it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from sayso.client.calls import Call, Claim, Page, path, posting
from sayso.client.reading import StoredDocument, document, page
from sayso.wire.documents import DocumentList, DocumentSummary
from sayso.wire.request import Include

ROOM = "documents"


class Given(TypedDict, total=False):
    """What may be said of a document beside its text: what is known of it from outside, and how it is graded."""

    title: str
    outlet: str
    date: str | date
    url: str
    claims: Sequence[Claim]
    rubric: str
    as_of: str | date
    include: Sequence[Include]
    strict: bool


class Wanted(TypedDict, total=False):
    """Which documents are listed; all that is given must hold. ``since`` is a date or a time."""

    outlet: str
    sha256: str
    since: str | date
    limit: int


def create(text: str, **given: Unpack[Given]) -> Call[StoredDocument]:
    """Keeps an article: its claims are those given, else those found in the text, and each is assessed.

    kept = sayso.documents.create(text, outlet="Daily Ledger")
    print(kept.id, [each.assessment.grade.computed for each in kept.claims])
    """
    return posting(Call("POST", path(ROOM), document), text=text, **given).once(None)


def get(document_id: str) -> Call[StoredDocument]:
    """One document with its claims, each with the assessment that holds now."""
    return Call("GET", path(ROOM, document_id), document)


def pages(**wanted: Unpack[Wanted]) -> Call[Page[DocumentSummary]]:
    """Every document, newest first; further pages are asked for when they are needed.

    for each in sayso.documents.list(outlet="Daily Ledger"):
        print(each.id, each.title)
    """
    return Call("GET", path(ROOM), page(DocumentList, lambda found: found.documents)).asking(**wanted)


def delete(document_id: str, etag: str) -> Call[StoredDocument]:
    """Blanks its text and names, if it is still as you have seen it; hashes, grades and audit stay. Raises Changed.

    kept = sayso.documents.get(document_id)
    sayso.documents.delete(kept.id, etag=kept.etag)
    """
    return Call("DELETE", path(ROOM, document_id), document).matching(etag).once(None)
