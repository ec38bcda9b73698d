"""Whom do "the senator", "the union", "the source" and "the Post" stand for?"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.extract.chains.cast import Cast, Figure
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.outlets import SHORT_FORMS
from sayso.extract.chains.memory import Memory, Spoken
from sayso.extract.chains.names import role_of_word, singular
from sayso.extract.chains.phrase import Phrase


class Descriptions:
    """Finds whoever is described by what the text has called people and bodies."""

    def __init__(self, layout: Layout, cast: Cast, memory: Memory) -> None:
        self.layout = layout
        self.cast = cast
        self.memory = memory
        self._holders = _by_office(cast)

    def resolve(self, phrase: Phrase, word: int) -> Spoken | Figure | None:
        """Who is meant by "the senator", "the union"; and by "a judge", where the text names one soon after."""
        head = _EXPANDED.get(phrase.head, phrase.head)
        if not phrase.definite:
            return self._introduced(phrase, head, word)
        same = _alike(head)
        if phrase.plural:
            return self._same_people(phrase, word, same)
        telling = {each for each in phrase.modifiers if each not in _VAGUE and each not in _ARTICLES}
        exact = self._body_called(same, word, telling) if telling else None
        if exact is not None:
            return exact
        for spoken in self.memory.back(_DESCRIPTIONS):
            if spoken.word < word and self._same_description(spoken, phrase, same, telling):
                return spoken
        if set(phrase.modifiers[:1]) & _OWNERS:
            return None
        holder = self._holder(phrase, same) if head not in _COLLECTIVE else None
        return holder or self._body_called(same, word, telling)

    def _same_people(self, phrase: Phrase, word: int, same: frozenset[str]) -> Spoken | None:
        """ "The officials" are those who spoke last under that noun, if they are several too."""
        last = self.memory.back(_RECENT)
        telling = {each for each in phrase.modifiers if each not in _ARTICLES}
        found = (each for each in last if each.word < word and each.plural)
        return next((each for each in found if self._same_description(each, phrase, same, telling)), None)

    def _same_description(self, spoken: Spoken, phrase: Phrase, same: frozenset[str], telling: set[str]) -> bool:
        """Whether somebody who was described before is described again."""
        if spoken.figure is not None or not spoken.head or not spoken.links:
            return False
        known = set(_nouns(spoken.links[-1].name))
        former = ("former" in known) == ("former" in phrase.modifiers)
        names = {self.layout.lower[at] for at in phrase.words[1:] if self.layout.tokens[at].text[0].isupper()}
        return _EXPANDED.get(spoken.head, spoken.head) in same and former and telling <= known and names <= known

    def _holder(self, phrase: Phrase, same: frozenset[str]) -> Figure | None:
        """The only one who holds the office, or of several the one who spoke last."""
        telling = [each for each in phrase.modifiers if each in _TELLING]
        holders = {
            id(figure): figure
            for office in same
            for figure in self._holders.get(office, [])[:_MOST_HOLDERS]
            if all(each in _said_of(figure) for each in telling)
        }
        if len(holders) == 1:
            return next(iter(holders.values()))
        last = next((spoken for spoken in self.memory.back(_RECENT) if id(spoken.figure) in holders), None)
        return last.figure if last is not None else None

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
                holds = head not in _COLLECTIVE and any(set(_office_words(text)) & same for text, _ in figure.offices)
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
        for mention in self.memory.mentions(word, _OUTLET_REACH):
            figure = mention.figure
            full = figure.name.lower().removeprefix("the ")
            called = short in full.split() or short in ("newspaper", "paper", "outlet")
            if figure.sort == "outlet" and called and full != short:
                return figure
        return None

    def _words_of(self, phrase: Phrase) -> list[str]:
        return [form for at in phrase.words for form in (self.layout.lower[at], singular(self.layout.lower[at]))]

    def _body_called(self, same: frozenset[str], word: int, telling: set[str]) -> Figure | None:
        """The body that was named last whose name has the noun, and every word that tells it from others."""
        for mention in self.memory.mentions(word, _BODY_REACH):
            words = set(_nouns(mention.figure.name))
            if mention.figure.sort == "body" and words & same and telling <= words:
                return mention.figure
        return None


_RECENT, _DESCRIPTIONS, _OUTLET_REACH, _BODY_REACH, _MOST_HOLDERS = 6, 40, 200, 60, 20
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
_OWNERS = listed("his her its their my our whose")
_COLLECTIVE = listed(
    "panel court committee campaign party union company group team agency department government administration "
    "tribunal commission council board association organization family delegation"
)
_UNTELLING = listed("source crowd")
_ARTICLES = listed("the this that these those")
_TELLING = listed("democratic republican gop libertarian former deputy")


def _by_office(cast: Cast) -> dict[str, list[Figure]]:
    """Everybody under each word of an office."""
    holders: dict[str, list[Figure]] = {}
    for figure in cast.figures:
        for office in {word for text, _ in figure.offices for word in _office_words(text)}:
            holders.setdefault(office, []).append(figure)
    return holders


def _alike(head: str) -> frozenset[str]:
    return next((same for same in _ALIKE if head in same), frozenset({head}))


def _office_words(text: str) -> Iterator[str]:
    for raw in text.lower().replace("’s", "").split():
        word = raw.strip(".,()\"'’")
        if role_of_word(word):
            yield _EXPANDED.get(word, word)
            yield _EXPANDED.get(singular(word), singular(word))
    if text.strip("(")[:2] in ("R-", "D-", "I-"):
        yield "lawmaker"


def _said_of(figure: Figure) -> set[str]:
    words = {word for text, _ in figure.offices for word in text.lower().split()}
    return words | ({"gop"} if "republican" in words else set()) | ({"republican"} if "gop" in words else set())


def _nouns(name: str) -> Iterator[str]:
    """The words of a name in lower case, and the singular of each."""
    for word in name.lower().split():
        yield word
        yield singular(word)
