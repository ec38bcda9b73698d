"""Which calls keep an article with its claims, and find, list and blank it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from sayso.client.calls import Answer, Call, Claim, Json, Page, next_of, path, posting
from sayso.client.reading import anything
from sayso.wire.extract import Format

ROOM = "documents"


class Given(TypedDict, total=False):
    """What may be said of a document: its text, or its claims, or both, and what is known of it from outside."""

    text: str
    claims: Sequence[Claim]
    title: str
    outlet: str
    date: str | date
    format: Format
    rubric: str


def create(**document: Unpack[Given]) -> Call[Json]:
    """Keeps an article: its claims are those given, else those found in the text, and each is assessed.

    kept = sayso.documents.create(text=text, outlet="Daily Ledger")
    print(kept["id"])
    """
    return posting(Call("POST", path(ROOM), anything), **document).once(None)


def get(document_id: str) -> Call[Json]:
    """One document with its claims."""
    return Call("GET", path(ROOM, document_id), anything)


def pages(limit: int | None = None) -> Call[Page[Json]]:
    """Every document, newest first; further pages are asked for when they are needed."""
    return Call("GET", path(ROOM), _page).asking(limit=limit)


def delete(document_id: str) -> Call[None]:
    """Blanks its text and names; hashes and audit stay."""
    return Call("DELETE", path(ROOM, document_id), lambda answer: None).once(None)


def _page(answer: Answer) -> Page[Json]:
    found: list[Any] = anything(answer).get(ROOM, [])
    return Page(found, next_of(answer))
