"""The queue: which documents wait for the desk, who has which, and what is taken next?"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import FastAPI
from pydantic_core import from_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import InvalidRequest, SaysoError
from sayso.store.port import Store
from sayso.store.work_port import Cursor
from sayso.usecases.reviews import Expected
from sayso.usecases.who import Who
from sayso.usecases.work.acting import Act
from sayso.usecases.work.agreement import agreement
from sayso.usecases.work.desks import Place, assign
from sayso.usecases.work.leases import end_lease, take_lease
from sayso.usecases.work.queue import NOTHING, Wanted, list_queue, take_next
from sayso.web.links import DOCUMENTS
from sayso.web.site import Site, see
from sayso.web.view_queue import FIELDS, Answer, QueueView, queue_view, wanted_of

QUEUE = "/queue"
_COUNT = 50
_CURSOR_PARTS = 2


def add_queue_pages(app: FastAPI, site: Site) -> None:
    pages = QueuePages(site)
    site.add(app, "GET", QUEUE, pages.show)
    site.add(app, "POST", f"{QUEUE}/next", pages.take_next)
    site.add(app, "POST", f"{QUEUE}/assign", pages.assign)
    site.add(app, "POST", f"{QUEUE}/lease", pages.lease)


class QueuePages:
    """The handlers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request, who: Who) -> Response:
        return await self._page(who, request.query_params)

    async def take_next(self, request: Request, who: Who) -> Response:
        """Leads to the first free document of the filters, which is held from then on."""
        sent = await self._site.sent(request)
        asked = {name: sent.get(name) for name in FIELDS}
        act = Act(who, self._site.now(), self._site.ids.next())
        reply = await self._site.commit(take_next(act, wanted_of(asked)))
        if reply.body == NOTHING:
            return await self._page(who, asked, "No document of these is free: each is signed, or somebody has it.")
        return see(f"{DOCUMENTS}/{from_json(reply.body)['document']}")

    async def assign(self, request: Request, who: Who) -> Response:
        """Gives every document that was ticked to a desk or to somebody; all that can be done is done."""
        sent = await self._site.sent(request)
        given = {name: value for name in ("desk", "assignee") if (value := sent.word(f"to_{name}"))}
        place = Place(**given, given=frozenset(given))
        refused: list[str] = []
        for ticked in sent.all("document"):
            id_, _, seen = ticked.partition(".")
            expected = Expected(frozenset({int(seen)} if seen.isdecimal() else ()))
            act = Act(who, self._site.now(), self._site.ids.next())
            try:
                await self._site.commit(assign(act, id_, place, expected))
            except SaysoError as error:
                refused.append(error.message)
        if not sent.all("document") or not given:
            refused.append("tick documents, and name a desk or a person")
        asked = {name: sent.get(name) for name in FIELDS}
        if refused:
            return await self._page(who, asked, *dict.fromkeys(refused), status=409)
        return see(QUEUE + _query(asked))

    async def lease(self, request: Request, who: Who) -> Response:
        sent = await self._site.sent(request)
        act, id_ = Act(who, self._site.now(), self._site.ids.next()), sent.get("document")
        if sent.get("do") == "end":
            await self._site.commit(end_lease(act, id_))
            return see(QUEUE)
        await self._site.commit(take_lease(act, id_, 30, sent.get("do") == "take_over"))
        return see(f"{DOCUMENTS}/{id_}")

    async def _page(self, who: Who, asked: Mapping[str, str], *says: str, status: int = 200) -> Response:
        view = await run_in_threadpool(self._view, await self._site.store(), who, asked, says)
        return self._site.render("queue.html", who, max(status, 422 if view.wrong else 200), page=view)

    def _view(self, store: Store, who: Who, asked: Mapping[str, str], says: tuple[str, ...]) -> QueueView:
        now, desk = self._site.now(), self._site.desk
        wrong: tuple[str, ...] = ()
        try:
            found = list_queue(store, wanted_of(asked), _cursor(asked.get("after", "")), _COUNT, now)
        except InvalidRequest as error:
            wrong = tuple(each.message for each in error.problems)
            found = list_queue(store, Wanted(), None, _COUNT, now)
        then = None
        if found.then is not None:
            then = QUEUE + _query({**asked, "after": f"{found.then.widest}.{found.then.document_id}"})
        agreed = agreement(store, desk.plan(None).rubric)
        answer = Answer(found.documents, then, agreed, (*says, *wrong), bool(wrong))
        return queue_view(answer, asked, who)


def _cursor(text: str) -> Cursor | None:
    parts = text.split(".")
    if len(parts) != _CURSOR_PARTS or not parts[0].lstrip("-").isdecimal():
        return None
    return Cursor(parts[1], int(parts[0]))


def _query(asked: Mapping[str, str]) -> str:
    given = {name: asked[name] for name in (*FIELDS, "after") if asked.get(name)}
    return f"?{urlencode(given)}" if given else ""
