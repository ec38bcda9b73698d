"""Which pages show a stored document? ``/documents/{id}``, and one of its claims at ``/documents/{id}/claims/{n}``.

The answers are the stored ones. What would raise a grade is worked out beside them where it was not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import UnknownRubric
from sayso.store.port import Store
from sayso.usecases.added_advice import AddedAdvice
from sayso.usecases.document_opened import OpenedDocument, open_document
from sayso.usecases.past import Bench
from sayso.usecases.who import Who
from sayso.web.graded import GradedDocument
from sayso.web.links import DOCUMENTS
from sayso.web.site import Site, Trouble
from sayso.web.view_compare import MOST_COMPARED, CompareView, compare_view
from sayso.web.view_correct import CorrectView, Preview, correct_view
from sayso.web.view_decide import DecisionView, DeskWorkView, Forms, decision_view, desk_work_view
from sayso.web.view_document import StripView, first_open, graded_document, stored_page, strip_view, with_advice
from sayso.web.work_told import document_work
from sayso.wire.work import DocumentWork

NOTICES = {
    "kept": "The article is kept; its claims were found and graded.",
    "checked": "Checked. This is the next open claim.",
    "all-checked": "Checked. No claim is open any more.",
    "overridden": "The override is kept beside the computed grade.",
    "abstained": "Kept: not judged.",
    "noted": "The note is kept.",
    "backed": "The backing is kept.",
    "withdrawn": "The backing no longer counts.",
    "released": "The hold is released.",
    "corrected": "The corrected facts are kept, and the claim was graded anew.",
    "taken": "The document is yours to work on.",
    "given-back": "The document is free for others.",
    "signed": "Signed off.",
}


@dataclass(frozen=True)
class Asked:
    """Which page: the claim (None for the first open one), rubrics to compare with, and what is said on top."""

    document: str
    place: int | None = None
    compare: tuple[str, ...] = ()
    notice: str | None = None


@dataclass(frozen=True)
class Again:
    """What a form that was not kept shows: its status, why, and what was written into it."""

    status: int = 200
    alert: str | None = None
    forms: Forms = field(default_factory=dict)
    preview: Preview | None = None


@dataclass(frozen=True)
class Opened:
    """A document with everything about it."""

    document: OpenedDocument
    work: DocumentWork
    graded: GradedDocument


@dataclass(frozen=True)
class DeskView:
    """What the page of a stored document has beside that of any article."""

    strip: StripView
    work: DeskWorkView
    decision: DecisionView | None
    correct: CorrectView | None
    compare: CompareView | None
    notice: str | None
    alert: str | None


class DocumentPages:
    """Draws the page of a stored document; the forms on it draw it again where they cannot be kept."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._advice = AddedAdvice()

    async def document(self, request: Request, who: Who) -> Response:
        return await self.page(asked_of_page(request, None), who)

    async def claim(self, request: Request, who: Who) -> Response:
        place = place_of(request)
        return await self.page(asked_of_page(request, -1 if place is None else place), who)

    async def page(self, asked: Asked, who: Who, again: Again | None = None) -> Response:
        """The page. Raises NoSuchDocument, Deleted, StorageUnavailable."""
        store = await self.site.store()
        return await run_in_threadpool(self._page, store, asked, who, again or Again())

    def opened(self, store: Store, document_id: str) -> Opened:
        document = open_document(store, self.site.past, self.site.desk, document_id)
        work = document_work(store, document, self.site.now())
        return Opened(document, work, graded_document(document, work))

    def _page(self, store: Store, asked: Asked, who: Who, again: Again) -> Response:
        found = self.opened(store, asked.document)
        document, graded = found.document, found.graded
        if asked.place is not None and not 0 <= asked.place < len(document.holding):
            return self._no_claim(found, who)
        place = asked.place if asked.place is not None else first_open(document) if document.holding else None
        if place is not None:
            graded = self._with_advice(store, document, graded, place)
        view = DeskView(
            strip=strip_view(document, document.rubric, found.work),
            work=desk_work_view(found.work, document.rubric, who, again.forms),
            decision=None if place is None else self._decision(found, place, who, again),
            correct=None if place is None else correct_view(document, place, who, again.forms, again.preview),
            compare=None if place is None else self._compare(document, place, asked.compare),
            notice=NOTICES.get(asked.notice or ""),
            alert=again.alert,
        )
        page = stored_page(document, graded, place, asked.place is not None)
        return self.site.render("document.html", who, again.status, page=page, review=view)

    def _with_advice(
        self, store: Store, document: OpenedDocument, graded: GradedDocument, place: int
    ) -> GradedDocument:
        claim = graded.claims[place]
        answer = claim.answer
        if not (answer.raise_ is None or answer.questions is None):
            return graded
        assessed = document.holding[place].assessed
        bench = Bench(document.desk, document.desk.plan(f"{document.rubric.id}@{document.rubric.digest}"))
        told = with_advice(claim, self._advice.of(assessed, bench))
        claims = (*graded.claims[:place], told, *graded.claims[place + 1 :])
        return GradedDocument(graded.document, graded.desk, graded.rubric, claims, graded.roots)

    def _decision(self, found: Opened, place: int, who: Who, again: Again) -> DecisionView:
        stored = found.document.holding[place]
        work = next(each for each in found.work.claims if each.index == place)
        return decision_view(stored, found.document.rubric, work, found.work, who, again.forms)

    def _compare(self, document: OpenedDocument, place: int, refs: Sequence[str]) -> CompareView:
        desk = self.site.desk
        known = []
        for ref in refs:
            try:
                desk.plan(ref)
            except UnknownRubric:
                continue
            known.append(ref)
        return compare_view(desk, document, place, tuple(dict.fromkeys(known))[:MOST_COMPARED])

    def _no_claim(self, found: Opened, who: Who) -> Response:
        count = len(found.document.holding)
        says = f"This document has {count} claim{'' if count == 1 else 's'}."
        back = f"{DOCUMENTS}/{found.document.document.id}"
        return self.site.trouble(404, Trouble("There is no such claim", says, None, back, "To the document"), who)


def asked_of_page(request: Request, place: int | None) -> Asked:
    """Which page an address asks for."""
    query: Mapping[str, str] = request.query_params
    compare = tuple(part for part in query.get("compare", "")[:500].split(",") if part)
    return Asked(request.path_params["id"], place, compare, query.get("done"))


def place_of(request: Request) -> int | None:
    """The place of the claim in the address; None where it is no number."""
    written = request.path_params["n"]
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else None


def add_document_pages(app: FastAPI, site: Site, pages: DocumentPages) -> None:
    """Adds the pages that show a stored document."""
    site.add(app, "GET", DOCUMENTS + "/{id}", pages.document)
    site.add(app, "GET", DOCUMENTS + "/{id}/claims/{n}", pages.claim)
