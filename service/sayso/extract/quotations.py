"""Where does a text quote, and where is a mark only an apostrophe?

Double marks (curly, straight, doubled single ones, guillemets) quote wherever they stand in pairs; single marks do when
one opens before a word and one closes after it. A quotation that runs over several paragraphs opens anew in each of
them and closes in the last (Chicago Manual of Style, 13.32): here each paragraph has its own span.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.extract.tokens import Token

_OPENING = frozenset(("“", "«", "„", "``", "‟"))
_CLOSING = frozenset(("”", "»"))
_EITHER = frozenset(('"', "''", "＂"))
DOUBLE = _OPENING | _CLOSING | _EITHER
"""The marks that quote, apart from single ones."""
_SINGLE = frozenset(("'", "‘", "’", "‚", "`"))
MARKS = DOUBLE | _SINGLE


def quotations_in(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The outermost quotations of the paragraph ``tokens[first:last]`` as spans of ``text``, marks included.

    One that is never closed ends with the paragraph.
    """
    for opened, closed in _pairs(text, tokens, first, last):
        yield tokens[opened].start, tokens[closed].end


def _pairs(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The token that opens and the one that closes each quotation: single marks count only outside double ones."""
    at = first
    for opened, closed in _doubles(text, tokens, first, last):
        yield from _singles(text, tokens, at, opened)
        yield opened, closed
        at = closed + 1
    yield from _singles(text, tokens, at, last)


def _doubles(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    opened = None
    for at in range(first, last):
        mark = tokens[at].text
        if mark not in DOUBLE:
            continue
        before, after = _space_before(text, tokens[at]), _space_after(text, tokens[at])
        if opened is None:
            if mark in _OPENING or (mark in _EITHER and not (after and not before)):
                opened = at
        elif mark in _CLOSING or (mark in _EITHER and not (before and not after)):
            yield opened, at
            opened = None
    if opened is not None and opened + 1 < last:
        yield opened, last - 1


def _singles(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    opened, doubtful = None, None
    for at in range(first, last):
        if tokens[at].text not in _SINGLE:
            continue
        if _opens(text, tokens[at]):
            if opened is not None and doubtful is not None:
                yield opened, doubtful
            opened, doubtful = at, None
        elif opened is not None and tokens[at].text != "‘" and at > opened + 1:
            if not _may_be_possessive(text, tokens, at):
                yield opened, at
                opened, doubtful = None, None
            elif doubtful is None:
                doubtful = at
    if opened is not None and doubtful is not None:
        yield opened, doubtful


def _opens(text: str, token: Token) -> bool:
    return token.text != "’" and _space_before(text, token) and not _space_after(text, token)


def _may_be_possessive(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a mark after a word in s may only show whose something is: ``the workers' union``."""
    end = tokens[at].end
    beside = tokens[at - 1].end == tokens[at].start and tokens[at - 1].text[-1] in "sSzZx"
    return beside and text[end : end + 1].isspace() and text[end + 1 : end + 2].isalpha()


def _space_before(text: str, token: Token) -> bool:
    before = text[token.start - 1 : token.start]
    return not before or before.isspace() or before in "([{<—–―-/=>“\"'‘"


def _space_after(text: str, token: Token) -> bool:
    after = text[token.end : token.end + 1]
    return not after or after.isspace() or after in ".,;:!?)]}<—–―…-’”"
