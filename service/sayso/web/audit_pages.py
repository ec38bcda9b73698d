"""Which page shows the audit? ``/audit``, with filters and a button that verifies all of it. For an admin.

What it says is what ``GET /v1/audit`` and ``GET /v1/audit/verify`` say.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.store.audit import AuditFilters, Mark
from sayso.store.ids import written_time
from sayso.store.port import Store
from sayso.usecases.audit import told
from sayso.usecases.who import ADMIN, Who
from sayso.web.links import AUDIT, HOME
from sayso.web.site import Site, Trouble
from sayso.web.view_audit import AuditView, FilterView, MarkView, VerdictView, entry_views, verdict_view

_PAGE = 50
_POSITION = re.compile(r"[1-9][0-9]{0,14}")
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_NAMES = ("actor", "operation", "subject", "since")


class AuditPages:
    """The handlers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def list(self, request: Request, who: Who) -> Response:
        if ADMIN not in who.roles:
            return self._not_theirs(who)
        return await run_in_threadpool(self._page, await self._site.store(), request, who, None, MarkView())

    async def verify(self, request: Request, who: Who) -> Response:
        """Goes through the whole audit. Nothing is changed by it."""
        if ADMIN not in who.roles:
            return self._not_theirs(who)
        sent = await self._site.sent(request)
        mark = _mark(sent.get("position").strip(), sent.get("hash").strip())
        store = await self._site.store()
        if mark.wrong is not None:
            return await run_in_threadpool(self._page, store, request, who, None, mark, 422)
        noted = Mark(int(mark.position), mark.hash) if mark.position else None
        verdict = verdict_view(told(await run_in_threadpool(store.verify, noted)))
        return await run_in_threadpool(self._page, store, request, who, verdict, mark)

    def _page(
        self, store: Store, request: Request, who: Who, verdict: VerdictView | None, mark: MarkView, status: int = 200
    ) -> Response:
        asked = {name: request.query_params.get(name, "").replace("\0", "")[:500].strip() for name in _NAMES}
        since, wrong = _moment(asked["since"])
        filters = AuditFilters(asked["actor"] or None, asked["operation"] or None, asked["subject"] or None, since)
        cursor = request.query_params.get("cursor", "")
        before = int(cursor) if _POSITION.fullmatch(cursor) else None
        if verdict is not None and verdict.broken_at is not None:
            before = verdict.broken_at + 1
        found = [] if wrong else store.audit(filters, before, _PAGE + 1)
        shown, older = found[:_PAGE], None
        if len(found) > len(shown):
            given = {name: value for name, value in asked.items() if value}
            older = f"{AUDIT}?{urlencode(given | {'cursor': str(shown[-1].position)})}"
        view = AuditView(
            filters=FilterView(**asked, wrong=wrong),
            entries=entry_views(shown, None if verdict is None else verdict.broken_at),
            older=older,
            verdict=verdict,
            mark=mark,
        )
        return self._site.render("audit.html", who, 422 if wrong else status, page=view)

    def _not_theirs(self, who: Who) -> Response:
        return self._site.trouble(
            403, Trouble("The audit is for an admin", "Your roles do not open it.", None, HOME, "Back"), who
        )


def _moment(written: str) -> tuple[str | None, str | None]:
    """What ``since`` means, or why it means nothing."""
    if not written:
        return None, None
    try:
        found = datetime.fromisoformat(written)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        return written_time(found), None
    except (ValueError, OverflowError):
        return None, "Since is no date or time, such as 2026-01-31 or 2026-01-31T12:00"


def _mark(position: str, digest: str) -> MarkView:
    if not position and not digest:
        return MarkView()
    if _POSITION.fullmatch(position) and _HASH.fullmatch(digest):
        return MarkView(position, digest)
    says = "A noted entry has a position, such as 41, and its hash: sha256: and 64 digits. Fill in both, or neither."
    return MarkView(position, digest, says)


def add_audit_pages(app: FastAPI, site: Site) -> None:
    pages = AuditPages(site)
    site.add(app, "GET", AUDIT, pages.list)
    site.add(app, "POST", AUDIT + "/verify", pages.verify)
