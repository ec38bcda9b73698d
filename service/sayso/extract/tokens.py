"""Which words and marks is a text made of, as a treebank counts them?

The cuts follow the Penn Treebank as Stanford CoreNLP applies it: clitics are tokens of their own (``do n't``,
``Clinton 's``), hyphenated words, numbers and abbreviations with their full stop stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """A word or a mark: ``[start, end)`` in code points of the text as given; its Penn Treebank tag, if any."""

    start: int
    end: int
    text: str
    tag: str


_TITLES = (
    "Mr Mrs Ms Messrs Dr Prof Sen Sens Rep Reps Gov Govs Gen Lt Col Maj Sgt Capt Cmdr Adm Hon Rev Fr Pres Amb Atty St "
    "Mt Ft vs v No Supt Det Insp Cpl Pvt Brig Pte Mme Mlle Dist Asst Dep"
)
TITLES = frozenset(_TITLES.split())
"""Abbreviations that stand before what they belong to, so that no sentence ends with them."""

_PLACES = (
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa "
    "Tenn Tex Va Vt Wash Wis Wyo"
)
_OTHERS = (
    "Jr Sr Inc Corp Co Ltd Bros Cos Dept Assn Ave Blvd Rd Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue "
    "Tues Wed Thu Thur Thurs Fri etc al approx ed Ed Ph"
)
_LETTER = "[\\w\u0300-\u036f\u00ad\u200c\u200d\ufe0f]"
_SHORT = "|".join(sorted(TITLES | set(_PLACES.split()) | set(_OTHERS.split()), key=lambda word: (-len(word), word)))
_ENDS = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_DOMAINS = "com|org|net|gov|edu|mil|int|info|co|uk|us|eu|io|tv|gop|de|fr|ru|ir|ca|au"

# Every quantifier that can fail after a long run is bounded, so that the whole stays linear in the length of the text.
_TOKEN = re.compile(
    rf"""
      (?:https?://|www\.)[\w/%\#&=?~+@:.,;!-]*[\w/%\#&=~+-]      # an address of the web
    | [\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,8}}    # an address of mail
    | </?[A-Za-z][^<>{_ENDS}]{{0,300}}>                          # a tag that was left in
    | [@\#]{_LETTER}+                                            # a handle
    | ['’‘](?:\d\ds?|em|til|tis|twas|cause|round|n)(?!{_LETTER}) # a word whose beginning is left out
    | ['’](?:s|re|ve|ll|d|m)(?!{_LETTER})                        # a clitic after a closing mark: "Post"'s
    | (?:[A-Za-z]\.){{2,12}}(?:-(?:[A-Z]\.)+|-{_LETTER}{{1,40}})?   # U.S.  a.m.  U.S.-backed
    | (?:[A-Z]-)?(?:[A-Z]\.){{1,12}}[A-Z](?!{_LETTER})\.?         # D-N.Y.  R-S.C)
    | (?:[A-Z]-)?(?:{_SHORT})\.(?!{_LETTER})                     # Sen.  R-Ky.
    | [A-Z]\.(?!{_LETTER})                                       # an initial
    | \d+(?:[.,:/]\d+)*{_LETTER}*(?:[-‐‑/]{_LETTER}+)*           # 1,200  9:30  1970s  82-year-old
    | {_LETTER}+(?:(?:['’&/‐‑-]|\.(?=(?:{_DOMAINS})(?!{_LETTER}))){_LETTER}+)*
    | \.(?:[ \u00a0]?\.)+                                         # an ellipsis
    | ''|``
    | ([-!?*=~_+\#.])\1+
    | ([^\w\s])\2{{3,}}                                           # a run of anything else is one mark, and no quotation
    | \S
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?i:n['’]t|['’](?:s|re|ve|ll|d|m))$")


def tokens_of(text: str) -> tuple[Token, ...]:
    """The untagged tokens of ``text`` in order; they never overlap, and all that lies between them is white space."""
    return tuple(Token(start, end, text[start:end], "") for start, end in _cuts(text))


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if end - start > 2:
            middle = _inner_cut(found.group(), start)
            if middle:
                yield start, middle
                start = middle
        yield start, end


def _inner_cut(word: str, start: int) -> int | None:
    """Where a clitic begins in a word that has one."""
    if "'" in word or "’" in word:
        clitic = _CLITIC.search(word, max(1, len(word) - 3))
        return start + clitic.start() if clitic else None
    return start + 3 if word.lower() == "cannot" else None
