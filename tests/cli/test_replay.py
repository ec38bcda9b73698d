"""Does ``sayso replay`` say whether what is kept is still what would be answered, and where it is not?"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.api.articles import claim as said
from tests.api.articles import delete, kept
from tests.cli.calling import Ran, call
from tests.services import service_of

from sayso.lasting import EMBEDDED
from sayso.settings import Settings


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A database with two documents, of which one has three claims and the other was deleted; made once."""
    folder = tmp_path_factory.mktemp("made") / "data"
    app = service_of(Settings(data_dir=folder))
    first, second = kept(app, claims=[said(id=name) for name in "abc"]), kept(app, claims=[said()])
    delete(app, second["id"])
    app.state.storage.close()
    return folder, {"document": first["id"], "claims": [each["assessment"]["id"] for each in first["claims"]]}


@pytest.fixture
def ids(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> dict[str, Any]:
    """A copy of it, free to be damaged, and the ids in it."""
    shutil.copytree(made[0], tmp_path / "data")
    return made[1]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> Ran:
        return call(["replay", *arguments], b"", capsys, monkeypatch)

    return ran


def damage(folder: Path, statement: str, *values: Any) -> None:
    connection = sqlite3.connect(folder / "data" / EMBEDDED)
    assert connection.execute(statement, values).rowcount == 1
    connection.commit()
    connection.close()


def test_all_that_is_kept_is_replayed_and_what_was_deleted_is_passed_over(run: Any, ids: dict[str, Any]) -> None:
    ran = run("--all")
    told = "3 assessments replayed to the same bytes. 1 assessment of deleted documents passed over.\n"
    assert (ran.code, ran.out, ran.err) == (0, told, "")


def test_one_is_replayed_by_its_id_and_a_document_with_all_its_claims(run: Any, ids: dict[str, Any]) -> None:
    assert run(ids["claims"][0]).out == "1 assessment replayed to the same bytes.\n"
    ran = run(ids["document"], "--json")
    assert ran.code == 0
    assert [each["id"] for each in ran.json["results"]] == ids["claims"]
    assert all(each["identical"] for each in ran.json["results"])
    assert ran.json["deleted"] == []


def test_what_differs_is_named_and_ends_with_one(run: Any, ids: dict[str, Any], tmp_path: Path) -> None:
    statement = "UPDATE assessments SET facts = CAST(replace(facts, 'quotes', 'paraphrases') AS BLOB) WHERE id = ?"
    damage(tmp_path, statement, ids["claims"][1])
    ran = run("--all")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"{ids['claims'][1]}: differs in ")
    assert lines[1].startswith("  /")
    assert " was kept, and now it is " in lines[1]
    assert lines[-1].startswith("1 of 3 assessments cannot be shown to be the same.")
    ran = run("--all", "--json")
    assert ran.code == 1
    assert [each["identical"] for each in ran.json["results"]] == [True, False, True]
    assert next(each for each in ran.json["results"] if not each["identical"])["differences"]


def test_a_rubric_that_cannot_be_used_any_more_is_named(run: Any, ids: dict[str, Any], tmp_path: Path) -> None:
    columns = "'sha256:gone', source"
    statement = f"INSERT INTO texts SELECT {columns} FROM texts WHERE digest LIKE ? LIMIT 1"
    damage(tmp_path, statement, "sha256:%")
    damage(tmp_path, "UPDATE assessments SET rubric_digest = 'sha256:gone' WHERE id = ?", ids["claims"][2])
    ran = run("--all")
    assert ran.code == 1
    assert f"{ids['claims'][2]}: the rubric that is kept cannot be used by this version of Sayso" in ran.out


WRONG: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "name the assessments to replay, or ask for --all"),
    "both": (["0" * 32, "--all"], "either name ids, or ask for --all"),
    "an id that is none": (["zzz"], 'nothing is kept under the id "zzz"'),
    "an id that is not there": (["0" * 32], f'nothing is kept under the id "{"0" * 32}"'),
    "a long one": (["x" * 5000], f'nothing is kept under the id "{"x" * 60}"'),
    "an option that is none": (["--everything"], "no such option"),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_replayed_is_told_and_ends_with_two(
    run: Any, ids: dict[str, Any], arguments: list[str], told: str
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err.lower() or told in ran.err


def test_where_nothing_is_kept_nothing_is_made(run: Any, tmp_path: Path) -> None:
    ran = run("--all")
    assert (ran.code, ran.out) == (2, "")
    assert "nothing is kept yet" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_another_version_is_left_as_it_is(run: Any, ids: dict[str, Any], tmp_path: Path) -> None:
    damage(tmp_path, "UPDATE alembic_version SET version_num = '0001'")
    ran = run("--all")
    assert ran.code == 2
    assert "sayso db upgrade" in ran.err
