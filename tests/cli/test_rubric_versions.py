"""Do the commands that look into the database say what the service says, and refuse what it refuses?"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.versions import Live, stricter
from tests.cli.calling import Ran, call, process
from tests.usecases.small import rubric


@pytest.fixture
def live(tmp_path: Path, storage: dict[str, Any]) -> Iterator[Live]:
    found = Live(tmp_path / "rubrics", storage)
    yield found
    found.close()


def settings_of(live: Live) -> dict[str, str]:
    """As a command is given them that works on the database of the service."""
    settings = {"SAYSO_RUBRICS_DIR": str(live.rubrics), "SAYSO_RUBRIC": "small"}
    if live.settings.database_url is not None:
        return {**settings, "SAYSO_DATABASE_URL": live.settings.database_url.get_secret_value()}
    return {**settings, "SAYSO_DATA_DIR": str(live.settings.data_dir)}


@pytest.fixture
def sayso(live: Live, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """One call in this process, on the database of the service."""
    for name in [name for name in os.environ if name.startswith("SAYSO_")]:
        monkeypatch.delenv(name)
    for name, value in {**settings_of(live), "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(live.rubrics.parent)

    def run(*arguments: str, given: str = "") -> Ran:
        return call(arguments, given.encode(), capsys, monkeypatch)

    return run


def test_a_version_is_measured_put_and_activated(live: Live, sayso: Callable[..., Ran]) -> None:
    ids = live.keep(None, "named", None)
    draft = live.rubrics.parent / "draft.yaml"
    draft.write_text(stricter(), encoding="utf-8")
    told = sayso("rubric", "impact", str(draft), "--json")
    assert told.code == 1, told.err
    assert told.json == live.impact(stricter(), limit=200).json()
    read = sayso("rubric", "impact", str(draft))
    assert read.out.splitlines()[:2] == [
        "3 assessments of small graded by small 1.1.0",
        "2 grades would change, and something of 2",
    ]
    assert "B to M" in read.out
    assert ids[0] in read.out
    assert sayso("rubric", "impact", str(draft), "--since", "2999-01-01").code == 0
    put, activate = ("rubric", "put", str(draft)), ("rubric", "activate", "small@1.1.0")
    assert process(*put, cwd=draft.parent, **settings_of(live)).out == "small@1.1.0 is kept.\n"
    assert json.loads(sayso("rubric", "put", str(draft), "--json").out)["new"] is False
    activated = process(*activate, cwd=draft.parent, **settings_of(live))
    assert activated.out == "small means version 1.1.0 from now on.\n"
    assert live.put(stricter(), "1.1.0").status_code == 200
    assert live.served()[0] == "1.1.0"


def test_what_cannot_be_put_or_activated_is_told_in_a_line(live: Live, sayso: Callable[..., Ran]) -> None:
    taken = sayso("rubric", "put", "-", given=rubric(title="Other"))
    assert (taken.code, taken.out) == (2, "")
    assert "small@1.0.0 is in the file small.yaml and says something else" in taken.err
    broken = sayso("rubric", "put", "-", given=rubric(version="1.1.0", points=101))
    assert broken.code == 1
    assert "points_range" in broken.err
    for named, words in (
        ("small", "which version is to be active?"),
        ("small@9.9.9", "small has no version of that name"),
        ("none@1.0.0", "none has no version of that name"),
    ):
        ran = sayso("rubric", "activate", named)
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err
    for arguments in (("--since", "soon"), ("--since", "x" * 5000), ("--against", "small@9.9.9")):
        ran = sayso("rubric", "impact", "-", *arguments, given=stricter())
        assert (ran.code, ran.out) == (2, ""), ran.err
    assert sayso("rubric", "impact", "-", given="[").code == 1
    assert live.served()[0] == "1.0.0"
