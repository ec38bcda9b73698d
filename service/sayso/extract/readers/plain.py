"""What is the article in a plain text? All of it, as it was given."""

from __future__ import annotations

from sayso.extract.article import Article


def read(text: str) -> Article:
    return Article(text)
