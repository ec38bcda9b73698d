"""What of a document can be kept and found again? The shapes; no database is imported here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Document(NamedTuple):
    """An article as it is kept. ``text`` and ``warnings`` (JSON) are bytes; after deletion what is words is None.

    ``outlet_name`` is the outlet as it is looked for, ``sha256`` the digest of the text, ``characters`` how many code
    points it has. ``extractor`` is JSON: what found the claims, None where they were given.
    """

    id: str
    created: str
    actor: str
    title: str | None
    outlet: str | None
    outlet_name: str | None
    date: str | None
    url: str | None
    sha256: str
    characters: int
    claims: int
    rubric_id: str
    rubric_version: str
    rubric_digest: str
    as_of: str | None
    extractor: bytes | None
    text: bytes | None
    warnings: bytes | None
    revision: int = 0
    """Counts what becomes of the document, and of the assessments of its claims."""
    deleted: str | None = None
    deleted_by: str | None = None

    def wordless(self, at: str, by: str) -> Document:
        """What is left of it when it is deleted, then and by whom."""
        return self._replace(
            title=None,
            outlet=None,
            outlet_name=None,
            url=None,
            text=None,
            warnings=None,
            revision=self.revision + 1,
            deleted=at,
            deleted_by=by,
        )


class Blank(NamedTuple):
    """What is left of an assessment when its document is deleted: facts and answer without a word of it (JSON), and the
    terms by which it is no longer found.
    """

    assessment_id: str
    facts: bytes
    answer: bytes
    lost: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DocumentFilters:
    """Which documents are wanted: all that is given must hold."""

    outlet_name: str | None = None
    sha256: str | None = None
    since: str | None = None
    """An id, or the beginning of one: those that were kept at that moment or later."""
