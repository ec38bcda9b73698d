"""Where does a sentence turn from what one says to something else: ``; ``, ``, but``, ``and she warned``?

Worked out once for a whole text, from its end to its beginning, so that asking for the next turn costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.rules import words

_TURNS = ("but", "while", "although", "though", "whereas", "according")
_ASIDE = 4


def turns_of(lower: Sequence[str], quotation_at: Sequence[int], sentences: Sequence[tuple[int, int]]) -> list[int]:
    """For each token the next one, itself included, where its sentence turns; the end of the sentence where none is."""
    turns = [0] * len(lower)
    for first, last in sentences:
        following = last
        for at in range(last - 1, first - 1, -1):
            if not quotation_at[at] and _is_turn(lower, quotation_at, at, last):
                following = at
            turns[at] = following
    return turns


def _is_turn(lower: Sequence[str], quotation_at: Sequence[int], at: int, last: int) -> bool:
    word = lower[at]
    if word == ";":
        return True
    if at + 1 >= last or quotation_at[at + 1]:
        return False
    if word == ",":
        return lower[at + 1] in _TURNS or (lower[at + 1].endswith("ing") and len(lower[at + 1]) > _ASIDE)
    if word in ("and", "but"):
        return _reports_on(lower, quotation_at, at, last)
    return word == "according" and lower[at + 1] == "to"


def _reports_on(lower: Sequence[str], quotation_at: Sequence[int], at: int, last: int) -> bool:
    """Whether a second report follows: ``and warned``, ``but she also said``."""
    for following in range(at + 1, min(at + _ASIDE, last)):
        word = lower[following]
        if quotation_at[following]:
            return False
        if word in words.STRONG and word not in words.NOUN_FORMS and word.endswith(("ed", "d", "s")):
            return True
        if word not in words.SUBJECT_PRONOUNS and word not in words.ADVERBS and word not in words.AUXILIARIES:
            return False
    return False
