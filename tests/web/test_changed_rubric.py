"""Does a number that a desk changes in its rubric change the grade on the page, without a restart?"""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
from tests.end_to_end.running import running, wait_for
from tests.web.reading import read_page

CLAIM = "/claims/seed-12"


def score_of(html: str) -> list[str]:
    return [score.one("b").text for score in read_page(html).one("section", "claim").all("dd", "score")]


def test_a_changed_number_shows_on_the_page(tmp_path: Path, root: Path) -> None:
    rubrics = tmp_path / "rubrics"
    shutil.copytree(root / "rubrics", rubrics)
    file = rubrics / "newsroom.yaml"
    rules, _, _ = file.read_text(encoding="utf-8").partition("\ntests:\n")  # its tests hold it to the old number
    old, new = "cap: {source_reliability: 16}", "cap: {source_reliability: 3}"
    assert rules.count(old) == 1
    file.write_text(rules, encoding="utf-8")
    with running(tmp_path / "log", SAYSO_RUBRICS_DIR=str(rubrics), SAYSO_RELOAD_SECONDS="0.1") as address:
        before = httpx.get(address + CLAIM)
        file.write_text(rules.replace(old, new), encoding="utf-8")
        after = wait_for(address, CLAIM, "Source reliability is held at 3.000")
        assert int(score_of(before.text)[0]) > 3
        assert score_of(after.text)[0] == "3"
        assert score_of(before.text)[1] == score_of(after.text)[1]
        assert before.headers["etag"] != after.headers["etag"]
