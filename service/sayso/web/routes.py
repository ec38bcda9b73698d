"""Which pages are there? The seed article at ``/``, one of its claims at ``/claims/{id}``, a form, and their style.

Scoring and drawing run in worker threads. The grades of a rubric are worked out once: a changed rubric makes a new
application, and with it new pages.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Header, Query
from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.responses import Response

from sayso.errors import UnknownRubric
from sayso.usecases.desk import Desk
from sayso.usecases.document import ReadDocument
from sayso.web.graded import GradedDocument, grade
from sayso.web.links import CLAIMS, HOME, READ, STATIC, Links
from sayso.web.reading import Door, add_reading_pages
from sayso.web.static_files import read_static_files, respond_cached, respond_static
from sayso.web.templating import page_templates
from sayso.web.view_page import RubricChoice, choices, page_view

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"content-security-policy": POLICY, "cache-control": "no-cache"}
_HTML = "text/html; charset=utf-8"
_Rubric = Annotated[str | None, Query()]
_Mark = Annotated[str | None, Query()]
_IfNoneMatch = Annotated[str | None, Header()]


@dataclass(frozen=True, slots=True)
class NothingHere:
    """What a page says that is not there, and where to go instead."""

    title: str
    says: str
    hint: str | None
    back: str
    rubrics: tuple[RubricChoice, ...]


def add_pages(app: FastAPI, desk: Desk, document: ReadDocument, door: Door | None = None) -> Environment:
    """Adds the pages of ``document``, graded by the rubrics of ``desk``, and with a door those that read an article;
    gives the templates, for other pages to be drawn with.

    The pages of the document need no key: they show what comes with Sayso.
    """
    pages = Pages(desk, document, None if door is None else READ)
    if door is not None:
        add_reading_pages(app, desk, door, pages.templates, HEADERS)
    for path, endpoint in (
        (HOME, pages.home),
        (CLAIMS + "{claim_id:path}", pages.claim),
        (STATIC + "{name}", pages.static),
    ):
        app.router.add_api_route(path, endpoint, include_in_schema=False)
    return pages.templates


class Pages:
    """The handlers for one desk and one document."""

    def __init__(self, desk: Desk, document: ReadDocument, read_at: str | None) -> None:
        self._desk = desk
        self._document = document
        self._files = read_static_files()
        self.templates = page_templates()
        self.templates.globals["static"] = {name: f"{STATIC}{name}?v={file.mark}" for name, file in self._files.items()}
        self.templates.globals["read_at"] = read_at
        self._graded: dict[str, GradedDocument] = {}  # by rubric digest: as many as the desk has rubrics
        self._lock = threading.Lock()

    def home(self, rubric: _Rubric = None, if_none_match: _IfNoneMatch = None) -> Response:
        return self._page(None, rubric, if_none_match)

    def claim(self, claim_id: str, rubric: _Rubric = None, if_none_match: _IfNoneMatch = None) -> Response:
        return self._page(claim_id, rubric, if_none_match)

    def static(self, name: str, v: _Mark = None, if_none_match: _IfNoneMatch = None) -> Response:
        file = self._files.get(name)
        if file is None:
            raise HTTPException(404)
        return respond_static(file, v, if_none_match)

    def _page(self, claim_id: str | None, rubric: str | None, if_none_match: str | None) -> Response:
        ref = rubric or None
        try:
            graded = self._grades(ref)
        except UnknownRubric as error:
            title = "There is no such rubric"
            return self._nothing(NothingHere(title, error.message, error.hint, HOME, self._choices(None, claim_id)))
        view = page_view(graded, claim_id, ref)
        if view is None:
            says = f'The article has no claim with the id "{(claim_id or "")[:100]}".'
            rubrics = self._choices(graded.rubric.digest, None)
            return self._nothing(NothingHere("There is no such claim", says, None, Links(ref).home(), rubrics))
        html = self.templates.get_template("page.html").render(page=view)
        return respond_cached(html.encode(), _HTML, HEADERS, if_none_match)

    def _nothing(self, nothing: NothingHere) -> Response:
        html = self.templates.get_template("nothing_here.html").render(page=nothing)
        return Response(html.encode(), 404, HEADERS, media_type=_HTML)

    def _grades(self, ref: str | None) -> GradedDocument:
        digest = self._desk.catalog.get(ref or self._desk.default_rubric).digest
        with self._lock:
            if digest not in self._graded:
                self._graded[digest] = grade(self._desk, self._document, ref)
            return self._graded[digest]

    def _choices(self, digest: str | None, claim_id: str | None) -> tuple[RubricChoice, ...]:
        known = claim_id if any(str(claim.get("id")) == claim_id for claim in self._document.claims) else None
        return choices(self._desk.catalog, self._desk.default_rubric, digest, known)
