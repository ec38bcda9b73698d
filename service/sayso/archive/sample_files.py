"""How is a made-up archive written, in each form in which claims are read?"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from sayso.archive.flat import Sheet, columns_of, header_of
from sayso.archive.inputs import Form
from sayso.archive.refusals import ArchiveError, writing
from sayso.facts.vocabulary import Field, Vocabulary

if TYPE_CHECKING:
    import polars as pl

STDOUT = "-"
FORMS: tuple[Form, ...] = ("ndjson", "json", "parquet", "csv")
_BATCH = 10_000
_ATTRIBUTIONS, _LINKS = 4, 12
Claims = Iterator[dict[str, Any]]
Step = Callable[[int], None]
"""Is told how many claims were written since the last time."""


def write_sample(claims: Claims, out: str, form: Form, vocabulary: Vocabulary, step: Step) -> None:
    """Writes claims as they come. Raises ArchiveError; under the name ``out`` there is the whole or nothing."""
    if form == "parquet":
        if out == STDOUT:
            raise ArchiveError("Parquet cannot be written to standard output", hint="name a file")
        _in_place(Path(out), lambda half: _parquet(claims, half, vocabulary, step))
        return
    write: Callable[[Claims, BinaryIO, Vocabulary, Step], None] = {"ndjson": _ndjson, "json": _json, "csv": _csv}[form]
    if out == STDOUT:
        write(claims, sys.stdout.buffer, vocabulary, step)
        return

    def whole(half: Path) -> None:
        with half.open("wb") as file:
            write(claims, file, vocabulary, step)

    _in_place(Path(out), whole)


def _in_place(path: Path, write: Callable[[Path], None]) -> None:
    half = path.with_name(f".{path.name}.half")
    with writing(path):
        try:
            write(half)
            os.rename(half, path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise


def _batches(claims: Claims, step: Step) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(claims, _BATCH)):
        yield batch
        step(len(batch))


def _ndjson(claims: Claims, file: BinaryIO, _: Vocabulary, step: Step) -> None:
    encoder = msgspec.json.Encoder()
    for batch in _batches(claims, step):
        file.write(b"\n".join(map(encoder.encode, batch)) + b"\n")


def _json(claims: Claims, file: BinaryIO, _: Vocabulary, step: Step) -> None:
    encoder = msgspec.json.Encoder()
    before = b"[\n"
    for batch in _batches(claims, step):
        file.write(before + b",\n".join(map(encoder.encode, batch)))
        before = b",\n"
    file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _csv(claims: Claims, file: BinaryIO, vocabulary: Vocabulary, step: Step) -> None:
    """The columns of every fact that a sample states."""
    from sayso.archive.sample import STATED_OF_CLAIM, STATED_OF_LINK

    def is_stated(name: str) -> bool:
        field = name.split("link", 1)[1].split(".", 1)[1] if "link" in name else name
        return field in (STATED_OF_LINK if "link" in name else STATED_OF_CLAIM) or name.endswith("independent.reason")

    header = [name for name in header_of(_ATTRIBUTIONS, _LINKS, vocabulary) if is_stated(name)]
    sheet = Sheet(columns_of(header, vocabulary, "sample"))
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(header)
    for batch in _batches(claims, step):
        rows.writerows(map(sheet.cells, batch))
        file.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
    file.write(text.getvalue().encode())


def _parquet(claims: Claims, path: Path, vocabulary: Vocabulary, step: Step) -> None:
    import polars as pl
    from polars.io.plugins import register_io_source

    schema = claim_schema(vocabulary)

    def frames(*_: object) -> Iterator[pl.DataFrame]:
        for batch in _batches(claims, step):
            yield pl.DataFrame(batch, schema=schema, orient="row")

    source = register_io_source(frames, schema=schema)
    source.sink_parquet(path, row_group_size=_BATCH, maintain_order=True)


def claim_schema(vocabulary: Vocabulary) -> dict[str, pl.DataType]:
    """The columns of a Parquet file of claims, as far as a sample states them."""
    import polars as pl

    from sayso.archive.sample import STATED_OF_CLAIM, STATED_OF_LINK

    link = pl.Struct(_struct(vocabulary.link, STATED_OF_LINK))
    attribution = pl.Struct({"independent": pl.Struct({"reason": pl.String()}), "chain": pl.List(link)})
    return {**_struct(vocabulary.claim, STATED_OF_CLAIM), "attributions": pl.List(attribution)}


def _struct(fields: dict[str, Field] | Any, stated: Iterable[str]) -> dict[str, pl.DataType]:
    import polars as pl

    found: dict[str, pl.DataType] = {}
    for name in fields:
        if name not in stated:
            continue
        outer, _, inner = name.partition(".")
        field = fields[name]
        kind: pl.DataType = {"boolean": pl.Boolean(), "integer": pl.Int64()}.get(field.type, pl.String())
        if field.format == "hedges":
            kind = pl.List(pl.Struct({"term": pl.String()}))
        elif field.type == "list":
            kind = pl.List(pl.String())
        if inner:
            before = found.get(outer)
            fields_before = before.to_schema() if isinstance(before, pl.Struct) else {}
            kind = pl.Struct({**fields_before, inner: kind})
        found[outer] = kind
    return found
