"""Which words hold back from what is said, and where do they stand?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.hedges import DISTANCING, LIKELIHOOD, MODALS, PARTICIPLES, STANCE, VERBS
from sayso.extract.relation import Span


class Hedge(NamedTuple):
    """A word that holds back, as it is written."""

    term: str
    span: Span
    distancing: bool = False
    """Whether it is a verb of speech, such as "claims", that hedges only by its choice."""
    attributive: bool = False
    """Whether it only stands before a noun ("a potential shift")."""


def hedges_in(layout: Layout, spans: Iterable[Span]) -> list[Hedge]:
    """The hedges inside the spans, in order."""
    return list(_hedges(layout, [at for span in spans for at in layout.words_in(span)]))


def likelihood_in(layout: Layout, spans: Iterable[Span]) -> Hedge | None:
    """The first word of likelihood that a published yardstick could measure."""
    words = [at for span in spans for at in layout.words_in(span)]
    for n, at in enumerate(words):
        for length in (2, 1):
            term = " ".join(layout.lower[word] for word in words[n : n + length])
            if term in LIKELIHOOD and not _attributive(layout, at):
                return Hedge(term, layout.span_of(words[n : n + length]))
    return None


def _hedges(layout: Layout, words: list[int]) -> Iterator[Hedge]:
    for n, at in enumerate(words):
        word = layout.lower[at]
        before = layout.lower[words[n - 1]] if n else ""
        after = layout.lower[words[n + 1]] if n + 1 < len(words) else ""
        tag = layout.tokens[at].tag
        found = Hedge(layout.tokens[at].text, (layout.tokens[at].start, layout.tokens[at].end))
        if word in STANCE:
            if word != "likely" or not _attributive(layout, at):
                yield found
        elif word in MODALS:
            if _epistemic(layout, word, tag, before, after, words, n):
                yield found
        elif word in VERBS:
            if not (word.startswith("suggest") and tag == "VBG") and not (word[:6] == "appear" and after in _ON_STAGE):
                yield found
        elif word in PARTICIPLES:
            if word != "suspected" and not (word == "supposed" and after == "to"):
                yield found
        elif word == "about":
            if (after[:1].isdigit() or after in _AMOUNTS or after == "$") and not _half(after, layout, words, n):
                yield found
        elif word == "potential":
            yield found._replace(attributive=True)
        elif word in DISTANCING and _distancing(layout, at, tag, before, after):
            yield found._replace(distancing=True)


_ON_STAGE = listed("on in at before with alongside")
_AMOUNTS = listed(
    "one two three four five six seven eight nine ten a half twice dozen twelve twenty thirty forty fifty "
    "hundred thousand million"
)


def _attributive(layout: Layout, at: int) -> bool:
    """ "likely voters": the word belongs to the noun and holds nothing back."""
    following = layout.lower[at + 1] if at + 1 < len(layout.lower) else ""
    return layout.lower[at] == "likely" and following in ("voter", "voters", "supporters", "candidate", "candidates")


def _epistemic(layout: Layout, word: str, tag: str, before: str, after: str, words: list[int], n: int) -> bool:
    """Whether a modal says that something is possible rather than allowed, able or asked."""
    if word == "may" and (after[:1].isdigit() or tag in ("NNP", "NN") or _month(layout, words[n], before, after)):
        return False
    if word == "might" and before in ("the", "their", "its", "military", "of"):
        return False
    if word == "could":
        if before in ("who", "n't", "they") and before == "who":
            return False
        if after in ("not", "n't") or after in ("only",):
            return False
        for back in range(max(0, n - _QUESTION_REACH), n):
            earlier = layout.lower[words[back]]
            if earlier in ("what", "how", "whether", "before", "until", "so"):
                return False
    return True


_QUESTION_REACH = 4
_BEFORE_MONTHS = listed("in of since until last this next by early late mid during from to after before")


def _month(layout: Layout, at: int, before: str, after: str) -> bool:
    """Whether "May" with a capital is the month; in a headline it may be the verb."""
    capital = layout.tokens[at].text[0].isupper()
    following = layout.tokens[at + 1].text if at + 1 < len(layout.tokens) else ""
    return capital and (before in _BEFORE_MONTHS or not following[:1].isupper() or not after)


def _half(after: str, layout: Layout, words: list[int], n: int) -> bool:
    """ "about a policy": an article that no amount follows."""
    following = layout.lower[words[n + 2]] if n + 2 < len(words) else ""
    return after == "a" and following not in (
        "dozen",
        "hundred",
        "thousand",
        "million",
        "third",
        "quarter",
        "half",
        "fifth",
    )


def _distancing(layout: Layout, at: int, tag: str, before: str, after: str) -> bool:
    """ "claims" as what somebody does, not as what an insurer pays."""
    if layout.lower[at] == "claims" and before in (
        "insurance",
        "unemployment",
        "medical",
        "jobless",
        "legal",
        "disability",
    ):
        return False
    if layout.lower[at] == "claim":
        return tag[:2] == "VB" or (not tag and before in ("they", "we", "who", "officials", "critics"))
    return after not in ("responsibility", "credit", "the") or after == "the"
