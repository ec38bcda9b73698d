"""Does ``sayso`` behave as a process: exit codes, streams, colours, pipes, start-up?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.calling import PATIENCE, ROOT, claim, environment, process

from sayso.cli.ending import ending
from sayso.errors import Bug
from sayso.version import __version__

HEAVY = {"fastapi", "starlette", "uvicorn", "jinja2", "ruamel", "ruamel.yaml", "pydantic", "pydantic_core", "rich"}
HEAVY |= {
    "numpy",
    "polars",
    "lxml",
    "readability",
    "sayso.extract.chains",
    "sayso.extract.tagger",
    "sayso.extract.rules",
}


def test_asking_for_help_imports_nothing_heavy() -> None:
    probe = (
        "import sys\nfrom sayso.cli import main\n"
        f"assert main(sys.argv[1:]) == 0\nprint(sorted(sys.modules.keys() & {HEAVY}), file=sys.stderr)"
    )
    for arguments in (["--help"], ["-h"], ["--version"]):
        ran = subprocess.run(
            [sys.executable, "-c", probe, *arguments],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        assert ran.stderr.strip() == "[]", arguments


def test_the_version_is_printed(tmp_path: Path) -> None:
    ran = process("--version", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, f"sayso {__version__}\n", "")


def test_the_installed_word_and_the_module_are_the_same(tmp_path: Path) -> None:
    word = subprocess.run(
        [Path(sys.executable).with_name("sayso"), "--help"],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert word.stdout == process("--help", cwd=tmp_path).out
    for command in ("serve", "score", "rubric"):
        assert command in word.stdout


@pytest.mark.parametrize("arguments", [[], ["rubric"], ["bogus"], ["rubric", "bogus"], ["--bogus"], ["\x1b[31m"]])
def test_no_command_and_an_unknown_one_end_with_two(tmp_path: Path, arguments: list[str]) -> None:
    ran = process(*arguments, cwd=tmp_path)
    assert ran.code == 2
    assert "Usage: sayso" in ran.out + ran.err
    assert "\x1b" not in ran.out + ran.err


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([claim(), claim(), {"text": "bad"}]), encoding="utf-8")
    return path


def test_findings_end_with_one_and_the_report_stays_on_standard_output(file: Path) -> None:
    ran = process("score", "--json", file.name, cwd=file.parent)
    assert ran.code == 1
    assert len(json.loads(ran.out)["results"]) == 3
    assert ran.err.splitlines()[-1] == "sayso: 1 of 3 claims could not be graded"


def test_what_goes_into_a_pipe_has_no_colours_and_a_terminal_may_have_them(file: Path) -> None:
    assert "\x1b" not in process("score", file.name, cwd=file.parent).out
    coloured = process("score", file.name, cwd=file.parent, FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[" in coloured.out
    plain = process("score", file.name, cwd=file.parent, FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1")
    assert "\x1b[31m" not in plain.out


def test_a_reader_that_stops_early_is_no_fault(tmp_path: Path) -> None:
    script = f"set -o pipefail; {sys.executable} -m sayso rubric schema | head -c 10"
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_fault_of_ours_ends_with_three_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise Bug("something of ours")

    assert ending(fails, with_traceback=False) == 3
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "Please report it" in captured.err
    assert "Traceback" not in captured.err
    assert ending(lambda: {}["missing"], with_traceback=True) == 3
    assert "Traceback" in capsys.readouterr().err


def test_a_file_system_that_fails_ends_with_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert ending(lambda: (tmp_path / "gone").read_text(), with_traceback=False) == 2
    assert "gone cannot be read" in capsys.readouterr().err


def test_the_shipped_rubrics_pass_their_own_checks_and_tests(tmp_path: Path) -> None:
    files = [str(path) for path in sorted((ROOT / "rubrics").glob("*.yaml"))]
    checked = process("rubric", "check", *files, cwd=tmp_path)
    assert checked.code == 0, checked.out
    assert " warning " not in checked.out
    tested = process("rubric", "test", cwd=tmp_path)
    assert tested.code == 0, tested.out
    assert "FAIL" not in tested.out
