"""Which page is the print sheet of a document? ``/documents/{id}/print``, with its style beside it."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.export.review import Reviewed
from sayso.export.sheet import STYLE, sheet_of, style_of
from sayso.usecases.exporting import collect
from sayso.usecases.who import Who
from sayso.web.links import DOCUMENTS, STATIC
from sayso.web.site import HTML, PRIVATE, Site


class PrintPages:
    """The handlers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def sheet(self, request: Request, _: Who) -> Response:
        review = await self._review(request)
        html = await run_in_threadpool(sheet_of, review, icon=STATIC + "sayso.svg")
        return Response(html.encode(), 200, {**self._site.headers, **PRIVATE}, media_type=HTML)

    async def style(self, request: Request, _: Who) -> Response:
        css = style_of(await self._review(request))
        return Response(css.encode(), 200, PRIVATE, media_type="text/css; charset=utf-8")

    async def _review(self, request: Request) -> Reviewed:
        store = await self._site.store()
        return await run_in_threadpool(collect, store, self._site.past, request.path_params["id"])


def add_print_pages(app: FastAPI, site: Site) -> None:
    pages = PrintPages(site)
    site.add(app, "GET", DOCUMENTS + "/{id}/print", pages.sheet)
    site.add(app, "GET", DOCUMENTS + "/{id}/" + STYLE, pages.style)
