"""Which desk does a command work with, and which rubric is meant by what was typed: an id or a file?"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from sayso.cli.ending import InvalidRubricFile, UnusableFile, complain
from sayso.errors import InvalidRubric, Problem
from sayso.facts.vocabulary import load_vocabulary
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.catalog import Catalog
from sayso.settings import Settings
from sayso.usecases.desk import SUFFIXES, VOCABULARY_FILE, Desk, desk_of, open_desk, with_rubric

STDIN = "-"
_MARK = re.compile(rb"""^(?:\xef\xbb\xbf)?(?:\{\s*)?["']?sayso["']?\s*:[ \t]*["']?(?P<format>[^\s"']*)""", re.MULTILINE)


def desk_for(settings: Settings) -> Desk:
    """The desk's rubrics, ready to judge; a file that cannot be used is named on standard error."""
    desk = open_desk(settings.rubrics_dir, settings.vocabulary, settings.rubric, settings.fact_limits)
    for name in desk.broken:
        path = settings.rubrics_dir / name
        complain([f"sayso: {path} cannot be used and is left out (see: sayso rubric check {path})"])
    return desk


def bench_for(settings: Settings, drafts: Iterable[str] = ()) -> Desk:
    """A desk without rubrics: its vocabulary, and the files a draft may extend. It opens even where all are broken.

    Those are the desk's own and, after them, the rubrics that stand beside the drafts.
    """
    vocabulary = load_vocabulary(settings.rubrics_dir / VOCABULARY_FILE, settings.vocabulary)
    folders = [settings.rubrics_dir, *(Path(draft).parent for draft in drafts if draft != STDIN)]
    files = _Beside([folder.resolve() for folder in folders if folder.is_dir()], settings.max_rubric_bytes)
    return desk_of(vocabulary, Catalog(()), settings.rubric, {}, files, settings.fact_limits)


class _Beside(Mapping[str, bytes]):
    """The rubrics of some folders by ``id@version``; the first folder that has one counts.

    They are read when one is looked for, since most drafts extend nothing.
    """

    def __init__(self, folders: Sequence[Path], most: int) -> None:
        self._folders = folders
        self._most = most

    @cached_property
    def _found(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for folder in dict.fromkeys(self._folders):
            for ref, text in _rubrics_in(folder, self._most):
                found.setdefault(ref, text)
        return found

    def __getitem__(self, ref: str) -> bytes:
        return self._found[ref]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _rubrics_in(folder: Path, most: int) -> Iterator[tuple[str, bytes]]:
    """The text of each rubric of a folder with its ``id@version``, whatever else may be wrong with it."""
    for path in sorted(folder.iterdir()):
        if path.suffix not in SUFFIXES or not path.is_file() or path.stat().st_size > most:
            continue
        text = path.read_bytes()
        node, _ = read_yaml(text, path.name) if says_rubric(text) else (None, ())
        top = node.value if node is not None and isinstance(node.value, dict) else {}
        if "id" in top and "version" in top:
            yield f"{top['id'].value}@{top['version'].value}", text


def is_file(named: str) -> bool:
    """Whether a rubric was named as a file: it looks like one, or there is one."""
    return named == STDIN or os.sep in named or named.endswith(SUFFIXES) or Path(named).is_file()


def desk_and_rubric(settings: Settings, named: str | None) -> tuple[Desk, str | None]:
    """A desk that has the rubric, and how to ask it for it. Raises InvalidRubricFile, UnusableFile or UnknownRubric."""
    if named is None or not is_file(named):
        desk = desk_for(settings)
        desk.plan(named)
        return desk, named
    try:
        return with_rubric(
            bench_for(settings, [named]), read_bytes(named, settings.max_rubric_bytes), shown_name(named)
        )
    except InvalidRubric as error:
        raise InvalidRubricFile(shown_name(named), error.problems) from error


def says_rubric(text: bytes) -> bool:
    """Whether a YAML file means to be a rubric: it has ``sayso:`` at its top, and is no vocabulary.

    Read as text, so that a rubric that is broken as YAML is one, and what another program wrote in a YAML of its own
    is not.
    """
    found = _MARK.search(text)
    return found is not None and not found["format"].startswith(b"vocabulary")


def shown_name(named: str) -> str:
    return "standard input" if named == STDIN else named


def read_bytes(named: str, most: int) -> bytes:
    """What is in a file or on standard input, up to ``most`` bytes. Raises UnusableFile."""
    with opened(named) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        message = f"it is larger than {most // 1024} KiB, which is the most that is read"
        raise UnusableFile(shown_name(named), [Problem("file_too_large", message, "split it or shorten it")])
    return data


@contextmanager
def opened(named: str) -> Iterator[BinaryIO]:
    """A file or standard input, to read from. Raises UnusableFile where that fails."""
    try:
        if named == STDIN:
            yield sys.stdin.buffer
            return
        with open(named, "rb") as file:
            if stat.S_ISDIR(os.fstat(file.fileno()).st_mode):
                raise IsADirectoryError
            yield file
    except (OSError, ValueError) as error:
        raise UnusableFile(shown_name(named), [_unreadable(error)]) from error


def _unreadable(error: OSError | ValueError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem("file_unreadable", "there is no such file", "see to its name and folder")
    if isinstance(error, IsADirectoryError):
        return Problem("file_unreadable", "this is a folder, and a file is needed", "name the files in it")
    if isinstance(error, PermissionError):
        return Problem("file_unreadable", "it may not be read", "see to its permissions")
    reason = error.strerror if isinstance(error, OSError) else "its name cannot be used"
    return Problem("file_unreadable", f"it cannot be read: {(reason or 'unknown reason').lower()}")
