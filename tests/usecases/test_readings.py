"""Is what has not changed kept as it is, and whatever has changed read anew?"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.usecases.small import CLAIM, SHIPPED, folder, rubric

from sayso.usecases.desk import Desk, Readings, open_desk
from sayso.usecases.score import score

CHILD = "sayso: rubric/1\nid: child\nversion: 1.0.0\ntitle: Child\nextends: small@1.0.0\n"


def look(path: Path, readings: Readings) -> Desk:
    return open_desk(path, None, "small", readings=readings)


def test_a_file_that_has_not_changed_is_the_same_rubric_and_the_same_plan(tmp_path: Path) -> None:
    path, readings = folder(tmp_path / "r", small=rubric(), other=rubric("other")), Readings()
    first = look(path, readings)
    (path / "other.yaml").write_text(rubric("other", title="Changed"), encoding="utf-8")
    second = look(path, readings)
    assert second.vocabulary is first.vocabulary
    assert second.plan("small") is first.plan("small")
    assert second.plan("other") is not first.plan("other")
    assert second.plan("other").rubric.title == "Changed"


def test_a_change_of_comments_alone_shows_in_the_text(tmp_path: Path) -> None:
    path, readings = folder(tmp_path / "r", small=rubric()), Readings()
    look(path, readings)
    (path / "small.yaml").write_text("# new\n" + rubric(), encoding="utf-8")
    second = look(path, readings)
    assert second.catalog.get("small").text.startswith("# new")
    assert second.plan("small").rubric is second.catalog.get("small")


def test_what_extends_a_changed_file_is_read_anew_and_so_is_what_finds_its_parent_at_last(tmp_path: Path) -> None:
    path, readings = folder(tmp_path / "r", small=rubric(), child=CHILD), Readings()
    assert score(look(path, readings), CLAIM, rubric="child")["axes"]["sourcing"]["score"] == 100
    (path / "small.yaml").write_text(rubric(version="1.0.1"), encoding="utf-8")
    assert list(look(path, readings).broken) == ["child.yaml"]
    (path / "small.yaml").write_text(rubric(), encoding="utf-8")
    assert not look(path, readings).broken


def test_a_changed_vocabulary_makes_everything_anew(tmp_path: Path) -> None:
    path, readings = folder(tmp_path / "r", small=rubric()), Readings()
    first = look(path, readings)
    file = path / "vocabulary.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    second = look(path, readings)
    assert second.vocabulary is not first.vocabulary
    assert second.plan("small") is not first.plan("small")
    assert second.plan("small").rubric.digest == first.plan("small").rubric.digest


def test_a_broken_file_between_two_good_ones_leaves_nothing_behind(tmp_path: Path) -> None:
    path, readings = folder(tmp_path / "r", small=rubric(), other=rubric("other")), Readings()
    first = look(path, readings)
    (path / "small.yaml").write_text("[", encoding="utf-8")
    broken = look(path, readings)
    assert list(broken.broken) == ["small.yaml"]
    assert broken.plan("other") is first.plan("other")
    (path / "small.yaml").write_text(rubric(), encoding="utf-8")
    last = look(path, readings)
    assert not last.broken
    assert score(last, CLAIM) == score(first, CLAIM)


def test_with_and_without_what_was_read_before_the_desk_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "r"
    shutil.copytree(SHIPPED, path)
    readings = Readings()
    open_desk(path, None, "newsroom", readings=readings)
    text = (path / "newsroom.yaml").read_text(encoding="utf-8")
    (path / "newsroom.yaml").write_text(text.replace("\ntitle: ", "\ntitle: Other ", 1), encoding="utf-8")
    again, afresh = open_desk(path, None, "newsroom", readings=readings), open_desk(path, None, "newsroom")
    digests = [[rubric.digest for rubric in desk.catalog.rubrics] for desk in (again, afresh)]
    assert digests[0] == digests[1]
    assert again.problems == afresh.problems
