"""Does a sentence that begins with "According to" get its content, and no other sentence a wrong one?"""

from __future__ import annotations

import pytest

from sayso.extract.prose import take_apart
from sayso.extract.tagger.according_to import completed
from sayso.extract.tagger.linking import CONTENT, CUE, SOURCE, Found

CUE_AND_SOURCE = [Found(CUE, 0, 2), Found(SOURCE, 2, 4)]


def contents(text: str, spans: list[Found]) -> list[str]:
    prose = take_apart(text)
    found = completed(prose, spans)
    assert found == sorted(found, key=lambda span: span.first)
    assert set(spans) <= set(found)
    return [
        text[prose.tokens[span.first].start : prose.tokens[span.last - 1].end] for span in found if span.role == CONTENT
    ]


def test_the_rest_of_the_sentence_is_the_content() -> None:
    assert contents("According to the guard, three are missing. It rained.", CUE_AND_SOURCE) == ["three are missing"]


def test_the_longer_side_is_the_content() -> None:
    text = "The bridge is safe, according to the ministry, he said."
    assert contents(text, [Found(CUE, 5, 7), Found(SOURCE, 7, 9)]) == ["The bridge is safe"]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("According to the guard, three are missing.", [*CUE_AND_SOURCE, Found(CONTENT, 5, 6)]),
        ("According to the guard.", CUE_AND_SOURCE),
        ("According to the guard, no. Three are missing.", CUE_AND_SOURCE),
        ("Speaking for the guard, three are missing.", CUE_AND_SOURCE),
        ("According to the guard, three are missing.", CUE_AND_SOURCE[:1]),
        ("According to the guard, three are missing.", []),
    ],
)
def test_nothing_is_added_elsewhere(text: str, spans: list[Found]) -> None:
    assert completed(take_apart(text), spans) == spans
