"""What does the registry of sources need? Its entries, every state they were in, and a count of its changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

_ID, _MOMENT, _ACTOR = sa.String(80), sa.String(24), sa.String(80)


def upgrade() -> None:
    """From the storage of assessments."""
    for name, second in (("sources", False), ("source_revisions", True)):
        op.create_table(
            name,
            sa.Column("id", _ID, primary_key=True),
            sa.Column("revision", sa.Integer, primary_key=second, nullable=False),
            sa.Column("number", sa.Integer, nullable=False),
            sa.Column("changed", _MOMENT, nullable=False),
            sa.Column("actor", _ACTOR, nullable=False),
            sa.Column("body", sa.LargeBinary, nullable=False),
        )
    op.create_index("sources_by_number", "sources", ["number"])
    changes = op.create_table(
        "source_changes",
        sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.bulk_insert(changes, [{"only": 1, "number": 0}])
