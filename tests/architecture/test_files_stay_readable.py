"""Can a newcomer read each file in one sitting, and does it say what it is for?"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "service" / "sayso"
LONGEST = 400
CATCH_ALL = {"utils", "util", "helpers", "common", "misc", "types", "base", "manager"}

code = sorted(p for room in ("service", "tests", "benchmarks", "docs") for p in (ROOT / room).rglob("*.py"))
package = sorted(PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", code, ids=name)
def test_no_file_is_longer_than_one_sitting(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{name(path)} has {lines} lines; split it by the questions it answers (at most {LONGEST})"


@pytest.mark.parametrize("path", package, ids=name)
def test_every_file_states_its_question_in_its_first_line(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{name(path)} has no docstring"
    assert len(docstring.splitlines()[0]) >= 15, f"{name(path)}: the first docstring line says too little"


@pytest.mark.parametrize("path", package, ids=name)
def test_no_file_is_a_catch_all(path: Path) -> None:
    words = {path.stem, path.parent.name if path.stem == "__init__" else path.stem}
    assert not words & CATCH_ALL, f"{name(path)}: name the concept and give it a file"


@pytest.mark.parametrize("path", package, ids=name)
def test_there_is_no_placeholder_left(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ("NotImplementedError", "TODO", "FIXME", "XXX"):
        assert word not in text, f"{name(path)} still says {word}"


def test_every_package_folder_has_an_init_file() -> None:
    folders = {p.parent for p in package}
    assert [name(f) for f in sorted(folders) if not (f / "__init__.py").exists()] == []
