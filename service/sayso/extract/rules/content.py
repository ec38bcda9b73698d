"""Where does what is said begin and end, seen from the words that attribute it?"""

from __future__ import annotations

from sayso.extract.rules import words
from sayso.extract.rules.view import Range, View

_FRONTED = ("while", "although", "though", "as", "if", "since", "because", "whereas")
_TURNS = ("but", "while", "although", "though", "whereas")
_DASHES = ("—", "–", "―", "--")
_LONGEST_PHRASE = 12
_LONGEST_ASIDE = 40


def said_behind(view: View, behind: int, sentence: Range, weak: bool, opening: int | None) -> Range | None:
    """What is said, behind the verb; None where nothing is."""
    at = _over_circumstance(view, behind, sentence)
    if at is None or at >= sentence[1] or view.is_end(at):
        return None
    if view.lower[at] in (":", ",") and not view.quoted(at):
        at += 1
        if at >= sentence[1] or not (view.quoted(at) or view.lower[at - 1] == ":"):
            return None
    elif weak and not (view.quoted(at) or view.lower[at] == "that"):
        return None
    if opening is not None and opening > sentence[0] and view.lower[opening - 1] in _FRONTED:
        comma = next(
            (i for i in range(at, min(sentence[1], at + _LONGEST_ASIDE)) if view.word(i, sentence) == ","), None
        )
        return trimmed(view, (at, comma or sentence[1]))
    return to_end(view, at, sentence)


def said_before(view: View, clause: int, end: int, weak: bool) -> Range | None:
    """What is said, before the one who says it: a comma or a quotation must part the two."""
    if end <= clause:
        return None
    mark = end - 1
    if view.quoted(mark):
        return trimmed(view, (clause, end))
    if view.lower[mark] not in (",", "—", "–", "--", "?", "!") or (
        weak and not (mark > clause and view.quoted(mark - 1))
    ):
        return None
    return trimmed(view, (clause, mark))


def resumed(view: View, at: int, sentence: Range) -> Range | None:
    """What is said goes on behind the one who says it: ``The museum, Mr. Hale said, would open.``"""
    word = view.word(at, sentence)
    if word in _TURNS or word in ("and", "or", "which", "who", "") or word.endswith("ing"):
        return None
    return trimmed(view, (at, clause_end(view, at, sentence)))


def to_end(view: View, begin: int, sentence: Range) -> Range:
    return trimmed(view, (begin, clause_end(view, begin, sentence))) or (begin, begin + 1)


def clause_end(view: View, begin: int, sentence: Range) -> int:
    """Where what is said ends: with the sentence, or before a turn such as ", but"."""
    end = view.turns[begin] if begin < sentence[1] else sentence[1]
    word = view.word(end, sentence)
    while end < sentence[1] and ((word == "," and end == begin) or (word in ("and", "but") and end <= begin + 1)):
        end = view.turns[end + 1] if end + 1 < sentence[1] else sentence[1]
        word = view.word(end, sentence)
    return min(end, sentence[1])


def trimmed(view: View, part: Range) -> Range | None:
    begin, end = part
    while end > begin and not view.quoted(end - 1) and (view.stops(end - 1)):
        end -= 1
    while begin < end and not view.quoted(begin) and (view.stops(begin) or view.lower[begin] in ("and", "but")):
        begin += 1
    return (begin, end) if begin < end else None


def only_quotes(view: View, sentence: Range) -> bool:
    return all(view.quoted(at) or view.is_end(at) for at in range(*sentence))


def _over_circumstance(view: View, at: int, sentence: Range) -> int | None:
    """Over "on Monday", "in a statement", "later": to what is said, or None where only that is there."""
    if view.word(at, sentence) in ("that", ":", '"', ""):
        return at
    begin, turn = at, at
    circumstance = view.lower[at] in words.PREPOSITIONS | words.ADVERBS | words.MONTHS_AND_DAYS or view.lower[
        at
    ].endswith("ly")
    if not circumstance:
        return at
    while turn < min(sentence[1], begin + _LONGEST_PHRASE):
        word = view.word(turn, sentence)
        if word == '"' and view.word(view.quotation_at[turn], sentence) == "that":  # "noted at the 'Post' that"
            return view.quotation_at[turn]
        if word in ("that", ":", '"'):
            return turn
        if word in (",", ";", "—", "–") or view.is_end(turn):
            return turn if word == "," else None
        turn += 1
    if turn >= sentence[1]:
        return None
    step = at + 1
    while step < turn and (view.lower[step] in words.MONTHS_AND_DAYS or view.lower[step] in words.DETERMINERS):
        step += 1
    return step
