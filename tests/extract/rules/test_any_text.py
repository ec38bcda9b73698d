"""Does any text, however strange or large, come back with spans that lie in it, in order, and in bounded work?"""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.robustness.strange_text import strange

from sayso.extract.prose import Prose, take_apart
from sayso.extract.relation import Relation, Span
from sayso.extract.rules.finder import find

WORDS = st.sampled_from(
    ["said", "according", "to", "that", "he", "Ann Hale", "the report", "claims", ",", ".", "“", "”", '"', "‘", "’",
     "—", "reportedly", "is", "told", "reporters", "on Monday", "but", "while", "adding", "\n\n", "(", ")", "😀", ":",
     "?"]
)  # fmt: skip
news = st.lists(st.one_of(WORDS, strange), max_size=60).map(" ".join)
REPEATED = {
    "quotation marks": '"',
    "curly marks": "“",
    "nested quotations": "“a ",
    "closing quotations": "b” ",
    "verbs only": "said ",
    "one sentence of reports": "he said on b, ",
    "reports in one sentence": "“a,” he said, ",
    "speakers behind": "“a” said B. ",
    "turned text": "\u202e“a”\u202c said B. ",
    "signed quotations": "“a” — B ",
    "asides": "Ann, the b, said x, but ",
    "brackets": "(",
    "emoji": "😀 said ",
    "beliefs": "is expected to b ",
    "judgments": "he called b; ",
    "nouns": "his claim that ",
    "commas": "a, ",
}


def spans_of(relation: Relation) -> list[Span]:
    return [*relation.source, *relation.cue, *relation.content]


@given(news)
def test_every_span_lies_in_the_text_and_holds_something(text: str) -> None:
    for relation in find(take_apart(text)):
        assert relation.cue
        assert relation.content
        for start, end in spans_of(relation):
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]


@given(news)
def test_what_is_said_holds_neither_its_source_nor_its_cue(text: str) -> None:
    for relation in find(take_apart(text)):
        for start, end in [*relation.source, *relation.cue]:
            assert not any(start < last and first < end for first, last in relation.content)


@given(news)
def test_the_same_text_gives_the_same_attributions(text: str) -> None:
    assert find(take_apart(text)) == find(take_apart(text))


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED.keys())
def test_twice_the_text_costs_no_more_than_twice_the_work(piece: str) -> None:
    once, twice = (calls(take_apart(piece * times)) for times in (1_000, 2_000))
    assert twice <= 2.1 * once + 1_000


def test_a_megabyte_of_quotation_marks_holds_no_attribution() -> None:
    assert find(take_apart('"' * 1_000_000)) == ()


def test_ten_thousand_nested_quotations_are_read() -> None:
    text = "“a " * 10_000 + "b” " * 10_000 + "he said."
    assert all(
        0 <= start < end <= len(text) for relation in find(take_apart(text)) for start, end in spans_of(relation)
    )


def calls(prose: Prose) -> int:
    """How many functions are called to find what is in it."""
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event == "call"

    sys.setprofile(count)
    try:
        find(prose)
    finally:
        sys.setprofile(None)
    return made
