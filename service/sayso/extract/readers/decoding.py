"""Are these bytes a text that can be read, and if not, what are they?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.errors import InvalidArticle, Problem

_BOM = "\ufeff"
_KINDS = (
    (b"%PDF", "a PDF", "copy its text into a .txt file"),
    (b"PK\x03\x04", "a packed file, such as .docx or .odt", "save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "save it as plain text"),
    (b"{\\rtf", "Rich Text", "save it as plain text"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"\x89PNG", "a picture", "only text is read"),
    (b"\xff\xd8\xff", "a picture", "only text is read"),
    (b"GIF8", "a picture", "only text is read"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Tab, line feed, vertical tab, form feed, carriage return and NEL do stand in texts; the other controls do not.
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_MOST_CONTROLS = 0.01


def decoded(data: bytes) -> str:
    """The text in ``data``, which must be UTF-8; a byte order mark is no part of it. Raises InvalidArticle."""
    for begin, what, hint in _KINDS:
        if data.startswith(begin):
            raise InvalidArticle([Problem("binary", f"it is {what}, not a text", hint)])
    if data.startswith(_UTF_16):
        raise InvalidArticle([Problem("not_utf8", "it is UTF-16", "save it as UTF-8")])
    try:
        return data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        if b"\0" in data:
            raise InvalidArticle([Problem("binary", "it is no text", "only text is read")]) from None
        problem = Problem("not_utf8", "it is not UTF-8", "save it as UTF-8", line=line, column=column)
        raise InvalidArticle([problem]) from None


def characters_in(text: str) -> Iterator[Problem]:
    """What is wrong with the characters of ``text``."""
    found = _NO_CHARACTER.search(text)
    if found is not None:
        at = found.start()
        what = "NUL" if found.group() == "\0" else "half of a surrogate pair"
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        yield Problem("bad_text", f"holds {what}, which no text has", "remove it", line=line, column=column)
    elif len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text) + 1:
        yield Problem("binary", "it is full of control characters, so it is no text", "only text is read")
