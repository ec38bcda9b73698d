"""Who has spoken so far, in which documents, and where?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.extract.chains.cast import Cast, Figure, Mention
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon.documents import PLURALS, SYNONYMS
from sayso.extract.chains.link import Link
from sayso.extract.relation import Span


@dataclass(frozen=True, slots=True)
class Spoken:
    """A source that was met: where, as which links (nearest first, itself and whoever stands behind it)."""

    word: int
    links: tuple[Link, ...]
    head: str
    plural: bool
    figure: Figure | None
    venue: tuple[Link, ...] = ()
    """The document or outlet that it spoke in, if one was named."""
    document: int = 0
    """Where among the links the document stands, if one is remembered by its noun."""
    own: tuple[Span, ...] = ()
    """Where the outlet being read says that it has told this before."""


class Memory:
    """Grows while the attributions are read in the order of the text."""

    def __init__(self, layout: Layout, cast: Cast) -> None:
        self.layout = layout
        self.cast = cast
        self._spoken: list[Spoken] = []
        self._documents: dict[str, Spoken] = {}

    def remember(self, spoken: Spoken) -> None:
        self._spoken.append(spoken)
        for at, link in enumerate(spoken.links):
            if link.sort == "document":
                self.remember_document(spoken.word, spoken.links, spoken.head if not at else "", at, spoken.own)

    def remember_document(
        self, word: int, links: tuple[Link, ...], head: str, at: int = 0, own: tuple[Span, ...] = ()
    ) -> None:
        """Keeps a document, and through whom it came, under its noun and every noun that it may be called by."""
        noun = head or _head(links[at].name)
        for each in _called(PLURALS.get(noun, noun)):
            self._documents[each] = Spoken(word, links, head, False, None, document=at, own=own)

    def last(self) -> Spoken | None:
        return self._spoken[-1] if self._spoken else None

    def latest_data(self, word: int) -> Spoken | None:
        """The poll or the data whose respondents may be speaking, not far before."""
        found = [self._documents[head] for head in ("poll", "data", "survey") if head in self._documents]
        near = [each for each in found if each.word <= word and self.paragraphs_back(each, word) <= _DATA_REACH]
        return max(near, key=lambda each: each.word, default=None)

    def document(self, head: str) -> Spoken | None:
        return next((self._documents[each] for each in _called(head) if each in self._documents), None)

    def back(self, most: int) -> Iterator[Spoken]:
        """The last sources, the latest first."""
        for at in range(len(self._spoken) - 1, max(len(self._spoken) - 1 - most, -1), -1):
            yield self._spoken[at]

    def mentions(self, word: int, most: int) -> Iterator[Mention]:
        """The last mentions before a token, the latest first."""
        for count, mention in enumerate(self.cast.before(word)):
            if count == most:
                return
            yield mention

    def paragraphs_back(self, spoken: Spoken, word: int) -> int:
        return self.layout.paragraph_of(word) - self.layout.paragraph_of(spoken.word)

    def sentences_back(self, spoken: Spoken, word: int) -> int:
        return self.layout.sentence_of(word) - self.layout.sentence_of(spoken.word)

    def quoted(self, word: int) -> bool:
        return self.layout.quoted(self.layout.tokens[word].start)


_DATA_REACH = 4


def _head(name: str) -> str:
    words = name.lower().split()
    return words[-1] if words else ""


def _called(head: str) -> Iterator[str]:
    yield head
    for same in SYNONYMS:
        if head in same:
            yield from sorted(same - {head})
