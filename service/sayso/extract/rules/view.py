"""What do the rules see of a text: small words, what is quoted, and where names and phrases end?

All positions are token numbers. Every walk is bounded, so that reading a text takes time linear in its length.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from sayso.extract.prose import Prose
from sayso.extract.rules.turns import turns_of

Range = tuple[int, int]
_ENDS = frozenset((".", "!", "?", "...", "…"))
_STOPS = frozenset((",", ";", ":", "—", "–", "―", "--", "(", ")", "[", "]", "-", "/", "|"))


@dataclass(frozen=True, slots=True)
class View:
    """The text's tokens in small letters, and for each of them two numbers.

    ``quotation_at`` is the last token plus one of the quotation that it stands in, or 0; ``turns`` is as ``turns_of``
    says.
    """

    prose: Prose
    lower: tuple[str, ...]
    quotation_at: tuple[int, ...]
    turns: list[int]

    def quoted(self, at: int) -> bool:
        return self.quotation_at[at] > 0

    def word(self, at: int, within: Range) -> str:
        """The word in small letters; nothing outside the range, and a mark's own sign where a quotation stands."""
        if not within[0] <= at < within[1]:
            return ""
        return '"' if self.quoted(at) else self.lower[at]

    def capital(self, at: int) -> bool:
        return self.prose.tokens[at].text[:1].isupper()

    def is_end(self, at: int) -> bool:
        """Whether a full stop or another mark that ends sentences stands here, outside quotations."""
        return self.lower[at] in _ENDS and not self.quoted(at)

    def stops(self, at: int) -> bool:
        """Whether no phrase goes on over this token."""
        return self.quoted(at) or self.lower[at] in _STOPS or self.lower[at] in _ENDS

    def span(self, part: Range) -> tuple[int, int]:
        """The span of the text that these tokens cover."""
        return self.prose.tokens[part[0]].start, self.prose.tokens[part[1] - 1].end


def view_of(prose: Prose) -> View:
    starts = [token.start for token in prose.tokens]
    quotation_at = [0] * len(prose.tokens)
    for start, end in prose.quotations:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        quotation_at[first:last] = [last] * (last - first)
    lower = tuple(token.text.lower() for token in prose.tokens)
    return View(prose, lower, tuple(quotation_at), turns_of(lower, quotation_at, prose.sentences))
