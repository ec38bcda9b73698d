"""Does every file mean the same on every machine: no path of somebody's computer, no package index but the usual?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {".git", ".venv", "data", "build", "dist", "__pycache__"}
A_MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|private)/[\w.-]+")
AN_INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|PIP_INDEX")


def files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in LEFT_OUT or path.name.endswith(("_cache", ".egg-info")) or path.name == ".hypothesis":
            continue
        if path.is_dir():
            yield from files(path)
        elif path.suffix not in (".png", ".pyc"):
            yield path


@pytest.mark.parametrize("pattern", [A_MACHINE, AN_INDEX], ids=["no path of a machine", "no package index"])
def test_no_file_says_where_it_was_written(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files(ROOT)
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_a_path_of_a_machine_would_be_noticed() -> None:
    for text in ("see /home/ana/sayso/x.py", "(/root/notes.md)", "'/Users/ana/sayso'"):
        assert A_MACHINE.search(text), text
    for text in ("https://example.org/work/paper", "docs/work/notes.md", "127.0.0.1:8321/home/x", "at /var/lib/sayso"):
        assert not A_MACHINE.search(text), text
