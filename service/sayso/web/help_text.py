"""How does the page "How a grade is made" of the documentation get into the help? Read from the one file, as HTML.

What is HTML in the file is shown as text, links lead nowhere (what they lead to is not served), and no style is inline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it.token import Token

NAME = "docs/how-a-grade-is-made.md"
_PACKAGE = Path(__file__).resolve().parents[1]
_DEEPER = {"h1": "h2", "h2": "h3", "h3": "h4"}


def how_a_grade_is_made() -> Markup:
    """The text without its title, headings one step deeper."""
    from markdown_it import MarkdownIt  # by whoever asks for help, and no earlier

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(_file().read_text(encoding="utf-8"))
    title = next((at for at, token in enumerate(tokens) if token.type == "heading_close"), -1)
    rendered: str = reader.renderer.render(list(_tamed(tokens[title + 1 :])), reader.options, {})
    return Markup(rendered)  # noqa: S704  # from a file that comes with Sayso


def _file() -> Path:
    checkout = _PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / NAME).is_file():
        return checkout / NAME
    return _PACKAGE / "_shipped" / NAME


def _tamed(tokens: Sequence[Token]) -> Iterator[Token]:
    for at, token in enumerate(tokens):
        if token.type in ("link_open", "link_close"):
            continue
        beside = tokens[at + 1] if token.type == "th_open" else tokens[at - 1] if token.type == "th_close" else None
        if beside is not None and not beside.content:
            token.tag = "td"  # the head of a column without a name is no head
        token.tag = _DEEPER.get(token.tag, token.tag)
        style = token.attrs.pop("style", None)
        if style == "text-align:right":
            token.attrs["class"] = "figure"
        if token.type == "fence":
            token.info = ""
        if token.children:
            token.children = list(_tamed(token.children))
        yield token
