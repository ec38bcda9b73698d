"""Which file was named, in which form are claims in it, and is it the same file as before?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from sayso.archive.refusals import ArchiveError, reading
from sayso.errors import Problem

Form = Literal["ndjson", "json", "csv", "parquet"]
_FORMS: dict[str, Form] = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
}
_CHUNK = 1 << 20
BOM = b"\xef\xbb\xbf"


class Input(NamedTuple):
    """A file of claims: in which form, and whether it is gzipped."""

    path: Path
    form: Form
    zipped: bool


class Row(NamedTuple):
    """What stands at one place of a file, the line from 1 (of a Parquet file: the row): the JSON text of a claim, a
    claim as it was put together, or what is wrong.
    """

    file: str
    line: int
    raw: object
    wrong: Problem | None = None


class Sizes(NamedTuple):
    """The longest line and the largest JSON file that are read, in bytes."""

    line: int
    whole: int


Step = Callable[[int], None]
"""Is told how many bytes of the files were read since the last time."""


def input_of(name: str) -> Input:
    """The file that was named. Raises ArchiveError where it is in no form that is read."""
    path = Path(name)
    if path.is_dir():
        hint = "name the files in it"
        raise ArchiveError(
            f"{name}: this is a folder, and files of claims are needed", code="input_unreadable", hint=hint
        )
    suffixes = [suffix.lower() for suffix in path.suffixes]
    zipped = suffixes[-1:] == [".gz"]
    last = suffixes[-2:-1] if zipped else suffixes[-1:]
    if suffixes[-1:] == [".zst"]:
        hint = f"unpack it first: zstd -d {name}"
        raise ArchiveError(f"{name}: Zstandard files are not read", code="input_unreadable", hint=hint)
    form = _FORMS.get(last[0]) if last else None
    if form is None or (zipped and form == "parquet"):
        hint = "it must end in .ndjson, .jsonl, .json or .csv, each with or without .gz, or in .parquet"
        raise ArchiveError(f"{name}: it is not clear what is in this file", code="input_unreadable", hint=hint)
    with reading(path):
        path.stat()
    return Input(path, form, zipped)


def fingerprint(path: Path) -> dict[str, object]:
    """Name, size and SHA-256 of a file: by these a second start knows that it is the same."""
    digest, size = hashlib.sha256(), 0
    with reading(path), path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return {"file": path.name, "bytes": size, "sha256": digest.hexdigest()}
