"""Which numbers does a network see of a token: its word, its parts, its shape, its tag, where it stands?

Words are told apart by a hash only, so the weights hold numbers and no list of words. A column is one such number for
each token; a network has a table of vectors for each of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sayso.extract.prose import Prose, Token
from sayso.extract.quotations import DOUBLE, MARKS

VERSION = 1
"""Raised with every change of what a column means: weights made for another version are refused."""

Ints = npt.NDArray[np.int64]


class Column(NamedTuple):
    """A column's name and how many different numbers it holds."""

    name: str
    size: int


_TAGS = (
    "NN IN NNP DT JJ NNS , . VBD RB PRP VB CC VBZ TO VBG VBN VBP '' CD PRP$ `` MD POS : WP WDT NNPS WRB RP JJR JJS "
    "RBR -RRB- -LRB- EX $ RBS PDT UH WP$ FW LS SYM #"
)
TAGS = tuple(_TAGS.split())
"""The Penn Treebank's tags; the number of a tag is its place here plus one, 0 is untagged."""

LEXICAL = (
    Column("stem", 4096),
    Column("suffix", 2048),
    Column("ending", 512),
    Column("prefix", 2048),
    Column("shape", 24),
)
SITUATION = (Column("tag", len(TAGS) + 1), Column("quote", 8), Column("place", 4))

NAMES = ("word", *(column.name for column in LEXICAL), *(column.name for column in SITUATION))
"""All columns in the order in which a network for labels takes them; one for tags takes the lexical ones only."""
LEXICAL_NAMES = NAMES[: 1 + len(LEXICAL)]

WITHIN, FIRST_OUTSIDE, FIRST_INSIDE, LAST = range(4)
"""The values of ``place``: within a sentence, first in one outside or inside a quotation, last in one."""

_NUMBER_OF_TAG = {tag: number for number, tag in enumerate(TAGS, 1)}
_DIGITS = re.compile(r"\d")


def word_keys(tokens: Sequence[Token]) -> Ints:
    """The hash of each token's word: small letters, every digit as 0, apostrophes straight."""
    return _by_type(tokens, lambda word: (_key(_plain(word)),))[:, 0]


def lexical(tokens: Sequence[Token], vocabulary: Ints) -> Ints:
    """What a token is by itself, [tokens, 1 + LEXICAL]: its word and the parts of it.

    The word is its place in the sorted ``vocabulary`` plus one, 0 where it is not there.
    """
    keys = word_keys(tokens)
    rows = np.minimum(np.searchsorted(vocabulary, keys), len(vocabulary) - 1)
    known = np.where(vocabulary[rows] == keys, rows + 1, 0)
    return np.column_stack((known, _by_type(tokens, _parts)))


def situation(prose: Prose) -> Ints:
    """How a token of tagged prose stands there, [tokens, SITUATION]: its tag, quote state and place."""
    quotes = quote_states(prose.tokens, prose.quotations)
    return np.column_stack((tag_numbers(prose.tokens), quotes, places(len(quotes), prose.sentences, quotes)))


def tag_numbers(tokens: Sequence[Token]) -> Ints:
    return np.array([_NUMBER_OF_TAG.get(token.tag, 0) for token in tokens], np.int64)


def quote_states(tokens: Sequence[Token], quotations: Sequence[tuple[int, int]]) -> Ints:
    """0 outside; a quotation's opening mark, inside and closing mark are 1, 2, 3 for double marks, 4, 5, 6 for single.

    7 is the last token of a quotation that has no closing mark in its paragraph.
    """
    states = np.zeros(len(tokens), np.int64)
    starts = np.array([token.start for token in tokens], np.int64)
    for start, end in quotations:
        first, last = (int(at) for at in np.searchsorted(starts, (start, end)))
        kind = 0 if tokens[first].text in DOUBLE else 3
        states[first:last] = 2 + kind
        states[first] = 1 + kind
        states[last - 1] = 3 + kind if tokens[last - 1].text in MARKS else 7
    return states


def places(count: int, sentences: Sequence[tuple[int, int]], quotes: Ints) -> Ints:
    """Where in its sentence each token stands; ``quotes`` are the quote states of all ``count`` tokens."""
    found = np.full(count, WITHIN, np.int64)
    if count:
        firsts = np.array([first for first, _ in sentences], np.int64)
        found[np.array([last - 1 for _, last in sentences], np.int64)] = LAST
        inside = np.isin(quotes[firsts], (2, 3, 5, 6, 7))
        found[firsts] = np.where(inside, FIRST_INSIDE, FIRST_OUTSIDE)
    return found


def _by_type(tokens: Sequence[Token], of: Callable[[str], tuple[int, ...]]) -> Ints:
    """What ``of`` gives for each token's text, worked out once for each different text."""
    rows: dict[str, int] = {}
    values: list[tuple[int, ...]] = []
    index = np.empty(len(tokens), np.int64)
    for at, token in enumerate(tokens):
        row = rows.get(token.text)
        if row is None:
            row = rows[token.text] = len(values)
            values.append(of(token.text))
        index[at] = row
    return np.array(values or [of("-")], np.int64)[index]


def _key(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _plain(word: str) -> str:
    return _DIGITS.sub("0", word[:64].lower().replace("’", "'"))


def _parts(word: str) -> tuple[int, ...]:
    plain = _plain(word)
    texts = (_stem(plain), plain[-3:], plain[-2:], plain[:3])
    sizes = (column.size for column in LEXICAL)
    return (*(_key(text) % size for text, size in zip(texts, sizes, strict=False)), _shape(word))


def _stem(plain: str) -> str:
    """The word without the endings of the English verb and plural, roughly: ``claims claimed claiming``."""
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if plain.endswith(ending) and len(plain) - len(ending) >= 3 and not plain.endswith("ss"):
            plain = plain[: -len(ending)] + instead
            break
    if len(plain) > 3 and plain[-1] == plain[-2]:
        plain = plain[:-1]
    return plain.removesuffix("e")


def _shape(word: str) -> int:
    first = word[0]
    if first.isalpha():
        upper = sum(letter.isupper() for letter in word)
        cased = 0 if not upper else 1 if upper == 1 and first.isupper() else 2 if word.upper() == word else 3
        return 4 * (2 if "-" in word else 1 if word[-1] == "." else 0) + (cased if len(word) > 1 else 2 if upper else 0)
    if first.isdigit():
        return 12 if word.isdigit() and len(word) == 4 else 13 if word.isdigit() else 14
    known = ",.;:!?-"
    return 15 + known.index(first) if first in known else 22 if first in "'’‘\"“”«»`" else 23
