"""How is a name spelled, character by character, where a reader could take it for another?"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpelledView:
    """A text, and each of its characters outside ASCII with its code point and name, in their order."""

    text: str
    characters: tuple[str, ...]


def spelled(text: str) -> SpelledView:
    """An ordinary text has no characters to be spelled out."""
    found = dict.fromkeys(char for char in text if not char.isascii())
    return SpelledView(text, tuple(map(_character, found)))


def _character(char: str) -> str:
    shown = char if char.isprintable() and not unicodedata.combining(char) else ""
    return f"{shown} U+{ord(char):04X} {unicodedata.name(char, 'without a name')}".strip()
