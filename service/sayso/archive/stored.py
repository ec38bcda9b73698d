"""Which facts are in these folders, part by part, with no more columns than are asked for?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sayso.archive.claims import Part, with_all
from sayso.archive.facts import FACTS
from sayso.archive.inputs import Step
from sayso.archive.parts import MANIFEST, REQUEST, read_manifest
from sayso.archive.refusals import ArchiveError, reading
from sayso.archive.shards import Shard
from sayso.engine import facts_frame
from sayso.facts.vocabulary import Vocabulary

_AGAIN = "derive the facts again with sayso archive facts"


class _Stored(NamedTuple):
    number: int
    path: Path
    claims: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class FactsFolders:
    """Folders that ``derive_facts`` made, of one archive: one, or those of its shards."""

    folders: tuple[Path, ...]
    vocabulary: Vocabulary
    as_of: str | None
    stored: tuple[_Stored, ...]

    @property
    def bytes(self) -> int:
        """How much there is to read, as ``step`` is told of it."""
        return sum(each.bytes for each in self.stored)

    def identity(self) -> dict[str, Any]:
        """By what a second start knows that the same is asked for. The digests are those noted when the facts were
        made: the files are not read for it.
        """
        inputs = [{"file": each.path.name, "bytes": each.bytes, "sha256": each.sha256} for each in self.stored]
        return {"inputs": inputs, "as_of": self.as_of}

    def parts(
        self, shard: Shard, done: Callable[[int], bool], step: Step, columns: Sequence[str] | None = None
    ) -> Iterator[Part]:
        """The parts of a shard that are not done, in order, with these columns of facts (None: all)."""
        wanted = list(facts_frame.schema(self.vocabulary)) if columns is None else columns
        for each in self.stored:
            if shard.has(each.number):
                if not done(each.number):
                    yield Part(each.number, self._frame(each, wanted), each.claims)
                step(each.bytes)

    def part(self, number: int, columns: Sequence[str]) -> Part | None:
        """One part, with these columns of facts; None where there is none of this number. Raises ArchiveError."""
        for each in self.stored:
            if each.number == number:
                return Part(number, self._frame(each, columns), each.claims)
        return None

    def _frame(self, stored: _Stored, wanted: Sequence[str]) -> pl.DataFrame:
        path = stored.path
        with reading(path):
            size = path.stat().st_size
        if size != stored.bytes:
            message = (
                f"{path} has {size:,} bytes, and its manifest says {stored.bytes:,}: it is cut short, or another file"
            )
            raise ArchiveError(message, code="input_unreadable", hint=_AGAIN)
        try:
            facts_frame.check_metadata(pl.read_parquet_metadata(path), self.vocabulary)
            there = set(pl.read_parquet_schema(path))
            missing = [name for name in facts_frame.PLACES if name not in there]
            if missing:
                message = f"{path} has no column {', '.join(missing)}"
                raise ArchiveError(message, code="missing_columns", hint=_AGAIN)
            frame = pl.read_parquet(path, columns=[name for name in wanted if name in there])
        except (pl.exceptions.PolarsError, OSError) as error:
            reason = (str(error).splitlines() or ["unknown reason"])[0][:200]
            message = f"{path} cannot be read as Parquet: {reason}"
            raise ArchiveError(message, code="input_unreadable", hint=_AGAIN) from error
        return with_all(frame, wanted, self.vocabulary)


def is_facts(path: Path) -> bool:
    """Whether this is a folder of facts rather than a file of claims."""
    return path.is_dir()


def facts_in(folders: Sequence[Path], vocabulary: Vocabulary) -> FactsFolders:
    """The facts in folders. Raises ArchiveError or InvalidRequest where they cannot be read, were derived by another
    vocabulary or layout, or do not belong together.
    """
    stored: dict[int, _Stored] = {}
    days: set[str | None] = set()
    for folder in folders:
        request, parts = _manifest(folder)
        about = {"sayso.layout": str(request.get("layout")), "sayso.vocabulary": str(request.get("vocabulary"))}
        facts_frame.check_metadata(about, vocabulary)
        days.add(request.get("as_of"))
        for each in parts:
            if each.number in stored:
                message = f"{folder} and {stored[each.number].path.parent} both have part {each.number}"
                raise ArchiveError(message, code="not_together", hint="name the shards of one archive, each once")
            stored[each.number] = each
    if len(days) != 1:
        message = "the ages in these folders are counted to different days"
        raise ArchiveError(message, code="not_together", hint="derive them with the same --as-of")
    ordered = tuple(stored[number] for number in sorted(stored))
    return FactsFolders(tuple(folders), vocabulary, days.pop(), ordered)


def _manifest(folder: Path) -> tuple[Mapping[str, Any], list[_Stored]]:
    if not (folder / MANIFEST).is_file():
        hint = "name a folder that sayso archive facts made, or files of claims"
        raise ArchiveError(f"{folder} holds no facts: it has no {MANIFEST}", code="input_unreadable", hint=hint)
    found = read_manifest(folder)
    try:
        request = dict(found[REQUEST])
        if request["made"] != FACTS:
            hint = "name the folder of the facts, not that of their scores"
            raise ArchiveError(f"{folder} holds {request['made']}, not facts", code="input_unreadable", hint=hint)
        parts = [
            _Stored(
                int(each["part"]), folder / str(each["file"]), int(each["claims"]), int(each["bytes"]), each["sha256"]
            )
            for each in found["parts"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        message = f"{folder / MANIFEST} is no manifest of facts"
        raise ArchiveError(message, code="input_unreadable", hint=_AGAIN) from error
    return request, parts
