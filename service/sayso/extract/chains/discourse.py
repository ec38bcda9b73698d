"""Whom do "he", "the senator" and "the report" stand for? What was said before decides; nobody is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.extract.chains.cast import Cast, Figure, Mention, plain_name
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.documents import PLURALS, SYNONYMS
from sayso.extract.chains.lexicon.outlets import SHORT_FORMS
from sayso.extract.chains.link import Link
from sayso.extract.chains.names import role_of_word, singular
from sayso.extract.chains.phrase import Phrase
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


class Discourse:
    """What the text has said so far; grows while the attributions are read in order."""

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
        near = [each for each in found if each.word <= word and self._paragraphs_back(each.word, word) <= _DATA_REACH]
        return max(near, key=lambda each: each.word, default=None)

    def document(self, head: str) -> Spoken | None:
        return next((self._documents[each] for each in _called(head) if each in self._documents), None)

    def figure(self, name: str, word: int, gender: str = "") -> Figure | None:
        """Who bears the name, in full or as a surname; of several, who spoke last or else was named first.

        ``gender`` is what "Mr." or "Mrs." says.
        """
        words = plain_name(name).split()
        exact = self.cast.named(name)
        if exact is not None or len(words) != 1:
            return exact
        namesakes = [each for each in self.cast.of_surname(words[0]) if not gender or each.gender in ("", gender)]
        if len(namesakes) > 1:
            return self._speaking(namesakes, word) or namesakes[0]
        return namesakes[0] if namesakes else None

    def pronoun(self, pronoun: str, word: int, content: Span = (0, 0)) -> Spoken | Figure | None:
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

    def description(self, phrase: Phrase, word: int) -> Spoken | Figure | None:
        """Who is meant by "the senator", "the union"; and by "a judge", where the text names one soon after."""
        head = _EXPANDED.get(phrase.head, phrase.head)
        if not phrase.definite:
            return self._introduced(phrase, head, word)
        same = _alike(head)
        telling = {each for each in phrase.modifiers if each not in _VAGUE and each not in _ARTICLES}
        exact = self._body_called(same, word, telling) if telling else None
        if exact is not None:
            return exact
        for spoken in self._back(_DESCRIPTIONS):
            if spoken.word >= word or spoken.figure is not None or not spoken.head or not spoken.links:
                continue
            said = _EXPANDED.get(spoken.head, spoken.head)
            if said in same and telling <= set(_nouns(spoken.links[-1].name)):
                return spoken
        holders: dict[int, Figure] = {}
        for figure in self.cast.figures[:_MOST_FIGURES]:
            offices = {_EXPANDED.get(each, each) for text, _ in figure.offices for each in _office_words(text)}
            if offices & same and all(each in _said_of(figure) for each in phrase.modifiers if each in _TELLING):
                holders[id(figure)] = figure
        if holders:
            if len(holders) == 1:
                return next(iter(holders.values()))
            last = next((spoken for spoken in self._back(_RECENT) if id(spoken.figure) in holders), None)
            return last.figure if last is not None else None
        return self._body_called(same, word, telling)

    def _introduced(self, phrase: Phrase, head: str, word: int) -> Figure | None:
        """News names the office first and the bearer a little later: the only one who has it, if named soon."""
        if self.layout.paragraph_of(word) > _LEAD or phrase.plural or phrase.partitive:
            return None
        same = _alike(head)
        holders: dict[int, Figure] = {}
        if role_of_word(head) in _UNTELLING:
            return None
        telling = {each for each in self._words_of(phrase) if len(each) > _SHORT and each not in _VAGUE}
        for mention in self.cast.within(word, word + _SOON):
            figure = mention.figure
            if figure.sort == "person":
                holds = any(set(_office_words_alike(text)) & same for text, _ in figure.offices)
            else:
                called = set(_nouns(figure.name))
                holds = figure.sort == "body" and bool(same & called and telling & called)
            if holds:
                holders[id(figure)] = figure
        return next(iter(holders.values())) if len(holders) == 1 else None

    def outlet_called(self, phrase: Phrase, word: int) -> Figure | None:
        """The outlet meant by "the Post" or "the newspaper"."""
        words = set(phrase.name.lower().split()) - {"the"}
        if len(words) > 1 or not words <= SHORT_FORMS:
            return None
        short = next(iter(words), "")
        for mention in self._mentions(word, _OUTLET_REACH):
            figure = mention.figure
            full = figure.name.lower().removeprefix("the ")
            called = short in full.split() or short in ("newspaper", "paper", "outlet")
            if figure.sort == "outlet" and called and full != short:
                return figure
        return None

    def _words_of(self, phrase: Phrase) -> list[str]:
        return [form for at in phrase.words for form in (self.layout.lower[at], singular(self.layout.lower[at]))]

    def paragraphs_back(self, spoken: Spoken, word: int) -> int:
        return self._paragraphs_back(spoken.word, word)

    def _paragraphs_back(self, before: int, word: int) -> int:
        return self.layout.paragraph_of(word) - self.layout.paragraph_of(before)

    def _back(self, most: int) -> Iterator[Spoken]:
        for at in range(len(self._spoken) - 1, max(len(self._spoken) - 1 - most, -1), -1):
            yield self._spoken[at]

    def _mentions(self, word: int, most: int) -> Iterator[Mention]:
        for count, mention in enumerate(self.cast.before(word)):
            if count == most:
                return
            yield mention

    def _speaking(self, figures: list[Figure], word: int) -> Figure | None:
        """The one of several namesakes who spoke last, in this sentence or the one before."""
        wanted = {id(figure) for figure in figures}
        for spoken in self._back(_RECENT):
            if self.layout.sentence_of(word) - self.layout.sentence_of(spoken.word) > 1:
                return None
            if id(spoken.figure) in wanted:
                return spoken.figure
        return None

    def _person(self, pronoun: str, word: int, content: Span) -> Spoken | Figure | None:
        sentence = self.layout.sentence_of(word)
        described, holder = self._described_in(sentence, word)
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
        last = self.last()
        if last is None or last.figure is None or last.plural or self._paragraphs_back(last.word, word) > 1:
            return None
        return last if last.figure.sort == "person" and last.figure.gender in ("", pronoun) else None

    def _described_in(self, sentence: int, word: int) -> tuple[bool, Figure | None]:
        """Whether the sentence speaks of "the president" last, before the pronoun, and who that is."""
        first, last = self.layout.sentences[sentence]
        first = max(first, min(last, word) - _WINDOW)
        latest = max((mention.first for mention in self.cast.within(first, min(last, word))), default=-1)
        for at in range(min(last, word) - 1, max(first, latest), -1):
            if at == first or self.layout.lower[at - 1] != "the" or self.layout.lower[at] in _COURTS:
                continue
            owner = at + 1 < last and self.layout.lower[at + 1] in ("'s", "'")
            if role_of_word(self.layout.lower[at]) in _OFFICES and not owner:
                words = (at - 1, at)
                phrase = Phrase("description", words, (), self.layout.lower[at], self.layout.lower[at], definite=True)
                found = self.description(phrase, at)
                return True, found if isinstance(found, Figure) and found.sort == "person" else None
        return False, None

    def _speaker_in(self, sentence: int, pronoun: str) -> Spoken | None:
        for spoken in self._back(_RECENT):
            figure = spoken.figure
            if figure is None or spoken.plural or self.layout.sentence_of(spoken.word) != sentence:
                continue
            if figure.sort in ("person", "name") and figure.gender in ("", pronoun):
                return spoken
        return None

    def _persons_in(self, sentence: int, word: int, pronoun: str, content: Span = (0, 0)) -> Figure | None:
        first, last = self.layout.sentences[sentence]
        first, last = max(first, min(last, word) - _WINDOW), min(last, word)
        quoted = self._quoted(word)
        fitting = [
            mention
            for mention in self.cast.within(first, last)
            if mention.figure.sort == "person"
            and mention.figure.gender in ("", pronoun)
            and (quoted or not self._quoted(mention.first))
            and not content[0] <= mention.first < content[1]
        ]
        free = [mention for mention in fitting if not mention.possessive]
        sure = [mention for mention in free if mention.figure.gender == pronoun]
        for choice in (sure, free, fitting):
            if choice:
                return choice[0].figure
        return None

    def _quoted(self, word: int) -> bool:
        return self.layout.quoted(self.layout.tokens[word].start)

    def _several(self, word: int) -> Spoken | Figure | None:
        sentence = self.layout.sentence_of(word)
        for spoken in self._back(_RECENT):
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
        for spoken in self._back(_RECENT):
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
        for mention in self._mentions(word, 1):
            if mention.last > before and mention.figure.sort in sorts:
                return mention.figure
        return None

    def _body_called(self, same: frozenset[str], word: int, telling: set[str]) -> Figure | None:
        """The body that was named last whose name has the noun, and every word that tells it from others."""
        for mention in self._mentions(word, _BODY_REACH):
            words = set(_nouns(mention.figure.name))
            if mention.figure.sort == "body" and words & same and telling <= words:
                return mention.figure
        return None


_DATA_REACH, _RECENT, _SENTENCES_BACK, _DESCRIPTIONS = 4, 6, 2, 40
_OUTLET_REACH, _BODY_REACH, _MOST_FIGURES = 200, 60, 400
_EXPANDED = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "justice": "judge",
    "prof": "professor",
}
_ALIKE = (
    frozenset(["nominee", "candidate"]),
    listed("spokesman spokeswoman spokesperson"),
    listed("union association federation"),
    listed("company firm corporation"),
    listed("group organization organisation coalition"),
    listed("chairman chairwoman chair"),
    listed("aide adviser advisor"),
    listed("representative congressman congresswoman"),
    frozenset(["lawyer", "attorney"]),
)
_LEAD, _SOON, _SHORT = 2, 250, 3
_VAGUE = listed("former federal state local national american british several union court judge group")
_WINDOW = 300
_UNTELLING = listed("source crowd")
_PEOPLE = listed("person body outlet")
_THINGS = listed("body outlet place person platform")
_ARTICLES = listed("the this that these those")
_COURTS = listed("court panel tribunal")
_OFFICES = listed("official legislator judge candidate spokesperson")
_TELLING = listed("democratic republican gop libertarian former deputy")


def spans_of(found: Spoken | Figure | None) -> tuple[Span, ...]:
    return found.links[0].mention if isinstance(found, Spoken) and found.links else ()


def _alike(head: str) -> frozenset[str]:
    return next((same for same in _ALIKE if head in same), frozenset({head}))


def _office_words(text: str) -> Iterator[str]:
    for raw in text.lower().replace("’s", "").split():
        word = raw.strip(".,()\"'’")
        if role_of_word(word):
            yield word
            yield singular(word)
    if "-" in text and text.strip("(")[:2] in ("R-", "D-", "I-"):
        yield "lawmaker"


def _said_of(figure: Figure) -> set[str]:
    words = {word for text, _ in figure.offices for word in text.lower().split()}
    return words | ({"gop"} if "republican" in words else set()) | ({"republican"} if "gop" in words else set())


def _head(name: str) -> str:
    words = name.lower().split()
    return words[-1] if words else ""


def _called(head: str) -> Iterator[str]:
    yield head
    for same in SYNONYMS:
        if head in same:
            yield from same - {head}


def _office_words_alike(text: str) -> Iterator[str]:
    for word in _office_words(text):
        yield _EXPANDED.get(word, word)


def _nouns(name: str) -> Iterator[str]:
    """The words of a name in lower case, and the singular of each."""
    for word in name.lower().split():
        yield word
        yield singular(word)
