"""No text and no attribution, however odd, makes the reading of claims fail or its places slip."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.chains import Findings, Publication, read_claims
from sayso.extract.prose import Prose, take_apart
from sayso.extract.relation import Relation, Span
from sayso.facts.claim import read_claim
from sayso.facts.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).resolve().parents[3]
WORDS = (
    "Ann Holt|Mr. Holt|she|he|it|they|who|the report|a statement|The Herald|told|said|that|,|.|“|”"
    '|"|according to|reportedly|may|We noted|based on|classified|officials|one of|percent|of|voters'
    "|poll|the|and|is|on|Monday|\n\n|😀|\0|President|Senator|House|Speaker|Lang|Springfield|reporter|State|'s"
    "|citing|apparently|by|which|in|Committee|for|this|we|shows|appears|Eve|Bob|(|)|—|R-Ohio"
)
PIECES = WORDS.split("|")


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml")


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Relation]]:
    """A text of telling words in any order, and attributions anywhere in it."""
    text = draw(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)))
    places = st.integers(0, len(text))
    span = st.tuples(places, places).map(lambda pair: (min(pair), max(pair)))

    def spans(most: int) -> st.SearchStrategy[tuple[Span, ...]]:
        found = st.lists(span, max_size=most)
        return found.map(lambda each: tuple(sorted({pair for pair in each if pair[0] < pair[1]})))

    relations = draw(st.lists(st.builds(Relation, source=spans(2), cue=spans(2), content=spans(3)), max_size=6))
    return text, relations


@given(articles(), st.sampled_from([None, "The Daily Ledger", "Ledger"]), st.sampled_from([None, "2024-03-14", "soon"]))
def test_every_claim_is_one_that_can_be_graded_and_its_places_lie_in_the_text(
    article: tuple[str, list[Relation]], outlet: str | None, date: str | None
) -> None:
    text, relations = article
    publication = Publication(outlet, None, date if date != "soon" else None)
    findings = read_claims(take_apart(text), relations, publication, None)
    for claim in [*findings.claims, *(each.claim for each in findings.rest)]:
        read_claim(claim, vocabulary(), strict=True)
        assert all(0 <= start < end <= len(text) for start, end in _spans(claim))
        assert json.loads(json.dumps(claim)) == claim


@given(articles())
def test_a_finder_that_sees_anything_in_the_contents_does_no_harm(article: tuple[str, list[Relation]]) -> None:
    text, relations = article

    def nested(prose: Prose) -> list[Relation]:
        assert all(prose.text[token.start : token.end] == token.text for token in prose.tokens)
        words = [(token.start, token.end) for token in prose.tokens]
        return [
            Relation((one,), (two,), (three,)) for one, two, three in zip(words, words[1:], words[2:], strict=False)
        ]

    read_claims(take_apart(text), relations, Publication(), nested)


@given(st.text(alphabet='Aa .,"“”that said\n', max_size=200))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert _read(text) == _read(text)


@given(st.lists(st.sampled_from(["Ann Holt", "saw", "the harbour", "in May", "and left", "It was closed"]), min_size=4))
def test_every_word_of_a_text_without_attributions_is_in_some_claim(words: list[str]) -> None:
    text = " ".join(words) + "."
    found = {place for claim in _read(text).claims for start, end in claim["spans"] for place in range(start, end)}
    assert all(sign in " ." for place, sign in enumerate(text) if place not in found)


@pytest.mark.parametrize("text", ["", " ", "\n\n", '"' * 500, "…", "\0", "‮", "By Ann Holt"])
def test_a_text_that_says_nothing_makes_no_claim(text: str) -> None:
    assert _read(text).claims == ()


def test_attributions_that_cover_the_text_again_and_again_are_cut_off() -> None:
    text = "He said " * 400 + "so."
    relations = [
        Relation(((at * 8, at * 8 + 2),), ((at * 8 + 3, at * 8 + 7),), ((at * 8 + 8, len(text) - 1),))
        for at in range(400)
    ]
    findings = read_claims(take_apart(text), relations, Publication(), None)
    assert 0 < len(findings.claims) < len(relations) / 4
    assert "attributions_left_out" in [warning.code for warning in findings.warnings]


def _read(text: str) -> Findings:
    return read_claims(take_apart(text), [], Publication("The Daily Ledger", None, "2024-03-14"), None)


def _spans(value: Any) -> list[list[int]]:
    """Every pair of positions in a claim."""
    if isinstance(value, dict):
        return [pair for each in value.values() for pair in _spans(each)]
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(each, int) for each in value):
            return [value]
        return [pair for each in value for pair in _spans(each)]
    return []
