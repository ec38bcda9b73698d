"""What do people need? They themselves, their sessions, and a count of changes that those who write take in turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"

_ID, _MOMENT = sa.String(32), sa.String(24)


def upgrade() -> None:
    """From what only keys open."""
    op.create_table(
        "people",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("roles", sa.String(80), nullable=False),
        sa.Column("releases", sa.Text, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("subject", sa.String(300), unique=True),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("disabled", _MOMENT),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("person", _ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("seen", _MOMENT, nullable=False),
        sa.Column("expires", _MOMENT, nullable=False),
    )
    op.create_index("sessions_by_person", "sessions", ["person"])
    op.create_index("sessions_by_expiry", "sessions", ["expires"])
    changes = op.create_table(
        "people_changes",
        sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.bulk_insert(changes, [{"only": 1, "number": 0}])
