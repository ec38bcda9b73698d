"""How is a document named: whose it is, who made it, in which outlet it stands, on what it is based?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.documents import HEADS, PLURALS
from sayso.extract.chains.lexicon.outlets import SHORT_FORMS
from sayso.extract.chains.names import runs_in, sort_of
from sayso.extract.chains.noun_phrase import ARTICLES, BASED, BREAKS, CLAUSES, MADE, PASSED_ON, NounPhrase
from sayso.extract.chains.phrase import DEEPEST, Phrase, Read


def document_phrase(layout: Layout, noun: NounPhrase, depth: int, read: Read) -> Phrase | None:
    """The phrase as one of a document, or None where its head is no document or a part of a proper name."""
    head = PLURALS.get(noun.head, noun.head)
    if (head not in HEADS and noun.head not in HEADS) or _in_a_name(layout, noun):
        return None
    words = noun.words
    at = words.index(noun.head_at)
    before = tuple(word for word in noun.core if word < noun.head_at)
    owner = _owner(layout, before)
    behind: list[Phrase] = []
    joined: list[str] = []
    if owner and depth < DEEPEST:
        behind.append(read(owner, depth + 1))
        joined.append("'s")
    for joint, part in _joined(layout, words, at + 1, depth, read):
        behind.append(part)
        joined.append(joint)
    end = _end_of_description(layout, words, at + 1)
    described = _without_article(layout, (*before, *words[at:end]))
    return Phrase(
        "document",
        words,
        (layout.span_of(words[:end]),),
        name=layout.slice(layout.span_of(described)),
        head=head if head in HEADS else noun.head,
        definite=noun.definite,
        plural=noun.plural,
        modifiers=tuple(layout.lower[word] for word in before),
        behind=tuple(behind),
        behind_by=tuple(joined),
        partitive=noun.partitive,
    )


def _in_a_name(layout: Layout, noun: NounPhrase) -> bool:
    """Whether the noun is a part of a proper name, as in "the Springfield Post" or "the Post"."""
    if not layout.tokens[noun.head_at].text[0].isupper():
        return False
    for run in runs_in(layout, noun.core[0], noun.core[-1] + 1):
        if run.first <= noun.head_at < run.last:
            alone = run.last - run.first == 1
            return noun.head in SHORT_FORMS if alone else sort_of(layout, run) in ("outlet", "body")
    return False


def _joined(layout: Layout, words: Sequence[int], at: int, depth: int, read: Read) -> list[tuple[str, Phrase]]:
    """The further sources that hang on a document, each with the word that joins it."""
    found: list[tuple[str, Phrase]] = []
    while at < len(words) and depth < DEEPEST:
        step = _joint(layout, words, at)
        if step is None:
            at += 1
            continue
        joint, begin = step
        at = _next_joint(layout, words, begin)
        part = read(words[begin:at], depth + 1)
        if part.form != "none" and (joint != "in" or part.form == "outlet"):
            found.append((joint, part))
    return found


def _without_article(layout: Layout, words: Sequence[int]) -> Sequence[int]:
    return words[1:] if len(words) > 1 and layout.lower[words[0]] in ARTICLES else words


def _owner(layout: Layout, before: Sequence[int]) -> Sequence[int]:
    """The words of the owner or maker in "Ann Smith's brief", "her report", "a recent Springfield Herald survey"."""
    for at, word in enumerate(before):
        if layout.lower[word] in ("'s", "'") and at:
            return before[:at]
    if before and layout.lower[before[0]] in ("his", "her", "its", "their", "our", "my"):
        return before[:1]
    runs = list(runs_in(layout, before[0], before[-1] + 1)) if before else []
    made = [run for run in runs if sort_of(layout, run) in ("outlet", "body", "person", "platform")]
    return range(made[0].first, made[-1].last) if made else ()


def _joint(layout: Layout, words: Sequence[int], at: int) -> tuple[str, int] | None:
    """The word by which a further source hangs on a document, and where that source begins."""
    word = layout.lower[words[at]]
    following = layout.lower[words[at + 1]] if at + 1 < len(words) else ""
    if word in PASSED_ON and following in ("by", "in", "on", "at"):
        return ("in" if following != "by" else _by_whom(word)), at + 2
    if word == "based" and following in ("on", "upon"):
        return "based on", at + 2
    if word in ("citing", "quoting"):
        return "based on", at + 1
    if word in ("by", "from"):
        return "by", at + 1
    return ("in", at + 1) if word in ("at", "in", "on") else None


def _by_whom(participle: str) -> str:
    """What "by" names after a participle: the maker, somebody who only saw it, or somebody who passed it on."""
    if participle in MADE:
        return "by"
    return "seen by" if participle in _SEEN else "passed on"


_SEEN = listed("seen reviewed viewed examined")


def _next_joint(layout: Layout, words: Sequence[int], begin: int) -> int:
    for at in range(begin + 1, len(words)):
        word = layout.lower[words[at]]
        if word in CLAUSES or word in BASED or word == "," or (word in PASSED_ON and at > begin + 1):
            return at
    return max(begin, len(words))


def _end_of_description(layout: Layout, words: Sequence[int], at: int) -> int:
    """How far the description of a document goes: its topic and its making, but not the one who passed it on."""
    while at < len(words):
        word = layout.lower[words[at]]
        if (
            word in CLAUSES
            or word in BREAKS
            or word in BASED
            or word in PASSED_ON
            or word in ("by", "at", "from", "being")
        ):
            break
        at += 1
    return at
