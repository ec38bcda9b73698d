"""Does everything that a claim points at stand in the text, to the letter, and is no character cut in two?"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from sayso.errors import Problem
from sayso.facts.refusals import pointer_to
from sayso.facts.vocabulary_file import POSITIONS

_HINT = "[start, end), counted in code points"
_SPANS = POSITIONS - {"found"}  # that one says how each fact was found, and where is a place within it
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_REGIONS = range(0x1F1E6, 0x1F200)
_AROUND = 32


class Places:
    """The places of claims in one text. Where a quotation really stands is looked up for the first few only, since a
    text can be long and wrong places many.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._looks = 20

    def wrong(self, value: Any, pointer: str, here: bool = False) -> Iterator[Problem]:
        """Every place in a claim, as ``read_claim`` gives it, that is not one of this text. ``here``: it is one."""
        if isinstance(value, dict):
            if here and "quote" in value:
                yield from self._misquoted(value, pointer)
                return
            for name, item in value.items():
                yield from self.wrong(item, f"{pointer}{pointer_to([name])}", here or name in POSITIONS)
        elif isinstance(value, list):
            if here and len(value) == 2 and all(type(item) is int for item in value):
                yield from self._outside(value[0], value[1], pointer, json.dumps(value), pointer)
                return
            for at, item in enumerate(value):
                yield from self.wrong(item, f"{pointer}/{at}", here)

    def _misquoted(self, place: dict[str, Any], pointer: str) -> Iterator[Problem]:
        text, start, end = self._text, place["start"], place["end"]
        outside = [*self._outside(start, end, f"{pointer}/end", "a quotation", pointer)]
        if outside and outside[0].code == "bad_span":
            hint = self._where(place) or _HINT
            yield Problem("bad_span", outside[0].message, hint, outside[0].pointer)
        elif text[start:end] != place["quote"]:
            message = f"the text has other characters from {start} to {end} than are quoted"
            hint = self._where(place) or "the quotation stands nowhere in the text; it is compared to the letter"
            yield Problem("wrong_quote", message, hint, f"{pointer}/quote")
        else:
            yield from outside
        if outside:
            return
        if not text.startswith(place.get("suffix", ""), end):
            yield Problem("wrong_quote", "the text goes on otherwise than suffix says", None, f"{pointer}/suffix")
        if not text.endswith(place.get("prefix", ""), 0, start):
            yield Problem("wrong_quote", "the text before it is not what prefix says", None, f"{pointer}/prefix")

    def _outside(self, start: int, end: int, pointer: str, what: str, whole: str) -> Iterator[Problem]:
        length = len(self._text)
        if end > length:
            ends = f"ends at {end}, after the text," if what == "a quotation" else "ends after the text,"
            yield Problem("bad_span", f"{what} {ends} which has {length} characters", _HINT, pointer)
            return
        for name, at in (("begins", start), ("ends", end)):
            if splits_character(self._text, at):
                message = f"the place {name} at {at}, in the middle of what a reader sees as one character"
                hint = "begin before and end after it, with its marks, joined signs and tones"
                yield Problem("split_character", message, hint, whole)

    def _where(self, place: dict[str, Any]) -> str | None:
        """Where the quotation stands, and which units the asker seems to have counted."""
        quote, start = place["quote"], place["start"]
        if not quote or not self._looks:
            return None
        self._looks -= 1
        at = self._text.find(quote)
        if at < 0:
            return None
        hint = f"it stands at {at} to {at + len(quote)}"
        before = self._text[:at]
        for units, width in (("utf-16-le", 2), ("utf-8", 1)):
            if start != at and len(before.encode(units, "surrogatepass")) // width == start:
                name = "UTF-16 units" if width == 2 else "bytes"
                return f"{hint}: these positions count {name}, and code points are wanted"
        return hint


def quoted(text: str, start: int, end: int) -> dict[str, Any]:
    """A place with what stands there and up to 32 characters on either side (W3C Web Annotation: TextQuoteSelector and
    TextPositionSelector in one).
    """
    return {
        "quote": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
        "start": start,
        "end": end,
    }


def position(span: Any) -> list[int]:
    """``[start, end)`` of a place in either of its two forms."""
    return [span["start"], span["end"]] if isinstance(span, dict) else list(span)


def in_whole_characters(value: Any, text: str) -> Any:
    """A claim, or a part of it, whose places cut through no character: each is widened until it does not."""
    if isinstance(value, dict):
        return {
            name: [_widened(text, *span) for span in item] if name in _SPANS else in_whole_characters(item, text)
            for name, item in value.items()
        }
    return [in_whole_characters(item, text) for item in value] if isinstance(value, list) else value


def splits_character(text: str, at: int) -> bool:
    """Whether a cut here goes through what a reader sees as one character: between a letter and its marks, inside an
    emoji of several code points or a flag, or between CR and LF. The common rules of Unicode Annex 29.
    """
    if not 0 < at < len(text):
        return False
    after, before = text[at], text[at - 1]
    if after.isascii():
        return before == "\r" and after == "\n"
    if after == _JOINER or before == _JOINER or ord(after) in _SKIN_TONES:
        return not before.isspace()
    if ord(after) in _REGIONS:
        flags = 0
        while flags < at and ord(text[at - 1 - flags]) in _REGIONS:
            flags += 1
        return flags % 2 == 1
    return unicodedata.category(after) in ("Mn", "Me", "Mc") and not before.isspace()


def _widened(text: str, start: int, end: int) -> list[int]:
    while splits_character(text, start):
        start -= 1
    while splits_character(text, end):
        end += 1
    return [start, end]
