"""Is this text English, the only language that is read?

English prose cannot do without a few dozen small words: about four words in ten are among the most frequent fifty.
Words that other languages write alike ("in", "an", "die", "was", "for") prove nothing and are left out. No word list of
any other language is needed: a text without those words is no English prose, whatever it is.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from sayso.errors import InvalidArticle, Problem

_FREQUENT_WORDS = (
    "the of and to that with from by this which they their his she he it its has have had been were are "
    "not but would will who when what there about more than into said says or be as out up if our we you "
    "it's don't could should after before because while against between through where some other only "
    "people"
)
_FREQUENT = frozenset(_FREQUENT_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST_WORDS = 20_000  # of a long text its beginning is enough
_FEW = 15  # words: below that, nothing can be told from them
_PROSE, _FOREIGN = 0.15, 0.08  # share of frequent words: above is English, below is not
_LATIN_SHARE = 0.7


def check_language(text: str) -> tuple[Problem, ...]:
    """Warnings where it is not certain that ``text`` is English. Raises InvalidArticle where it is another language."""
    words = [match.group() for match in islice(_WORD.finditer(text), _MOST_WORDS)]
    if not words:
        raise InvalidArticle([Problem("not_english", "there are no words in it", "give an article in English")])
    letters = "".join(words)
    if _latin(letters) < _LATIN_SHARE:
        raise _foreign("most of its letters are not those of English")
    if len(words) < _FEW:
        message = f"{len(words)} words are too few to tell their language; they are read as English"
        return (Problem("language_uncertain", message, severity="warning"),)
    known = sum(word.casefold().replace("’", "'") in _FREQUENT for word in words)
    share = known / len(words)
    if share < _FOREIGN:
        raise _foreign(f"of {len(words):,} words, {known} are among the most frequent of English")
    if share < _PROSE:
        message = "it does not look like running text in English, so attributions may be missed or misread"
        return (Problem("language_uncertain", message, severity="warning"),)
    return ()


def _latin(letters: str) -> float:
    """The share of Latin letters. Each character is looked up once, however often it stands there."""
    counts: dict[str, int] = {}
    for letter in letters:
        counts[letter] = counts.get(letter, 0) + 1
    latin = sum(count for letter, count in counts.items() if unicodedata.name(letter, "").startswith("LATIN"))
    marks = sum(count for letter, count in counts.items() if not letter.isalpha())
    return latin / max(1, len(letters) - marks)


def _foreign(why: str) -> InvalidArticle:
    message = f"this does not read as English: {why}"
    return InvalidArticle(
        [Problem("not_english", message, "only English is read; translate it, or send claims as JSON")]
    )
