"""What of a stored document stands on its page: text and claims as they were graded, and how far the review is?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sayso.export.formats import PDF
from sayso.export.pdf import is_installed
from sayso.store.port import OPEN
from sayso.usecases.document import ReadDocument
from sayso.usecases.document_opened import OpenedDocument
from sayso.web.graded import Graded, GradedDocument, SharedRoot
from sayso.web.links import DOCUMENTS, document_links
from sayso.web.view_page import PageView, badges_of, claim_view, frame, short
from sayso.web.words import moment
from sayso.wire.answer import Assessment

Added = Mapping[str, Any]
_EXPORTS = (("PDF", PDF), ("spreadsheet (CSV)", "csv"), ("NDJSON", "ndjson"), ("JSON-LD", "json-ld"))


@dataclass(frozen=True, slots=True)
class StripView:
    """What is said of the whole document on top of the page."""

    id: str
    kept: str
    by: str
    sha256: str
    short: str
    rubric: str
    rubric_title: str
    url: str | None
    counts: tuple[tuple[str, int], ...]
    decided: int
    of: int
    author: str
    reviewer: str
    edits: str | None
    """Where the text stands of which this one is an edited form."""
    edited: str | None
    """Where the edited form of this text stands, which counts in its place."""
    print_at: str
    edit_at: str
    exports: tuple[tuple[str, str], ...]
    """Each form by its name, and where it is to be had."""


def graded_document(opened: OpenedDocument) -> GradedDocument:
    """The stored answers as the parts of a page know them. A claim goes by its place."""
    document = opened.document
    head = (document.id, document.title or "", document.outlet or "", document.date or "")
    released = {each.index: _released(each.holds) for each in opened.work.claims}
    claims = tuple(
        Graded(
            number=place + 1,
            id=str(place),
            facts=facts,
            answer=Assessment.model_validate_json(stored.assessed.answer),
            human=stored.human_grade,
            review=stored.review_state,
            released=released.get(place, frozenset()),
        )
        for place, (stored, facts) in enumerate(zip(opened.holding, opened.facts, strict=True))
    )
    roots = tuple(SharedRoot(root["root"], tuple(root["claims"])) for root in opened.roots)
    read = ReadDocument(*head, opened.text, opened.facts)
    return GradedDocument(read, opened.desk, opened.rubric, claims, roots)


def first_open(opened: OpenedDocument, after: int = -1) -> int:
    """The place of the next claim that nobody has decided on, else the first claim."""
    places = [place for place, stored in enumerate(opened.holding) if stored.review_state == OPEN]
    return next((place for place in places if place > after), places[0] if places else 0)


def with_advice(claim: Graded, added: Added) -> Graded:
    """The claim with what the stored answer does not say about raising it. No stored number is touched."""
    more = Assessment.model_validate({**claim.answer.model_dump(by_alias=True), **added})
    told = {name: getattr(more, name) for name in ("raise_", "questions", "flip")}
    return replace(claim, answer=claim.answer.model_copy(update=told), added=True)


def stored_page(opened: OpenedDocument, graded: GradedDocument, place: int | None, asked_for: bool) -> PageView:
    """The page with one claim chosen; none where the document has no claims."""
    links = document_links(opened.document.id)
    chosen = None if place is None else graded.claims[place]
    shown = None
    if chosen is not None:
        # Holds stand with the decisions, where they can be released.
        shown = replace(claim_view(chosen, graded, badges_of(graded, chosen, links)), holds=())
    page = frame(graded, chosen, shown, links, (), asked_for=asked_for)
    opens = "the first that nobody has decided on, or else the first of all"
    return replace(page, unclaimed=opened.unclaimed, opens=opens)


def strip_view(opened: OpenedDocument) -> StripView:
    document, rubric, work = opened.document, opened.rubric, opened.work
    counted = Counter(stored.review_state for stored in opened.holding)
    words = (("checked", "agreed"), ("overridden", "overridden"), ("not judged", "abstained"), ("open", "open"))
    return StripView(
        id=document.id,
        kept=moment(document.created),
        by=document.actor,
        sha256=document.sha256,
        short=short(document.sha256),
        rubric=f"{rubric.id}@{rubric.version}",
        rubric_title=rubric.title,
        url=document.url,
        counts=tuple((word, counted[state]) for word, state in words if counted[state]),
        decided=len(opened.holding) - counted[OPEN],
        of=len(opened.holding),
        author={"open": "author still at work", "done": "author done"}[work.author_state],
        reviewer={"open": "not reviewed", "in_review": "in review", "signed": "signed by a reviewer"}[
            work.reviewer_state
        ],
        edits=None if work.replaces is None else document_links(work.replaces).home(),
        edited=None if work.replaced_by is None else document_links(work.replaced_by).home(),
        print_at=f"{document_links(document.id).home()}/print",
        edit_at=f"{DOCUMENTS}?edit={document.id}#add",
        exports=tuple(
            (name, f"/v1{DOCUMENTS}/{document.id}/export?format={form}")
            for name, form in _EXPORTS
            if form != PDF or is_installed()
        ),
    )


def _released(holds: Any) -> frozenset[str]:
    return frozenset(hold.gate for hold in holds if hold.released is not None)
