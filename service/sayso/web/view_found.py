"""How was each fact of a claim read: as what, by which rule, and from which words?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.english import capital
from sayso.web.words import fact_field, fact_words, value_words

_MOST_WORDS = 160  # characters of a quotation; the whole stands in the text beside it


@dataclass(frozen=True, slots=True)
class FoundView:
    """One fact: its name with whose it is, its value in words, the rule, and the words that it was read from."""

    name: str
    value: str
    rule: str
    words: tuple[str, ...]


def found_views(claim: Mapping[str, Any], text: str, vocabulary: Vocabulary) -> tuple[FoundView, ...]:
    """Every fact of an extracted claim, in the order in which it says how they were found."""
    views = []
    for pointer, how in claim.get("found", {}).items():
        value = value_words(_at(claim, pointer), fact_field(pointer, vocabulary), vocabulary)
        places, rule = how.get("span") or (), _plain(how["rule"])
        if places and places == claim.get("spans"):
            places, rule = (), f"{rule}, in the claim as a whole"
        words = tuple(_short(text[start:end]) for start, end in places)
        views.append(FoundView(fact_words(pointer, claim, vocabulary), value, rule, words))
    return tuple(views)


def _at(claim: Mapping[str, Any], pointer: str) -> Any:
    value: Any = claim
    for step in pointer.strip("/").split("/"):
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            return None
    return value


def _plain(rule: str) -> str:
    return capital(rule.replace("_", " "))


def _short(words: str) -> str:
    whole = " ".join(words.split())
    return whole if len(whole) <= _MOST_WORDS else f"{whole[:_MOST_WORDS]}…"
