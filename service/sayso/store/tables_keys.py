"""Where are keys kept? Their SHA-256 only, with what each may do and until when."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from sayso.store.tables import ID, metadata

# A key is random, 256 bits of it, so that its digest tells nobody anything; a slow one would cost each call.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", String(80), nullable=False),
    Column("created", String(24), nullable=False),
    Column("expires", String(24)),
    Column("revoked", String(24)),
)
