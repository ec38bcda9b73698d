"""Do shards, however many, hold the same rows in the same order as one run over everything?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.archive.making import content, derived, files, graded, scores, written

from sayso.archive.refusals import ArchiveError
from sayso.archive.shards import Shard, shard_of


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    derived(files(written(folder, claims=90), part=12), folder / "facts")
    graded([folder / "facts"], folder / "scores")
    return folder


@given(st.integers(1, 11), st.booleans())
@settings(max_examples=8)
def test_the_shards_together_are_the_whole(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, of: int, from_shards: bool
) -> None:
    folder = tmp_path_factory.mktemp("shards")
    facts = [archive / "facts"]
    if from_shards:
        facts = [folder / f"facts-{at}" for at in range(1, of + 1)]
        for at, out in enumerate(facts, 1):
            derived(files(archive / "claims.ndjson", part=12), out, Shard(at, of))
    manifests = [graded(facts, folder / f"scores-{at}", Shard(at, of)) for at in range(1, of + 1)]
    found = {name: data for at in range(1, of + 1) for name, data in content(folder / f"scores-{at}").items()}
    whole = content(archive / "scores")
    assert {name: data for name, data in found.items() if name.startswith("part")} == {
        name: data for name, data in whole.items() if name.startswith("part")
    }
    records = pl.concat([pl.read_parquet(folder / f"scores-{at}" / "records.parquet") for at in range(1, of + 1)])
    assert records.unique().sort("axis", "outcome").equals(pl.read_parquet(archive / "scores" / "records.parquet"))
    counts: Counter[str] = Counter()
    for manifest in manifests:
        counts.update(manifest["grades"])
    assert counts == Counter(scores(archive / "scores")["grade"].drop_nulls().to_list())


def test_one_shard_run_twice_is_the_same_to_the_byte(archive: Path, tmp_path: Path) -> None:
    for name in ("once", "again"):
        graded([archive / "facts"], tmp_path / name, Shard(2, 3))
    assert content(tmp_path / "once") == content(tmp_path / "again")
    assert len(content(tmp_path / "once")) == 6


def test_a_shard_without_parts_is_empty(archive: Path, tmp_path: Path) -> None:
    assert graded([archive / "facts"], tmp_path / "out", Shard(20, 20))["claims"] == 0


def test_the_same_shard_twice_is_not_taken_for_an_archive(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="both have part") as refused:
        graded([archive / "facts", archive / "facts"], tmp_path / "out")
    assert refused.value.code == "not_together"


@pytest.mark.parametrize("text", ["", "0/2", "3/2", "1", "a/b", "1/2/3", "-1/2", "1/0", "１/２"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ArchiveError, match="is no shard"):
        shard_of(text)


def test_a_shard_is_said_as_it_is_read() -> None:
    assert str(shard_of("2/8")) == "2/8"
    assert shard_of(None) == Shard(1, 1)
