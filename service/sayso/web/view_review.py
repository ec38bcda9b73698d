"""How is it said where the review of a claim stands? By a sign, a word and a sentence, never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.store.port import ABSTAINED, AGREED, OPEN, OVERRIDDEN


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Where a review stands; ``css`` names it for the style."""

    css: str
    sign: str
    word: str
    says: str


REVIEWS: Mapping[str, ReviewView] = {
    OPEN: ReviewView("open", "○", "Open", "Nobody has decided yet."),
    AGREED: ReviewView("agreed", "✓", "Checked", "Somebody checked it and agrees with the computed grade."),
    OVERRIDDEN: ReviewView("overridden", "✎", "Overridden", "Somebody judged it otherwise; the computed grade stays."),
    ABSTAINED: ReviewView("abstained", "–", "Not judged", "Somebody looked at it and could not judge it."),
}
