"""What does this version add? Keys, and an audit to which the database itself lets nobody do anything but add."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"

_ID, _DIGEST, _MOMENT = sa.String(32), sa.String(71), sa.String(24)
_POSITION = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NOTHING = "sha256:" + "0" * 64
_ADDED_TO = ("audit", "audit_subjects")
_BACK = "NEW.position <= OLD.position OR NEW.id <> OLD.id"


def upgrade() -> None:
    """From 0001."""
    op.create_table(
        "api_keys",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.String(80), nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("expires", _MOMENT),
        sa.Column("revoked", _MOMENT),
    )
    op.create_table(
        "audit",
        sa.Column("position", _POSITION, primary_key=True, autoincrement=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("operation", sa.String(80), nullable=False),
        sa.Column("subjects", sa.Text, nullable=False),
        sa.Column("digest", _DIGEST, nullable=False),
        sa.Column("previous", _DIGEST, nullable=False),
        sa.Column("hash", _DIGEST, nullable=False),
    )
    op.create_index("audit_by_actor", "audit", ["actor", "position"])
    op.create_index("audit_by_operation", "audit", ["operation", "position"])
    op.create_table(
        "audit_subjects",
        sa.Column("subject", sa.String(200), primary_key=True),
        sa.Column("position", _POSITION, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("audit_subjects_by_position", "audit_subjects", ["position"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", _POSITION, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("hash", _DIGEST, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "position": 0, "created": "", "hash": _NOTHING}])
    for line in _postgresql() if op.get_bind().dialect.name == "postgresql" else _sqlite():
        op.execute(line)


def _sqlite() -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
    lines = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
        for table in _ADDED_TO
        for verb in ("UPDATE", "DELETE")
    ]
    # INSERT OR REPLACE would take the place of an entry without any of those being asked.
    there = "NEW.position <= (SELECT position FROM audit_head)"
    return [
        *lines,
        *(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refuse}" for table in _ADDED_TO),
        f"CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head {refuse}",
        f"CREATE TRIGGER audit_head_no_insert BEFORE INSERT ON audit_head {refuse}",
        f"CREATE TRIGGER audit_head_no_way_back BEFORE UPDATE ON audit_head WHEN {_BACK} {refuse}",
    ]


def _postgresql() -> list[str]:
    refuse = "EXECUTE FUNCTION sayso_only_added_to()"
    lines = [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        for table in _ADDED_TO
    ]
    return [
        (
            "CREATE FUNCTION sayso_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$"
        ),
        *lines,
        (
            "CREATE TRIGGER audit_head_no_change BEFORE INSERT OR DELETE OR TRUNCATE ON audit_head "
            f"FOR EACH STATEMENT {refuse}"
        ),
        f"CREATE TRIGGER audit_head_no_way_back BEFORE UPDATE ON audit_head FOR EACH ROW WHEN ({_BACK}) {refuse}",
    ]
