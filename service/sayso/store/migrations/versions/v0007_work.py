"""What is added for the desk's work? A row for each document, its terms, what was done, and when to look again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from pydantic_core import from_json, to_json

revision = "0007"
down_revision = "0005"

_ID, _MOMENT, _ACTOR = sa.String(32), sa.String(24), sa.String(80)
_LONGEST = 200
_SHOWN = sa.text(
    "SELECT a.id, a.place, a.answer, a.grade, a.human_grade, a.review_state FROM terms t"
    " JOIN assessments a ON a.id = t.assessment_id WHERE t.kind = 'document' AND t.value = :document"
    " AND a.replaced_by IS NULL AND a.rubric_digest = :digest ORDER BY a.id"
)


def upgrade() -> None:
    """From what keeps documents and reviews."""
    op.add_column("reviews", sa.Column("again_on", sa.String(10)))
    work = op.create_table(
        "work",
        sa.Column("document_id", _ID, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("queued", sa.Boolean, nullable=False),
        sa.Column("scale", sa.LargeBinary, nullable=False),
        sa.Column("desk", sa.String(80)),
        sa.Column("assignee", _ACTOR),
        sa.Column("author_state", sa.String(20), nullable=False),
        sa.Column("reviewer_state", sa.String(20), nullable=False),
        sa.Column("lease_holder", _ACTOR),
        sa.Column("lease_until", _MOMENT),
        sa.Column("replaces", _ID),
        sa.Column("replaced_by", _ID),
        sa.Column("claims_open", sa.Integer, nullable=False),
        sa.Column("claims_agreed", sa.Integer, nullable=False),
        sa.Column("claims_overridden", sa.Integer, nullable=False),
        sa.Column("claims_abstained", sa.Integer, nullable=False),
        sa.Column("held", sa.Integer, nullable=False),
        sa.Column("worst", sa.Text),
        sa.Column("widest", sa.Integer, nullable=False),
    )
    for name, column in (("desk", "desk"), ("assignee", "assignee"), ("state", "reviewer_state"), ("range", "widest")):
        op.create_index(f"work_by_{name}", "work", ["queued", column, "document_id"])
    terms = op.create_table(
        "work_terms",
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("value", sa.String(400), primary_key=True),
        sa.Column("document_id", _ID, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("work_terms_by_document", "work_terms", ["document_id"])
    op.create_table(
        "work_entries",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("actor", _ACTOR, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("document_id", _ID),
        sa.Column("assessment_id", _ID),
        sa.Column("about", sa.Text),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("work_entries_by_document", "work_entries", ["document_id", "id"])
    op.create_index("work_entries_by_assessment", "work_entries", ["assessment_id", "id"])
    _begin_all(work, terms)


def _begin_all(work: sa.Table, terms: sa.Table) -> None:
    connection = op.get_bind()
    documents = connection.execute(sa.text("SELECT id, rubric_digest, deleted FROM documents")).all()
    texts: dict[str, dict[str, list[str]]] = {}
    for document in documents:
        digest = document.rubric_digest
        if digest not in texts:
            source = sa.text("SELECT source FROM texts WHERE digest = :digest")
            texts[digest] = _scale(from_json(connection.execute(source, {"digest": digest}).scalar_one()))
        holding = connection.execute(_SHOWN, {"document": document.id, "digest": digest}).all()
        row, named = _tally(holding, texts[digest])
        row |= {"document_id": document.id, "queued": document.deleted is None, "scale": to_json(texts[digest])}
        connection.execute(sa.insert(work), row)
        if named and document.deleted is None:
            filed = [{"kind": kind, "value": value, "document_id": document.id} for kind, value in named]
            connection.execute(sa.insert(terms), filed)


def _scale(rubric: Mapping[str, Any]) -> dict[str, list[str]]:
    """As ``usecases.work.grades`` made it when this was written."""
    return {
        name: [*(str(band["id"]) for band in axis["bands"]), str(axis["abstain"]["id"])]
        for name, axis in rubric["axes"].items()
    }


def _tally(holding: Any, scale: Mapping[str, list[str]]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """As ``usecases.work.summary`` made it when this was written."""
    states = [each.review_state for each in holding]
    row: dict[str, Any] = {
        f"claims_{state}": states.count(state) for state in ("open", "agreed", "overridden", "abstained")
    }
    grades, gates, widest, held = [], set(), -1, 0
    for each in holding:
        told = from_json(each.answer)
        for gate in told["gates"]:
            if gate["effect"] == "hold" and gate["status"] == "applied":
                gates.add(gate["id"])
                held += 1
        for axis in told["axes"].values():
            if axis["low"] is not None and axis["high"] is not None:
                widest = max(widest, axis["high"] - axis["low"])
        if (grade := each.human_grade or each.grade) is not None:
            bands = [(name, axis["band"]) for name, axis in told["axes"].items() if axis["band"] is not None]
            grades.append((_badness(grade, bands, scale), grade))
    row |= {
        "revision": 0,
        "author_state": "open",
        "reviewer_state": "open" if all(state == "open" for state in states) else "in_review",
        "held": held,
        "worst": max(grades)[1] if grades else None,
        "widest": widest,
    }
    named = {("grade", grade) for _, grade in grades} | {("gate", gate) for gate in gates}
    return row, sorted((kind, value) for kind, value in named if len(value) <= _LONGEST)


def _badness(grade: str, bands: list[tuple[str, str]], scale: Mapping[str, list[str]]) -> tuple[int, int]:
    shown = grade.split("/") if "/" in grade else [grade] if len(bands) == 1 else list(grade)
    places = []
    for (axis, _), band in zip(bands, shown, strict=False):
        known = scale.get(axis, [])
        places.append(1000 * known.index(band) // max(1, len(known) - 1) if band in known else 0)
    return max(places, default=0), sum(places)
