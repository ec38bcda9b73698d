"""How does long work get done part by part, so that it can be ended at any moment and begun again?

Beside the output OUT stands a folder ``.OUT.work`` while the work goes on. Each part is written whole, brought to the
disk and given its name by one rename, so that a part that is there is finished. At the end the folder of the parts
becomes OUT by one more rename: under that name nothing is ever half written.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sayso.archive.refusals import ArchiveError, reading, writing

MANIFEST = "manifest.json"
REQUEST = "request"


class Work:
    """The parts of one output: ``out`` will be the output, ``pieces`` has what is kept of each part until the end."""

    def __init__(self, folder: Path) -> None:
        self.out = folder / "out"
        self.pieces = folder / "pieces"

    def has(self, piece: str) -> bool:
        """Whether a part is finished; its piece is what is written last."""
        return (self.pieces / piece).exists()

    @property
    def has_any(self) -> bool:
        """Whether any part is finished."""
        return self.pieces.is_dir() and any(self.pieces.iterdir())

    def piece(self, name: str) -> bytes:
        """What was kept of a part."""
        with reading(self.pieces / name):
            return (self.pieces / name).read_bytes()

    def keep_part(self, name: str, data: bytes) -> None:
        """Writes a file of the output."""
        write_whole(self.out / name, data)

    def keep_piece(self, name: str, data: bytes) -> None:
        """Writes what is needed of a part at the end, and nothing else of it is missing."""
        write_whole(self.pieces / name, data)


def done_before(out: Path, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """The manifest of an output that is finished. Raises ArchiveError where what is there is something else."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return None
    manifest = out / MANIFEST
    hint = "name another output, or remove this one"
    if not manifest.is_file():
        raise ArchiveError(f"{out} is there, and was not made by sayso archive", code="out_exists", hint=hint)
    found = read_manifest(out)
    other = _differences(found.get(REQUEST), request)
    if other:
        message = f"{out} is there, and was made with other {' and '.join(other)}"
        raise ArchiveError(message, code="out_exists", hint=hint)
    return found


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished output. Raises ArchiveError where it is none."""
    path = folder / MANIFEST
    with reading(path):
        text = path.read_bytes()
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ArchiveError(f"{path} is not JSON", code="input_unreadable", hint="make the folder again") from error
    if not isinstance(found, dict):
        raise ArchiveError(f"{path} is no manifest", code="input_unreadable", hint="make the folder again")
    return found


@contextmanager
def work_on(out: Path, request: Mapping[str, Any]) -> Iterator[Work]:
    """The work on an output, begun or gone on with; when it was done without an error, the parts become the output.

    Raises ArchiveError where the work that was begun there had other inputs, or goes on in another process.
    """
    folder = out.parent / f".{out.name}.work"
    with writing(out):
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            hint = "wait for it, or name another output"
            raise ArchiveError(f"another process is writing {out}", code="out_in_use", hint=hint) from error
        work = Work(folder)
        _begin(folder, work, out, request)
        try:
            yield work
        except BaseException:
            if not work.has_any:  # nothing to go on with
                shutil.rmtree(folder, ignore_errors=True)
            raise
        with writing(out):
            _sync_folder(work.out)
            os.rename(work.out, out)
            _sync_folder(out.parent)
            shutil.rmtree(folder)
    finally:
        os.close(lock)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file so that under its name it is either whole and on the disk, or not there."""
    half = path.with_name(f"{path.name}.half")
    with writing(path):
        try:
            with half.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.rename(half, path)
            _sync_folder(path.parent)
        except OSError:
            half.unlink(missing_ok=True)
            raise


def pretty(value: Mapping[str, Any]) -> bytes:
    """JSON as it stands in the files of an output."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _begin(folder: Path, work: Work, out: Path, request: Mapping[str, Any]) -> None:
    begun = folder / "request.json"
    if begun.exists():
        try:
            before = json.loads(begun.read_bytes())
        except ValueError:
            before = None
        other = _differences(before, request)
        if other and work.has_any:
            message = f"{folder} has unfinished work on {out} with other {' and '.join(other)}"
            hint = "name another output, or remove that folder"
            raise ArchiveError(message, code="out_unfinished", hint=hint)
        if other:
            shutil.rmtree(work.out, ignore_errors=True)
    with writing(out):
        work.out.mkdir(exist_ok=True)
        work.pieces.mkdir(exist_ok=True)
    write_whole(begun, pretty(request))


def _differences(before: object, now: Mapping[str, Any]) -> list[str]:
    """What was asked for otherwise, in words."""
    known = before if isinstance(before, dict) else {}
    return [name.replace("_", " ") for name in now if known.get(name) != now[name]]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
