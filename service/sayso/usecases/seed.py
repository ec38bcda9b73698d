"""What article is shown from the start: the seed, its text as published and its claims as read by hand?"""

from __future__ import annotations

import json
from pathlib import Path

from sayso.errors import InvalidClaim, Problem
from sayso.facts.document import read_document
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.document import ReadDocument

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
