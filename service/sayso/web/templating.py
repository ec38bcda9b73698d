"""How does a view become HTML? Everything is escaped, and a character that could hide or reorder text is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sayso.facts.visible import visible as written_out

_FOLDER = Path(__file__).parent / "templates"


def visible(value: Any) -> Any:
    """Text with its hidden characters written out; anything else as it is."""
    return written_out(value) if isinstance(value, str) else value


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
    templates.filters["called"] = str  # where nobody knows a name, all are called by what they are kept under
    templates.globals |= {"who": None, "desk_pages": ()}  # what a page that has no rooms beside it says of them
    return templates
