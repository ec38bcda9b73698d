"""Where is the audit kept? Its entries, the same by subject, and its head; triggers let nothing else than adding be."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from sayso.store.tables import DIGEST, metadata

# On SQLite a number of the row itself, which needs no second index.
POSITION = BigInteger().with_variant(Integer, "sqlite")

audit = Table(
    "audit",
    metadata,
    Column("position", POSITION, primary_key=True, autoincrement=False),
    Column("created", String(24), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("operation", String(80), nullable=False),
    Column("subjects", Text, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("previous", DIGEST, nullable=False),
    Column("hash", DIGEST, nullable=False),
    Index("audit_by_actor", "actor", "position"),
    Index("audit_by_operation", "operation", "position"),
)

# Made from the entry and written with it: an index that a list can have. Checked with the entry.
audit_subjects = Table(
    "audit_subjects",
    metadata,
    Column("subject", String(200), primary_key=True),
    Column("position", POSITION, primary_key=True, autoincrement=False),
    Index("audit_subjects_by_position", "position"),
    sqlite_with_rowid=False,
)

# One row. Whoever writes holds it, so that the entries of several services stand in one order.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("position", POSITION, nullable=False),
    Column("created", String(24), nullable=False),
    Column("hash", DIGEST, nullable=False),
)
