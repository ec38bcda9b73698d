"""Do derived facts come back from a table as they went in, and is a table refused that cannot be read?"""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl
import pytest
from tests.columnar.drawing import facts_for
from tests.generated.cases import shipped
from tests.generated.claims import everything
from tests.generated.vocabulary import shipped_vocabulary

from sayso.engine.columnar import ColumnarReader
from sayso.engine.facts_frame import check_metadata, facts_of, metadata, rows, schema
from sayso.errors import InvalidRequest
from sayso.facts.derive import Facts
from sayso.facts.vocabulary import load_vocabulary


def some(count: int = 60, seed: int = 4) -> list[Facts]:
    return facts_for(everything(), Random(seed), count)


def table() -> pl.DataFrame:
    return rows(some(), shipped_vocabulary())


def reader() -> ColumnarReader:
    return ColumnarReader(shipped("newsroom").plan, shipped_vocabulary())


def refusal(frame: pl.DataFrame) -> str:
    with pytest.raises(InvalidRequest) as refused:
        reader().score(frame)
    return refused.value.problems[0].code


def test_facts_come_back_as_they_went_in(tmp_path: Path) -> None:
    facts, vocabulary = some(), shipped_vocabulary()
    rows(facts, vocabulary, links=12).write_parquet(tmp_path / "facts.parquet")
    back = list(facts_of(pl.read_parquet(tmp_path / "facts.parquet"), vocabulary))
    assert [each.claim for each in back] == [each.claim for each in facts]
    for found, given in zip(back, facts, strict=True):
        assert [(chain.chain, chain.links) for chain in found.chains] == [
            (chain.chain, chain.links) for chain in given.chains
        ]
        order = sorted(range(len(given.chains)), key=lambda at: given.chains[at].form)
        assert order == sorted(range(len(found.chains)), key=lambda at: found.chains[at].form)


def test_every_column_has_the_type_that_the_vocabulary_says() -> None:
    vocabulary = shipped_vocabulary()
    assert dict(rows(some(), vocabulary, links=12).schema) == schema(vocabulary)
    assert dict(rows([], vocabulary, links=12).schema) == schema(vocabulary)


def test_columns_of_links_that_no_chain_has_may_be_absent() -> None:
    facts, vocabulary = [each for each in some() if all(len(c.links) < 4 for c in each.chains)], shipped_vocabulary()
    narrow, wide = rows(facts, vocabulary), rows(facts, vocabulary, links=12)
    assert len(narrow.columns) < len(wide.columns)
    assert reader().score(narrow).equals(reader().score(wide))


def test_columns_that_the_rubric_does_not_read_may_be_absent() -> None:
    frame, asked = table(), reader()
    needed = [name for name in asked.columns if name in frame.columns]
    assert len(needed) < len(frame.columns) / 2
    assert asked.score(frame.select(needed)).equals(reader().score(frame))


def test_a_missing_column_is_refused() -> None:
    assert refusal(table().drop("claim.content")) == "facts_incomplete"
    assert refusal(table().drop("link1.publisher_verification")) == "facts_incomplete"
    assert refusal(table().drop("attribution")) == "not_facts"
    assert refusal(pl.DataFrame({"anything": [1]})) == "not_facts"


def test_a_column_of_another_type_is_refused() -> None:
    content = pl.col("claim.content")
    assert refusal(table().with_columns(content.cast(pl.String))) == "other_vocabulary"
    other = pl.Enum(["opinion_or_attack", "fact", "characterisation"])
    assert refusal(table().with_columns(content.cast(pl.String).cast(other))) == "other_vocabulary"
    assert refusal(table().with_columns(pl.col("links").cast(pl.String))) == "not_facts"
    assert refusal(table().with_columns(pl.lit(None, pl.UInt8).alias("links"))) == "not_facts"


def test_a_claim_that_is_cut_in_two_is_refused() -> None:
    frame = table()
    several = frame.with_row_index().filter(pl.col("attributions") > 1)["index"][0]
    for cut in (frame[: several + 1], frame[several + 1 :], frame.filter(pl.col("attribution") != 1), frame.reverse()):
        assert refusal(cut) == "claims_cut"


def test_a_file_of_another_layout_or_vocabulary_is_refused(tmp_path: Path) -> None:
    vocabulary = shipped_vocabulary()
    about = metadata(vocabulary, "2026-02-01", "0.1.0")
    check_metadata(about, vocabulary)
    extra = tmp_path / "more.yaml"
    extra.write_text(
        "sayso: vocabulary/1\nlink:\n  mood: {type: boolean, label: Mood, gloss: A mood, reference: none}\n"
    )
    other = load_vocabulary(Path(__file__).parents[2] / "rubrics" / "vocabulary.yaml", extra)
    wrong = {
        "not_facts": ({}, vocabulary),
        "other_layout": ({**about, "sayso.layout": "2"}, vocabulary),
        "other_vocabulary": (about, other),
    }
    for code, (found, known) in wrong.items():
        with pytest.raises(InvalidRequest) as refused:
            check_metadata(found, known)
        assert refused.value.problems[0].code == code
