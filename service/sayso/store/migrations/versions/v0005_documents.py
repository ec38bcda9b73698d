"""What is added for documents? Their table, a mark on their assessments, and replies by what they are about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ID, _MOMENT = sa.String(32), sa.String(24)


def upgrade() -> None:
    """From what keeps single assessments."""
    op.create_table(
        "documents",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("outlet_name", sa.String(400)),
        sa.Column("date", sa.String(40)),
        sa.Column("url", sa.Text),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.Column("rubric_id", sa.Text, nullable=False),
        sa.Column("rubric_version", sa.Text, nullable=False),
        sa.Column("rubric_digest", sa.String(71), sa.ForeignKey("texts.digest"), nullable=False),
        sa.Column("as_of", sa.String(40)),
        sa.Column("extractor", sa.LargeBinary),
        sa.Column("text", sa.LargeBinary),
        sa.Column("warnings", sa.LargeBinary),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("deleted", _MOMENT),
        sa.Column("deleted_by", sa.String(80)),
    )
    op.create_index("documents_by_outlet", "documents", ["outlet_name", "id"])
    op.create_index("documents_by_digest", "documents", ["sha256", "id"])
    op.add_column("assessments", sa.Column("document", _ID))
    op.add_column("assessments", sa.Column("place", sa.Integer))
    op.add_column("assessments", sa.Column("deleted", _MOMENT))
    op.create_index("replies_by_subject", "replies", ["subject"])
