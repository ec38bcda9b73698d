"""Does a database that kept documents before the desk worked on them get a row for each, as one made now would be?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from tests.usecases.work.office import BEA, Office, claim

from sayso.store.engines import WRITES
from sayso.store.upgrading import MIGRATIONS, upgrade

TABLES = ("work", "work_terms", "work_entries")


def taken_back(engine: Engine) -> None:
    """Makes of the database one of the version before, with all that it keeps."""
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        for table in TABLES:
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE reviews DROP COLUMN again_on"))
        connection.execute(text("UPDATE alembic_version SET version_num = :before"), {"before": _before()})


def _before() -> str:
    source = (MIGRATIONS / "versions" / "v0007_work.py").read_text(encoding="utf-8")
    return source.split('down_revision = "')[1].split('"')[0]


def rows(engine: Engine) -> tuple[list[Any], list[Any]]:
    with engine.connect() as connection:
        work = connection.execute(text("SELECT * FROM work ORDER BY document_id")).mappings().all()
        terms = connection.execute(text("SELECT kind, value, document_id FROM work_terms ORDER BY 1, 2, 3")).all()
    return [{name: value for name, value in row.items() if name != "revision"} for row in work], list(terms)


def test_what_was_kept_before_has_the_same_row_as_what_is_kept_now(storage: dict[str, Any], tmp_path: Path) -> None:
    office = Office(tmp_path / "rubrics", storage)
    office.keep(claim())
    held = office.keep(claim(identification="bare"), claim(identification=None), claim("Nobody was hurt.", "named"))
    first, second, _ = office.assessments(held)
    office.review(BEA, first, "override", axis="sourcing", band="F", reason="other", note="nobody can know this")
    office.correct(BEA, second, claim(identification="bare"))
    before = rows(office.engine)
    assert len(before[0]) == 2
    assert {term[:2] for term in before[1]} == {("gate", "refer"), ("grade", "A"), ("grade", "B"), ("grade", "F")}
    taken_back(office.engine)
    assert upgrade(office.engine) == _before()
    assert rows(office.engine) == before
    assert [event.what for event in office.work(held).history] == ["kept", "reviewed", "corrected"]
    office.close()
