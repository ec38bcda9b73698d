"""Is whoever imitates a known source told, in which way, and nobody else?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.usecases.sources.making import entry, index

from sayso.usecases.sources.look_alikes import ENDING, LETTERS, LONGER, ONE_LETTER, _one_letter_apart
from sayso.usecases.sources.skeleton import likenesses, skeleton

REGISTRY = index(
    entry("washington-post", "The Washington Post", aliases=["WaPo"], domains=["washingtonpost.com"]),
    entry("jerusalem-post", "The Jerusalem Post", domains=["jpost.com"]),
    entry("ann", "Ann Holt-Meyer", kind="person"),
    entry("brigade", "Twelfth Brigade 12", kind="office"),
)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Тhe Washington Post", LETTERS),  # a Cyrillic letter
        ("The Wаshingtоn Pоst", LETTERS),
        ("THE WASHlNGTON POST", LETTERS),  # a small l for a capital I
        ("The Wash\u200bington Post", LETTERS),
        ("WaРo", LETTERS),
        ("The Washingtom Post", ONE_LETTER),
        ("The Washingtn Post", ONE_LETTER),
        ("The Washingotn Post", ONE_LETTER),
        ("washingtonpost.com.co", LONGER),
        ("washingtonpost.com.news.example", LONGER),
        ("washingtonpost.net", ENDING),
        ("washingtonpost.co.uk", ENDING),
        ("washingtonp0st.com", LETTERS),
        ("wаshingtonpost.com", LETTERS),
        ("wаshingtonpost.net", LETTERS),
        ("washingtonpst.com", ONE_LETTER),
        ("https://washingtonpots.com/a", ONE_LETTER),
    ],
)
def test_an_imitation_is_told_with_what_it_imitates(text: str, how: str) -> None:
    assert [(found.id, found.how) for found in REGISTRY.look_alikes.of(text)] == [("washington-post", how)]


def test_an_imitation_in_punycode_is_told() -> None:
    hidden = "xn--" + "wаshingtonpost".encode("punycode").decode() + ".com"
    assert [found.how for found in REGISTRY.look_alikes.of(hidden)] == [LETTERS]


@pytest.mark.parametrize(
    "text",
    ["Reuters", "The New York Post", "the reports", "post.com", "Ann Holt-Mayer", "Twelfth Brigade 13", "WaPa",
     "jposts.com", "blogs.washingtonpost.com", "washington.com", "example.com", ""],
)  # fmt: skip
def test_who_imitates_nobody_is_left_in_peace(text: str) -> None:
    assert REGISTRY.look_alikes.of(text) == []


def test_who_is_known_to_be_an_imitation_is_not_imitated() -> None:
    false = entry("false-post", "washingtonpost.com.co", domains=["washingtonpost.com.co"], look_alike_of="x")
    assert index(false).look_alikes.of("washingtonpst.com.co") == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("paypal", "раураl", True), ("rn", "m", True), ("Il1|", "llll", True), ("ａ", "a", True), ("a", "b", False),
     ("e\u0301", "é", True)],
)  # fmt: skip
def test_skeletons_are_those_of_the_published_table(one: str, other: str, alike: bool) -> None:
    assert (skeleton(one) == skeleton(other)) is alike


@given(st.text(max_size=30))
def test_a_skeleton_has_no_other_skeleton(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)
    assert skeleton(unicodedata.normalize("NFC", text)) == skeleton(text)


@given(st.text(min_size=1, max_size=30))
def test_capitals_and_small_letters_of_ascii_look_alike(text: str) -> None:
    ascii_only = text.encode("ascii", "ignore").decode()
    assert set(likenesses(ascii_only.upper())) == set(likenesses(ascii_only.lower()))


@given(st.text("abcde", min_size=10, max_size=14), st.data())
def test_whatever_is_one_letter_away_is_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdexy"))
    swapped = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
    near = data.draw(
        st.sampled_from(
            [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :], swapped]
        )
    )
    found = index(entry("known", name)).look_alikes.of(near)
    assert [each.id for each in found] == (["known"] if near != name else [])
    assert _one_letter_apart(name, near) is (near != name)
