"""Which tables are there? The shape that the newest migration leaves behind, for queries on either database."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

HEAD = "0007"
"""The newest migration. A database at another one is not worked with."""

ID, DIGEST = String(32), String(71)
metadata = MetaData()

texts = Table(
    "texts",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("source", LargeBinary, nullable=False),
)

assessments = Table(
    "assessments",
    metadata,
    Column("id", ID, primary_key=True),
    Column("created", String(24), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("rubric_id", Text, nullable=False),
    Column("rubric_digest", DIGEST, ForeignKey("texts.digest"), nullable=False),
    Column("vocabulary_digest", DIGEST, ForeignKey("texts.digest"), nullable=False),
    Column("engine", String(40), nullable=False),
    Column("as_of", String(40)),
    Column("asked", LargeBinary, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("grade", Text),
    Column("replaces", ID, ForeignKey("assessments.id")),
    Column("document", ID),
    Column("place", Integer),
    Column("rescored_from", ID),
    # What has become of it: only these are ever changed.
    Column("revision", Integer, nullable=False),
    Column("review_state", String(20), nullable=False),
    Column("human_grade", Text),
    Column("replaced_by", ID),
    Column("deleted", String(24)),
    Index("assessments_by_rubric", "rubric_id", "id"),
    Index("assessments_by_grade", "grade", "id"),
    Index("assessments_by_state", "review_state", "id"),
    Index(
        "assessments_by_origin",
        "rescored_from",
        "rubric_digest",
        unique=True,
        sqlite_where=text("rescored_from IS NOT NULL"),
        postgresql_where=text("rescored_from IS NOT NULL"),
    ),
)

# Made from the assessment and written with it: an index that a list of values can have. Nothing refers to it.
terms = Table(
    "terms",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("value", String(400), primary_key=True),
    Column("assessment_id", ID, primary_key=True),
    sqlite_with_rowid=False,
)

reviews = Table(
    "reviews",
    metadata,
    Column("assessment_id", ID, ForeignKey("assessments.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("created", String(24), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("axis", Text),
    Column("band", Text),
    Column("reason", String(40)),
    Column("note", Text),
    Column("grade", Text),
    Column("again_on", String(10)),
)

replies = Table(
    "replies",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("expires", String(24), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("subject", ID),
    Column("revision", Integer, nullable=False),
    Index("replies_by_expiry", "expires"),
    Index("replies_by_subject", "subject"),
)
