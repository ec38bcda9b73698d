"""Which pages read an article that somebody pastes? The form at ``/read``, and what is found; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fastapi import FastAPI
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import ExtractorFailed, InvalidArticle, UnknownRubric
from sayso.extract.article import Article
from sayso.extract.language import check_language
from sayso.extract.readers.forms import form_named, read_text
from sayso.facts.claim import read_claim
from sayso.usecases.desk import Desk
from sayso.usecases.document import ReadDocument
from sayso.usecases.reading import Busy, Reading
from sayso.usecases.who import WHO
from sayso.web.form import (
    ChoiceView,
    ErrorView,
    FormView,
    Written,
    of_problems,
    written_in,
    wrong_at,
    wrong_fields,
)
from sayso.web.graded import grade
from sayso.web.links import READ
from sayso.web.sent import WrongForm, read_sent
from sayso.web.view_pasted import pasted_view

MOST_SHOWN = 60
"""Claims in full on one page; each costs some ten milliseconds and twenty kilobytes."""
_HTML = "text/html; charset=utf-8"
_MOST_FIELDS = 20
_TOO_LARGE = 413
_TITLE = "Read an article"


@dataclass(frozen=True)
class Door:
    """Who may have an article read, and how: ``keyed`` says whether a key is needed, ``accepts`` is told it."""

    reading: Reading
    keyed: Callable[[], bool]
    accepts: Callable[[str], bool]
    most_bytes: int


@dataclass(frozen=True, slots=True)
class RoomView:
    """The page with the form."""

    title: str
    form: FormView
    rubrics: tuple[()] = ()


def add_reading_pages(app: FastAPI, desk: Desk, door: Door, templates: Environment, headers: dict[str, str]) -> None:
    pages = ReadingPages(desk, door, templates, {**headers, "cache-control": "no-store"})
    app.router.add_api_route(READ, pages.form, include_in_schema=False)
    app.router.add_api_route(READ, pages.read, methods=["POST"], include_in_schema=False)


class ReadingPages:
    """The handlers for one desk."""

    def __init__(self, desk: Desk, door: Door, templates: Environment, headers: dict[str, str]) -> None:
        self._desk = desk
        self._door = door
        self._templates = templates
        self._headers = headers

    def form(self, request: Request) -> Response:
        return self._for(request)._room(Written(), [], 200)

    def _for(self, request: Request) -> ReadingPages:
        """The same pages for who asks: whoever is signed in needs no key."""
        if request.scope.get(WHO) is None or not self._door.keyed():
            return self
        return ReadingPages(self._desk, replace(self._door, keyed=lambda: False), self._templates, self._headers)

    async def read(self, request: Request) -> Response:
        """Reads what was sent and shows its claims, or the form again with everything that is wrong."""
        return await self._for(request)._read(request)

    async def _read(self, request: Request) -> Response:
        try:
            written = written_in(await read_sent(request, self._door.most_bytes, _MOST_FIELDS))
        except WrongForm as wrong:
            return self._room(
                Written(), [wrong_at("text" if wrong.status == _TOO_LARGE else None, wrong.says)], wrong.status
            )
        if self._door.keyed() and not self._door.accepts(written.key):
            return self._room(written, [wrong_at("key", "is not one by which articles are read here")], 401)
        try:
            return await self._door.reading.queue.run(lambda: self._answer(written))
        except Busy:
            return self._room(written, [wrong_at(None, "Too many articles are being read just now. Try again.")], 503)

    def _answer(self, written: Written) -> Response:
        errors = [*wrong_fields(written), *self._wrong_rubric(written)]
        try:
            article = read_text(written.text, form_named("plain"), self._desk.limits.text)
            check_language(article.text)
            if not errors:
                known = article.told(
                    written.title.strip() or None, written.outlet.strip() or None, written.date or None
                )
                return self._shown(known, written)
        except InvalidArticle as problem:
            errors += of_problems("text", problem.problems)
        except ExtractorFailed as problem:
            return self._room(written, [wrong_at(None, f"{problem.message}.")], 503)
        return self._room(written, errors, 422)

    def _shown(self, article: Article, written: Written) -> Response:
        found = self._door.reading.open_reader().read(article)
        vocabulary, limits = self._desk.vocabulary, self._desk.limits
        claims = tuple(read_claim(claim, vocabulary, limits=limits).claim for claim in found.claims[:MOST_SHOWN])
        known = (article.title or "", article.outlet or "", article.date or "")
        document = ReadDocument("pasted", *known, article.text, claims)
        graded = grade(self._desk, document, written.rubric or None)
        view = pasted_view(graded, found, self._form(written, []))
        html = self._templates.get_template("pasted.html").render(page=view.page, pasted=view)
        return Response(html.encode(), 200, self._headers, media_type=_HTML)

    def _wrong_rubric(self, written: Written) -> list[ErrorView]:
        try:
            self._desk.plan(written.rubric or None)
        except UnknownRubric as problem:
            return [wrong_at("rubric", problem.message)]
        return []

    def _room(self, written: Written, errors: list[ErrorView], status: int) -> Response:
        view = RoomView(_TITLE, self._form(written, errors))
        html = self._templates.get_template("read.html").render(page=view)
        return Response(html.encode(), status, self._headers, media_type=_HTML)

    def _form(self, written: Written, errors: list[ErrorView]) -> FormView:
        desk = self._desk
        chosen = written.rubric or desk.default_rubric
        ids = dict.fromkeys(rubric.id for rubric in desk.catalog.rubrics)
        rubrics = tuple(
            ChoiceView(id_, meant.title, id_ == chosen) for id_ in ids if (meant := desk.catalog.find(id_)) is not None
        )
        most = f"{desk.limits.text:,}"
        keyed = self._door.keyed()
        return FormView(written.text, written.outlet, written.title, written.date, rubrics, keyed, most, tuple(errors))
