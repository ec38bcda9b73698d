"""What is the article in a Markdown text? Its paragraphs without the marks, its first heading as the title.

Read by CommonMark's rules with markdown-it-py. Code, pictures, rules and raw HTML are no prose and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sayso.extract.article import Article
from sayso.facts.dates import day_number

# ``title: ..`` between two lines of dashes at the top, as site generators have it. Only plain values are read.
_FRONT = re.compile(r"\A---[ \t]*\r?\n([\w-]{1,40}:.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"^(title|date|outlet|publisher|source):[ \t]*(\S[^\r\n]*)$", re.MULTILINE | re.IGNORECASE)
_QUOTES = "\"'"
_DATE_LENGTH = 10


def read(text: str) -> Article:
    front = _FRONT.match(text)
    stated = _stated(front.group(1)) if front else {}
    tokens = MarkdownIt("commonmark").parse(text[front.end() :] if front else text)
    title, rest = _title(tokens)
    body = "\n\n".join(paragraph for paragraph in _paragraphs(rest) if paragraph)
    date = stated.get("date", "")[:_DATE_LENGTH]
    outlet = stated.get("outlet") or stated.get("publisher") or stated.get("source")
    return Article(body, stated.get("title") or title, outlet, date if day_number(date) else None)


def _stated(front: str) -> dict[str, str]:
    pairs = ((name.lower(), value.strip().strip(_QUOTES)) for name, value in _PAIR.findall(front))
    return {name: value for name, value in pairs if value}


def _title(tokens: Sequence[Token]) -> tuple[str | None, Sequence[Token]]:
    """A heading that begins the text is its title, and no part of the text."""
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return _words(tokens[1]) or None, tokens[3:]
    return None, tokens


def _paragraphs(tokens: Sequence[Token]) -> Iterator[str]:
    return (_words(token) for token in tokens if token.type == "inline")


def _words(inline: Token) -> str:
    pieces = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return " ".join("".join(pieces).split())
