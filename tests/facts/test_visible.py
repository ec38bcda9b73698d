"""Is every character that hides or turns text written out, and is all other text left as it is?"""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sayso.facts.visible import visible

TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SHOWN = {"\t", "\n", "\r"}


def hides(character: str) -> bool:
    return character in TURNING or (unicodedata.category(character) == "Cc" and character not in SHOWN)


def test_each_character_by_itself() -> None:
    for point in (*range(0x3000), 0xFEFF, 0x1F600):
        character = chr(point)
        expected = f"a[U+{point:04X}]b" if hides(character) else f"a{character}b"
        assert visible(f"a{character}b") == expected, hex(point)


@given(st.text(st.sampled_from(["a", "é", "\u202e", "\x00", "\n", "]", "-", "\\", "^", "😀"])))
def test_what_is_shown_hides_nothing_and_what_hid_nothing_is_the_same(text: str) -> None:
    shown = visible(text)
    assert not any(map(hides, shown))
    assert (shown == text) == (not any(map(hides, text)))
