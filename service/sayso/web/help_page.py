"""Which page helps? ``/help``: the keys, how a grade is made, every word, every grade and gate, and who may do what.

It is drawn once for a desk: a changed rubric makes a new application, and with it a new page.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.usecases.who import Who
from sayso.web.help_text import how_a_grade_is_made
from sayso.web.links import HELP
from sayso.web.site import Site
from sayso.web.view_help import HelpView, help_view


class HelpPage:
    """The handler."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._view: HelpView | None = None

    async def help(self, _: Request, who: Who) -> Response:
        return await run_in_threadpool(self._page, who)

    def _page(self, who: Who) -> Response:
        if self._view is None:
            self._view = help_view(self._site.desk, how_a_grade_is_made())
        return self._site.render("help.html", who, page=self._view)


def add_help_page(app: FastAPI, site: Site) -> None:
    site.add(app, "GET", HELP, HelpPage(site).help)
