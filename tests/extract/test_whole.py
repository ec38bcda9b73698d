"""Does any text that reads as English become a valid document, the same each time, no larger than the text deserves?"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.robustness.effort import share
from tests.robustness.strange_text import strange

from sayso.errors import InvalidArticle
from sayso.extract.article import Article
from sayso.extract.finders import Options
from sayso.facts.document import read_document
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.usecases.extract import ArticleReader

EXTRACTORS = ("rules", "learned")
WORDS = st.sampled_from(
    ["he said that", "according to the ministry,", "Ann Hale", "the report says", "“", "”", '"', "‘", "—", ". ", ",",
     "who had been there", "reportedly", "was it not so?", "\n\n", "told Reuters", "they have been", "😀", "!", "("]
)  # fmt: skip
news = st.lists(st.one_of(WORDS, WORDS, strange), max_size=40).map(" ".join)
PIECES = {
    "capitals": "THE MAYOR SAID THAT HE HAD LOST. ",
    "the report": "The report says that it was so. ",
    "one person": "Ann Hale said that it was so. “It was,” she said. ",
    "paragraphs": "He said that it was so.\n\n",
    "quotations": "“It was so,” he said. ",
}


@cache
def reader(extractor: str) -> ArticleReader:
    return ArticleReader(extractor, Options(), 1_000)


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(Path(__file__).resolve().parents[2] / "rubrics" / "vocabulary.yaml")


@pytest.mark.parametrize("extractor", EXTRACTORS)
@share(dev=60, ci=200, long=2_000)
@given(text=news)
def test_whatever_is_found_is_a_valid_document_whose_places_lie_in_its_text(extractor: str, text: str) -> None:
    with suppress(InvalidArticle):
        found = reader(extractor).read(Article(text, "A headline", "Daily Ledger", "2026-01-31"))
        read_document(found.document(), vocabulary(), strict=True)  # raises where anything is amiss, spans included
        for claim in found.claims:
            assert all(text[start:end].strip() for start, end in claim["spans"])
        assert all(warning.severity == "warning" for warning in found.warnings)


@pytest.mark.parametrize("extractor", EXTRACTORS)
@share(dev=20, ci=60, long=500)
@given(text=news)
def test_the_same_text_gives_the_same_answer(extractor: str, text: str) -> None:
    with suppress(InvalidArticle):
        article = Article(text, None, "Daily Ledger")
        first, second = (reader(extractor).read(article).answer(with_rest=True) for _ in range(2))
        assert json.dumps(first) == json.dumps(second)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
def test_twice_the_text_makes_no_more_than_twice_the_answer(piece: str) -> None:
    once, twice = (
        len(json.dumps(ArticleReader("rules", Options(), 100_000).read(Article(piece * times)).answer(with_rest=True)))
        for times in (100, 200)
    )
    assert twice <= 2.2 * once


@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_a_long_article_is_read_to_its_end(extractor: str, root: Path) -> None:
    text = (root / "fixtures" / "seed" / "article.txt").read_text(encoding="utf-8") + "\n\n"
    found = reader(extractor).read(Article(text * 12, outlet="The Jerusalem Post"))
    once = len(reader(extractor).read(Article(text, outlet="The Jerusalem Post")).claims)
    assert 11 * once <= len(found.claims) <= 13 * once


@pytest.mark.parametrize("extractor", EXTRACTORS)
@pytest.mark.parametrize("mark", ["\u0301", "\u200d", "\U0001f3fd", "\r\n"], ids=["accent", "joiner", "tone", "line"])
def test_no_place_cuts_what_a_reader_sees_as_one_character(extractor: str, mark: str) -> None:
    text = f"Ana Ruiz{mark}, the mayor{mark}, said{mark} the harbour would stay closed{mark}."
    found = reader(extractor).read(Article(text))
    read_document(found.document(), vocabulary(), strict=True)
