"""Does ``sayso export`` write what it is asked for, and say what is wrong where it cannot?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.api.articles import claim, kept
from tests.cli.calling import Ran, call
from tests.services import service_of

from sayso.settings import Settings


@pytest.fixture
def document(desk: Path) -> str:
    """A document in the database of the small desk."""
    app = service_of(Settings(rubrics_dir=desk, rubric="harbour", data_dir=desk.parent / "data"))
    made = kept(app, claims=[claim(id="one")])
    app.state.storage.close()
    return str(made["id"])


@pytest.fixture
def run(desk: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Any:
    def ran(*arguments: str) -> tuple[int, bytes, str]:
        from sayso.cli import main

        capfdbinary.readouterr()
        code = main(["export", *arguments])
        written = capfdbinary.readouterr()
        return code, written.out, written.err.decode()

    return ran


def test_the_table_goes_to_standard_output_unless_a_file_is_named(run: Any, document: str, desk: Path) -> None:
    code, out, err = run(document)
    assert (code, err) == (0, "")
    assert out.startswith(b"\xef\xbb\xbfdocument,")
    assert run(document, "--out", "review.csv") == (0, b"", "")
    assert (desk.parent / "review.csv").read_bytes() == out


def test_lines_begin_with_the_document(run: Any, document: str) -> None:
    _, out, _ = run(document, "--format", "ndjson")
    assert [json.loads(line)["line"] for line in out.splitlines()] == ["document", "claim"]


@pytest.mark.parametrize("id_", ["0" * 32, "x", ""])
def test_a_document_that_there_is_not_is_said_to(run: Any, document: str, id_: str) -> None:
    code, out, err = run(id_)
    assert (code, out) == (2, b"")
    assert "there is no document of that id" in err


def test_a_format_that_there_is_not_is_refused_with_the_nearest_one(run: Any, document: str) -> None:
    code, _, err = run(document, "--format", "jsonld")
    assert code == 2
    assert 'did you mean "json-ld"?' in err


def test_a_file_that_cannot_be_written_is_told(run: Any, document: str) -> None:
    code, _, err = run(document, "--out", "nowhere/review.csv")
    assert code == 2
    assert "nowhere/review.csv" in err
    assert "cannot be written" in err


def test_without_a_database_nothing_is_made(run: Any, desk: Path) -> None:
    code, _, err = run("0" * 32)
    assert code == 2
    assert "nothing is kept yet" in err
    assert not (desk.parent / "data").exists()


def test_it_is_listed_in_the_help(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ran: Ran = call(["export", "--help"], b"", capsys, monkeypatch)
    assert "DOCUMENT is the id of a document" in ran.out
