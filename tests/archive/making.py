"""How does a test make a small archive, and read what became of it?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from tests.services import shipped_desk

from sayso.api.body import read_json
from sayso.archive.claims import ClaimFiles
from sayso.archive.facts import derive_facts
from sayso.archive.gather import Asked
from sayso.archive.inputs import Form, Sizes, input_of
from sayso.archive.sample import sample
from sayso.archive.sample_files import write_sample
from sayso.archive.scores import Wanted, score_archive
from sayso.archive.shards import Shard
from sayso.archive.stored import facts_in
from sayso.engine.plan import Plan
from sayso.facts.schema import DEFAULT_LIMITS
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
SIZES = Sizes(line=64 * 1024, whole=8 << 20)
AS_OF = "2026-06-01"


@lru_cache(maxsize=1)
def desk() -> Desk:
    """The shipped rubrics, read once for all tests."""
    return shipped_desk()


def vocabulary() -> Vocabulary:
    return desk().vocabulary


def plan(rubric: str = "newsroom") -> Plan:
    return desk().plan(rubric)


def written(folder: Path, form: Form = "ndjson", claims: int = 60, seed: int = 1, name: str = "claims") -> Path:
    """A sample in a file of its own."""
    path = folder / f"{name}.{form}"
    write_sample(sample(claims, seed), str(path), form, vocabulary(), lambda _: None)
    return path


def files(*paths: Path, part: int = 20, strict: bool = False) -> ClaimFiles:
    return ClaimFiles(
        inputs=tuple(input_of(str(path)) for path in paths),
        vocabulary=vocabulary(),
        limits=DEFAULT_LIMITS,
        sizes=SIZES,
        parse=lambda text: read_json(text, 32),
        asked=Asked(AS_OF, strict),
        size=part,
    )


def derived(source: ClaimFiles, out: Path, shard: Shard | None = None) -> dict[str, Any]:
    return derive_facts(source, out, shard or Shard(), lambda _: None)


def graded(facts: Sequence[Path], out: Path, shard: Shard | None = None, **asked: Any) -> dict[str, Any]:
    rubric = asked.pop("rubric", "newsroom")
    source = facts_in(facts, vocabulary())
    wanted = Wanted(shard or Shard(), **asked)
    return score_archive(source, plan(rubric), out, lambda _: None, wanted)


def refused(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "refused.ndjson").read_text(encoding="utf-8").splitlines()]


def content(folder: Path) -> dict[str, bytes]:
    """Every file of an output by its name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def scores(folder: Path) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in sorted(folder.glob("part-*.parquet"))])
