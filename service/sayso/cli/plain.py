"""How does text that somebody else wrote reach a terminal without doing anything there?

Control characters could move the cursor or change colours, and marks of direction could make one text look like
another. Each is shown as a replacement mark; white space becomes a space.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from json import dumps
from typing import Any

MARK = "\N{REPLACEMENT CHARACTER}"
_SPACE = re.compile(r"[\t\n\r\v\f\u0085\u2028\u2029]+")
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """The text on one line, with a mark for each character that could do something."""
    return _HARMFUL.sub(MARK, _SPACE.sub(" ", text))


def json_text(value: Mapping[str, Any]) -> str:
    """JSON that loses nothing and is as harmless to a terminal: such characters stand there as escapes."""
    return _IN_JSON.sub(_escaped, dumps(value, ensure_ascii=False, indent=2))


def _escaped(match: re.Match[str]) -> str:
    return dumps(match[0])[1:-1]
