"""Is it still there? What a deletion has blanked can be looked at, and nothing can be done with it."""

from __future__ import annotations

from sayso.store.document_port import Document
from sayso.store.port import Stored
from sayso.store.refusals import Deleted

_HINT = "its document was deleted: GET /v1/documents/{id} tells what is left of it"


def present(stored: Stored) -> Stored:
    """The assessment. Raises Deleted where its document was deleted."""
    if stored.deleted is not None:
        raise Deleted("the text and the names of this assessment are gone", hint=_HINT)
    return stored


def present_document(document: Document) -> Document:
    """The document. Raises Deleted where it was deleted."""
    if document.deleted is not None:
        raise Deleted("the document is deleted already", hint="its hash and its grades are kept; GET shows them")
    return document
