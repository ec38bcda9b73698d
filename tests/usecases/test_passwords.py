"""Is a password kept so that a stolen database does not tell it, and is it the same however it is typed?"""

from __future__ import annotations

from unicodedata import normalize

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.people import CHEAP

from sayso.errors import InvalidRequest
from sayso.usecases.passwords import LONGEST, SHORTEST, Passwords, checked, make_password

GOOD = "correct horse battery"
# Long enough to be one in whichever form; the Ogham space is the one space that no form makes a plain one.
text = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp", "Cf", "Co"], exclude_characters="\u1680"),
    min_size=2 * SHORTEST,
    max_size=60,
)


def test_it_is_hashed_as_the_library_recommends_with_a_salt_of_its_own() -> None:
    passwords = Passwords()
    first, second = passwords.hash(GOOD), passwords.hash(GOOD)
    assert first != second
    assert extract_parameters(first) == RFC_9106_LOW_MEMORY
    assert passwords.is_right(first, GOOD)
    assert not passwords.is_right(first, GOOD + "x")
    assert passwords.is_stale(CHEAP.hash(GOOD))
    assert not passwords.is_stale(first)


@given(text)
def test_a_password_is_right_in_whichever_form_it_is_typed(password: str) -> None:
    assume(SHORTEST <= len(normalize("NFKC", password)) <= LONGEST and normalize("NFKC", password).isprintable())
    kept = CHEAP.hash(password)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert CHEAP.is_right(kept, normalize(form, password))


@given(st.text(max_size=300) | st.just("\ud800") | st.just("\0" * 20))
def test_nothing_is_right_for_who_has_no_password(given_: str) -> None:
    assert not CHEAP.is_right(None, given_)
    assert not CHEAP.is_right(CHEAP.hash(GOOD), given_)


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$", "plain text", "$2b$12$abcdefghijklmnopqrstuv"])
def test_what_is_no_hash_of_ours_lets_nobody_in(kept: str) -> None:
    assert not CHEAP.is_right(kept, GOOD)
    assert not CHEAP.is_right(kept, kept)


@pytest.mark.parametrize("wrong", ["", "x" * 11, "x" * 201, "ﬁ" * 5, "x" * 20 + "\n", "x" * 20 + "\0", "\u2028" * 20])
def test_a_password_is_neither_short_nor_long_nor_broken(wrong: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        checked(wrong)
    assert [problem.code for problem in caught.value.problems] == ["weak_password"]
    assert wrong not in str(caught.value) or not wrong


def test_a_password_that_is_longer_than_one_can_be_is_not_cut_to_fit() -> None:
    kept = CHEAP.hash("x" * LONGEST)
    assert CHEAP.is_right(kept, "x" * LONGEST)
    assert not CHEAP.is_right(kept, "x" * (LONGEST + 1))
    assert not CHEAP.is_right(kept, "x" * 100_000)


def test_a_password_that_is_made_is_a_good_one_and_never_the_same() -> None:
    made = {make_password() for _ in range(100)}
    assert len(made) == 100
    assert all(checked(each) == each for each in made)
