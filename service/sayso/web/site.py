"""What do all pages of the desk have in common? Who looks, how a form is read, how a change is kept, how HTML is made.

A page is a handler that asks one use case, makes a view of what it says, and has a template draw it. A form that was
sent is answered by leading to a page (303), so that nothing is sent twice, or by the form again with what was written.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import SaysoError
from sayso.store.holder import Storage
from sayso.store.ids import Ids
from sayso.store.port import Change, Reply, Store
from sayso.usecases.counting import Counted
from sayso.usecases.desk import Desk
from sayso.usecases.document import ReadDocument
from sayso.usecases.drafting import By
from sayso.usecases.measuring import OpenFacts, no_facts
from sayso.usecases.past import PastDesks
from sayso.usecases.reading import Reading
from sayso.usecases.serving import Serving
from sayso.usecases.who import Who
from sayso.web.links import HOME
from sayso.web.sent import Sent, WrongForm, read_sent

HTML = "text/html; charset=utf-8"
PRIVATE = {"cache-control": "no-store"}
Handler = Callable[[Request, Who], Awaitable[Response]]
Refused = Callable[[SaysoError], int]
"""The status of the answer to an error, as the API has it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, in words, and where to go from there."""

    title: str
    says: str
    hint: str | None
    back: str
    back_to: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Site:
    """What the pages are made with. ``who`` says who asks, or answers in their place where they have to sign in first;
    ``now`` is the moment, as it is kept.
    """

    desk: Desk
    storage: Storage
    ids: Ids
    past: PastDesks
    serving: Serving
    reading: Reading
    templates: Environment
    headers: Mapping[str, str]
    who: Callable[[Request], Who | Response]
    status_of: Refused
    now: Callable[[], str]
    most_bytes: int
    counted: Counted
    seed: ReadDocument | None = None
    """The article that comes along."""
    facts: OpenFacts = no_facts
    """Of what is stored, as far as they are kept in memory."""

    @property
    def seed_claims(self) -> tuple[Mapping[str, Any], ...]:
        """The claims of the article that comes along."""
        return () if self.seed is None else self.seed.claims

    def add(self, app: FastAPI, method: str, path: str, handler: Handler) -> None:
        """Adds a page, or what a form of it is sent to. Whatever is wrong is told on a page."""

        async def page(request: Request) -> Response:
            who = self.who(request)
            if isinstance(who, Response):
                return who
            try:
                return await handler(request, who)
            except WrongForm as wrong:
                return self.trouble(wrong.status, Trouble(wrong.title, wrong.says, None, *_back(request)), who)
            except SaysoError as error:
                return self.refusal(request, error, who)

        app.router.add_api_route(path, page, methods=[method], include_in_schema=False)

    def render(self, template: str, who: Who | None = None, status: int = 200, **views: Any) -> Response:
        """A page; ``views`` are what its template knows, ``page`` the view of the whole."""
        html = self.templates.get_template(template).render(who=who, **views)
        return Response(html.encode(), status, {**self.headers, **PRIVATE}, media_type=HTML)

    def refusal(self, request: Request, error: SaysoError, who: Who | None) -> Response:
        """The page of an error. Nothing that was asked for has been done."""
        found = getattr(error, "problems", ())
        lines = tuple(each.message + (f" ({each.hint})" if each.hint else "") for each in found)
        says = f"{error.message[:1].upper()}{error.message[1:]}."
        trouble = Trouble("That could not be done", says, error.hint, *_back(request), lines)
        return self.trouble(self.status_of(error), trouble, who)

    def trouble(self, status: int, trouble: Trouble, who: Who | None) -> Response:
        return self.render("trouble.html", who, status, page=trouble)

    async def sent(self, request: Request) -> Sent:
        """The form that was sent from a page of this site. Raises WrongForm."""
        return await read_sent(request, self.most_bytes)

    async def store(self) -> Store:
        """The store, which is opened with the first page that needs it. Raises StorageUnavailable."""
        store = self.storage.now
        return await run_in_threadpool(self.storage.use) if store is None else store

    async def commit(self, change: Change) -> Reply:
        """The reply to a change, when it is durable. Raises what the change raises."""
        return await (await self.store()).awaited(change)

    def by(self, who: Who) -> By:
        """Who keeps something."""
        return By(who.actor, self.ids)


def see(path: str) -> Response:
    """Leads to another page of this site after a form was sent."""
    return RedirectResponse(path, 303, PRIVATE)


def _back(request: Request) -> tuple[str, str]:
    """Where the asker came from, if that is a page of this site: an address and a name for it."""
    came = request.headers.get("referer", "")
    host = f"//{request.headers.get('host', '')}/"
    _, found, path = came.partition(host)
    return (f"/{path}", "Back") if found and request.headers.get("host") else (HOME, "Back to the start")
