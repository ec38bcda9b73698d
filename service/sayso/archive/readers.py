"""Which claims stand in these files, one after the other, however large the files are?

NDJSON (one claim a line), JSON (one claim, a list, or a document with "claims"), CSV (one claim a row) and Parquet (one
claim a row, nested); the first three may be gzipped. Nothing is held but what is at hand, and what cannot be a claim is
given with the reason, so that it can be refused by itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from sayso.archive.flat import COLUMNS_TOLD, MOST_COLUMNS, claim_of, columns_of
from sayso.archive.inputs import BOM, Input, Row, Sizes, Step
from sayso.archive.refusals import ArchiveError, reading
from sayso.archive.unzip import Readable, Unzipped
from sayso.errors import Problem, did_you_mean
from sayso.facts.schema import DEFAULT_LIMITS
from sayso.facts.vocabulary import Vocabulary

_CHUNK = 1 << 20
_HEADER = 2 << 20
_ROWS = 4096


def rows(inputs: Sequence[Input], vocabulary: Vocabulary, sizes: Sizes, step: Step) -> Iterator[Row]:
    """Every claim of the files in order. Raises ArchiveError where a file as a whole cannot be read."""
    for each in inputs:
        name = str(each.path)
        with reading(each.path):
            if each.form == "parquet":
                yield from of_parquet(each.path, vocabulary, step)
                continue
            with each.path.open("rb") as file:
                counted = _Counted(file, step)
                stream = Unzipped(counted, name) if each.zipped else counted
                if each.form == "ndjson":
                    yield from of_lines(stream, name, sizes)
                elif each.form == "json":
                    yield from of_json(stream, name, sizes)
                else:
                    yield from of_csv(stream, name, vocabulary, sizes)


def of_lines(stream: Readable, name: str, sizes: Sizes) -> Iterator[Row]:
    """NDJSON: the text of each line that has any."""
    for number, line in enumerate(_lines(stream, sizes.line), 1):
        if number == 1:
            line = line.removeprefix(BOM)
        if len(line) > sizes.line:
            yield Row(name, number, None, _too_long(sizes.line))
        elif line and not line.isspace():
            yield Row(name, number, line)


def _lines(stream: Readable, most: int) -> Iterator[bytes]:
    """Each line without its end; of one that is longer than ``most``, its beginning, which is longer too."""
    begun: list[bytes] = []
    held = 0
    while chunk := stream.read(_CHUNK):
        first, *others = chunk.split(b"\n")
        if held <= most:
            begun.append(first)
            held += len(first)
        if others:
            yield b"".join(begun)
            yield from others[:-1]
            begun, held = [others[-1]], len(others[-1])
    if held:
        yield b"".join(begun)


def _too_long(most: int) -> Problem:
    message = f"the line is longer than {most // 1024} KiB, which is the most that is read"
    return Problem("file_too_large", message, "one claim a line; SAYSO_MAX_LINE_BYTES allows longer ones")


def of_json(stream: Readable, name: str, sizes: Sizes) -> Iterator[Row]:
    """JSON: one claim, a list of claims, or a document with "claims"."""
    data = bytearray()
    while chunk := stream.read(_CHUNK):
        data += chunk
        if len(data) > sizes.whole:
            message = f"{name} is larger than {sizes.whole >> 20} MiB, which is the most that is read as one JSON value"
            hint = "write one claim a line, into a file that ends in .ndjson"
            raise ArchiveError(message, code="input_unreadable", hint=hint)
    text = bytes(data).removeprefix(BOM)
    at, line = 0, 1
    for claim in _claims_in(text, name):
        raw = bytes(claim)
        start = text.find(raw, at)  # only white space and commas stand between one claim and the next
        line += text.count(b"\n", at, start)
        yield Row(name, line, raw)
        line += raw.count(b"\n")
        at = start + len(raw)


def _claims_in(text: bytes, name: str) -> list[msgspec.Raw]:
    try:
        whole: Any = msgspec.json.decode(text, type=msgspec.Raw)
        if bytes(whole).lstrip()[:1] == b"[":
            return msgspec.json.decode(text, type=list[msgspec.Raw])
        members = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        if "claims" in members:
            return msgspec.json.decode(members["claims"], type=list[msgspec.Raw])
        return [whole]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        message = f"{name} is not JSON: {error}"
        hint = "a claim, a list of claims, or a document with a list of claims"
        raise ArchiveError(message, code="input_unreadable", hint=hint) from error


def of_csv(stream: Readable, name: str, vocabulary: Vocabulary, sizes: Sizes) -> Iterator[Row]:
    """CSV (RFC 4180, UTF-8): the names of the columns, then one claim a row."""
    csv.field_size_limit(DEFAULT_LIMITS.text + 1)  # the module's own is less than a claim's text may have
    lines = _texts(stream, name, sizes)
    try:
        header = next(csv.reader([next(lines)], strict=True), [])
    except StopIteration:
        raise ArchiveError(f"{name} is empty", code="missing_columns", hint="its first row names the columns") from None
    except csv.Error as error:
        hint = "its first row names the columns, separated by commas"
        raise ArchiveError(
            f"{name}: the first row cannot be read: {error}", code="input_unreadable", hint=hint
        ) from error
    columns = columns_of(header, vocabulary, name)
    reader = csv.reader(lines, strict=True)
    while True:
        line = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"the row cannot be read: {error}"
            yield Row(name, line, None, Problem("bad_row", message, "see to its quotation marks"))
            continue
        if len(cells) > len(columns):
            message = f"the row has {len(cells):,} cells, and there are {len(columns):,} columns"
            hint = "put a text with a comma in quotation marks"
            yield Row(name, line, None, Problem("bad_row", message, hint))
        elif any(cells):
            yield Row(name, line, claim_of(cells, columns))


def _texts(stream: Readable, name: str, sizes: Sizes) -> Iterator[str]:
    """Each line with its end; what is not UTF-8 becomes half characters, which no claim can have."""
    most = max(sizes.line, _HEADER)
    for number, line in enumerate(_lines(stream, most)):
        if number == 0 and len(line) > _HEADER:
            message = f"{name}: its first row is longer than {_HEADER >> 20} MiB, as no {MOST_COLUMNS:,} columns are"
            raise ArchiveError(message, code="too_many_columns", hint=COLUMNS_TOLD)
        text = (line.removeprefix(BOM) if number == 0 else line)[: most + 1].decode("utf-8", "surrogateescape")
        yield text + "\n"


def of_parquet(path: Path, vocabulary: Vocabulary, step: Step) -> Iterator[Row]:
    """Parquet: one claim a row, with a column for each fact of a claim, ``attributions`` nested."""
    import polars as pl

    name, size = str(path), path.stat().st_size
    try:
        frame = pl.scan_parquet(path)
        _check(frame.collect_schema().names(), vocabulary, name)
        total = max(1, frame.select(pl.len()).collect().item())
        done = told = 0
        for batch in frame.collect_batches(chunk_size=_ROWS, maintain_order=True):
            for part in batch.iter_slices(_ROWS):
                for claim in part.iter_rows(named=True):
                    done += 1
                    yield Row(name, done, _plain(claim))
                now = size * done // total
                step(now - told)
                told = now
    except pl.exceptions.PolarsError as error:
        message = f"{name} cannot be read as Parquet: {_first_line(error)}"
        raise ArchiveError(
            message, code="input_unreadable", hint="it may be cut short; write or fetch it again"
        ) from error


def _check(names: list[str], vocabulary: Vocabulary, file: str) -> None:
    known = [field for field in vocabulary.claim if "." not in field]
    wrong = [name for name in names if name not in known]
    if {"claim", "links", "order"} <= set(wrong):
        hint = "name the folder that sayso archive facts made, to sayso archive score"
        raise ArchiveError(f"{file} holds derived facts, not claims", code="input_unreadable", hint=hint)
    if wrong:
        hint = did_you_mean(wrong[0][:60], known) or f"the columns are {', '.join(known)}"
        shown = ", ".join(repr(name[:60]) for name in wrong[:5])
        raise ArchiveError(f"{file}: no fact of a claim is called {shown}", code="unknown_columns", hint=hint)
    if "attributions" not in names:
        hint = "a list of {chain: [links]} for each claim; sayso archive sample shows one"
        raise ArchiveError(f"{file} has no column attributions", code="missing_columns", hint=hint)


def _plain(value: Any) -> Any:
    """The value as JSON would have it, without what is missing."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["unknown reason"])[0][:200]


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: BinaryIO, step: Step) -> None:
        self.file, self.step = file, step

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        self.step(len(data))
        return data
