"""Is a claim that cannot be read named, counted and passed over, while all others are graded?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.archive.making import SIZES, derived, files, graded, refused, scores, written

GOOD = {"attributions": [{"chain": [{"source": "the mayor", "kind": "on_record_official"}]}]}
WRONG = {
    "no JSON": (b"nonsense", "malformed_json", None),
    "half a claim": (b'{"attributions": [{"chain": [', "malformed_json", None),
    "no object": (b"[1, 2]", "wrong_type", ""),
    "no attribution": (b'{"text": "x"}', "missing_key", "/attributions"),
    "an empty chain": (b'{"attributions": [{"chain": []}]}', "empty", "/attributions/0/chain"),
    "an unknown key": (json.dumps({**GOOD, "colour": 1}).encode(), "unknown_key", "/colour"),
    "a value that is none": (json.dumps({**GOOD, "content": "rumour"}).encode(), "unknown_value", "/content"),
    "a key given twice": (b'{"text": "a", "text": "b", "attributions": []}', "repeated_key", ""),
    "not UTF-8": (b'{"text": "\xff"}', "not_utf8", None),
    "half a character": (b'{"text": "\\ud800", "attributions": [{"chain": [{}]}]}', "malformed_json", None),
    "NUL": (b'{"text": "\\u0000", "attributions": [{"chain": [{}]}]}', "bad_text", "/text"),
    "too deep": (b"[" * 100 + b"]" * 100, "body_too_deep", ""),
    "a line without end": (b'{"text": "' + b"x" * (SIZES.line + 1) + b'"}', "file_too_large", None),
    "13 links": (json.dumps({"attributions": [{"chain": [{}] * 13}]}).encode(), "too_long", "/attributions/0/chain"),
    "roots that contradict": (json.dumps({**GOOD, "roots": {"count": 1, "independence": "established"}}).encode(),
                              "roots_contradict", "/roots/independence"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_is_told_with_its_place_and_the_others_are_read(name: str, tmp_path: Path) -> None:
    line, code, pointer = WRONG[name]
    good = json.dumps(GOOD).encode()
    (tmp_path / "a.ndjson").write_bytes(b"\n".join([good, b"", line, good]))
    manifest = derived(files(tmp_path / "a.ndjson"), tmp_path / "out")
    assert (manifest["claims"], manifest["refused"]) == (2, 1)
    first = refused(tmp_path / "out")[0]
    assert (first["line"], first["claim"], first["code"], first["pointer"]) == (3, 1, code, pointer)
    assert first["file"].endswith("a.ndjson")
    assert first["message"]


def test_everything_wrong_with_a_claim_is_told_at_once(tmp_path: Path) -> None:
    claim = {"colour": 1, "content": "x", "attributions": [{"chain": [{"plural": "yes"}]}]}
    (tmp_path / "a.json").write_text(json.dumps([GOOD, claim], indent=1), encoding="utf-8")
    manifest = derived(files(tmp_path / "a.json"), tmp_path / "out")
    assert manifest["refused"] == 1
    found = refused(tmp_path / "out")
    assert [each["pointer"] for each in found] == ["/attributions/0/chain/0/plural", "/colour", "/content"]
    assert {each["line"] for each in found} == {14}


def test_an_undeclared_kind_counts_as_unknown_and_is_refused_where_that_is_asked_for(tmp_path: Path) -> None:
    claim = {"attributions": [{"chain": [{"source": "x", "kind": "oracle"}]}]}
    (tmp_path / "a.ndjson").write_text(json.dumps(claim), encoding="utf-8")
    assert derived(files(tmp_path / "a.ndjson"), tmp_path / "mild")["refused"] == 0
    assert derived(files(tmp_path / "a.ndjson", strict=True), tmp_path / "strict")["refused"] == 1
    assert refused(tmp_path / "strict")[0]["code"] == "undeclared_kind"


@given(st.lists(st.sampled_from([None, *WRONG]), min_size=1, max_size=40), st.integers(1, 7))
@settings(max_examples=10)
def test_claims_keep_their_places_whatever_stands_between_them(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str | None], part: int
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    good = json.dumps(GOOD).encode()
    (folder / "a.ndjson").write_bytes(b"\n".join(good if name is None else WRONG[name][0] for name in kinds))
    manifest = derived(files(folder / "a.ndjson", part=part), folder / "facts")
    places = [at for at, name in enumerate(kinds) if name is None]
    assert manifest["claims"] == len(places)
    assert {each["claim"] for each in refused(folder / "facts")} == set(range(len(kinds))) - set(places)
    assert len(manifest["parts"]) == -(-len(kinds) // part)
    graded([folder / "facts"], folder / "scores")
    assert scores(folder / "scores")["claim"].to_list() == places


def test_what_a_table_cannot_hold_is_refused_like_any_other(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"id": "a", "attributions": GOOD["attributions"]}, {"id": "b", "attributions": []}]
    (tmp_path / "a.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    import polars as pl

    pl.read_ndjson(tmp_path / "a.ndjson").write_parquet(tmp_path / "a.parquet")
    assert derived(files(tmp_path / "a.parquet"), tmp_path / "out")["refused"] == 1
    assert refused(tmp_path / "out")[0] | {"message": "", "hint": ""} == {
        "file": str(tmp_path / "a.parquet"), "line": 2, "claim": 1, "pointer": "/attributions", "code": "empty",
        "message": "", "hint": "",
    }  # fmt: skip


def test_a_file_without_claims_makes_an_empty_output(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_bytes(b"\n \n")
    manifest = derived(files(tmp_path / "a.ndjson"), tmp_path / "facts")
    assert (manifest["claims"], manifest["refused"], manifest["parts"]) == (0, 0, [])
    assert graded([tmp_path / "facts"], tmp_path / "scores")["claims"] == 0


def test_a_sample_has_nothing_to_refuse_even_where_kinds_must_be_declared(tmp_path: Path) -> None:
    path = written(tmp_path, claims=400, seed=9)
    assert derived(files(path, strict=True, part=400), tmp_path / "out")["refused"] == 0
