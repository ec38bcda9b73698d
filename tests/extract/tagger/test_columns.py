"""Do the numbers that a network sees of a token mean the same thing for the same kind of word?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.prose import take_apart
from sayso.extract.tagger import columns


def lexical(text: str, known: tuple[str, ...] = ()) -> list[list[int]]:
    keys = [int(columns.word_keys(take_apart(word).tokens)[0]) for word in known]
    found: list[list[int]] = columns.lexical(take_apart(text).tokens, np.array(sorted(keys or [0]), np.int64)).tolist()
    return found


def column(name: str, text: str) -> list[int]:
    at = columns.NAMES.index(name)
    return [row[at] for row in lexical(text)]


def test_a_known_word_has_its_place_and_an_unknown_one_has_none() -> None:
    rows = lexical("Harbour quay HARBOUR", ("harbour",))
    assert [row[0] for row in rows] == [1, 0, 1]


def test_digits_and_apostrophes_make_no_new_words() -> None:
    keys = columns.word_keys(take_apart("1999 2016 don't don’t").tokens).tolist()
    assert keys[0] == keys[1]
    assert keys[3] == keys[5]


@pytest.mark.parametrize("words", ["claims claimed claiming claim", "stopped stops stopping", "denies denied deny"])
def test_forms_of_a_verb_share_a_stem(words: str) -> None:
    assert len(set(column("stem", words))) == 1


@pytest.mark.parametrize("words", ["class clad", "said says", "as is"])
def test_other_words_do_not(words: str) -> None:
    assert len(set(column("stem", words))) == 2


def test_the_shape_tells_small_from_capital_and_number() -> None:
    assert len(set(column("shape", "harbour Harbour HARBOUR O'Hara well-worn 1999 19 , . “"))) == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no way”.", [0, 0, 1, 2, 2, 3, 0]),
        ("He said ‘no way’.", [0, 0, 4, 5, 5, 6, 0]),
        ("“No way he", [1, 2, 2, 7]),
        ("No way", [0, 0]),
    ],
)
def test_quote_states_follow_the_marks(text: str, expected: list[int]) -> None:
    prose = take_apart(text)
    assert columns.quote_states(prose.tokens, prose.quotations).tolist() == expected


def test_places_tell_where_a_sentence_begins_and_whether_in_a_quotation() -> None:
    prose = take_apart("“One two. Three,” he said. Four.")
    quotes = columns.quote_states(prose.tokens, prose.quotations)
    found = columns.places(len(prose.tokens), prose.sentences, quotes).tolist()
    assert found == [1, 0, 0, 3, 2, 0, 0, 0, 0, 3, 1, 3]


@given(st.text(max_size=60))
def test_every_number_of_any_text_has_a_place_in_its_table(text: str) -> None:
    prose = take_apart(text)
    seen = columns.lexical(prose.tokens, np.array([5], np.int64)), columns.situation(prose)
    for array, sizes in zip(
        seen, ([2, *(c.size for c in columns.LEXICAL)], [c.size for c in columns.SITUATION]), strict=True
    ):
        assert array.shape == (len(prose.tokens), len(sizes))
        assert (array >= 0).all()
        assert (array < np.array(sizes)).all()
