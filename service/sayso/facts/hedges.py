"""How strongly do the words hold back?"""

from __future__ import annotations

from collections.abc import Iterable

NONE, WEAK, STRONG = "none", "weak", "strong"


def strongest(terms: Iterable[str], strong: frozenset[str]) -> str:
    """none for no hedge at all; a word that the lexicon does not list is weak."""
    found = NONE
    for term in terms:
        if term.casefold() in strong:
            return STRONG
        found = WEAK
    return found
