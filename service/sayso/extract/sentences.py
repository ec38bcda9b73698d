"""Where does each sentence of a paragraph end?

Rules over tokens, one pass: a full stop ends a sentence unless what follows shows that it goes on; an abbreviation ends
one only before a word that commonly begins one; closing marks and brackets stay with the sentence they close.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.extract.tokens import TITLES, Token

_STOPS = frozenset(".!?。！？؟।")
_CLOSERS = frozenset("”’»)]}›")
_STRAIGHT = frozenset(('"', "'", "''"))
_OPENERS = frozenset("“‘«([{‹„``")
_BEGINNERS_WORDS = (
    "The A An He She It They We I You But And Or So Yet In On At This That These Those There If When While As After "
    "Before For From By With Without His Her Its Their Our My Your Some Many Most Both Each All Such According However "
    "Meanwhile Still Also Not No What Who Whose How Why Where Which To Since Because Although Though Until Now Then "
    "Here Just Only Even Once Under Over Last One Two"
)
_BEGINNERS = frozenset(_BEGINNERS_WORDS.split())
_SAID_WORDS = (
    "said says say asked asks wrote writes tweeted tweets added adds replied shouted told tells cried exclaimed joked "
    "continued responded declared demanded wondered insisted concluded began quipped yelled screamed"
)
_SAID = frozenset(_SAID_WORDS.split())
_TALE = 5
"""How many tokens after a quoted question may pass before the verb of saying that shows the sentence goes on."""


def sentences_in(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The sentences of the paragraph ``tokens[first:last]``, as ranges of tokens."""
    begin = at = first
    while at < last:
        after = at + 1
        if _may_end(tokens[at].text):
            while after < last and _closes(tokens, after):
                after += 1
            if after < last and _ends(tokens, at, after, last):
                yield begin, after
                begin = after
        at = after
    if begin < last:
        yield begin, last


def _may_end(word: str) -> bool:
    return word[-1] in _STOPS or word == "…"


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a mark belongs to the sentence before it: a straight mark does when it stands close behind it."""
    word = tokens[at].text
    return word in _CLOSERS or (word in _STRAIGHT and tokens[at - 1].end == tokens[at].start)


def _ends(tokens: Sequence[Token], stop: int, after: int, last: int) -> bool:
    mark, following = tokens[stop].text, tokens[after].text
    begins = following in _OPENERS or following in _STRAIGHT
    if begins and after + 1 < last:
        following = tokens[after + 1].text
    if following[0].islower() or (not following[0].isalnum() and not begins and following[0] in ",;:-–—―)]…."):
        return False
    if len(mark) > 1 and mark[-1] == "." and mark[0] != ".":
        return _abbreviation_ends(mark, following)
    if mark[0] == "…" or (mark[0] == "." and len(mark) > 1):
        return begins or following in _BEGINNERS
    return not (mark[-1] in "!?" and after > stop + 1 and _goes_on_to_tell(tokens, after, last))


def _abbreviation_ends(mark: str, following: str) -> bool:
    stem = mark[:-1].rpartition("-")[2]
    return stem not in TITLES and following in _BEGINNERS and not (len(stem) == 1 and following in ("A", "I"))


def _goes_on_to_tell(tokens: Sequence[Token], after: int, last: int) -> bool:
    """Whether a quoted question or cry is followed by who said it: ``"Who knows?" Mr. Hale said.``"""
    for at in range(after, min(after + _TALE, last)):
        word = tokens[at].text
        if word in _SAID:
            return True
        if not word[0].isalnum():
            return False
    return False
