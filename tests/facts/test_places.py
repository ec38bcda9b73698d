"""Is a place told from one that is none, whatever the text is made of?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sayso.facts.places import Places, quoted, splits_character

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60)


@given(TEXTS, st.data())
def test_what_is_quoted_from_a_text_stands_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(not splits_character(text, start) and not splits_character(text, end))
    assert [*Places(text).wrong({"spans": [quoted(text, start, end), [start, end]]}, "")] == []


@given(TEXTS, st.data())
def test_a_quotation_that_was_moved_is_noticed_unless_the_same_stands_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    by = data.draw(st.integers(-start, 5).filter(bool))
    place = quoted(text, start, end) | {"start": start + by, "end": end + by}
    assume(text[start + by : end + by] != place["quote"])
    assert {problem.code for problem in Places(text).wrong({"spans": [place]}, "")} <= {"bad_span", "wrong_quote"}
    assert [*Places(text).wrong({"spans": [place]}, "")]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("e\u0301a", [1]),
        ("👩‍👧a", [1, 2]),
        ("👍🏽a", [1]),
        ("🇫🇷🇩🇪", [1, 3]),
        ("a\r\nb", [2]),
        ("❤\ufe0fa", [1]),
        ("का", [1]),
    ],
)
def test_only_inside_what_a_reader_sees_as_one_character_nothing_begins_or_ends(text: str, whole: list[int]) -> None:
    assert [at for at in range(len(text) + 1) if splits_character(text, at)] == whole


def test_places_are_found_wherever_a_claim_has_them_and_numbers_elsewhere_are_none() -> None:
    claim: dict[str, Any] = {
        "spans": [[0, 99]],
        "hedges": [{"term": "may", "span": [[0, 99]]}],
        "roots": {"count": 99},
        "found": {"/text": {"rule": "x", "span": [[0, 99]]}},
        "attributions": [{"cue": [[0, 99]], "chain": [{"mention": [[0, 99]]}]}],
    }
    assert [problem.pointer for problem in Places("short").wrong(claim, "/claim")] == [
        "/claim/spans/0",
        "/claim/hedges/0/span/0",
        "/claim/found/~1text/span/0",
        "/claim/attributions/0/cue/0",
        "/claim/attributions/0/chain/0/mention/0",
    ]


def test_only_so_many_quotations_are_looked_for_in_a_long_text() -> None:
    wrong = [{"quote": "b", "start": 0, "end": 1}] * 50
    hints = [problem.hint for problem in Places("aab").wrong({"spans": wrong}, "")]
    assert hints.count("it stands at 2 to 3") == 20
