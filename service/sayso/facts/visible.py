"""Which characters of a text could hide from a reader, or turn the order of what follows, and how are they shown?"""

from __future__ import annotations

import re

# Embeddings, overrides and isolates turn the order of what follows; control characters show as nothing at all.
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROL = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_VISIBLE = {point: f"[U+{point:04X}]" for point in (*_TURNING, *_CONTROL)}
_ANY = re.compile(f"[{''.join(map(re.escape, map(chr, _VISIBLE)))}]")


def visible(text: str) -> str:
    """The text with such characters written out: ``[U+202E]``."""
    return text.translate(_VISIBLE) if _ANY.search(text) else text  # nearly all have none, and looking is cheap
