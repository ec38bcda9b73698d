"""Has the rubrics folder changed? What it looks like from outside says so."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sayso.usecases.desk import VOCABULARY_FILE, rubric_files

Stamp = tuple[tuple[str, int, int, int, int], ...]


def stamp_of(rubrics_dir: Path, extra: Path | None) -> Stamp:
    """What the rubrics folder looks like from outside; no change of a file's content leaves all of it as it was."""
    files: list[Path] = [rubrics_dir / VOCABULARY_FILE]
    if extra is not None:
        files.append(extra)
    found = []
    with suppress(OSError):  # the folder is gone: that is a change too, and what loads it will say so
        files += rubric_files(rubrics_dir)
    for file in files:
        with suppress(OSError):  # gone between listing and looking: the next look sees it
            at = file.stat()
            found.append((str(file), at.st_mtime_ns, at.st_ctime_ns, at.st_size, at.st_ino))
    return tuple(found)
