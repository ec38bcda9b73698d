"""How does a view become HTML? Everything is escaped, and a character that could hide or reorder text is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent / "templates"
# Embeddings, overrides and isolates turn the order of what follows; control characters show as nothing at all.
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROL = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_VISIBLE = {point: f"[U+{point:04X}]" for point in (*_TURNING, *_CONTROL)}


def visible(value: Any) -> Any:
    """Text with its hidden characters written out; anything else as it is."""
    return value.translate(_VISIBLE) if isinstance(value, str) else value


def page_templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(_FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals |= {"who": None, "desk_pages": ()}  # what a page that has no rooms beside it says of them
    return templates
