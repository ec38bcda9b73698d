"""Do two names look alike to a reader, though they are written with other letters?

The skeleton of Unicode Technical Standard #39, section 4: two texts with one skeleton can be taken for each other. The
table is the published one, in ``confusables.txt``. A skeleton is for comparing only; nobody is shown one.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("confusables.txt")
_IGNORED = frozenset(
    map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)])
)


def skeleton(text: str) -> str:
    """The text with each character as its prototype, and without those that leave no mark."""
    if text.isascii():
        return text.translate(_prototypes())
    seen = "".join(char for char in unicodedata.normalize("NFD", text) if not _is_unseen(char))
    return unicodedata.normalize("NFD", seen.translate(_prototypes()))


def likenesses(text: str) -> tuple[str, str]:
    """What two texts share one of if they look alike, as small letters or as capitals."""
    return skeleton(text.lower()), skeleton(text.upper()).lower()


def _is_unseen(char: str) -> bool:
    return char in _IGNORED or unicodedata.category(char) == "Cf" or 0xE0100 <= ord(char) <= 0xE01EF


@lru_cache(maxsize=1)
def _prototypes() -> dict[int, str]:
    found: dict[int, str] = {}
    for line in _TABLE.read_text(encoding="ascii").splitlines():
        if line and not line.startswith("#"):
            prototype, _, alike = line.partition("=")
            shown = "".join(chr(int(code, 16)) for code in prototype.split())
            found.update((int(code, 16), shown) for code in alike.split())
    return found
