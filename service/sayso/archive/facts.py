"""How do the claims of an archive become a folder of derived facts, which any rubric can grade?

The folder holds ``part-000000.parquet`` and so on (the layout is that of ``engine.facts_frame``), ``refused.ndjson``
with what could not be read, and ``manifest.json``.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from sayso.archive import parts
from sayso.archive.claims import ClaimFiles, Part
from sayso.archive.inputs import Step
from sayso.archive.refusals import writing
from sayso.archive.shards import Shard
from sayso.engine import facts_frame
from sayso.version import ENGINE_VERSION

FACTS = "facts"
REFUSED = "refused.ndjson"
_ROWS, _ROWS_QUICK = 65_536, 131_072


def derive_facts(claims: ClaimFiles, out: Path, shard: Shard, step: Step) -> dict[str, Any]:
    """Makes the folder, or what is missing of it, and gives its manifest. Raises ArchiveError."""
    about = facts_frame.metadata(claims.vocabulary, claims.as_of, ENGINE_VERSION)
    request = {"made": FACTS, **claims.identity(), "shard": str(shard), **_named(about)}
    before = parts.done_before(out, request)
    if before is not None:
        return before
    with parts.work_on(out, request) as work:
        for part in claims.parts(shard, lambda number: work.has(piece_name(number)), step):
            data = parquet(part.frame, about)
            work.keep_part(part_name(part.number), data)
            digest = hashlib.sha256(data).hexdigest()
            keep_piece(work, part, {"bytes": len(data), "sha256": digest})
        done = pieces(work)
        totals = {name: sum(each[name] for each in done) for name in ("claims", "rows", "refused")}
        keep_refused(work, done)
        manifest = {parts.REQUEST: request, **totals, "parts": done}
        work.keep_part(parts.MANIFEST, parts.pretty(manifest))
    return manifest


def parquet(frame: pl.DataFrame, about: Mapping[str, str] | None = None, *, quick: bool = False) -> bytes:
    """The bytes of a Parquet file, the same for the same rows. A quick one takes a quarter less to write: it is packed
    less hard, without the least and greatest value of each column.
    """
    buffer = io.BytesIO()
    frame.write_parquet(
        buffer,
        compression="zstd",
        compression_level=1 if quick else None,
        statistics=not quick,
        row_group_size=_ROWS_QUICK if quick else _ROWS,
        metadata=dict(about or {}),
    )
    return buffer.getvalue()


def part_name(number: int) -> str:
    return f"part-{number:06}.parquet"


def piece_name(number: int) -> str:
    return f"{number:06}.json"


def keep_piece(work: parts.Work, part: Part, more: Mapping[str, Any]) -> None:
    """Notes that a part is finished: what is counted of it, then what it refused."""
    counted = {
        "part": part.number,
        "file": part_name(part.number),
        "claims": part.claims,
        "rows": part.frame.height,
        "refused": len(part.refused),
        **more,
    }
    refused = b"".join(each.lines() for each in part.refused)
    work.keep_piece(piece_name(part.number), json.dumps(counted).encode() + b"\n" + refused)


def pieces(work: parts.Work) -> list[dict[str, Any]]:
    """What was counted of each part, in order."""
    names = sorted(path.name for path in work.pieces.glob("*.json"))
    return [json.loads(work.piece(name).split(b"\n", 1)[0]) for name in names]


def keep_refused(work: parts.Work, done: Sequence[Mapping[str, Any]]) -> None:
    """Puts together what the parts refused; the file is there, and empty, where nothing was."""
    half = work.out / f"{REFUSED}.half"
    with writing(work.out / REFUSED), half.open("wb") as file:
        for each in done:
            if each["refused"]:
                file.write(work.piece(piece_name(each["part"])).split(b"\n", 1)[1])
    with writing(work.out / REFUSED):
        half.rename(work.out / REFUSED)


def _named(about: Mapping[str, str]) -> dict[str, str]:
    names = {"sayso.layout": "layout", "sayso.vocabulary": "vocabulary", "sayso.version": "engine"}
    return {name: about[key] for key, name in names.items()}
