"""What does the first version keep? Assessments, the rubrics behind them, reviews, and replies for who asks twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

_ID, _DIGEST, _MOMENT = sa.String(32), sa.String(71), sa.String(24)


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "texts",
        sa.Column("digest", _DIGEST, primary_key=True),
        sa.Column("source", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "assessments",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("rubric_id", sa.Text, nullable=False),
        sa.Column("rubric_digest", _DIGEST, sa.ForeignKey("texts.digest"), nullable=False),
        sa.Column("vocabulary_digest", _DIGEST, sa.ForeignKey("texts.digest"), nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("as_of", sa.String(40)),
        sa.Column("asked", sa.LargeBinary, nullable=False),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("grade", sa.Text),
        sa.Column("replaces", _ID, sa.ForeignKey("assessments.id")),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("review_state", sa.String(20), nullable=False),
        sa.Column("human_grade", sa.Text),
        sa.Column("replaced_by", _ID),
    )
    op.create_index("assessments_by_rubric", "assessments", ["rubric_id", "id"])
    op.create_index("assessments_by_grade", "assessments", ["grade", "id"])
    op.create_index("assessments_by_state", "assessments", ["review_state", "id"])
    op.create_table(
        "terms",
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("value", sa.String(400), primary_key=True),
        sa.Column("assessment_id", _ID, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reviews",
        sa.Column("assessment_id", _ID, sa.ForeignKey("assessments.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("axis", sa.Text),
        sa.Column("band", sa.Text),
        sa.Column("reason", sa.String(40)),
        sa.Column("note", sa.Text),
        sa.Column("grade", sa.Text),
    )
    op.create_table(
        "replies",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("expires", _MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("subject", _ID),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_index("replies_by_expiry", "replies", ["expires"])
