"""Where does the noun phrase proper of a source begin and end, and which noun is its head?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.documents import HEADS, PLURALS
from sayso.extract.chains.names import singular


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """The tokens of a source, those of its noun phrase (``core``) and the head among them."""

    words: tuple[int, ...]
    core: tuple[int, ...]
    head_at: int
    head: str
    opening: str
    """The first word of the core, in lower case: an article, a number, a name."""
    definite: bool
    plural: bool
    partitive: bool


def noun_phrase(layout: Layout, words: Sequence[int]) -> NounPhrase | None:
    """None where the tokens hold no word."""
    words = _trimmed(layout, words)
    if not words:
        return None
    lower = [layout.lower[at] for at in words]
    start = _after_partitive(lower)
    core = words[start : _end_of_head(layout, words, start)]
    head_at = _head_of(layout, core)
    head = layout.lower[head_at]
    plural = head in PLURALS or (head not in HEADS and singular(head) != head) or lower[0] in SEVERAL
    definite = lower[start] in DEFINITE or (start > 0 and lower[start - 1] in DEFINITE)
    return NounPhrase(words, core, head_at, head, lower[start], definite, plural, start > 0)


def many(word: str) -> bool:
    """Whether the word before a noun says that there are several."""
    return word in SEVERAL or word.isdigit()


ARTICLES = listed("the a an this that these those")
DEFINITE = listed("the this that these those his her its their our such said")
INDEFINITE = listed("a an another some several many most few other others")
SEVERAL = listed(
    "some several many most few two three four five six seven eight nine ten multiple various both other "
    "numerous dozens hundreds thousands"
)
PREPOSITIONS = listed(
    "of at in by from for with to on about into after before during against close near inside within under over "
    "across among between like including such while as without"
)
CLAUSES = listed("who which that whose whom where when")
BREAKS = listed(", ( ) – — - -- : ;")
MADE = listed("written prepared commissioned issued filed compiled produced signed drafted authored conducted")
"""Participles before "by" that name the maker of a document."""

PASSED_ON = MADE | listed(
    "published released obtained seen reviewed leaked posted cited quoted carried aired broadcast"
)
"""Those, and the participles that name who passed it on."""

BASED = listed("citing quoting based")
NOUN_TAGS = listed("NN NNS NNP NNPS")

_PARTITIVES = listed(
    "one some many most several each any none two three four five half all both few majority number member "
    "members dozens hundreds thousands percent percentage part portion handful"
)
_LEADING = listed("from by of for to with among both even")
_BEFORE_MODIFIERS = listed("a an the this that these those his her its their some several many")
_PARTITIVE_REACH, _LONGEST = 7, 120


def _trimmed(layout: Layout, words: Sequence[int]) -> tuple[int, ...]:
    words = words[:_LONGEST]
    first, last = 0, len(words)
    while first < last and not layout.tokens[words[first]].text[0].isalnum():
        first += 1
    while first < last and layout.lower[words[first]] in _LEADING and last - first > 1:
        first += 1
    while last > first and (not _worded(layout, words[last - 1]) or layout.lower[words[last - 1]] in ("'s", "'")):
        last -= 1
    return tuple(words[first:last])


def _worded(layout: Layout, at: int) -> bool:
    return any(sign.isalnum() for sign in layout.tokens[at].text)


def _after_partitive(lower: Sequence[str]) -> int:
    """Where the noun phrase of "one of the ..." or "52 percent of ..." begins; 0 where there is no such beginning."""
    for at in range(1, min(len(lower) - 1, _PARTITIVE_REACH)):
        if lower[at] == ",":
            break
        if lower[at] == "of" and (lower[at - 1] in _PARTITIVES or lower[at - 1].isdigit()):
            return at + 1
    return 0


def _end_of_head(layout: Layout, words: Sequence[int], start: int) -> int:
    """Where the noun phrase proper ends: before its first preposition, relative clause, participle or mark."""
    for at in range(start + 1, len(words)):
        word = layout.lower[words[at]]
        if word == "of" and _in_a_title(layout, words, at):
            continue
        if word in PREPOSITIONS or word in CLAUSES or word in BREAKS or word in BASED:
            return at
        if layout.lower[words[at - 1]] in _BEFORE_MODIFIERS:
            continue
        participle = layout.tokens[words[at]].tag in ("VBG", "VBN") or word in PASSED_ON
        noun_before = layout.tokens[words[at - 1]].tag in NOUN_TAGS
        noun_follows = at + 1 < len(words) and layout.tokens[words[at + 1]].tag in NOUN_TAGS | {"JJ"}
        if participle and (noun_before or not noun_follows):
            return at
    return len(words)


def _in_a_title(layout: Layout, words: Sequence[int], at: int) -> bool:
    """Whether "of" stands inside a title before a name: "Secretary of State Ann Smith"."""
    before = layout.lower[words[at - 1]]
    following = [layout.tokens[word].text for word in words[at + 1 : at + 4]]
    named = len(following) > 1 and following[0][:1].isupper() and following[1][:1].isupper()
    return named and before in _WITH_OF and layout.lower[words[at + 1]] in _PORTFOLIOS


_WITH_OF = listed("secretary director minister chief department")
_PORTFOLIOS = listed(
    "state defense defence staff homeland health foreign commerce energy justice education national labor"
)


def _head_of(layout: Layout, core: Sequence[int]) -> int:
    for at in reversed(core):
        if layout.lower[at] not in ("'s", "'") and layout.tokens[at].text[0].isalnum():
            return at
    return core[-1]
