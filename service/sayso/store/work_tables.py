"""Where does a desk's work on documents stand? A row for each document, its terms, and what was done, in order."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from sayso.store.document_tables import documents
from sayso.store.tables import ID, metadata

ACTOR, MOMENT = String(80), String(24)

work = Table(
    "work",
    metadata,
    Column("document_id", ID, ForeignKey(documents.c.id), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("queued", Boolean, nullable=False),
    Column("scale", LargeBinary, nullable=False),
    Column("desk", String(80)),
    Column("assignee", ACTOR),
    Column("author_state", String(20), nullable=False),
    Column("reviewer_state", String(20), nullable=False),
    Column("lease_holder", ACTOR),
    Column("lease_until", MOMENT),
    Column("replaces", ID),
    Column("replaced_by", ID),
    # Made of the assessments of its claims, and made anew whenever one of them changes.
    Column("claims_open", Integer, nullable=False),
    Column("claims_agreed", Integer, nullable=False),
    Column("claims_overridden", Integer, nullable=False),
    Column("claims_abstained", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("worst", Text),
    Column("widest", Integer, nullable=False),
    Index("work_by_desk", "queued", "desk", "document_id"),
    Index("work_by_assignee", "queued", "assignee", "document_id"),
    Index("work_by_state", "queued", "reviewer_state", "document_id"),
    Index("work_by_range", "queued", "widest", "document_id"),
)

# As `terms` for assessments: an index that a list of values can have.
work_terms = Table(
    "work_terms",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("value", String(400), primary_key=True),
    Column("document_id", ID, primary_key=True),
    Index("work_terms_by_document", "document_id"),
    sqlite_with_rowid=False,
)

work_entries = Table(
    "work_entries",
    metadata,
    Column("id", ID, primary_key=True),
    Column("created", MOMENT, nullable=False),
    Column("actor", ACTOR, nullable=False),
    Column("what", String(20), nullable=False),
    Column("document_id", ID),
    Column("assessment_id", ID),
    Column("about", Text),
    Column("body", LargeBinary, nullable=False),
    Index("work_entries_by_document", "document_id", "id"),
    Index("work_entries_by_assessment", "assessment_id", "id"),
)
