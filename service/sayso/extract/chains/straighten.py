"""Where do the parts of an attribution really begin and end? Mends what a finder cuts too short or too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.extract.chains.dateline import after_dateline
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import lemma
from sayso.extract.chains.lexicon.documents import HEADS, PLURALS
from sayso.extract.relation import Relation, Span


def straightened(layout: Layout, relations: Sequence[Relation]) -> list[Relation]:
    """The attributions, mended where the wording leaves no doubt:

    - a dateline is no part of what is said;
    - "a report at the Herald | that is based on letters": the basis belongs to the source;
    - "the study, apparently by the ministry, says": a guess about the source is no part of it;
    - "we noted in June that ..." at the head of a content is the outlet's own word and no part of the content;
    - "..., the overall assessment is that ..." inside a content is an attribution of its own, and so is a sentence
      that begins "The assessment is that ..." in which the finder saw none;
    - a cue "the assessment is" has its source inside.
    """
    mended: list[Relation] = []
    for relation in relations:
        whole = _with_source_out_of_cue(layout, _without_dateline(layout, relation))
        whole = _without_own_words(layout, _without_aside(layout, _with_basis(layout, whole)))
        mended.extend(_split(layout, whole))
    return [*mended, *_missed(layout, mended)]


_BE = listed("is was are were")
_GUESSES = listed("apparently reportedly allegedly possibly probably supposedly perhaps presumably")
_TOLD = listed("note report write say reveal mention publish disclose")
_DETERMINERS = listed("the this that its his her their our a an one")
_SHORTEST, _LONGEST_ASIDE = 6, 30
_OPENING, _LONGEST_BASIS, _LONGEST_NOUN = 16, 30, 6
_STOPS = frozenset([".", ";", "!", "?", ":"])


def _with_basis(layout: Layout, relation: Relation) -> Relation:
    words = layout.words_of(relation.source)
    if not words:
        return relation
    first = words[-1] + 1
    last = layout.sentence_words(layout.sentence_of(words[-1])).stop
    at = first
    if at < last and layout.lower[at] in ("that", "which"):
        at += 1
        if at < last and layout.lower[at] in _BE:
            at += 1
    based = at + 1 < last and layout.lower[at] == "based" and layout.lower[at + 1] in ("on", "upon")
    if not based and not (at == first and at < last and layout.lower[at] in ("citing", "quoting")):
        return relation
    end = at + 1
    while end < last and end - at < _LONGEST_BASIS and layout.tokens[end].text not in _STOPS:
        end += 1
    basis = (layout.tokens[first].start, layout.tokens[end - 1].end)
    source = (*relation.source[:-1], (relation.source[-1][0], basis[1]))
    content = tuple(piece for span in relation.content for piece in _outside(layout, span, basis))
    return replace(relation, source=source, content=content) if content else relation


def _without_dateline(layout: Layout, relation: Relation) -> Relation:
    first = relation.content[0] if relation.content else (0, 0)
    start = after_dateline(layout.text, first)
    return (
        replace(relation, content=((start, first[1]), *relation.content[1:]))
        if first[0] < start < first[1]
        else relation
    )


def _with_source_out_of_cue(layout: Layout, relation: Relation) -> Relation:
    words = layout.words_of(relation.cue)
    if relation.source or len(words) < 2 or layout.lower[words[-1]] not in _BE or not _is_document(layout, words[-2]):
        return relation
    return replace(relation, source=(layout.span_of(words[:-1]),), cue=(layout.span_of(words[-1:]),))


def _missed(layout: Layout, relations: Sequence[Relation]) -> Iterator[Relation]:
    """Sentences without a cue that begin with a document of which something "is that"."""
    cued = {layout.sentence_of(at) for relation in relations for at in layout.words_of(relation.cue)[:1]}
    for sentence in range(len(layout.sentences)):
        words = layout.sentence_words(sentence)
        if sentence in cued or len(words) < _SHORTEST or layout.quoted(layout.tokens[words[0]].start):
            continue
        noun = next((at for at in words[1:_LONGEST_NOUN] if _is_document(layout, at)), None)
        if noun is None or layout.lower[words[0]] not in _DETERMINERS:
            continue
        for at in range(noun + 1, min(noun + _LONGEST_ASIDE, words.stop - 2)):
            after_aside = at == noun + 1 or (layout.lower[noun + 1] == "," and layout.lower[at - 1] == ",")
            if after_aside and layout.lower[at] in _BE and layout.lower[at + 1] == "that":
                last = words.stop - 1 - (layout.tokens[words.stop - 1].text == ".")
                yield Relation(
                    (layout.span_of(range(words[0], noun + 1)),),
                    (layout.span_of(range(at, at + 1)),),
                    (layout.span_of(range(at + 1, last + 1)),),
                )
                break


def _is_document(layout: Layout, at: int) -> bool:
    noun = layout.lower[at]
    return noun in HEADS or PLURALS.get(noun) in HEADS


def _without_aside(layout: Layout, relation: Relation) -> Relation:
    words = layout.words_of(relation.source)
    for n, at in enumerate(words[:-1]):
        if n > 1 and layout.lower[at] in _GUESSES and layout.lower[at + 1] in ("by", "from"):
            before = words[n - 1] if layout.lower[words[n - 1]] != "," else words[n - 2]
            return replace(relation, source=((layout.tokens[words[0]].start, layout.tokens[before].end),))
    return relation


def _without_own_words(layout: Layout, relation: Relation) -> Relation:
    words = layout.words_in(relation.content[0]) if relation.content else range(0)
    opening = words[:_OPENING]
    for at in opening[:-2]:
        if (
            layout.lower[at] != "we"
            or layout.quoted(layout.tokens[at].start)
            or lemma(layout.lower[at + 1]) not in _TOLD
        ):
            continue
        that = next((each for each in opening if each > at and layout.lower[each] == "that"), None)
        if that is not None and that + 1 < words.stop:
            start = layout.tokens[that + 1].start
            return replace(relation, content=((start, relation.content[0][1]), *relation.content[1:]))
    return relation


def _split(layout: Layout, relation: Relation) -> Iterator[Relation]:
    """A second attribution by a document, joined to the first by a comma only."""
    for n, span in enumerate(relation.content):
        words = layout.words_in(span)
        for at in words[2:-2]:
            if layout.lower[at] not in _BE or layout.lower[at + 1] != "that" or layout.quoted(layout.tokens[at].start):
                continue
            comma = next((each for each in range(at - 2, max(at - _LONGEST_NOUN, words.start), -1)
                          if layout.lower[each] == ","), None)  # fmt: skip
            if comma is None or not _is_document(layout, at - 1):
                continue
            kept = (span[0], layout.tokens[comma].start)
            yield replace(relation, content=(*relation.content[:n], kept))
            rest = ((layout.tokens[at + 1].start, span[1]), *relation.content[n + 1 :])
            source = (layout.tokens[comma + 1].start, layout.tokens[at - 1].end)
            yield from _split(layout, Relation((source,), ((layout.tokens[at].start, layout.tokens[at].end),), rest))
            return
    yield relation


def _outside(layout: Layout, span: Span, cut: Span) -> Iterator[Span]:
    """What is left of a span beside the cut, marks alone left out."""
    for start, end in ((span[0], min(span[1], cut[0])), (max(span[0], cut[1]), span[1])):
        if start < end and any(sign.isalnum() for sign in layout.text[start:end]):
            yield start, end
