"""Which tables hold rubrics? Versions, what was activated, and a number by which a replica sees that there is more."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from sayso.store.tables import DIGEST, metadata

NAME, VERSION = String(200), String(200)

rubric_versions = Table(
    "rubric_versions",
    metadata,
    Column("id", NAME, primary_key=True),
    Column("version", VERSION, primary_key=True),
    Column("digest", DIGEST, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("created", String(24), nullable=False),
    Column("actor", String(80), nullable=False),
)

active_rubrics = Table(
    "active_rubrics",
    metadata,
    Column("rubric_id", NAME, primary_key=True),
    Column("version", VERSION, nullable=False),
    Column("created", String(24), nullable=False),
    Column("actor", String(80), nullable=False),
)

# One row. Whoever changes a rubric holds it first, so that one comes after the other, and counts it up.
rubric_changes = Table(
    "rubric_changes",
    metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)
