"""Does a claim come to the same facts whichever form it is written in?"""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.making import content, derived, files, refused, vocabulary, written
from tests.oracle.claims_at_random import random_claim

from sayso.archive.flat import Sheet, claim_of, columns_of, header_of
from sayso.archive.inputs import Form
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive

VOCABULARY = vocabulary().source
FORMS: tuple[Form, ...] = ("ndjson", "json", "csv", "parquet")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_facts(form: Form, tmp_path: Path) -> None:
    derived(files(written(tmp_path, "ndjson")), tmp_path / "first")
    manifest = derived(files(written(tmp_path, form)), tmp_path / "second")
    assert manifest["refused"] == 0
    assert manifest["claims"] == 60
    assert manifest["rows"] > 60
    parts = [content(tmp_path / name) for name in ("first", "second")]
    for part in parts:
        del part["manifest.json"]
    assert parts[0] == parts[1]
    assert len(parts[0]) == 4


@pytest.mark.parametrize("form", ["ndjson", "json", "csv"])
def test_a_gzipped_file_is_read_as_the_file_inside(form: Form, tmp_path: Path) -> None:
    path = written(tmp_path, form)
    half = len(data := path.read_bytes()) // 2
    packed = tmp_path / f"packed.{form}.gz"
    packed.write_bytes(
        gzip.compress(data[:half]) + gzip.compress(data[half:])
    )  # two members, as concatenated files have
    manifests = [derived(files(each), tmp_path / f"out-{each.name}") for each in (path, packed)]
    assert manifests[0]["parts"] == manifests[1]["parts"]


def test_several_files_are_one_archive_and_their_forms_may_differ(tmp_path: Path) -> None:
    whole = written(tmp_path, claims=60)
    lines = whole.read_text(encoding="utf-8").splitlines()
    first, second = tmp_path / "a.jsonl", tmp_path / "b.json"
    first.write_text("\n".join(lines[:25]) + "\n\n", encoding="utf-8")
    second.write_text(
        json.dumps({"title": "rest", "claims": [json.loads(line) for line in lines[25:]]}), encoding="utf-8"
    )
    one, two = derived(files(whole), tmp_path / "one"), derived(files(first, second), tmp_path / "two")
    assert one["parts"] == two["parts"]


def test_one_claim_alone_and_a_mark_at_the_beginning_are_read(tmp_path: Path) -> None:
    claim = written(tmp_path, claims=1).read_bytes()
    for name in ("one.json", "one.ndjson"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + claim)
        assert derived(files(tmp_path / name), tmp_path / f"out-{name}")["claims"] == 1


@given(st.integers(0, 2**32))
def test_any_claim_can_stand_in_a_row(seed: int) -> None:
    """What a row cannot hold is left out on both sides: places in the text, and how a hedge is placed."""
    claim = random_claim(Random(seed), VOCABULARY)
    claim.pop("roots", None)  # drawn without regard to the chains, so that some would be refused
    read = dict(read_claim(claim, vocabulary()).claim)
    header = header_of(5, 12, vocabulary())
    columns = columns_of(header, vocabulary(), "test")
    text = io.StringIO(newline="")
    csv.writer(text).writerow(Sheet(columns).cells(read))
    (row,) = csv.reader(io.StringIO(text.getvalue(), newline=""))
    again = read_claim(claim_of(row, columns), vocabulary()).claim
    first, second = derive(read, vocabulary(), "2026-06-01"), derive(again, vocabulary(), "2026-06-01")
    assert [chain._replace(form=b"") for chain in first.chains] == [chain._replace(form=b"") for chain in second.chains]
    assert first.claim == second.claim


def test_dates_and_lists_of_a_parquet_file_may_have_its_own_types(tmp_path: Path) -> None:
    link = {"source": "the mayor", "kind": "on_record_official", "observed_at": date(2026, 1, 31), "plural": True}
    row = {"id": "a", "hedges": ["reportedly"], "attributions": [{"chain": [link]}]}
    pl.DataFrame([row]).write_parquet(tmp_path / "typed.parquet")
    derived(files(tmp_path / "typed.parquet"), tmp_path / "out")
    (found,) = pl.read_parquet(tmp_path / "out" / "part-000000.parquet").rows(named=True)
    assert found["claim.age_days"] == 121
    assert found["claim.hedge"] == "weak"
    assert found["link0.plural"] is True


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        ("x,the mayor,on_record_official,maybe", "/attributions/0/chain/0/plural", "wrong_type"),
        ("x,the mayor,on_record_official,", None, None),
        ("x,,unknown,", None, None),
        ("x,,,", "/attributions", "empty"),
        ('x,"the mayor,on_record_official,true', None, "bad_row"),
        ("x,the mayor,on_record_official,true,more", None, "bad_row"),
        ("x\x00,the mayor,,", "/id", "bad_text"),
    ],
)
def test_a_row_says_what_it_says_or_is_refused(row: str, place: str | None, code: str | None, tmp_path: Path) -> None:
    header = "id,link1.source,link1.kind,link1.plural"
    good = "y,the judge,court_record,false"
    (tmp_path / "a.csv").write_text("\n".join([header, good, row]) + "\n", encoding="utf-8")
    manifest = derived(files(tmp_path / "a.csv"), tmp_path / "out")
    found = refused(tmp_path / "out")
    assert manifest["claims"] == (1 if code else 2)
    if code is None:
        assert found == []
        return
    assert {"line": 3, "claim": 1, "pointer": place, "code": code}.items() <= found[0].items()
