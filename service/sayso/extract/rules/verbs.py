"""What does a verb of saying attribute: who says it, and what stands before or behind the two?"""

from __future__ import annotations

from sayso.extract.rules import words
from sayso.extract.rules.content import resumed, said_before, said_behind
from sayso.extract.rules.found import Found
from sayso.extract.rules.names import name_after, name_before
from sayso.extract.rules.view import Range, View

BE = frozenset(("is", "was", "are", "were"))
_PARTS = ("", ",", '"', "?", "!", "—", "–", "―", "--")
_LONGEST_GROUP = 6
_LONGEST_PHRASE = 12
_LONGEST_ASIDE = 40


def report_of_verb(view: View, at: int, clause: int, sentence: Range) -> Found | None:
    """What the verb at ``at`` attributes, if it does; nothing before ``clause`` belongs to it."""
    word = view.lower[at]
    begin = group_begin(view, at, clause)
    before = view.word(begin - 1, (clause, sentence[1]))
    if before == "to" or (word in words.NOUN_FORMS and is_noun(view, at, clause, sentence)):
        return None
    cue = (begin, at + 1)
    behind = _behind(view, at, sentence)
    weak = word not in words.STRONG
    if begin == at and word.endswith("ing"):
        return _participle(view, cue, sentence, weak)
    source, left_end, after = _speaker(view, cue, clause, sentence)
    if source is None:
        return None
    if after is not None:
        behind = after
    right = said_behind(view, behind, sentence, weak, opening=source[0] if after is None else None)
    left = said_before(view, clause, left_end, weak)
    if left is None:
        return None if right is None else Found(source, cue, (right,), right[1])
    quoted = view.quoted(left[1] - 1)
    if right is not None and quoted and not view.quoted(right[0]):
        right = None  # "“We will pay,” he said on Monday": what follows a quotation is not said unless it is quoted
    if right is not None and not quoted and after is None:
        return Found(source, cue, (right,), right[1])
    if right is None and not quoted and view.word(behind, sentence) == ",":
        right = resumed(view, behind + 1, sentence)
    return Found(
        source, cue, (left,) if right is None else (left, right), max(behind, cue[1]) if right is None else right[1]
    )


def group_begin(view: View, at: int, clause: int) -> int:
    """Where the words before a verb begin that belong to it: ``has repeatedly said``."""
    begin = at
    while begin > max(clause, at - _LONGEST_GROUP) and not view.stops(begin - 1):
        word = view.lower[begin - 1]
        if word not in words.AUXILIARIES and word not in words.ADVERBS and not (word.endswith("ly") and len(word) > 4):
            break
        begin -= 1
    while begin < at and view.lower[begin] == "to":
        begin += 1
    return begin


def is_noun(view: View, at: int, clause: int, sentence: Range) -> bool:
    """Whether a word that may be a verb or a thing is a thing here: ``the report``, ``claims of``."""
    before = view.word(at - 1, (clause, sentence[1]))
    after = view.word(at + 1, sentence)
    if before in words.DETERMINERS or before in ("'s", "’s", "of", "to", "for", "in", "with"):
        return before not in ("this", "that")
    return after in ("of", "on", "about", "by", "in") or after in words.REPORTING or after in BE


def subject_of(view: View, sentence: Range, before: int) -> Range | None:
    """Whoever stands before the first reporting verb of the sentence, else at its beginning."""
    at = sentence[0]
    while at < min(before, sentence[0] + _LONGEST_ASIDE):
        if not view.quoted(at) and view.lower[at] in words.STRONG and not view.lower[at].endswith("ing"):
            name = name_before(view, group_begin(view, at, sentence[0]), sentence[0])
            if name is not None:
                return name
        at += 1
    if view.quoted(sentence[0]):
        return None
    if view.lower[sentence[0]] in words.SUBJECT_PRONOUNS:
        return sentence[0], sentence[0] + 1
    end = sentence[0]
    while end < before and view.capital(end) and not view.stops(end):
        end += 1
    return (sentence[0], end) if end > sentence[0] + 1 else None


def _speaker(view: View, cue: Range, clause: int, sentence: Range) -> tuple[Range | None, int, int | None]:
    """Who is said to say it, where what stands before that ends, and what stands behind it where it is behind."""
    begin, end = cue
    before = view.word(begin - 1, (clause, sentence[1]))
    if before in _PARTS and end < sentence[1] and not view.stops(end):
        own = name_before(view, begin, clause) if before == "," else None
        if own is not None and own[0] == clause:  # "Ann Hale, the mayor, said": nothing is said before her
            return own, clause, None
        name = name_after(view, end, sentence[1])
        if name is not None and _is_inverted(view, name, clause, begin, sentence):
            return _with_aside(view, name, sentence), begin, _behind_name(view, name, sentence)
    name = name_before(view, begin, clause)
    return (None, begin, None) if name is None else (name, name[0], None)


def _is_inverted(view: View, name: Range, clause: int, verb: int, sentence: Range) -> bool:
    if verb - clause < 2 or not (view.capital(name[0]) or view.lower[name[0]] in words.DETERMINERS | {"he", "she"}):
        return False
    return name[1] >= sentence[1] or view.stops(name[1]) or view.lower[name[1]] in ("on", "in", "at", "during", "who")


def _with_aside(view: View, name: Range, sentence: Range) -> Range:
    """The name with what a comma adds to it, up to the next comma, quotation or end."""
    if view.word(name[1], sentence) != ",":
        return name
    at = name[1] + 1
    while at < min(sentence[1], name[1] + _LONGEST_ASIDE) and not view.stops(at):
        if view.lower[at] in words.STRONG and view.lower[at].endswith("ing"):
            return name
        at += 1
    if at == name[1] + 1 or at >= sentence[1]:
        return name
    return name[0], at


def _behind_name(view: View, name: Range, sentence: Range) -> int:
    return _with_aside(view, name, sentence)[1]


def _behind(view: View, at: int, sentence: Range) -> int:
    """Behind the verb and whom it is said to."""
    behind = at + 1
    if view.lower[at] not in words.ADDRESSEE_VERBS:
        return behind
    if view.word(behind, sentence) in words.OBJECTS:
        return behind + 1
    begin = behind
    while behind < min(sentence[1], begin + _LONGEST_PHRASE) and not view.stops(behind):
        word = view.lower[behind]
        if word in words.CLAUSE_WORDS or word in words.SUBJECT_PRONOUNS - {"that"}:
            break
        if (
            behind > begin
            and word in (words.DETERMINERS | {"on", "in", "during"})
            and view.lower[behind - 1] not in ("of", "and", "at", "for")
        ):
            break
        behind += 1
    return behind


def _participle(view: View, cue: Range, sentence: Range, weak: bool) -> Found | None:
    """``.., adding that ..``: said by whoever the sentence is about."""
    if view.word(cue[0] - 1, sentence) != ",":
        return None
    right = said_behind(view, _behind(view, cue[0], sentence), sentence, weak, None)
    if right is None:
        return None
    subject = subject_of(view, sentence, cue[0])
    return None if subject is None else Found(subject, cue, (right,), right[1])
