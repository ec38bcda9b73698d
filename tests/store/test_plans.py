"""Is every page of documents, of the queue and of what was done read from an index, however much is kept?

The lists of assessments are asked the same in tests/api/test_listing.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text
from tests.store.plans import plan_of

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store import document_queries, work_queries
from sayso.store.document_port import DocumentFilters
from sayso.store.upgrading import upgrade
from sayso.store.work_port import Cursor, Order, QueueFilters

MIDDLE = f"{2000:032x}"
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) "


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with enough in it for a planner to prefer an index."""
    where: dict[str, Any] = {"data_dir": tmp_path_factory.mktemp("plans")}
    if request.param == "postgresql":
        where["database_url"] = request.getfixturevalue("postgres").database()
    found = engine_of(Settings(**where))
    upgrade(found)
    lite = found.dialect.name == "sqlite"
    blob, yes = ("x'7b7d'", "1") if lite else ("decode('7b7d', 'hex')", "true")
    id_ = "printf('%032x', i)" if lite else "lpad(to_hex(i), 32, '0')"
    with found.begin() as connection:
        for statement in (
            f"INSERT INTO texts VALUES ('d', {blob})",
            (
                "INSERT INTO documents (id, created, actor, outlet_name, sha256, characters, claims, rubric_id, "
                f"rubric_version, rubric_digest, text, revision) {NUMBERS}"
                f"SELECT {id_}, 'now', 'local', 'o' || i % 9, 's' || i % 9, 9, 1, 'r', '1', 'd', {blob}, 0 FROM n"
            ),
            (
                "INSERT INTO work (document_id, revision, queued, scale, desk, assignee, author_state, reviewer_state, "
                f"claims_open, claims_agreed, claims_overridden, claims_abstained, held, widest) {NUMBERS}"
                f"SELECT {id_}, 0, {yes}, {blob}, 'd' || i % 9, 'a' || i % 9, 'x' || i % 3, 'y' || i % 3, "
                "1, 0, 0, 0, 0, i % 90 FROM n"
            ),
            f"INSERT INTO work_terms {NUMBERS}SELECT 'gate', 'g' || i % 9, {id_} FROM n",
            (
                "INSERT INTO work_entries (id, created, actor, what, document_id, assessment_id, body) "
                f"{NUMBERS}SELECT {id_}, 'now', 'local', 'note', {id_}, {id_}, {blob} FROM n"
            ),
            "ANALYZE",
        ):
            connection.execute(text(statement))
    yield found
    found.dispose()


def assert_walks(plan: str) -> None:
    """Neither a whole table nor a sort of what was found: a page costs what it holds."""
    for line in plan.splitlines():
        assert "SCAN" not in line or "USING INDEX" in line or "USING COVERING INDEX" in line, plan
    for word in ("USE TEMP B-TREE", "Seq Scan", "Sort"):
        assert word not in plan, plan


@pytest.mark.parametrize("before", [None, MIDDLE])
@pytest.mark.parametrize(
    "filters",
    [DocumentFilters(), DocumentFilters(sha256="s1"), DocumentFilters(outlet_name="o1"),
     DocumentFilters(sha256="s1", outlet_name="o1"), DocumentFilters(since="000000000000")],
    ids=["all", "digest", "outlet", "both", "since"],
)  # fmt: skip
def test_documents_are_listed_from_an_index(engine: Engine, filters: DocumentFilters, before: str | None) -> None:
    assert_walks(plan_of(engine, document_queries.page(filters, before, 51)))


@pytest.mark.parametrize("after", [None, Cursor(MIDDLE, 45)], ids=["first", "next"])
@pytest.mark.parametrize("order", ["oldest", "newest", "widest_range"])
def test_the_queue_is_read_from_an_index_in_each_order(engine: Engine, order: Order, after: Cursor | None) -> None:
    plan = plan_of(engine, work_queries.page(QueueFilters(order=order), after, 51))
    assert_walks(plan)
    if order == "widest_range" and after is not None:
        if engine.dialect.name == "sqlite":
            assert "(queued=? AND (widest,document_id)<(?,?))" in plan
        else:
            assert "Index Cond: ((queued = true) AND (ROW(widest, (document_id)::text) <" in plan, plan


@pytest.mark.parametrize("after", [None, Cursor(MIDDLE, 45)], ids=["first", "next"])
@pytest.mark.parametrize(
    "filters",
    [QueueFilters(desk="d1"), QueueFilters(assignee="a1"), QueueFilters(reviewer_state="y1"),
     QueueFilters(author_state="x1"), QueueFilters(held=False), QueueFilters(terms=(("gate", "g1"),)),
     QueueFilters(desk="d1", assignee="a1", reviewer_state="y1", terms=(("gate", "g1"),))],
    ids=["desk", "assignee", "reviewer", "author", "held", "term", "several"],
)  # fmt: skip
def test_every_question_to_the_queue_is_answered_from_an_index(
    engine: Engine, filters: QueueFilters, after: Cursor | None
) -> None:
    assert_walks(plan_of(engine, work_queries.page(filters, after, 51)))
