"""Which links have been read before?

The outlets and tellers of a desk's stream are the same again and again, to the letter. A link that was met is kept by
its bytes with all that follows from it alone, so that it is parsed, checked and turned into a row of facts once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from sayso.facts.claim import settle_link
from sayso.facts.derive import LinkFacts, derive_link
from sayso.facts.vocabulary import Vocabulary

LINKS_KEPT = 4096
"""How many links are kept, at about three kilobytes each at most. When there are more, all are read anew."""
LONGEST_KEPT = 1000
"""Bytes of the longest link that is kept."""

sorted_json = msgspec.json.Encoder(order="sorted").encode


class NotKept(Exception):
    """This is not in the form in which claims are kept, or nothing at all: whoever reads step by step says so."""


class KeptLink(NamedTuple):
    """A link in the form in which claims are kept, never to be changed: many claims share it.

    ``words`` counts the hedges that were sent as a word alone.
    """

    link: dict[str, Any]
    facts: LinkFacts
    words: int


class KeptLinks:
    """The links of one vocabulary; ``type_`` is what msgspec is to decode one to."""

    def __init__(self, vocabulary: Vocabulary, type_: Any) -> None:
        self._vocabulary = vocabulary
        self._decode = msgspec.json.Decoder(type_).decode
        self._kept: dict[bytes, KeptLink] = {}

    def read(self, chain: Sequence[msgspec.Raw]) -> tuple[list[dict[str, Any]], list[LinkFacts], int]:
        """The links of a chain, from bytes that hide no colon; what follows from each; how many hedges were sent as a
        word alone. Raises NotKept.
        """
        kept = self._kept
        links, facts, words = [], [], 0
        for raw in chain:
            data = bytes(raw)
            found = kept.get(data) or self._read(data)
            links.append(found.link)
            facts.append(found.facts)
            words += found.words
        return links, facts, words

    def _read(self, data: bytes) -> KeptLink:
        try:
            link = self._decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise NotKept from error
        words = as_maps(link["hedges"]) if "hedges" in link else 0
        doubts = settle_link(link, self._vocabulary, "", strict=True)
        form = sorted_json(link)
        if doubts or b"{}" in form or not is_composed(form) or form.count(b":") - words != data.count(b":"):
            raise NotKept
        found = KeptLink(link, derive_link(link, self._vocabulary), words)
        if len(data) <= LONGEST_KEPT:
            if len(self._kept) >= LINKS_KEPT:
                self._kept.clear()
            self._kept[data] = found
        return found


def as_maps(hedges: list[Any]) -> int:
    """Makes maps of the hedges sent as words alone, in place; how many there were."""
    count = 0
    for at, hedge in enumerate(hedges):
        if type(hedge) is str:
            hedges[at] = {"term": hedge}
            count += 1
    return count


def is_composed(form: bytes) -> bool:
    """Whether all texts of a claim written as JSON are in Unicode form C, and none holds a control character."""
    if b"\\u" in form:  # what has no letter of its own; a text that says so is left to the careful way too
        return False
    return form.isascii() or unicodedata.is_normalized("NFC", form.decode())  # then so is each part of it (UAX 15)
