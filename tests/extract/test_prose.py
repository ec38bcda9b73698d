"""Does any text come apart into words, sentences, paragraphs and quotations at the places a reader would name?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.prose import Prose, take_apart

MARKS = "“”‘’\"'«»`.!?… \n\r\u2028\x00\u202e😀aAs,-—()<>@#1"
anything = st.one_of(st.text(max_size=80), st.text(alphabet=MARKS, max_size=80))


def words(text: str) -> list[str]:
    return [token.text for token in take_apart(text).tokens]


def sentences(text: str) -> list[str]:
    prose = take_apart(text)
    return [_shown(prose, *each) for each in prose.sentences]


def paragraphs(text: str) -> list[str]:
    prose = take_apart(text)
    return [_shown(prose, *each) for each in prose.paragraphs]


def quotations(text: str) -> list[str]:
    return [text[start:end] for start, end in take_apart(text).quotations]


def _shown(prose: Prose, first: int, last: int) -> str:
    return prose.text[prose.tokens[first].start : prose.tokens[last - 1].end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She didn't go.", ["She", "did", "n't", "go", "."]),
        ("Vale’s well-worn boots", ["Vale", "’s", "well-worn", "boots"]),
        ("O’Hara cannot win", ["O’Hara", "can", "not", "win"]),
        (
            "at 9:30 a.m. in the U.S., 1,200 of them",
            ["at", "9:30", "a.m.", "in", "the", "U.S.", ",", "1,200", "of", "them"],
        ),
        ("Sen. Ada P. Moss (R-Ky.)", ["Sen.", "Ada", "P.", "Moss", "(", "R-Ky.", ")"]),
        ("‘Post’s ‘Post’'s", ["‘", "Post", "’s", "‘", "Post", "’", "'s"]),
        ("wait ... there--now", ["wait", "...", "there", "--", "now"]),
        ("see harbour.org or a@b.co today.Then", ["see", "harbour.org", "or", "a@b.co", "today", ".", "Then"]),
        ("''Yes,'' he said", ["''", "Yes", ",", "''", "he", "said"]),
        ("in the ’90s", ["in", "the", "’90s"]),
    ],
)
def test_words_are_cut_as_a_treebank_cuts_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It poured.", ["It rained.", "It poured."]),
        ("Mr. Hale met Gov. Ada P. Moss. They spoke.", ["Mr. Hale met Gov. Ada P. Moss.", "They spoke."]),
        ("He left the U.S. Senate. She stayed in the U.S. They wrote.", 3),
        ("“It rained.” He left.", ["“It rained.”", "He left."]),
        ('"It rained." "It poured," she said.', ['"It rained."', '"It poured," she said.']),
        ("“Who knows?” Mr. Hale said. “Nobody!”", ["“Who knows?” Mr. Hale said.", "“Nobody!”"]),
        ("“Who knows?” she asked. Nobody.", ["“Who knows?” she asked.", "Nobody."]),
        ("HARBOUR CITY, Maine (AP) — The gate opened.", ["HARBOUR CITY, Maine (AP) — The gate opened."]),
        ("It ended at 9 p.m. Monday. The gate closed at 10 p.m. No one came.", 3),
        ("He met Vale & Sons Inc. in May.", 1),
        ("(It rained.) It poured.", ["(It rained.)", "It poured."]),
        ("The price was 1.5 million.", 1),
        ("Well ... perhaps so.", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str] | int) -> None:
    found = sentences(text)
    assert len(found) == expected if isinstance(expected, int) else found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.\r\nThree.\u2029Four.", ["One.", "Two.", "Three.", "Four."]),
        ("\n\n  \nOne.\n \n", ["One."]),
        (
            "A line that was\nwrapped by hand at\nforty columns.\n\nTwo.",
            ["A line that was\nwrapped by hand at\nforty columns.", "Two."],
        ),
        ("", []),
        (" \t\n", []),
    ],
)
def test_paragraphs_end_with_a_line_unless_the_lines_are_wrapped(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He called it “a mess” and "a shame."', ["“a mess”", '"a shame."']),
        ("''Good night,'' he said.", ["''Good night,''"]),
        ("'We are leaving,' the workers' leader said.", ["'We are leaving,'"]),
        ("He said, ‘the workers’ plan is bad,’ and left.", ["‘the workers’ plan is bad,’"]),
        ("the Kings' house and the Hales’ boat, '90s style", []),
        ("“She said ‘no’ to me,” he said.", ["“She said ‘no’ to me,”"]),
        ("“First.\n\n“Second,” he said.", ["“First.", "“Second,”"]),
        ('A 6\'2" man said "no".', ['"no"']),
        ("what ‘Post’ reports", ["‘Post’"]),
        ("«Oui», he said", ["«Oui»"]),
        ("no marks, no quotations", []),
        ("” stray", []),
    ],
)
def test_quotations_are_told_from_apostrophes(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


@given(anything)
def test_every_token_slices_back_and_only_white_space_lies_between(text: str) -> None:
    at = 0
    for token in take_apart(text).tokens:
        assert text[token.start : token.end] == token.text
        assert text[at : token.start].strip() == ""
        assert token.start >= at
        assert token.text.strip() == token.text != ""
        at = token.end
    assert text[at:].strip() == ""


@given(anything)
def test_sentences_fill_paragraphs_and_paragraphs_fill_the_text(text: str) -> None:
    prose = take_apart(text)
    for ranges in (prose.sentences, prose.paragraphs):
        assert [first for first, _ in ranges] == [0, *(last for _, last in ranges)][:-1] if ranges else not prose.tokens
        assert all(first < last for first, last in ranges)
        assert not ranges or ranges[-1][1] == len(prose.tokens)
    assert {first for first, _ in prose.paragraphs} <= {first for first, _ in prose.sentences}


@given(anything)
def test_quotations_stand_in_order_each_in_one_paragraph(text: str) -> None:
    prose = take_apart(text)
    bounds = [(prose.tokens[a].start, prose.tokens[b - 1].end) for a, b in prose.paragraphs]
    at = 0
    for start, end in prose.quotations:
        assert at <= start < end
        assert any(first <= start and end <= last for first, last in bounds)
        at = end


@pytest.mark.parametrize(
    "unit", ['"', "“", "'", "‘a", "a'", ".", "A.", "a@", "<a", "http://", ".\u00a0", '?" A ', "\n", "\x00"]
)
def test_half_a_million_of_anything_comes_apart(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    prose = take_apart(text)
    assert sum(token.end - token.start for token in prose.tokens) <= len(text)


def test_a_long_run_of_one_mark_is_one_token_and_no_quotation() -> None:
    text = "“" * 10_000 + "x" + "”" * 10_000
    assert words(text) == ["“" * 10_000, "x", "”" * 10_000]
    assert quotations(text) == []


def test_quotations_in_quotations_are_one() -> None:
    text = "“‘" * 5_000 + "x" + "’”" * 5_000
    assert quotations(text) == ["“‘" * 5_000 + "x’”"]
