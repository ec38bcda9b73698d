"""Where was it said: in a statement, in a filing, to another outlet? The words beside the cue tell."""

from __future__ import annotations

from typing import NamedTuple

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import lemma
from sayso.extract.chains.lexicon.documents import DATA, HEADS, PLURALS, PUBLIC, REPORTING, STUDY
from sayso.extract.chains.names import runs_in, sort_of
from sayso.extract.chains.phrase import Phrase
from sayso.extract.chains.phrase_reader import read_phrase
from sayso.extract.relation import Relation


class Venue(NamedTuple):
    """A document or an outlet that the speaker spoke in or to; ``word`` is its first token."""

    phrase: Phrase
    word: int
    rule: str


def venue_of(layout: Layout, relation: Relation, *, spoken: bool) -> Venue | None:
    """The venue that is named in the sentences of the cue and the source, outside the content; an outlet only where
    something is ``spoken``.
    """
    cue = layout.words_of(relation.cue)
    if not cue:
        return None
    content = set(layout.words_of(relation.content))
    source = set(layout.words_of(relation.source))
    sentence = layout.sentence_of(cue[0])
    first, last = layout.sentences[sentence]
    first, last = max(first, cue[0] - _REACH), min(last, cue[-1] + _REACH)
    free = [at for at in range(first, last) if at not in content and at not in source]
    told = _told(layout, cue, content, last) if spoken else None
    return told or _written(layout, free, cue, source)


def cited_document(layout: Layout, relation: Relation) -> Phrase | None:
    """The document after "citing" or "quoting" that follows the cue in its sentence."""
    last_word = layout.words_of(relation.cue)[-1]
    stop = layout.sentence_words(layout.sentence_of(last_word)).stop
    for at in range(last_word + 1, min(last_word + _BESIDE, stop)):
        if layout.lower[at] in ("citing", "quoting") and not layout.quoted(layout.tokens[at].start):
            end = at + 1
            while end < min(stop, at + _LONGEST + 1) and layout.tokens[end].text not in _STOP:
                end += 1
            found = read_phrase(layout, range(at + 1, end))
            return found if found.form == "document" else None
    return None


_REACH, _BESIDE = 40, 8
_TELLING = listed("told tell tells telling")
_VERBS = listed("issued issue issues released release releases filed file files published posted sent wrote")
_LINKS = listed("in through via by")
_DETERMINERS = listed("a an the his her its their this another that")
_STOP = frozenset([",", ".", ":", ";", "“", "”", '"', "(", ")", "—", "–"])
_LONGEST = 9
_SPOKEN_IN = listed("op-ed column video recording memo memorandum proclamation")


def _told(layout: Layout, cue: list[int], content: set[int], last: int) -> Venue | None:
    """ "told the Springfield Herald", "in an interview with NBC", "said on CNN's morning show"."""
    for at in cue:
        if layout.lower[at] in _TELLING:
            return _outlet_at(layout, at + 1, min(last, at + _LONGEST), content, "told_to_an_outlet")
    for at in range(max(cue[0] - 1, 0), min(cue[-1] + _LONGEST, last)):
        if at in content:
            continue
        if layout.lower[at] == "interview" and at + 1 < last and layout.lower[at + 1] in ("with", "on"):
            return _outlet_at(layout, at + 2, min(last, at + 2 + _LONGEST), content, "interview_with_an_outlet")
        to = layout.lower[at] == "to" and any(lemma(layout.lower[each]) in ("speak", "talk") for each in cue)
        if (to or layout.lower[at] == "on") and cue[-1] < at <= cue[-1] + 2:
            found = _outlet_at(layout, at + 1, min(last, at + 1 + _LONGEST), content, "said_on_an_outlet")
            if found is not None:
                return found
    return None


def _outlet_at(layout: Layout, at: int, last: int, content: set[int], rule: str) -> Venue | None:
    """An outlet's name that begins here, an article or a possessive aside."""
    if at < last and layout.lower[at] in ("the", "a"):
        at += 1
    for run in runs_in(layout, at, last):
        if run.first != at or run.first in content:
            return None
        if sort_of(layout, run) == "outlet":
            first = run.first - (run.first > 0 and layout.tokens[run.first - 1].text == "The")
            return Venue(read_phrase(layout, range(first, run.last)), run.first, rule)
        return None
    return None


def _written(layout: Layout, free: list[int], cue: list[int], source: set[int]) -> Venue | None:
    """ "in a statement", "through her brief", "as he issued a statement", "filed a motion"."""
    inside = set(free)
    best: Venue | None = None
    for at in free:
        word = layout.lower[at]
        if word not in _LINKS and not (word in _VERBS and _by_the_speaker(layout, at, cue, source)):
            continue
        if at + 1 not in inside:
            continue
        words = []
        for step in range(at + 1, at + 1 + _LONGEST):
            if step not in inside or layout.tokens[step].text in _STOP:
                break
            words.append(step)
        if not words:
            continue
        head = _document_head(layout, words)
        words = words[: words.index(head) + 1] if head is not None else words
        if head is None or (word == "by" and layout.lower[at - 1 if at else 0] != "statement"):
            continue
        found = Venue(read_phrase(layout, words), words[0], "said_in_a_document")
        if found.phrase.form == "document" and (best is None or abs(at - cue[0]) < abs(best.word - cue[0])):
            best = found
    return best


def _by_the_speaker(layout: Layout, at: int, cue: list[int], source: set[int]) -> bool:
    """Whether it is the speaker who issues or files: in the cue, right after the source or a pronoun, or joined on."""
    before = layout.lower[at - 1] if at else ""
    return at in cue or at - 1 in source or before in _SUBJECTS


_SUBJECTS = listed("he she they it who and , has have had also")


def _document_head(layout: Layout, words: list[int]) -> int | None:
    """The document's noun, if it heads the words; a report or a story that somebody is in is no venue."""
    for n, at in enumerate(words[:5]):
        word = layout.lower[at]
        noun = PLURALS.get(word, word)
        following = layout.tokens[words[n + 1]].tag if n + 1 < len(words) else ""
        if layout.tokens[at].tag == "NNP" and noun not in HEADS:
            return None
        if noun in HEADS and following not in ("NN", "NNS") and (n or layout.lower[at] in PLURALS):
            return None if HEADS[noun] in (REPORTING, DATA, PUBLIC, STUDY) and word not in _SPOKEN_IN else at
        if n == 0 and word not in _DETERMINERS and layout.tokens[at].tag[:2] not in ("JJ", "NN", "PR"):
            return None
    return None
