"""Where does the name of whoever speaks begin and end, seen from the words that attribute?

Without tags a name is what stands between two marks or small words that begin a clause. Every walk is bounded.
"""

from __future__ import annotations

from sayso.extract.rules import words
from sayso.extract.rules.view import Range, View

_LONGEST_NAME = 40
_LONGEST_BRACKET = 6
_ABOUT = ("based", "report", "reports", "study", "committee", "council", "authority", "expert", "experts", "commission")


def name_before(view: View, end: int, first: int) -> Range | None:
    """The phrase that ends before the token ``end``, not before ``first``: whoever a verb at ``end`` is said of."""
    at = end - 1
    if at < first or view.quoted(at):
        return None
    if view.lower[at] in words.SUBJECT_PRONOUNS:
        return at, end
    if view.lower[at] == ",":
        return _with_apposition(view, at, first)
    begin = _left(view, end, first)
    return (begin, end) if begin < end else None


def name_after(view: View, begin: int, last: int) -> Range | None:
    """The phrase that begins at the token ``begin``: whoever stands behind "said" or "according to"."""
    at = begin
    while at < min(last, begin + _LONGEST_NAME):
        if view.quoted(at) and at > begin and view.lower[at - 1] in words.PREPOSITIONS:  # "based on “secret reports”"
            at = min(view.quotation_at[at], last)
            continue
        if view.stops(at):
            break
        word = view.lower[at]
        if word in words.CLAUSE_WORDS and word != "that" and at > begin:
            break
        if at > begin and word in words.STRONG and word not in words.NOUN_FORMS:
            break
        if at > begin and (
            word in words.MONTHS_AND_DAYS or (word in ("on", "in", "during", "at") and _ends_name(view, at))
        ):
            break
        at += 1
    return (begin, at) if at > begin else None


def _ends_name(view: View, at: int) -> bool:
    """Whether the preposition at ``at`` opens a where or a when that is no part of a name."""
    following = at + 1
    if following >= len(view.lower):
        return True
    if view.lower[following] in words.MONTHS_AND_DAYS or view.lower[at] == "during":
        return True
    return view.lower[at] == "on" and view.lower[at - 1] not in _ABOUT


def _left(view: View, end: int, first: int) -> int:
    at = end
    while at > max(first, end - _LONGEST_NAME):
        if view.lower[at - 1] == ")" and not view.quoted(at - 1):
            at = _over_bracket(view, at - 1, first)
        if at <= first or view.stops(at - 1):
            break
        if view.lower[at - 1] in words.CLAUSE_WORDS and not (
            view.lower[at - 1] == "that" and at < end and view.capital(at)
        ):
            break
        at -= 1
    while at < end and view.lower[at] in ("and", "but", "so", "yet", "also", "then", "now", "meanwhile"):
        at += 1
    return at


def _over_bracket(view: View, closing: int, first: int) -> int:
    """Where the bracket that closes here opens; behind its end where it does not, close by."""
    for at in range(closing - 1, max(first, closing - _LONGEST_BRACKET) - 1, -1):
        if view.lower[at] == "(":
            return at
    return closing + 1


def _with_apposition(view: View, comma: int, first: int) -> Range | None:
    """``Ann Hale, the mayor of Rye,``: a name and what stands between two commas behind it."""
    at = comma - 1
    while at > max(first, comma - _LONGEST_NAME) and view.lower[at] != "," and not view.is_end(at):
        at -= 1
    if at <= first or view.lower[at] != "," or view.quoted(at):
        return None
    begin = _left(view, at, first)
    if begin >= at or at - begin > _LONGEST_NAME // 4:
        return None
    known = view.capital(at - 1) or view.lower[begin] in words.DETERMINERS
    return (begin, comma + 1) if known else None
