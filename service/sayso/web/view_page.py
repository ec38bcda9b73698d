"""What stands on the page: the document, its claims in the order of the text, and one of them in full?

Built in Python from the answers, so that a template only says where each part goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.rubric.catalog import Catalog
from sayso.rubric.english import plain
from sayso.rubric.model import Rubric
from sayso.version import __version__
from sayso.web.graded import Graded, GradedDocument
from sayso.web.links import Links
from sayso.web.view_advice import (
    FlipView,
    GateView,
    QuestionView,
    RaiseView,
    flip_view,
    gate_views,
    question_views,
    raise_views,
)
from sayso.web.view_chain import ChainView, chain_views
from sayso.web.view_found import FoundView
from sayso.web.view_grade import (
    AxisView,
    GradeView,
    LegendView,
    OverallView,
    axis_views,
    grade_view,
    legend,
    overall_view,
)
from sayso.web.view_losses import AnswerView, AxisLosses, answers, losses_by_axis
from sayso.web.view_text import BadgeView, TextView, badge_view, text_view
from sayso.web.words import day


@dataclass(frozen=True, slots=True)
class RubricChoice:
    """A rubric of the desk, to switch to."""

    name: str
    title: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class RubricView:
    """Which rubric gave these grades, exactly."""

    id: str
    version: str
    title: str
    reference: str
    digest: str
    short: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A claim in the list."""

    badge: BadgeView
    text: str
    overall: OverallView | None
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    """Claims that hang on one root."""

    root: str | None
    claims: tuple[BadgeView, ...]


@dataclass(frozen=True, slots=True)
class WarningView:
    message: str
    hint: str | None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """The chosen claim in full."""

    number: int
    id: str
    text: str
    grade: GradeView
    axes: tuple[AxisView, ...]
    overall: OverallView | None
    rationale: str
    holds: tuple[GateView, ...]
    chains: tuple[ChainView, ...]
    roots_count: int
    roots_stated: bool
    independence: str
    losses: tuple[AxisLosses, ...]
    answers: tuple[AnswerView, ...]
    gates: tuple[GateView, ...]
    raises: tuple[RaiseView, ...]
    questions: tuple[QuestionView, ...]
    flip: FlipView | None
    same_root: tuple[RootView, ...]
    warnings: tuple[WarningView, ...]
    facts_digest: str
    engine: str
    previous: str | None
    following: str | None
    at: str = ""
    """Ends every id inside, so that several claims can stand on one page."""
    found: tuple[FoundView, ...] = ()
    doubts: tuple[str, ...] = ()
    added: bool = False
    """Whether what would raise it was worked out for this page, beside a stored answer that does not say it."""


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything on the page. ``chosen`` is None where the document has no claims; ``whose`` is said of the marks."""

    title: str
    heading: str
    outlet: str
    date: str | None
    home: str
    rubric: RubricView
    rubrics: tuple[RubricChoice, ...]
    legend: tuple[LegendView, ...]
    text: TextView
    rows: tuple[RowView, ...]
    roots: tuple[RootView, ...]
    count: int
    held: int
    unjudged: int
    chosen: ClaimView | None
    asked_for: bool
    version: str
    whose: str = "the chosen claim"
    opens: str = "the first that a person has to release, or else the one farthest from its root"
    unclaimed: int | None = None
    """How many sentences no claim was read in; None where that was not counted."""


def page_view(page: GradedDocument, claim_id: str | None, ref: str | None) -> PageView | None:
    """The page of a claim, or of the document where none is asked for; None where there is no such claim.

    ``ref`` is the rubric as it was asked for, None for the default one.
    """
    chosen = page.opening() if claim_id is None else page.find(claim_id)
    if claim_id is not None and chosen is None:
        return None
    links = Links(ref)
    badges = badges_of(page, chosen, links)
    shown = None if chosen is None else claim_view(chosen, page, badges)
    rubrics = choices(page.desk.catalog, page.desk.default_rubric, page.rubric.digest, claim_id)
    return frame(page, chosen, shown, links, rubrics, asked_for=claim_id is not None)


def badges_of(page: GradedDocument, chosen: Graded | None, links: Links) -> dict[str, BadgeView]:
    """The badge of each claim by its id, in the order of the text."""
    return {each.id: badge_view(each, page, chosen, links) for each in page.claims}


def frame(
    page: GradedDocument,
    chosen: Graded | None,
    shown: ClaimView | None,
    links: Links,
    rubrics: tuple[RubricChoice, ...],
    *,
    asked_for: bool,
) -> PageView:
    """The text, the list of claims, and beside them the claim that is shown."""
    document, rubric = page.document, page.rubric
    date = day(document.date) if document.date else None
    heading = document.title or ", ".join(part for part in (document.outlet, date) if part) or "The article"
    badges = badges_of(page, chosen, links)
    return PageView(
        title=_title(chosen if asked_for else None, heading, rubric.title),
        heading=heading,
        outlet=document.outlet,
        date=date,
        home=links.home(),
        rubric=_rubric(rubric),
        rubrics=rubrics,
        legend=legend(rubric, (badge.grade for badge in badges.values())),
        text=text_view(page, chosen, links),
        rows=tuple(
            RowView(badges[each.id], str(each.facts.get("text", "")), overall_view(each.answer), _people(each))
            for each in page.claims
        ),
        roots=_roots(page, badges),
        count=len(page.claims),
        held=sum(bool(each.held) for each in page.claims),
        unjudged=sum(any(axis.status == "abstained" for axis in each.answer.axes.values()) for each in page.claims),
        chosen=shown,
        asked_for=asked_for,
        version=__version__,
    )


def choices(catalog: Catalog, default: str, digest: str | None, claim_id: str | None) -> tuple[RubricChoice, ...]:
    """Every rubric: by its id where that means this version, else by id and version."""
    found = []
    main = catalog.get(default).digest
    for rubric in catalog.rubrics:
        name = rubric.id if catalog.find(rubric.id) == rubric else rubric.ref
        links = Links(None if rubric.digest == main else name)
        href = links.home() if claim_id is None else links.claim(claim_id)
        found.append(RubricChoice(name, rubric.title, href, rubric.digest == digest))
    return tuple(found)


def short(digest: str) -> str:
    """The first twelve signs of a digest: enough to tell two rubrics apart by eye."""
    return digest.removeprefix("sha256:")[:12]


def claim_view(chosen: Graded, page: GradedDocument, badges: Mapping[str, BadgeView]) -> ClaimView:
    """One claim in full, without what is known of how it was found."""
    roots = _roots(page, badges)
    answer = chosen.answer
    axes = axis_views(answer, page.rubric)
    field = page.desk.vocabulary.derived_claim["roots.independence"]
    gates = gate_views(chosen, page)
    order = list(badges.values())
    own = badges[chosen.id]
    return ClaimView(
        number=chosen.number,
        id=str(chosen.facts.get("id", chosen.id)),
        text=str(chosen.facts.get("text", "")),
        grade=grade_view(answer, page.rubric),
        axes=axes,
        overall=overall_view(answer),
        rationale=answer.rationale,
        holds=tuple(gate for gate in gates if gate.holds),
        chains=chain_views(chosen, page),
        roots_count=answer.derived.roots.count,
        roots_stated=answer.derived.roots.stated,
        independence=field.values[answer.derived.roots.independence].lower(),
        losses=losses_by_axis(chosen, page, axes),
        answers=answers(chosen, page, axes),
        gates=gates,
        raises=raise_views(chosen),
        questions=question_views(chosen, page),
        flip=flip_view(chosen, page),
        same_root=tuple(root for root in roots if own in root.claims and len(root.claims) > 1),
        warnings=tuple(WarningView(warned.message, warned.hint) for warned in answer.warnings),
        facts_digest=short(answer.facts_digest),
        engine=answer.engine,
        previous=order[chosen.number - 2].href if chosen.number > 1 else None,
        following=order[chosen.number].href if chosen.number < len(order) else None,
        added=chosen.added,
    )


def _roots(page: GradedDocument, badges: Mapping[str, BadgeView]) -> tuple[RootView, ...]:
    return tuple(RootView(each.root, tuple(badges[claim] for claim in each.claims)) for each in page.roots)


def _rubric(rubric: Rubric) -> RubricView:
    return RubricView(rubric.id, rubric.version, rubric.title, rubric.reference, rubric.digest, short(rubric.digest))


def _people(graded: Graded) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain(who).lower() for who in graded.held))


def _title(chosen: Graded | None, heading: str, rubric: str) -> str:
    if chosen is None:
        return f"{heading}, graded by {rubric}"
    grade = chosen.answer.grade or "not applicable"
    return f"Claim {chosen.number} ({grade}), {heading}, graded by {rubric}"
