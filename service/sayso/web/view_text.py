"""How is the article shown: each claim's place with number, grade and pattern, the chosen one standing out?"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.web.article import Bit, Run, cut, everywhere, evidence_of, spans_of
from sayso.web.graded import Graded, GradedDocument
from sayso.web.links import Links
from sayso.web.view_grade import GradeView, grade_view
from sayso.web.view_review import REVIEWS, ReviewView


@dataclass(frozen=True, slots=True)
class BadgeView:
    """Number and grade of a claim, and its page. ``human`` is the grade that a person gave it, where that is another;
    ``review`` where its review stands, None where nobody reviews it.
    """

    number: int
    grade: GradeView
    href: str
    chosen: bool
    human: str | None = None
    review: ReviewView | None = None


@dataclass(frozen=True, slots=True)
class RunView:
    """A stretch of text. ``marks`` are the patterns of its claims, the outermost first; ``badge`` is the innermost
    claim's own where it begins here, ``others`` are those of wider claims that begin here too.
    """

    marks: tuple[str, ...]
    href: str | None
    badge: BadgeView | None
    others: tuple[BadgeView, ...]
    bits: tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """The article in paragraphs; the flags say what the legend has to explain."""

    paragraphs: tuple[tuple[RunView, ...], ...]
    cues: bool
    hedges: bool


def text_view(page: GradedDocument, chosen: Graded | None, links: Links) -> TextView:
    evidence = everywhere([evidence_of(each.facts) for each in page.claims if chosen is None or each is chosen])
    places = [spans_of(each.facts) for each in page.claims]
    badges = tuple(badge_view(each, page, chosen, links) for each in page.claims)
    paragraphs = cut(page.document.text, places, evidence)
    shown = tuple(tuple(_run(run, badges) for run in paragraph) for paragraph in paragraphs)
    return TextView(shown, bool(evidence.cues), bool(evidence.hedges))


def badge_view(each: Graded, page: GradedDocument, chosen: Graded | None, links: Links) -> BadgeView:
    shown = grade_view(each.answer, page.rubric)
    human = each.human if each.human != each.answer.grade else None
    review = None if each.review is None else REVIEWS[each.review]
    return BadgeView(each.number, shown, links.claim(each.id), each is chosen, human, review)


def _run(run: Run, badges: tuple[BadgeView, ...]) -> RunView:
    if not run.claims:
        return RunView((), None, None, (), run.bits)
    inner = run.claims[-1]
    marks = tuple(_css(badges[at], depth) for depth, at in enumerate(reversed(run.claims)))[::-1]
    begins = set(run.begins)
    return RunView(
        marks=marks,
        href=badges[inner].href,
        badge=badges[inner] if inner in begins else None,
        others=tuple(badges[at] for at in run.begins if at != inner),
        bits=run.bits,
    )


def _css(badge: BadgeView, depth: int) -> str:
    chosen = " chosen" if badge.chosen else ""
    return f"place {badge.grade.tone} depth{min(depth, 2)}{chosen}"
