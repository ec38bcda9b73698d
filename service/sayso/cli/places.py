"""On which line and column of a JSON text does a pointer point?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecoder

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder()


def offset_of(text: str, pointer: str, start: int = 0) -> int:
    """Where the value begins; of what is not there, where the nearest value around it begins."""
    at = _skip(text, start)
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        found = next((place for key, place in members(text, at) if key == name), None)
        if found is None:
            break
        at = found
    return at


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The keys (or numbers) of the object or list that begins at ``at``, each with the place of its value."""
    kind = text[at]
    if kind not in "[{":
        return
    at = _skip(text, at + 1)
    number = 0
    while text[at] not in "]}":
        key = str(number)
        if kind == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield key, at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        number += 1


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
