"""Does an archive have the same scores where other engines grade it: by part, under Ray Data, in Spark's Arrow?"""

from __future__ import annotations

import ast
import importlib
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.archive.making import ROOT, derived, files, graded, plan, scores, vocabulary, written

from sayso.archive.by_part import PartGrader
from sayso.archive.refusals import ArchiveError
from sayso.archive.spark import grade_batches, plain, schema_of
from sayso.archive.stored import facts_in

RUBRICS = ["newsroom", "nato-admiralty"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts in four parts, and what the command line's function says of them by each rubric."""
    folder = tmp_path_factory.mktemp("archive")
    derived(files(written(folder, claims=80, seed=9)), folder / "facts")
    for rubric in RUBRICS:
        graded([folder / "facts"], folder / rubric, rubric=rubric)
    return folder


def grader(archive: Path, rubric: str = "newsroom") -> PartGrader:
    return PartGrader(facts_in([archive / "facts"], vocabulary()), plan(rubric).rubric)


@pytest.mark.parametrize("rubric", RUBRICS)
def test_parts_graded_elsewhere_are_those_of_the_command_line(archive: Path, rubric: str) -> None:
    sent: PartGrader = pickle.loads(pickle.dumps(grader(archive, rubric)))
    assert sent.numbers == [0, 1, 2, 3]
    found = pl.concat(sent.frame(number) for number in sent.numbers)
    assert_frame_equal(found, scores(archive / rubric))
    assert sent.nothing().schema == found.schema


def test_a_grader_that_has_worked_can_be_sent_on(archive: Path) -> None:
    used = grader(archive)
    first = used.frame(0)
    assert_frame_equal(pickle.loads(pickle.dumps(used)).frame(0), first)


def test_batches_name_the_parts_whatever_their_size_and_order(archive: Path) -> None:
    batches = [pl.DataFrame({"part": [2]}), pl.DataFrame({"part": []}, schema={"part": pl.Int64})]
    batches.append(pl.DataFrame({"part": [0, 3]}))
    found = list(grader(archive).frames(batches))
    expected = [pl.read_parquet(archive / "newsroom" / f"part-{number:06}.parquet") for number in (2, 0, 3)]
    assert len(found) == len(expected)
    for told, each in zip(found, expected, strict=True):
        assert_frame_equal(told, each)


def test_a_part_that_is_not_there_is_refused(archive: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no part 7"):
        grader(archive).frame(7)


def test_a_part_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    derived(files(written(tmp_path, claims=30)), tmp_path / "facts")
    part = tmp_path / "facts" / "part-000000.parquet"
    part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(ArchiveError, match="cut short"):
        grader(tmp_path).frame(0)


def test_facts_without_a_part_have_no_columns(tmp_path: Path) -> None:
    (tmp_path / "claims.ndjson").write_bytes(b"")
    derived(files(tmp_path / "claims.ndjson"), tmp_path / "facts")
    with pytest.raises(ArchiveError, match="no part at all"):
        grader(tmp_path).nothing()


def test_spark_is_told_columns_of_types_that_it_has(archive: Path) -> None:
    told = dict(column.rsplit(" ", 1) for column in schema_of(grader(archive)).split(", "))
    assert told["`claim`"] == told["`source_reliability.outcome`"] == told["`held`"] == "BIGINT"
    assert told["`grade`"] == told["`id`"] == "STRING"
    assert set(told.values()) == {"BIGINT", "INT", "STRING"}
    assert list(told) == [f"`{name}`" for name in scores(archive / "newsroom").columns]


def test_what_spark_is_given_says_the_same(archive: Path) -> None:
    original = scores(archive / "newsroom")
    back = plain(original)
    for name, type_ in original.schema.items():
        here = back[name].reinterpret(signed=False) if type_ == pl.UInt64 else back[name].cast(type_)
        assert here.to_list() == original[name].to_list(), name


def test_the_function_for_spark_takes_and_gives_record_batches(archive: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'sayso[ray]' brings it")
    batches = iter([pa.RecordBatch.from_pydict({"part": [0, 1]}), pa.RecordBatch.from_pydict({"part": [2, 3]})])
    found = list(grade_batches(grader(archive))(batches))
    assert all(isinstance(batch, pa.RecordBatch) for batch in found)
    assert_frame_equal(pl.concat(pl.DataFrame(batch) for batch in found), plain(scores(archive / "newsroom")))


def test_what_the_guide_shows_for_clusters_can_be_imported() -> None:
    guide = (ROOT / "docs" / "guides" / "archive.md").read_text(encoding="utf-8")
    recipes = re.findall(r"```text\n(from pathlib.*?)```", guide, re.DOTALL)
    assert len(recipes) == 2
    for recipe in recipes:
        for node in ast.walk(ast.parse(recipe)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module != "sayso.archive.ray_data":
                there = vars(importlib.import_module(node.module))
                assert {each.name for each in node.names} <= set(there)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'sayso[ray]' to test it")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    yield ray
    ray.shutdown()


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("rubric", RUBRICS)
def test_ray_gives_the_rows_of_the_command_line(archive: Path, rubric: str, cluster: Any) -> None:
    from sayso.archive.ray_data import graded as graded_by_ray

    facts = facts_in([archive / "facts"], vocabulary())
    dataset = graded_by_ray(facts, plan(rubric).rubric, actors=2)
    expected = scores(archive / rubric)
    found = pl.concat(pl.DataFrame(batch) for batch in dataset.iter_batches(batch_format="pyarrow", batch_size=None))
    assert found.columns == expected.columns
    assert _bytes(found.sort("claim")) == _bytes(expected)


@pytest.mark.filterwarnings("default")
def test_ray_says_why_a_part_cannot_be_read(tmp_path: Path, cluster: Any) -> None:
    from sayso.archive.ray_data import graded as graded_by_ray

    derived(files(written(tmp_path, claims=30)), tmp_path / "facts")
    facts = facts_in([tmp_path / "facts"], vocabulary())
    part = tmp_path / "facts" / "part-000001.parquet"
    part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(Exception, match="cut short"):
        graded_by_ray(facts, plan().rubric).materialize()


def _bytes(frame: pl.DataFrame) -> list[bytes]:
    """Each row, to the byte."""
    return [repr(row).encode() for row in frame.iter_rows()]
