"""Which of who, what, where, when and how many does a claim give?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.extract.chains.cast import Cast
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.places import PLACES
from sayso.extract.chains.names import role_of_word, runs_in, sort_of
from sayso.extract.relation import Span


def specifics_of(layout: Layout, cast: Cast, spans: Sequence[Span]) -> list[str]:
    """The particulars that stand in the spans, in the order of the vocabulary."""
    words = [at for span in spans for at in layout.words_in(span)]
    if not words:
        return []
    lower = [layout.lower[at] for at in words]
    found = set()
    if any(word in _WHO or role_of_word(word) for word in lower) or _figures(cast, spans, layout):
        found.add("who")
    if any(word[:1].isalpha() and word not in _WHO for word in lower):
        found.add("what")
    if _somewhere(layout, words, lower):
        found.add("where")
    if any(word in _WHEN or _YEAR.fullmatch(word) for word in lower):
        found.add("when")
    if any(_counted(lower, n) for n in range(len(lower))):
        found.add("how_many")
    return [name for name in ("who", "what", "where", "when", "how_many") if name in found]


_WHO = listed(
    "he she they him her them who i we us his their everyone nobody somebody people men women forces troops americans"
)
_WHEN = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december jan feb mar apr aug sept oct nov dec yesterday today tonight tomorrow "
    "month months year years week weeks century decade decades summer winter spring autumn since morning "
    "evening night ago"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\ds?")
_NUMBERS = listed(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred hundreds "
    "thousand thousands million millions billion dozen dozens percent half two-thirds third"
)
_WHERE_NOUNS = listed(
    "city town village border country county state province region district capital street airport base bases "
    "countryside area neighborhood neighbourhood river valley"
)


def _figures(cast: Cast, spans: Sequence[Span], layout: Layout) -> bool:
    for span in spans:
        words = layout.words_in(span)
        for mention in cast.within(words.start, words.stop):
            if mention.figure.sort in ("person", "body", "outlet", "name"):
                return True
    return any(_name_alone(layout, at) for span in spans for at in layout.words_in(span))


def _name_alone(layout: Layout, at: int) -> bool:
    """Whether a word is a name that no noun follows, so that it names somebody: "the Shiites", not "American bases"."""
    following = layout.tokens[at + 1].tag if at + 1 < len(layout.tokens) else ""
    return layout.tokens[at].tag[:3] == "NNP" and layout.lower[at] not in PLACES and following[:2] != "NN"


def _somewhere(layout: Layout, words: Sequence[int], lower: Sequence[str]) -> bool:
    for n, word in enumerate(lower):
        if word in ("in", "at", "near", "across", "from", "to", "outside", "inside", "into") and n + 1 < len(words):
            following = n + 2 if lower[n + 1] == "the" and n + 2 < len(words) else n + 1
            run = next(runs_in(layout, words[following], min(words[following] + 4, words[-1] + 1)), None)
            if (
                run is not None
                and run.first == words[following]
                and (sort_of(layout, run) == "place" or word in ("in", "near"))
            ):
                return True
            if word in ("in", "at", "near", "across") and any(each in _WHERE_NOUNS for each in lower[n + 1 : n + 5]):
                return True
    return False


def _counted(lower: Sequence[str], n: int) -> bool:
    word = lower[n]
    if word in _NUMBERS:
        return True
    if not word[:1].isdigit() or _YEAR.fullmatch(word) or "/" in word:
        return False
    before = lower[n - 1] if n else ""
    return before.rstrip(".") not in _WHEN and not word.endswith(("s", "th", "st", "nd", "rd"))
