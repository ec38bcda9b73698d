"""In which one spelling is a text kept, and which texts cannot be brought to one?

Unicode form C, ends trimmed. Putting marks in order takes the square of their number in a row, so that a text of marks
alone would hold up everything; rows longer than any script has (UAX 15, Stream-Safe Text Format) are refused instead.
"""

from __future__ import annotations

import unicodedata

MOST_MARKS = 30
_STEP = MOST_MARKS + 1  # a longer row of marks has one at a place that this divides


def spelled(text: str) -> str | None:
    """The text in form C and trimmed; None where it has too many marks in a row to be brought to it."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):  # which is linear, and true of nearly every text
        return text.strip()
    return None if _has_long_rows(text) else unicodedata.normalize("NFC", text).strip()


def _has_long_rows(text: str) -> bool:
    is_mark = unicodedata.combining
    for at in range(0, len(text), _STEP):
        if is_mark(text[at]):
            start = stop = at
            while start and is_mark(text[start - 1]) and stop - start < _STEP:
                start -= 1
            while stop < len(text) and is_mark(text[stop]) and stop - start < _STEP:
                stop += 1
            if stop - start > MOST_MARKS:
                return True
    return False
