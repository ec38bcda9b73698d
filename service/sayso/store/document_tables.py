"""Where do documents stand? One table; their assessments stand with the others and name them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from sayso.store.tables import DIGEST, ID, metadata

documents = Table(
    "documents",
    metadata,
    Column("id", ID, primary_key=True),
    Column("created", String(24), nullable=False),
    Column("actor", String(80), nullable=False),
    # Words of others: blanked when the document is deleted.
    Column("title", Text),
    Column("outlet", Text),
    Column("outlet_name", String(400)),
    Column("date", String(40)),
    Column("url", Text),
    Column("sha256", String(64), nullable=False),
    Column("characters", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("rubric_id", Text, nullable=False),
    Column("rubric_version", Text, nullable=False),
    Column("rubric_digest", DIGEST, ForeignKey("texts.digest"), nullable=False),
    Column("as_of", String(40)),
    Column("extractor", LargeBinary),
    Column("text", LargeBinary),
    Column("warnings", LargeBinary),
    Column("revision", Integer, nullable=False),
    Column("deleted", String(24)),
    Column("deleted_by", String(80)),
    Index("documents_by_outlet", "outlet_name", "id"),
    Index("documents_by_digest", "sha256", "id"),
)
