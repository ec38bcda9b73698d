"""What does a rubric say of every claim of an archive?

The folder it makes holds ``part-000000.parquet`` and so on with a row for each claim, ``records.parquet`` with what
each outcome came to, ``refused.ndjson`` and ``manifest.json``. The columns are described in ``columns``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import polars as pl

from sayso.archive import parts
from sayso.archive.claims import Part
from sayso.archive.explained import Explained
from sayso.archive.facts import keep_piece, keep_refused, parquet, part_name, piece_name, pieces
from sayso.archive.inputs import Step
from sayso.archive.outcomes import Outcomes, all_records
from sayso.archive.shards import Shard
from sayso.engine import facts_frame
from sayso.engine.columnar import ColumnarReader
from sayso.engine.columnar_records import SCHEMA
from sayso.engine.plan import Plan
from sayso.facts.vocabulary import Vocabulary
from sayso.version import ENGINE_VERSION

SCORES = "scores"
RECORDS = "records.parquet"


class Source(Protocol):
    """Where facts come from: folders of facts, or files of claims."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def bytes(self) -> int: ...

    def identity(self) -> dict[str, Any]: ...

    def parts(
        self, shard: Shard, done: Callable[[int], bool], step: Step, columns: Sequence[str] | None = None
    ) -> Iterator[Part]: ...


class Wanted(NamedTuple):
    """What is to be made: of which parts, with each claim's own sentences or without, and whether what the outcomes
    come to is told.
    """

    shard: Shard = Shard()
    explain: bool = False
    records: bool = True


EVERYTHING = Wanted()


def score_archive(source: Source, plan: Plan, out: Path, step: Step, wanted: Wanted = EVERYTHING) -> dict[str, Any]:
    """Makes the folder, or what is missing of it, and gives its manifest. Raises ArchiveError."""
    request = {"made": SCORES, **source.identity(), **identity(plan, source.vocabulary), "explained": wanted.explain}
    request |= {"records": wanted.records, "shard": str(wanted.shard)}
    before = parts.done_before(out, request)
    if before is not None:
        return before
    with parts.work_on(out, request) as work:
        nothing = _grade(source, plan, work, step, wanted)
        done = pieces(work)
        records = all_records([nothing, *_records(work)])
        if wanted.records:
            work.keep_part(RECORDS, parquet(records))
        keep_refused(work, done)
        totals = {name: sum(each[name] for each in done) for name in ("claims", "rows", "refused")}
        counts = {name: _added(each[name] for each in done) for name in ("statuses", "grades", "gates")}
        listed = [{name: each[name] for name in ("part", "file", "claims")} for each in done]
        manifest = {parts.REQUEST: request, **totals, "outcomes": len(records), **counts, "parts": listed}
        work.keep_part(parts.MANIFEST, parts.pretty(manifest))
    return manifest


def identity(plan: Plan, vocabulary: Vocabulary) -> dict[str, Any]:
    """The rubric, and what reads it."""
    rubric = plan.rubric
    about = facts_frame.metadata(vocabulary, None, ENGINE_VERSION)
    return {
        "rubric": {"id": rubric.id, "version": rubric.version, "digest": rubric.digest},
        "vocabulary": about["sayso.vocabulary"],
        "engine": ENGINE_VERSION,
    }


def _grade(source: Source, plan: Plan, work: parts.Work, step: Step, wanted: Wanted) -> pl.DataFrame:
    """Grades the parts that are not done, and gives a table of records without any."""
    reader = ColumnarReader(plan, source.vocabulary, records=wanted.records)
    told = Explained(plan, source.vocabulary) if wanted.explain else None
    outcomes, nothing = Outcomes(_records(work)), pl.DataFrame(schema=SCHEMA)
    columns = list(facts_frame.schema(source.vocabulary)) if wanted.explain else reader.columns
    for part in source.parts(wanted.shard, lambda number: work.has(piece_name(number)), step, columns):
        scored = reader.score(part.frame)
        if told is not None:
            scored = scored.hstack(told.columns(part.frame))
        rows, part = part.frame.height, part._replace(frame=scored)  # the facts are let go before anything is written
        work.keep_part(part_name(part.number), parquet(scored, quick=True))
        if wanted.records:
            fresh = outcomes.fresh(reader.records(fresh=True))
            work.keep_piece(f"{part.number:06}.{RECORDS}", parquet(fresh))
        counts = {"statuses": _counts(scored["status"]), "grades": _counts(scored["grade"])}
        keep_piece(work, part, {**counts, "rows": rows, "gates": reader.gates()})
    return nothing


def _records(work: parts.Work) -> list[pl.DataFrame]:
    return [pl.read_parquet(work.piece(path.name)) for path in sorted(work.pieces.glob(f"*.{RECORDS}"))]


def _counts(values: pl.Series) -> dict[str, int]:
    counted = values.value_counts()
    return {str(value): times for value, times in counted.iter_rows() if value is not None}


def _added(counts: Iterator[Mapping[str, int]] | Any) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items()))
