"""What does rubric versions in the database ask for? Their tables, and of an assessment what it was rescored from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NAME, _DIGEST, _MOMENT, _ACTOR = sa.String(200), sa.String(71), sa.String(24), sa.String(80)


def upgrade() -> None:
    """From assessments without rubric versions."""
    op.create_table(
        "rubric_versions",
        sa.Column("id", _NAME, primary_key=True),
        sa.Column("version", _NAME, primary_key=True),
        sa.Column("digest", _DIGEST, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("actor", _ACTOR, nullable=False),
    )
    op.create_table(
        "active_rubrics",
        sa.Column("rubric_id", _NAME, primary_key=True),
        sa.Column("version", _NAME, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("actor", _ACTOR, nullable=False),
    )
    changes = op.create_table(
        "rubric_changes",
        sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.bulk_insert(changes, [{"only": 1, "number": 0}])
    op.add_column("assessments", sa.Column("rescored_from", sa.String(32)))
    given = sa.text("rescored_from IS NOT NULL")
    op.create_index(
        "assessments_by_origin",
        "assessments",
        ["rescored_from", "rubric_digest"],
        unique=True,
        sqlite_where=given,
        postgresql_where=given,
    )
