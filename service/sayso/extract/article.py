"""What is an article: its text, and what is known of it from outside?"""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST_CHARACTERS = 500_000


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
