"""Is work on an archive the same however often it is ended, and is nothing half written ever under its name?"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.archive.making import content, derived, files, graded, plan, vocabulary, written

from sayso.archive.parts import work_on
from sayso.archive.refusals import ArchiveError
from sayso.archive.scores import score_archive
from sayso.archive.stored import facts_in

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
COMMANDS = {
    "facts": ["facts", "claims.ndjson", "out", "--as-of", "2026-06-01", "--part", "20"],
    "score": ["score", "facts", "out", "--rubric", "newsroom"],
    "score from claims": ["score", "claims.ndjson", "out", "--rubric", "newsroom", "--part", "20"],
}


def started(command: list[str], folder: Path, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    return subprocess.Popen(
        [sys.executable, "-m", "sayso", "archive", *command],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT / "service")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, said = process.communicate(timeout=PATIENCE)
    return process.returncode, said.decode()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Claims and the facts of them, made once."""
    folder = tmp_path_factory.mktemp("made")
    derived(files(written(folder, claims=1200)), folder / "facts")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of them to work beside."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_twice_in_the_middle_it_ends_as_if_undisturbed(name: str, folder: Path) -> None:
    command, out = COMMANDS[name], folder / "out"
    pieces = folder / ".out.work" / "pieces"
    finished = 0
    for _ in range(2):
        process = started(command, folder)
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and _parts(pieces) < finished + 3 and time.monotonic() < deadline:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        assert ended(process)[0] == -signal.SIGKILL, "it was done before it could be killed"
        assert not out.exists()
        finished = _parts(pieces)
    assert finished >= 6
    assert ended(started(command, folder))[0] == 0
    interrupted = content(out)
    assert not (folder / ".out.work").exists()
    out.rename(folder / "before")
    assert ended(started(command, folder))[0] == 0
    assert content(out) == interrupted
    assert len(interrupted) > 60


def _parts(pieces: Path) -> int:
    return len(list(pieces.glob("*.json"))) if pieces.is_dir() else 0


@pytest.mark.parametrize("name", COMMANDS)
def test_without_room_it_says_so_and_goes_on_when_there_is_some(name: str, folder: Path) -> None:
    command = COMMANDS[name]
    sizes = [len(data) for file, data in content(folder / "facts").items() if file.startswith("part")]
    room = max(sizes) // 3 if name == "facts" else 4096
    code, said = ended(started(command, folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))))
    assert code == 2
    assert "no room left" in said
    assert "make room" in said
    assert said.count("\n") == 1
    assert not (folder / "out").exists()
    assert ended(started(command, folder))[0] == 0
    assert (folder / "out" / "manifest.json").exists()


def test_an_output_that_is_finished_is_not_made_again(folder: Path) -> None:
    first = graded([folder / "facts"], folder / "out")
    times = {path.name: path.stat().st_mtime_ns for path in (folder / "out").iterdir()}
    assert graded([folder / "facts"], folder / "out") == first
    assert {path.name: path.stat().st_mtime_ns for path in (folder / "out").iterdir()} == times


def test_an_output_of_other_inputs_or_of_somebody_else_is_left_alone(folder: Path) -> None:
    graded([folder / "facts"], folder / "out")
    before = content(folder / "out")
    with pytest.raises(ArchiveError, match="was made with other rubric") as refused:
        graded([folder / "facts"], folder / "out", rubric="nato-admiralty")
    assert refused.value.code == "out_exists"
    with pytest.raises(ArchiveError, match="with other made"):
        derived(files(folder / "claims.ndjson"), folder / "out")
    assert content(folder / "out") == before
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ArchiveError, match="was not made by sayso archive"):
        graded([folder / "facts"], folder / "mine")
    assert (folder / "mine" / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_unfinished_work_on_other_inputs_is_left_alone(folder: Path) -> None:
    process = started(COMMANDS["facts"], folder)
    while not _parts(folder / ".out.work" / "pieces") and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    ended(process)
    with pytest.raises(ArchiveError, match="unfinished work") as refused:
        graded([folder / "facts"], folder / "out")
    assert refused.value.code == "out_unfinished"
    assert _parts(folder / ".out.work" / "pieces")


def test_two_processes_do_not_write_one_output(tmp_path: Path) -> None:
    with work_on(tmp_path / "out", {"made": "x"}) as work:
        work.keep_part("a", b"1")
        with pytest.raises(ArchiveError, match="another process") as refused, work_on(tmp_path / "out", {"made": "x"}):
            pass
        assert refused.value.code == "out_in_use"
    assert content(tmp_path / "out") == {"a": b"1"}


def test_work_that_fails_before_anything_is_finished_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("colour\n1\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match="colour"):
        derived(files(tmp_path / "a.csv"), tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_that_may_not_be_written_is_named(folder: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written") as refused:
        score_archive(
            facts_in([folder / "facts"], vocabulary()), plan(), folder / "claims.ndjson" / "out", lambda _: None
        )
    assert refused.value.code == "not_written"
