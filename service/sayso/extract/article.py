"""What is an article: its text, what is known of it from outside, and why could one not be read?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.errors import InvalidInput

MOST_CHARACTERS = 500_000


class InvalidArticle(InvalidInput):
    """What was given cannot be read as an article in English; nothing was looked for in it."""

    code = "invalid_article"


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its title, its outlet and its ISO 8601 date, each None where it is not known."""

    text: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None

    def told(self, title: str | None, outlet: str | None, date: str | None) -> Article:
        """The same, with what whoever gives the article says of it; that counts more than what the file says."""
        return replace(self, title=title or self.title, outlet=outlet or self.outlet, date=date or self.date)
