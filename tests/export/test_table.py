"""Is the table of a review one that a spreadsheet opens, that does nothing, and that says what was overridden?"""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.making import claim, full, override, review

from sayso.export.review import Reviewed
from sayso.export.table import cell, csv_of, text_of

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "'=1", "''-1", '=HYPERLINK("http://x")']


def rows(made: Reviewed) -> list[dict[str, str]]:
    written = csv_of(made).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(written, newline=""), strict=True))


@pytest.mark.parametrize("words", FORMULAS)
def test_what_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe_in_every_cell(words: str) -> None:
    (row,) = rows(full(words))
    for name, value in row.items():
        assert not value.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝")), name
    assert row["claim"].startswith("'")
    assert row["title"] == row["claim"]


@pytest.mark.parametrize("words", ["a=1", "'tis", "plain", "", " =1", "“=”"])
def test_what_is_no_formula_stays_as_it_is(words: str) -> None:
    assert cell(words) == words


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])))
def test_the_text_of_a_cell_can_be_had_back(words: str) -> None:
    assert text_of(cell(words)) == words


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_one_cell_of_one_row(words: str) -> None:
    (row,) = rows(review(claim(words), words=words))
    assert None not in row
    assert "\r" not in row["claim"]
    assert row["assessment"] == "a" * 32


def test_figures_are_no_text_even_below_zero_and_stand_as_they_are_stored() -> None:
    (row,) = rows(full("=1"))
    assert [row[f"sourcing.{name}"] for name in ("score", "low", "high", "exact", "known")] == [
        "41", "37", "53", "40.872", "619",
    ]  # fmt: skip


def test_rows_end_as_rfc_4180_says_and_the_file_begins_with_its_mark() -> None:
    written = csv_of(full("one\r\ntwo"))
    assert written.startswith(b"\xef\xbb\xbfdocument,")
    assert written.endswith(b"\r\n")
    assert written.count(b"\r\n") == 2
    assert rows(full("one\r\ntwo\rthree"))[0]["claim"] == "one\ntwo\nthree"


def test_an_override_is_marked_in_words_beside_the_computed_grade() -> None:
    (row,) = rows(review(claim(human="A", state="overridden", reviews=(override(),))))
    assert (row["computed_grade"], row["human_grade"], row["sourcing.band"], row["sourcing.human_band"]) == (
        "B", "A", "B", "A",
    )  # fmt: skip
    said = row["override"]
    for part in ("OVERRIDDEN", "key:k1", "2026-01-31T12", "sourcing", "A, Good", "B, Poor", "source_known_better"):
        assert part in said
    assert "We know the harbour master." in said


def test_without_an_override_none_is_marked() -> None:
    agreed = override(verdict="agree", axis=None, band=None, reason=None, note=None)
    for reviews in ((), (agreed,), (override(holds=False), agreed)):
        assert rows(review(claim(reviews=reviews)))[0]["override"] == ""


def test_hidden_characters_are_written_out() -> None:
    assert rows(review(claim("a\u202eb\x00c\x1b")))[0]["claim"] == "a[U+202E]b[U+0000]c[U+001B]"


def test_a_document_without_claims_has_the_head_alone() -> None:
    assert rows(review()) == []
    assert csv_of(review()).count(b"\r\n") == 1
