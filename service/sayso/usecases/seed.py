"""What article is shown from the start: the seed, its text as published and its claims as read by hand?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

from sayso.errors import Bug, InvalidClaim, Problem
from sayso.facts.document import read_document
from sayso.facts.vocabulary import Vocabulary
from sayso.store.document_port import DocumentFilters
from sayso.store.port import Change, Reply, Store, Unit
from sayso.usecases.desk import Desk
from sayso.usecases.document import ReadDocument
from sayso.usecases.documents import make_document, read_facts, write_document
from sayso.usecases.drafting import By
from sayso.wire.documents import DocumentRequest

ARTICLE, CLAIMS = "article.txt", "claims.json"


def open_seed(folder: Path, vocabulary: Vocabulary) -> ReadDocument:
    """Reads the seed's files. Raises InvalidClaim where they do not fit together, OSError where they are not there."""
    text = (folder / ARTICLE).read_bytes().decode("utf-8")
    try:
        raw = json.loads((folder / CLAIMS).read_bytes())
    except ValueError as error:
        raise InvalidClaim([Problem("bad_json", f"{CLAIMS} is no JSON: {error}")]) from error
    document = read_document({**raw, "text": text} if isinstance(raw, dict) else raw, vocabulary, strict=True)
    fields = document.fields
    words = {name: str(fields.get(name, "")) for name in ("id", "title", "outlet", "date")}
    return ReadDocument(**words, text=text, claims=tuple(reading.claim for reading in document.claims))


def keep_seed(desk: Desk, store: Store, seed: ReadDocument, by: By) -> str:
    """Keeps the seed as a document by the desk's own rubric, unless it was kept so before; gives its id.

    One that was deleted is not kept again. Raises InvalidClaim where the desk's limits are below the seed, and what a
    database raises.
    """
    known = {"title": seed.title, "outlet": seed.outlet, "date": seed.date}
    body = {**{name: value for name, value in known.items() if value}, "text": seed.text, "claims": [*seed.claims]}
    asked = DocumentRequest.model_validate(body)
    made = make_document(desk, asked, read_facts(desk, body, strict=True), _unneeded, by)

    def write(unit: Unit) -> Reply:
        same = [
            found
            for found in unit.documents(DocumentFilters(sha256=made.document.sha256))
            if found.rubric_digest == made.document.rubric_digest
        ]
        return Reply(b"", same[0].id) if same else write_document(unit, made)

    change = Change(by.actor, "keepSeed", write, size=1 + len(made.drafts))
    kept = store.submit(change).result().subject
    assert kept is not None
    return kept


def _unneeded() -> NoReturn:
    raise Bug("the seed's claims were read by hand")
