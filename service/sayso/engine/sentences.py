"""How does a template of a rubric become a sentence about one claim?

Only facts can be put in; a missing one reads "not stated". The result is plain text: whoever shows it escapes it.

A sentence is first written with a mark for each fact (``Marks``), as JSON text; a fact is put where its mark stands
once per claim (``template``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pydantic_core import to_json

from sayso.engine.matcher import View
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.matcher import FactRef, Value
from sayso.rubric.placeholders import Placeholder, pieces, placeholder

NOT_STATED = "not stated"
MARK = "\0"
"""Encloses the number of a fact; JSON text cannot hold it, since it is always escaped there."""


class Slot(NamedTuple):
    """A fact inside a sentence, as its label where ``label`` is set; ``words`` by value (None: it is text)."""

    ref: FactRef
    label: bool
    words: Callable[[Value], str] | None


Sentence = tuple[str | Slot, ...]
"""A template taken apart: escaped text and facts in turn."""


@lru_cache(maxsize=4096)
def sentence(template: str, vocabulary: Vocabulary) -> Sentence:
    """The template, ready to be said of any claim."""
    parts: list[str | Slot] = []
    for text, name in pieces(template):
        parts.append(escaped(text))
        found = None if name is None else placeholder(vocabulary, name)
        if found is not None:
            parts.append(Slot(found.ref, found.label, _words(found, vocabulary)))
    return tuple(parts)


def escaped(text: str) -> str:
    """Text as it stands between the quotation marks of JSON. Joining escaped texts is escaping the joined text."""
    return to_json(text)[1:-1].decode()


class Filled(NamedTuple):
    """A fact that is to be put in: where it is read, its words, and whether they begin a sentence."""

    slot: Slot
    attribution: int | None
    link: int | None
    capital: bool

    def said(self, view: View) -> str:
        """The escaped words of the fact in the view of its attribution."""
        value = read(self.slot.ref, view, self.link)
        if value is None:
            return NOT_STATED
        words = self.slot.words
        text = escaped(str(value) if words is None else words(value))
        return capital(text) if self.capital else text


class Marks:
    """The facts of one answer by the number in their mark; each once, however many sentences name it."""

    def __init__(self) -> None:
        self.filled: list[Filled] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def said(self, sentence: Sentence, attribution: int | None, link: int | None = None) -> str:
        """The sentence about an attribution (None: the claim), with a mark for each fact."""
        words = []
        for part in sentence:
            if isinstance(part, str):
                words.append(part)
            else:
                words.append(self._mark(Filled(part, attribution, link if part.ref.scope == "link" else None, False)))
        return "".join(words)

    def begun(self, text: str) -> str:
        """The text as the beginning of a sentence."""
        if not text.startswith(MARK):
            return capital(text)
        number, rest = text[1:].split(MARK, 1)
        return self._mark(self.filled[int(number)]._replace(capital=True)) + rest

    def _mark(self, filled: Filled) -> str:
        key = (filled.slot.ref, filled.slot.label, *filled[1:])
        number = self._numbers.setdefault(key, len(self.filled))
        if number == len(self.filled):
            self.filled.append(filled)
        return f"{MARK}{number}{MARK}"


def capital(text: str) -> str:
    """The text with a capital at its beginning; a letter whose capital is several (ß) stays as it is."""
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text


def read(ref: FactRef, view: View, at: int | None) -> Value:
    """A fact; None where it is missing, and where the view has no such link."""
    scope, index, links = ref.scope, ref.index, view.links
    if scope == "claim":
        return view.claim[index]
    if not links:
        return None
    if scope == "root":
        return links[-1][index]
    if scope == "teller":
        return links[-2][index] if len(links) > 1 else None
    if scope == "outlet":
        return links[0][index]
    if scope == "chain":
        return view.chain[index]
    return None if at is None else links[at][index]


def _words(found: Placeholder, vocabulary: Vocabulary) -> Callable[[Value], str] | None:
    field, label = found.field, found.label
    if field.type == "text":
        return None
    return lambda value: _shown(value, field, label, vocabulary)


def _shown(value: Value, field: Field, label: bool, vocabulary: Vocabulary) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    word = str(value)
    kind = field.type == "kind"
    if not kind and not field.values:
        return word
    if label:
        text = vocabulary.kinds[word].label if kind else field.values.get(word, word)
        return text[:1].lower() + text[1:] if text[1:2].islower() else text
    return word.replace("_", " ")
