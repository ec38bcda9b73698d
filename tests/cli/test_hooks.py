"""Do the hooks that a desk's own repository runs before a commit work: on rubrics, and on nothing else?"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.cli.calling import PATIENCE, ROOT, RUBRIC, Ran, environment

HOOKS: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(ROOT / ".pre-commit-hooks.yaml")
BY_ID = {hook["id"]: hook for hook in HOOKS}
CHILD = "sayso: rubric/1\nextends: harbour@1.0.0\nid: pier\nversion: 1.0.0\ntitle: Pier\n"
OTHER = {
    "workflow.yaml": "on: push\njobs: &jobs {build: 1}\nagain: *jobs\n",
    "vocabulary.yaml": "sayso: vocabulary/1\n",
    "nested.yaml": "settings:\n  sayso: rubric/1\n",
    "broken.yaml": "a: [\n",
    "empty.yaml": "",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """What a desk keeps: a rubric, and YAML that is none of ours."""
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "harbour.yaml").write_text(RUBRIC, encoding="utf-8")
    for name, text in OTHER.items():
        (tmp_path / "rubrics" / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(hook: str, repository: Path, *files: str) -> Ran:
    """As pre-commit runs it: the entry, then the names of the files, in the repository."""
    command = [*shlex.split(BY_ID[hook]["entry"]), *files]
    assert command[0] == "sayso"
    command[0] = str(Path(sys.executable).with_name("sayso"))
    done = subprocess.run(
        command, cwd=repository, env=environment(), capture_output=True, timeout=PATIENCE, check=False, text=True
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def chosen(hook: str, repository: Path) -> list[str]:
    names = sorted(str(path.relative_to(repository)) for path in repository.rglob("*") if path.is_file())
    return [name for name in names if re.search(BY_ID[hook]["files"], name)]


def test_there_are_two_hooks_and_they_are_installed_as_this_package() -> None:
    assert [hook["id"] for hook in HOOKS] == ["sayso-rubric-check", "sayso-rubric-test"]
    assert {hook["language"] for hook in HOOKS} == {"python"}


def test_they_look_at_yaml_in_folders_named_rubrics() -> None:
    for hook in HOOKS:
        for name in ("rubrics/ours.yaml", "rubrics/ours.yml", "desk/rubrics/deep/ours.yaml"):
            assert re.search(hook["files"], name), name
        for name in ("ours.yaml", "rubrics.yaml", "my-rubrics/ours.yaml", "rubrics/readme.md", "rubrics/a.yaml.bak"):
            assert not re.search(hook["files"], name), name


@pytest.mark.parametrize("hook", BY_ID)
def test_a_good_rubric_passes_and_other_yaml_is_left_alone(hook: str, repository: Path) -> None:
    files = chosen(hook, repository)
    assert len(files) == len(OTHER) + 1
    ran = run(hook, repository, *files)
    assert ran.code == 0, ran
    assert not [name for name in OTHER if name in ran.out + ran.err]
    assert "harbour" in ran.out or ran.err.startswith("1 file checked")


@pytest.mark.parametrize("hook", BY_ID)
def test_nothing_but_other_yaml_is_fine(hook: str, repository: Path) -> None:
    ran = run(hook, repository, *(f"rubrics/{name}" for name in OTHER))
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize("hook", BY_ID)
@pytest.mark.parametrize(
    ("text", "code"),
    [
        (RUBRIC.replace("score: 90", "score: 91"), "91"),
        (RUBRIC.replace("points: 60", "points: 59"), "maxima_sum"),
        (RUBRIC + "\nmore: [\n", "yaml_syntax"),
        (RUBRIC.replace("rubric/1", "rubic/1"), "format"),
    ],
    ids=["a test that fails", "points that do not add up", "broken YAML", "a slip in the first line"],
)
def test_a_bad_rubric_stops_the_commit(hook: str, text: str, code: str, repository: Path) -> None:
    (repository / "rubrics" / "harbour.yaml").write_text(text, encoding="utf-8")
    ran = run(hook, repository, *chosen(hook, repository))
    assert ran.code == 1, ran
    assert code in ran.out
    assert "harbour.yaml" in ran.out


def test_a_rubric_may_extend_the_one_beside_it_though_that_is_not_in_the_commit(repository: Path) -> None:
    (repository / "rubrics" / "pier.yaml").write_text(CHILD, encoding="utf-8")
    assert run("sayso-rubric-check", repository, "rubrics/pier.yaml").code == 0
    (repository / "rubrics" / "harbour.yaml").unlink()
    ran = run("sayso-rubric-check", repository, "rubrics/pier.yaml")
    assert (ran.code, " dangling " in ran.out) == (1, True)
