"""Is the place of a fact in a JSON text found to the column, and harmful letters made harmless?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.cli.places import line_and_column, offset_of
from sayso.cli.plain import json_text, plain

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


def pointers(value: Any, at: str = "") -> list[tuple[str, Any]]:
    found = [(at, value)]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        found += pointers(item, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}")
    return found


@given(values, st.sampled_from([None, 1, 4]))
def test_at_every_pointer_stands_its_value(value: Any, indent: int | None) -> None:
    text = "\n " + json.dumps(value, indent=indent, ensure_ascii=False)
    for pointer, expected in pointers(value):
        found, _ = json.JSONDecoder().raw_decode(text, offset_of(text, pointer))
        assert found == expected


@pytest.mark.parametrize(
    ("pointer", "place"),
    [("", (1, 1)), ("/a", (2, 7)), ("/a/1", (3, 2)), ("/a/9", (2, 7)), ("/none/of/it", (1, 1)), ("/b/x", (4, 7))],
)
def test_lines_and_columns_count_from_one(pointer: str, place: tuple[int, int]) -> None:
    text = '{\n "a": [1,\n 22],\n "b": "é"\n}'
    assert line_and_column(text, offset_of(text, pointer)) == place


@given(st.text())
def test_nothing_harmful_is_left_of_any_text(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown
    for harmful in ("\x1b", "\x9b", "\x00", "\x7f", "\u202e", "\u2066", "\u200f", "\ud800", "\U000e0041"):
        assert harmful not in shown


@given(st.text(st.characters(codec="utf-8")))
def test_json_that_is_made_harmless_still_says_the_same(text: str) -> None:
    made = json_text({"text": text})
    assert json.loads(made) == {"text": text}
    assert not set("\x1b\x9b\x7f\u202e\u2066\u061c") & set(made)


def test_letters_of_all_languages_stay() -> None:
    for text in ("Über", "الميادين", "نیم‌فاصله", "日本語", "👩‍🚒", "“quoted”"):
        assert plain(text) == text
