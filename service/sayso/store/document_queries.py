"""How is a document found, with all that was made of its claims? Each query stays on an index."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, select

from sayso.store.document_port import Document, DocumentFilters
from sayso.store.document_tables import documents
from sayso.store.port import DOCUMENT
from sayso.store.queries import COLUMNS
from sayso.store.tables import assessments, terms

_COLUMNS = [documents.c[name] for name in Document._fields]
_OUTSIDE = ("text", "warnings")
"""What no list shows; a page of articles would be read for nothing."""


def one(document_id: str) -> Select[tuple[object, ...]]:
    """A document by its id."""
    return select(*_COLUMNS).where(documents.c.id == document_id)


def page(filters: DocumentFilters, before: str | None, count: int) -> Select[tuple[object, ...]]:
    """So many documents, newest first, older than the id ``before``, without their texts. One index leads."""
    columns = [column for column in _COLUMNS if column.name not in _OUTSIDE]
    query = select(*columns)
    leads = True
    for name, wanted in (("sha256", filters.sha256), ("outlet_name", filters.outlet_name)):
        if wanted is not None:
            query = query.where((documents.c[name] if leads else documents.c[name].concat("")) == wanted)
            leads = False
    if filters.since is not None:
        query = query.where(documents.c.id >= filters.since)
    if before is not None:
        query = query.where(documents.c.id < before)
    return query.order_by(documents.c.id.desc()).limit(count)


def assessments_of(document_id: str) -> Select[tuple[object, ...]]:
    """All that were ever made of its claims, oldest first."""
    query = select(*COLUMNS).join_from(terms, assessments, assessments.c.id == terms.c.assessment_id)
    return query.where(terms.c.kind == DOCUMENT, terms.c.value == document_id).order_by(terms.c.assessment_id)


def document(row: Row[tuple[object, ...]]) -> Document:
    """A row of ``one`` or ``page``."""
    given: dict[str, Any] = dict.fromkeys(_OUTSIDE) | row._asdict()
    return Document(**given)
