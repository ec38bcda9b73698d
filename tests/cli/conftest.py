"""What does a test of the command line start from: a small desk of its own, and a way to call ``sayso``?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.calling import RUBRIC, Ran, call


@pytest.fixture
def desk(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one small rubric, ``harbour``, which is the desk's; work is done beside it."""
    folder = tmp_path / "desk"
    folder.mkdir()
    shutil.copy(root / "rubrics" / "vocabulary.yaml", folder)
    (folder / "harbour.yaml").write_text(RUBRIC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_RUBRICS_DIR", str(folder))
    monkeypatch.setenv("SAYSO_RUBRIC", "harbour")
    monkeypatch.setenv("COLUMNS", "100")
    return folder


@pytest.fixture
def sayso(desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Calls the command line in this process, on the small desk."""

    def run(*arguments: str, given: bytes = b"") -> Ran:
        return call(arguments, given, capsys, monkeypatch)

    return run
