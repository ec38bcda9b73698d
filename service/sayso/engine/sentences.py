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

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.matcher import FactRef, Value
from sayso.rubric.placeholders import Placeholder, pieces, placeholder

NOT_STATED = "not stated"
_NOT_STATED = NOT_STATED.encode()
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


_SHORT = 200  # characters; longer names are not remembered, so that what is kept has a bound


def say_of(slot: Slot, begins: bool) -> Callable[[Value], bytes]:
    """How a value of this fact is said: its escaped words; ``begins`` where they begin a sentence."""
    if slot.words is None:
        return _say_capital if begins else _say_text
    return _say_words(slot.words, begins)


def _say_text(value: Value) -> bytes:
    if value is None:
        return _NOT_STATED
    text = str(value)
    return _short(text) if len(text) < _SHORT else escaped(text).encode()


def _say_capital(value: Value) -> bytes:
    return _NOT_STATED if value is None else capital(escaped(str(value))).encode()


@lru_cache(maxsize=8192)
def _short(text: str) -> bytes:
    return escaped(text).encode()


@lru_cache(maxsize=4096)
def _say_words(words: Callable[[Value], str], begins: bool) -> Callable[[Value], bytes]:
    @lru_cache(maxsize=256)
    def say(value: Value) -> bytes:
        if value is None:
            return _NOT_STATED
        text = escaped(words(value))
        return (capital(text) if begins else text).encode()

    return say


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
