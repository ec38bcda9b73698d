"""Do the seed article's chains come out as the hand-made ones say, from its attributions marked by hand?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.extract.chains.articles import kinds, links, names

from sayso.extract.chains import Findings, Publication, read_claims
from sayso.extract.prose import take_apart
from sayso.extract.relation import Relation, Span
from sayso.facts.claim import read_claim
from sayso.facts.vocabulary import load_vocabulary

POST, RELAY = "The Jerusalem Post", "Al-Mayadeen"

MARKED: list[tuple[str, str, str, int]] = [
    ("an assessment in the pro-Iran Al-Mayadeen media", "According to", "these attacks|may have expected", 400),
    ("the report", "claims", "that there have|among US forces", 540),
    ("the overall assessment", "is", "that the groups|“handmade” weapons", 605),
    ("The report", "says", "they have targeted|Hasakah countryside", 740),
    ("The report", "says", "this “constitutes|14 bases.”", 960),
    ("The assessment", "is", 'that "the data|is achieved."', 1165),
    ("Reports in June", "already indicated", "that Iran wanted|using IEDs", 1690),
    ("we", "noted", "that Iran may be|roadside bombs,”", 1980),
    (
        "a report at The Washington Post that is based on “classified intelligence reports",
        "according to",
        "that Iran may be|roadside bombs,”",
        1980,
    ),
    ("one of the intelligence reports", "according to", "The Iranian IRGC|Syrian capital,”", 2228),
]
"""Source, cue, the first and the last words of the content, and from where on they are looked for."""


@pytest.fixture(scope="module")
def seed(root: Path) -> tuple[str, dict[str, Any], Findings]:
    text = (root / "fixtures" / "seed" / "article.txt").read_text(encoding="utf-8")
    by_hand = json.loads((root / "fixtures" / "seed" / "claims.json").read_text(encoding="utf-8"))
    relations = [_relation(text, *each) for each in MARKED]
    publication = Publication(by_hand["outlet"], by_hand["title"], by_hand["date"])
    return text, by_hand, read_claims(take_apart(text), relations, publication, None)


@pytest.mark.parametrize(
    "claim_id", [f"seed-{n:02}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16, 17, 22, 24, 25)]
)
def test_the_chain_of_a_claim_is_the_hand_made_one(seed: tuple[str, dict[str, Any], Findings], claim_id: str) -> None:
    _, by_hand, findings = seed
    expected = next(claim for claim in by_hand["claims"] if claim["id"] == claim_id)
    found = _best(findings, expected["spans"])
    assert kinds(found) == kinds(expected)
    assert names(found) == names(expected)


@pytest.mark.parametrize(
    "claim_id", ["seed-02", "seed-03", "seed-06", "seed-07", "seed-08", "seed-12", "seed-14", "seed-24"]
)
def test_its_places_are_the_hand_made_ones(seed: tuple[str, dict[str, Any], Findings], claim_id: str) -> None:
    _, by_hand, findings = seed
    expected = next(claim for claim in by_hand["claims"] if claim["id"] == claim_id)
    assert _best(findings, expected["spans"])["spans"] == expected["spans"]


def test_the_side_of_an_outlet_is_read_from_the_words_beside_its_name(
    seed: tuple[str, dict[str, Any], Findings],
) -> None:
    _, _, findings = seed
    for claim in findings.claims:
        for link in links(claim):
            if link.get("source") == RELAY:
                assert (link["interest"], link["role_text"]) == ("aligned", "pro-Iran media")


def test_the_own_earlier_piece_is_one_link_with_the_article(seed: tuple[str, dict[str, Any], Findings]) -> None:
    text, by_hand, findings = seed
    expected = next(claim for claim in by_hand["claims"] if claim["id"] == "seed-14")
    first, second, _ = links(_best(findings, expected["spans"]))
    assert [text[start:end] for start, end in first["mention"]] == ["we noted at the ‘Post’"]
    assert (first["source"], first["relation"]) == (POST, "paraphrases")
    assert second["relation"] == "relies_on_primary"


def test_every_claim_of_the_seed_can_be_graded(seed: tuple[str, dict[str, Any], Findings], root: Path) -> None:
    _, _, findings = seed
    vocabulary = load_vocabulary(root / "rubrics" / "vocabulary.yaml")
    assert all(read_claim(claim, vocabulary, strict=True).warnings == () for claim in findings.claims)


def test_every_sentence_of_the_seed_is_in_some_claim(seed: tuple[str, dict[str, Any], Findings]) -> None:
    _, by_hand, findings = seed
    covered = {place for claim in findings.claims for start, end in claim["spans"] for place in range(start, end)}
    for claim in by_hand["claims"]:
        places = {place for start, end in claim["spans"] for place in range(start, end)}
        assert len(places & covered) >= len(places) * 0.8, claim["id"]


def _relation(text: str, source: str, cue: str, content: str, floor: int) -> Relation:
    opening, closing = content.split("|")
    begin = text.index(opening, floor)
    end = text.index(closing, begin) + len(closing)
    return Relation((_at(text, source, floor),), (_at(text, cue, floor),), ((begin, end),))


def _at(text: str, words: str, floor: int) -> Span:
    start = text.index(words, floor)
    return start, start + len(words)


def _best(findings: Findings, spans: list[list[int]]) -> dict[str, Any]:
    """The claim that shares most with the spans, for its own length."""
    places = {place for start, end in spans for place in range(start, end)}

    def shared(claim: dict[str, Any]) -> float:
        own = {place for start, end in claim["spans"] for place in range(start, end)}
        return len(own & places) / len(own | places)

    return max(findings.claims, key=shared)
