"""Whom do "he", "they", "it" and "who" stand for? Nobody is guessed."""

from __future__ import annotations

from sayso.extract.chains.cast import Cast, Figure
from sayso.extract.chains.descriptions import Descriptions
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.memory import Memory, Spoken
from sayso.extract.chains.names import role_of_word, singular
from sayso.extract.chains.phrase import Phrase
from sayso.extract.relation import Span


class Pronouns:
    """Finds whoever a pronoun means: in its sentence first, then who spoke last, then whom the last sentences name."""

    def __init__(self, layout: Layout, cast: Cast, memory: Memory, descriptions: Descriptions) -> None:
        self.layout = layout
        self.cast = cast
        self.memory = memory
        self.descriptions = descriptions

    def resolve(self, pronoun: str, word: int, content: Span = (0, 0)) -> Spoken | Figure | None:
        """Who is meant by a pronoun at a token, or None where the text leaves it open.

        ``content`` are the tokens, ``[first, last)``, of what is said, where it stands before the pronoun: whoever it
        speaks of is not for that the speaker.
        """
        if pronoun in ("he", "she", "him", "her", "his", "himself", "herself"):
            return self._person("she" if pronoun in ("she", "her", "herself") else "he", word, content)
        if pronoun in ("they", "them", "their", "these", "those", "themselves"):
            return self._several(word)
        if pronoun in ("it", "its", "itself"):
            return self._thing(word)
        if pronoun in ("who", "whom", "which", "that", "whose"):
            return self._antecedent(word, _PEOPLE if pronoun in ("who", "whom") else _THINGS)
        return None

    def _person(self, pronoun: str, word: int, content: Span) -> Spoken | Figure | None:
        sentence = self.layout.sentence_of(word)
        described, holder = self._described_in(sentence, word, content)
        if described:
            return holder if holder is None or holder.gender in ("", pronoun) else None
        here = self._persons_in(sentence, word, pronoun, content)
        if here is not None:
            return here
        for back in range(1, _SENTENCES_BACK + 1):
            if sentence - back < 0:
                break
            speaker = self._speaker_in(sentence - back, pronoun)
            found = speaker or self._persons_in(sentence - back, word, pronoun)
            if found is not None:
                return found
        return self._last_speaker(pronoun, word)

    def _last_speaker(self, pronoun: str, word: int) -> Spoken | None:
        """Who spoke last, if no more than a paragraph before: a long quotation may lie between."""
        last = self.memory.last()
        if last is None or last.figure is None or last.plural or self.memory.paragraphs_back(last, word) > 1:
            return None
        return last if last.figure.sort == "person" and last.figure.gender in ("", pronoun) else None

    def _described_in(self, sentence: int, word: int, content: Span) -> tuple[bool, Figure | None]:
        """Whether the sentence speaks of "the president" last, before the pronoun, and who that is."""
        first, last = self.layout.sentences[sentence]
        first = max(first, min(last, word) - _WINDOW)
        latest = max((mention.first for mention in self.cast.within(first, min(last, word))), default=-1)
        for at in range(min(last, word) - 1, max(first, latest), -1):
            if content[0] <= at < content[1] or self.memory.quoted(at) != self.memory.quoted(word):
                continue
            if at == first or self.layout.lower[at - 1] != "the" or self.layout.lower[at] in _COURTS:
                continue
            if singular(self.layout.lower[at]) != self.layout.lower[at]:
                continue
            owner = at + 1 < last and self.layout.lower[at + 1] in ("'s", "'")
            if role_of_word(self.layout.lower[at]) in _OFFICES and not owner:
                words = (at - 1, at)
                phrase = Phrase("description", words, (), self.layout.lower[at], self.layout.lower[at], definite=True)
                found = self.descriptions.resolve(phrase, at)
                return True, found if isinstance(found, Figure) and found.sort == "person" else None
        return False, None

    def _speaker_in(self, sentence: int, pronoun: str) -> Spoken | None:
        for spoken in self.memory.back(_RECENT):
            figure = spoken.figure
            if figure is None or spoken.plural or self.layout.sentence_of(spoken.word) != sentence:
                continue
            if figure.sort in ("person", "name") and figure.gender in ("", pronoun):
                return spoken
        return None

    def _persons_in(self, sentence: int, word: int, pronoun: str, content: Span = (0, 0)) -> Figure | None:
        first, last = self.layout.sentences[sentence]
        first, last = max(first, min(last, word) - _WINDOW), min(last, word)
        quoted = self.memory.quoted(word)
        fitting = [
            mention
            for mention in self.cast.within(first, last)
            if mention.figure.sort == "person"
            and mention.figure.gender in ("", pronoun)
            and (quoted or not self.memory.quoted(mention.first))
            and not content[0] <= mention.first < content[1]
        ]
        free = [mention for mention in fitting if not mention.possessive]
        sure = [mention for mention in free if mention.figure.gender == pronoun]
        for choice in (sure, free, fitting):
            if choice:
                return choice[0].figure
        return None

    def _several(self, word: int) -> Spoken | Figure | None:
        sentence = self.layout.sentence_of(word)
        for spoken in self.memory.back(_RECENT):
            if sentence - self.layout.sentence_of(spoken.word) > _SENTENCES_BACK:
                break
            if spoken.plural or (spoken.figure is not None and spoken.figure.sort in ("body", "outlet")):
                return spoken
        return self._subject(sentence, word, ("body", "outlet"))

    def _thing(self, word: int) -> Spoken | Figure | None:
        sentence = self.layout.sentence_of(word)
        here = self._subject(sentence, word, ("body", "outlet", "place"), back=0)
        if here is not None:
            return here
        for spoken in self.memory.back(_RECENT):
            if sentence - self.layout.sentence_of(spoken.word) > 1:
                break
            if not spoken.plural and spoken.links and spoken.links[-1].sort in ("body", "outlet", "document"):
                return spoken
        return self._subject(sentence, word, ("body", "outlet"))

    def _subject(self, sentence: int, word: int, sorts: tuple[str, ...], back: int = 1) -> Figure | None:
        for at in range(sentence, max(sentence - back, 0) - 1, -1):
            first, last = self.layout.sentences[at]
            for mention in self.cast.within(max(first, min(last, word) - _WINDOW), min(last, word)):
                if mention.figure.sort in sorts and not mention.possessive:
                    return mention.figure
        return None

    def _antecedent(self, word: int, sorts: frozenset[str]) -> Figure | None:
        before = word - 1
        while before > 0 and self.layout.tokens[before].text in (",", "—", "–", ")"):
            before -= 1
        for mention in self.memory.mentions(word, 1):
            if mention.last > before and mention.figure.sort in sorts:
                return mention.figure
        return None


_RECENT, _SENTENCES_BACK, _WINDOW = 6, 2, 300
_PEOPLE = listed("person body outlet")
_THINGS = listed("body outlet place person platform")
_COURTS = listed("court panel tribunal")
_OFFICES = listed("official legislator judge candidate spokesperson")
