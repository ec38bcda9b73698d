"""Is each fault of a rubric found where it stands, under its own code, with something to do about it?

Each file of ``broken/`` begins with what is expected of it, ``# expected: severity code line:column``, and with the
change that cures it, ``# cure: [old, new]``. Findings that are mere remarks count only in files about remarks.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rubric.making import ROOT, vocabulary

from sayso.errors import Problem
from sayso.usecases.desk import Read, read_file

FOLDER = Path(__file__).with_name("broken")
FILES = sorted(FOLDER.glob("*.yaml"))
EXPECTED = re.compile(r"# expected: (\w+) (\w+) (\d+):(\d+)")
REMARKS = {"partly_shadowed", "silence_pays", "not_around_scope"}
WITHOUT_CURE = {"missing_key_criteria", "no_tests", "not_a_mapping", "twelve_faults"}  # nothing small would do
ELSEWHERE = {  # code: where it is tried, since no file of this folder can hold it
    "yaml_size": "tests/facts/test_yaml_reader.py",
    "yaml_encoding": "tests/facts/test_yaml_reader.py",
    "extends_depth": "tests/rubric/test_extends.py",
}
MAKERS = {"error", "_error", "add", "_note", "_refuse", "_stop", "Problem"}
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(text: str) -> Read:
    return read_file(text.encode(), "draft.yaml", vocabulary(), {})


def expected(path: Path) -> list[tuple[str, str, int, int]]:
    found = EXPECTED.findall(path.read_text(encoding="utf-8"))
    return [(severity, code, int(line), int(column)) for severity, code, line, column in found]


def counted(path: Path, problems: tuple[Problem, ...]) -> list[Problem]:
    about_remarks = any(code in REMARKS for _, code, _, _ in expected(path))
    return [problem for problem in problems if about_remarks or problem.severity != "info"]


@each_file
def test_a_broken_file_says_what_is_wrong_and_where_and_nothing_else(path: Path) -> None:
    found = read(path.read_text(encoding="utf-8"))
    told = [(p.severity, p.code, p.line or 0, p.column or 0) for p in counted(path, found.problems)]
    assert told == expected(path)
    assert (found.rubric is None) == any(severity == "error" for severity, *_ in told)


@each_file
def test_each_finding_has_words_and_something_to_do(path: Path) -> None:
    for problem in read(path.read_text(encoding="utf-8")).problems:
        assert len(problem.message) > 10
        assert problem.hint, f"{problem.code} says no what to do"
        assert problem.text("draft.yaml").startswith(f"draft.yaml:{problem.line}:{problem.column} {problem.severity} ")
        assert "\n" not in problem.text("draft.yaml")


@each_file
def test_a_small_change_cures_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("# cure: ")]
    assert bool(head) != (path.stem in WITHOUT_CURE)
    for line in head:
        old, new = json.loads(line.removeprefix("# cure: "))
        body = text[text.index("\nsayso:") :]
        assert old in body
        text = text.replace(body, body.replace(old, new, 1))
    if head:
        found = read(text)
        assert found.rubric is not None, found.problems
        assert counted(path, found.problems) == []


def test_twelve_faults_of_one_file_are_told_in_one_go() -> None:
    told = expected(FOLDER / "twelve_faults.yaml")
    assert len(told) == 12
    assert len({code for _, code, _, _ in told}) == 12


def test_every_code_of_the_compiler_has_a_broken_file_and_every_file_a_code_of_it() -> None:
    tried = {code for path in FILES for _, code, _, _ in expected(path)}
    for code, module in ELSEWHERE.items():
        assert code in (ROOT / module).read_text(encoding="utf-8")
    assert tried | set(ELSEWHERE) == set(_codes_of_the_source())
    assert not tried & set(ELSEWHERE)


def test_the_name_of_a_broken_file_begins_with_its_code() -> None:
    for path in FILES:
        if path.stem != "twelve_faults":
            assert any(path.stem.startswith(code) for _, code, _, _ in expected(path)), path.stem


def _codes_of_the_source() -> Iterator[str]:
    package = ROOT / "service" / "sayso"
    files = [*(package / "rubric").glob("*.py"), package / "facts" / "yaml_reader.py", package / "engine" / "trial.py"]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _codes_of_call(node)
            elif isinstance(node, ast.FunctionDef):
                places = [argument.arg for argument in node.args.args][::-1]
                defaults = dict(zip(places, node.args.defaults[::-1], strict=False))
                if "code" in defaults:
                    yield from _texts(defaults["code"])


def _codes_of_call(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in MAKERS:
        words = [text for argument in call.args[:2] for text in _texts(argument)]
        if name != "add" or words[:1] in (["warning"], ["info"], ["error"]):
            yield from [text for text in words if text not in ("error", "warning", "info")][:1]
    for keyword in call.keywords:
        if keyword.arg == "code":
            yield from _texts(keyword.value)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield node.value
