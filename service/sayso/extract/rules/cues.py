"""Which words attribute, and what do they attribute to whom? One reader for each kind of cue."""

from __future__ import annotations

from sayso.extract.rules import words
from sayso.extract.rules.content import clause_end, to_end, trimmed
from sayso.extract.rules.found import Found
from sayso.extract.rules.names import name_after, name_before
from sayso.extract.rules.verbs import BE, group_begin, is_noun, report_of_verb, subject_of
from sayso.extract.rules.view import Range, View

_DASHES = frozenset(("—", "–", "―", "--", "-"))
_OWN = ("their", "his", "her", "its", "my", "our")
_POSSESSIVE = ("'s", "’s")
_LONGEST_PRAISE = 3  # words between an owner and a noun: "his own latest claim"
_LONGEST_SIGNATURE = 12


def found_at(view: View, at: int, clause: int, sentence: Range, last: Found | None) -> Found | None:
    """What the word at ``at`` attributes. ``clause`` is where what was found before it, ``last``, ends."""
    word = view.lower[at]
    if word == "according" and view.word(at + 1, sentence) == "to":
        return _according(view, at, clause, sentence, last)
    if word in words.SOURCELESS:
        return _sourceless(view, at, clause, sentence)
    if word in BE and view.word(at + 1, sentence) == "that":
        return _copula(view, at, clause, sentence)
    if word in words.BELIEVED and view.word(at + 1, sentence) in ("to", "that"):
        found = _believed(view, at, clause, sentence)
        if found is not None:
            return found
    if word in _DASHES and at + 1 < sentence[1]:
        return _signed(view, at, sentence)
    if word in words.JUDGING:
        return _judged(view, at, clause, sentence)
    if word in words.REPORTING:
        found = report_of_verb(view, at, clause, sentence)
        if found is not None:
            return found
    if word in words.SAYING_NOUNS and view.word(at + 1, sentence) == "that":
        return _noun(view, at, clause, sentence)
    return None


def _according(view: View, at: int, clause: int, sentence: Range, last: Found | None) -> Found | None:
    source = name_after(view, at + 2, sentence[1])
    if source is None:
        return None
    cue = (at, at + 2)
    rest = trimmed(view, (source[1], sentence[1]))
    before = trimmed(view, (clause, at))
    if before is not None:
        return Found(source, cue, (before,), source[1])
    if last is not None:  # "we noted that .., according to ..": both stand behind the same words
        return Found(source, cue, last.content, source[1])
    if rest is None:
        return None
    return Found(source, cue, (to_end(view, rest[0], sentence),), rest[1])


def _sourceless(view: View, at: int, clause: int, sentence: Range) -> Found | None:
    parts = [trimmed(view, (clause, at)), trimmed(view, (at + 1, clause_end(view, at + 1, sentence)))]
    content = tuple(part for part in parts if part is not None)
    return Found(None, (at, at + 1), content, content[-1][1]) if content else None


def _believed(view: View, at: int, clause: int, sentence: Range) -> Found | None:
    """``is widely believed to``: no source; who or what is believed of and the rest of the clause are the content."""
    begin = group_begin(view, at, clause)
    if begin == at or not any(view.lower[i] in BE or view.lower[i] == "been" for i in range(begin, at)):
        return None
    parts = [name_before(view, begin, clause), trimmed(view, (at + 1, clause_end(view, at + 1, sentence)))]
    content = tuple(part for part in parts if part is not None and view.word(part[0], sentence) != "it")
    return Found(None, (begin, at + 1), content, content[-1][1]) if content else None


def _signed(view: View, at: int, sentence: Range) -> Found | None:
    """A quotation with its speaker behind a dash, as in a list of them."""
    if at == 0 or not view.quoted(at - 1) or not view.capital(at + 1):
        return None
    source = name_after(view, at + 1, sentence[1])
    first = at - 1
    while first > 0 and view.quotation_at[first - 1] == view.quotation_at[at - 1]:
        first -= 1
    whole = source is not None and source[1] - source[0] <= _LONGEST_SIGNATURE and source[1] + 1 >= sentence[1]
    return Found(source, (at, at + 1), ((first, at),), sentence[1]) if whole else None


def _copula(view: View, at: int, clause: int, sentence: Range) -> Found | None:
    """``The assessment, apparently by its friends, is that ..``: what stands before must be a noun of saying."""
    source = name_before(view, at, clause)
    if source is None:
        return None
    head = next((i for i in range(source[0], source[1]) if view.lower[i] in words.SAYING_NOUNS), None)
    if head is None:
        return None
    return Found(source, (at, at + 1), (to_end(view, at + 1, sentence),), sentence[1])


def _noun(view: View, at: int, clause: int, sentence: Range) -> Found | None:
    """``the ministry's claim that ..``: whose it is stands before it; where nobody's is said, nothing is found."""
    for begin in range(at - 1, max(clause, at - _LONGEST_PRAISE) - 1, -1):
        word = view.word(begin, sentence)
        if word in _OWN or word in _POSSESSIVE:
            owner = (begin, begin + 1) if word in _OWN else name_before(view, begin, clause)
            content = (to_end(view, at + 1, sentence),)
            return None if owner is None else Found(owner, (at, at + 1), content, sentence[1])
        if not word.isalpha():
            return None
    return None


def _judged(view: View, at: int, clause: int, sentence: Range) -> Found | None:
    """``called the plan a mistake``: what is said of something stands behind the verb, with the thing itself."""
    begin = group_begin(view, at, clause)
    passive = any(view.lower[i] in BE or view.lower[i] in ("be", "been") for i in range(begin, at))
    noun = view.lower[at] in words.NOUN_FORMS and is_noun(view, at, clause, sentence)
    if passive or noun or at + 1 >= sentence[1] or (view.stops(at + 1) and not view.quoted(at + 1)):
        return None
    if view.word(begin - 1, (clause, sentence[1])) == "to":
        return None
    source = name_before(view, begin, clause)
    if begin == at and view.lower[at].endswith("ing"):
        source = subject_of(view, sentence, at)
    content = trimmed(view, (at + 1, clause_end(view, at + 1, sentence)))
    if source is None or content is None:
        return None
    return Found(source, (begin, at + 1), (content,), content[1])
