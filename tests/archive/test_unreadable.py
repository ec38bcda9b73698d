"""Does what cannot be read as a whole end the work with a clear word, and leave what was there alone?"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.archive.making import ROOT, content, derived, files, graded, written

from sayso.archive.inputs import input_of
from sayso.archive.refusals import ArchiveError
from sayso.archive.stored import facts_in
from sayso.errors import InvalidRequest
from sayso.facts.vocabulary import load_vocabulary

LINK = {"source": "the mayor", "kind": "on_record_official"}


def gzip_bomb(folder: Path) -> Path:
    with gzip.open(folder / "bomb.ndjson.gz", "wb", 9) as file:
        for _ in range(80):
            file.write(b"0" * (1 << 20))
    return folder / "bomb.ndjson.gz"


def cut_gzip(folder: Path) -> Path:
    data = gzip.compress(written(folder, claims=300).read_bytes())
    (folder / "cut.ndjson.gz").write_bytes(data[: len(data) // 2])
    return folder / "cut.ndjson.gz"


def no_gzip(folder: Path) -> Path:
    return _text(folder, "plain.ndjson.gz", "{}")


def a_million_columns(folder: Path) -> Path:
    return _text(folder, "wide.csv", ",".join(["c"] * 1_000_000) + "\n1\n")


def a_million_named_columns(folder: Path) -> Path:
    return _text(folder, "wide.csv", ",".join(f"column{at}" for at in range(1_000_000)) + "\n1\n")


def an_empty_table(folder: Path) -> Path:
    return _text(folder, "empty.csv", "")


def no_column_of_a_link(folder: Path) -> Path:
    return _text(folder, "claims.csv", "id,text\n1,x\n")


def an_unknown_column(folder: Path) -> Path:
    return _text(folder, "claims.csv", "id,link1.sourc\n1,x\n")


def a_thirteenth_link(folder: Path) -> Path:
    return _text(folder, "claims.csv", "id,link13.source\n1,x\n")


def a_column_twice(folder: Path) -> Path:
    return _text(folder, "claims.csv", "link1.source,attribution1.link1.source\nx,y\n")


def a_cut_parquet(folder: Path) -> Path:
    data = written(folder, "parquet").read_bytes()
    (folder / "cut.parquet").write_bytes(data[:-100])
    return folder / "cut.parquet"


def a_damaged_parquet(folder: Path) -> Path:
    path = written(folder, "parquet", claims=300)
    data = bytearray(path.read_bytes())
    data[200:3000] = b"\xff" * 2800
    path.write_bytes(data)
    return path


def a_parquet_without_attributions(folder: Path) -> Path:
    pl.DataFrame({"id": ["a"], "text": ["x"]}).write_parquet(folder / "claims.parquet")
    return folder / "claims.parquet"


def a_parquet_of_something_else(folder: Path) -> Path:
    pl.DataFrame({"attribution": ["a"]}).write_parquet(folder / "claims.parquet")
    return folder / "claims.parquet"


def json_that_is_none(folder: Path) -> Path:
    return _text(folder, "claims.json", '[{"text": "x"}')


def claims_that_are_no_list(folder: Path) -> Path:
    return _text(folder, "claims.json", '{"claims": 3}')


def json_that_is_too_large(folder: Path) -> Path:
    return _text(folder, "claims.json", "[" + " " * (9 << 20) + "]")


def _text(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


CASES: dict[Callable[[Path], Path], tuple[str, str]] = {
    gzip_bomb: ("gzip_bomb", "unpacks to more than 200 times"),
    cut_gzip: ("input_unreadable", "is cut short"),
    no_gzip: ("input_unreadable", "is no gzip file"),
    a_million_columns: ("too_many_columns", "1,000,000 columns"),
    a_million_named_columns: ("too_many_columns", "first row is longer"),
    an_empty_table: ("missing_columns", "is empty"),
    no_column_of_a_link: ("missing_columns", "no column of a link"),
    an_unknown_column: ("unknown_columns", "'link1.sourc'"),
    a_thirteenth_link: ("unknown_columns", "'link13.source'"),
    a_column_twice: ("unknown_columns", "twice"),
    a_cut_parquet: ("input_unreadable", "cannot be read as Parquet"),
    a_damaged_parquet: ("input_unreadable", "cannot be read as Parquet"),
    a_parquet_without_attributions: ("missing_columns", "no column attributions"),
    a_parquet_of_something_else: ("unknown_columns", "'attribution'"),
    json_that_is_none: ("input_unreadable", "is not JSON"),
    claims_that_are_no_list: ("input_unreadable", "is not JSON"),
    json_that_is_too_large: ("input_unreadable", "one JSON value"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_file_that_cannot_be_read_is_named_with_a_way_out(case: Callable[[Path], Path], tmp_path: Path) -> None:
    code, words = CASES[case]
    path = case(tmp_path)
    with pytest.raises(ArchiveError) as refused:
        derived(files(path, part=1000), tmp_path / "out")
    assert refused.value.code == code
    assert words in refused.value.message
    assert str(path) in refused.value.message
    assert len(refused.value.message) < 500
    assert refused.value.hint
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


@pytest.mark.parametrize("name", ["gone.ndjson", "a.zst", "a.txt", "a", "a.parquet.gz", "folder.json"])
def test_what_is_named_wrongly_is_told_before_anything_begins(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(ArchiveError) as refused:
        input_of(str(tmp_path / name))
    assert refused.value.code == "input_unreadable"
    assert refused.value.hint


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    derived(files(written(tmp_path)), tmp_path / "facts")
    return tmp_path / "facts"


def test_facts_that_were_cut_or_changed_are_noticed_and_earlier_output_stays(facts: Path, tmp_path: Path) -> None:
    graded([facts], tmp_path / "earlier")
    before = content(tmp_path / "earlier")
    last = facts / "part-000002.parquet"
    whole = last.read_bytes()
    for data, words in ((whole[:-50], "is cut short, or another file"), (whole[:-4] + b"XXXX", "cannot be read")):
        last.write_bytes(data)
        with pytest.raises(ArchiveError, match=words):
            graded([facts], tmp_path / "out")
        assert not (tmp_path / "out").exists()
    assert content(tmp_path / "earlier") == before
    last.write_bytes(whole)  # and then it goes on with the parts that were done
    graded([facts], tmp_path / "out")
    assert content(tmp_path / "out") == before


def test_a_part_that_is_missing_is_named(facts: Path, tmp_path: Path) -> None:
    (facts / "part-000001.parquet").unlink()
    with pytest.raises(ArchiveError, match=r"part-000001\.parquet: there is no such file"):
        graded([facts], tmp_path / "out")


def test_a_column_that_is_missing_is_named(facts: Path, tmp_path: Path) -> None:
    part = facts / "part-000000.parquet"
    about = pl.read_parquet_metadata(part)
    about.pop("ARROW:schema", None)
    pl.read_parquet(part).drop("links").write_parquet(part, metadata=about)
    manifest = json.loads((facts / "manifest.json").read_bytes())
    manifest["parts"][0]["bytes"] = part.stat().st_size
    (facts / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ArchiveError, match="has no column links") as refused:
        graded([facts], tmp_path / "out")
    assert refused.value.code == "missing_columns"


def test_facts_of_another_vocabulary_are_refused(facts: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra.yaml"
    field = "topic_desk: {type: text, label: Desk, gloss: Whose topic it is., reference: house rules}"
    extra.write_text(f"sayso: vocabulary/1\nclaim:\n  {field}\n", encoding="utf-8")
    other = load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml", extra)
    with pytest.raises(InvalidRequest, match="another vocabulary") as refused:
        facts_in([facts], other)
    assert refused.value.problems[0].code == "other_vocabulary"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [("layout", "99", "layout 99"), ("made", "scores", "holds scores, not facts"), ("made", None, "not facts")],
)
def test_facts_of_another_layout_or_no_facts_are_refused(key: str, value: object, words: str, facts: Path) -> None:
    manifest = json.loads((facts / "manifest.json").read_bytes())
    manifest["request"][key] = value
    (facts / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises((ArchiveError, InvalidRequest), match=words):
        graded([facts], facts.parent / "out")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"request": {"made": "facts"}}', '{"request": 3, "parts": []}'])
def test_a_manifest_that_is_none_is_refused(text: str, facts: Path) -> None:
    (facts / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises((ArchiveError, InvalidRequest)):
        graded([facts], facts.parent / "out")


def test_a_folder_without_a_manifest_holds_no_facts(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="has no manifest"):
        graded([tmp_path], tmp_path / "out")


def test_a_facts_part_is_not_taken_for_claims(facts: Path) -> None:
    shutil.copy(facts / "part-000000.parquet", facts.parent / "claims.parquet")
    with pytest.raises(ArchiveError, match="derived facts, not claims"):
        derived(files(facts.parent / "claims.parquet"), facts.parent / "out")
