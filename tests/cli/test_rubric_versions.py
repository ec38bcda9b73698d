"""Do the commands that look into the database say what the service says, and refuse what it refuses?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.versions import Live, stricter
from tests.cli.calling import Ran, process
from tests.usecases.small import rubric


@pytest.fixture
def live(tmp_path: Path, storage: dict[str, Any]) -> Iterator[Live]:
    found = Live(tmp_path / "rubrics", storage)
    yield found
    found.close()


def sayso(live: Live, *arguments: str, given: str = "") -> Ran:
    settings = {"SAYSO_RUBRICS_DIR": str(live.rubrics), "SAYSO_RUBRIC": "small"}
    if live.settings.database_url is not None:
        settings["SAYSO_DATABASE_URL"] = live.settings.database_url.get_secret_value()
    else:
        settings["SAYSO_DATA_DIR"] = str(live.settings.data_dir)
    return process(*arguments, cwd=live.rubrics.parent, given=given.encode(), **settings)


def test_a_version_is_measured_put_and_activated(live: Live) -> None:
    ids = live.keep(None, "named", None)
    draft = live.rubrics.parent / "draft.yaml"
    draft.write_text(stricter(), encoding="utf-8")
    told = sayso(live, "rubric", "impact", str(draft), "--json")
    assert told.code == 1, told.err
    assert told.json == live.impact(stricter(), limit=200).json()
    read = sayso(live, "rubric", "impact", str(draft))
    assert read.out.splitlines()[:2] == [
        "3 assessments of small graded by small 1.1.0",
        "2 grades would change, and something of 2",
    ]
    assert "B to M" in read.out
    assert ids[0] in read.out
    assert sayso(live, "rubric", "impact", str(draft), "--since", "2999-01-01").code == 0
    assert sayso(live, "rubric", "put", str(draft)).out == "small@1.1.0 is kept.\n"
    assert json.loads(sayso(live, "rubric", "put", str(draft), "--json").out)["new"] is False
    assert sayso(live, "rubric", "activate", "small@1.1.0").out == "small means version 1.1.0 from now on.\n"
    assert live.put(stricter(), "1.1.0").status_code == 200
    assert live.served()[0] == "1.1.0"


def test_what_cannot_be_put_or_activated_is_told_in_a_line(live: Live) -> None:
    taken = sayso(live, "rubric", "put", "-", given=rubric(title="Other"))
    assert (taken.code, taken.out) == (2, "")
    assert "small@1.0.0 is in the file small.yaml and says something else" in taken.err
    broken = sayso(live, "rubric", "put", "-", given=rubric(version="1.1.0", points=101))
    assert broken.code == 1
    assert "points_range" in broken.err
    for named, words in (
        ("small", "which version is to be active?"),
        ("small@9.9.9", "small has no version of that name"),
        ("none@1.0.0", "none has no version of that name"),
    ):
        ran = sayso(live, "rubric", "activate", named)
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err
    for arguments in (("--since", "soon"), ("--since", "x" * 5000), ("--against", "small@9.9.9")):
        ran = sayso(live, "rubric", "impact", "-", *arguments, given=stricter())
        assert (ran.code, ran.out) == (2, ""), ran.err
    assert sayso(live, "rubric", "impact", "-", given="[").code == 1
    assert live.served()[0] == "1.0.0"
