"""How does a message name a text that somebody else wrote? In quotation marks, short, and in one line."""

from __future__ import annotations


def quoted(text: object) -> str:
    """The text as a message shows it."""
    safe = "".join(char if char.isprintable() else "?" for char in str(text)[:80])
    return f'"{safe}"'
