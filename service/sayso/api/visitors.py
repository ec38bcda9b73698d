"""Who is signed in, and may this request act in their name? A cookie, its session, and the site that asks.

The session is read from the database at every such request: whoever is disabled, or signed out on another replica, is
out at the very next call. Callers with a key never come here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.types import Scope

from sayso.api.keys import Holder
from sayso.api.refusals import CrossSite
from sayso.errors import SaysoError
from sayso.store.holder import Storage
from sayso.store.people_port import Signed
from sayso.usecases.people import scopes_of, who_is
from sayso.usecases.sessions import find_signed, seeing
from sayso.usecases.signed_cookie import held_by

SAFE = ("GET", "HEAD", "OPTIONS")


class Visitor(NamedTuple):
    """Somebody who is signed in, and what they may do."""

    signed: Signed
    holder: Holder


class Visitors:
    """Recognises people by what their browser holds."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def find(self, scope: Scope) -> Visitor | None:
        """Whose session the request's cookie is. Raises StorageUnavailable, StorageBusy."""
        token = held_by(scope)
        if token is None:
            return None
        now = datetime.now(UTC)
        signed = await run_in_threadpool(lambda: find_signed(self._storage.use(), token, now))
        if signed is None:
            return None
        self._note(signed, now)
        who = who_is(signed.person)
        return Visitor(signed, Holder(who.actor, scopes_of(signed.person), person=who))

    def _note(self, signed: Signed, now: datetime) -> None:
        change, store = seeing(signed, now), self._storage.now
        if change is not None and store is not None:
            try:
                store.submit(change)  # nobody waits for it: it is right to some minutes
            except SaysoError:
                return  # too much waits to be written; it is noted next time


def check_site(scope: Scope, strict: bool) -> CrossSite | None:
    """The refusal of a change that another site asks for. ``strict`` where the browser adds the cookie by itself: then
    it has to say where the request comes from.

    The rule of Go 1.25's CrossOriginProtection: ``Sec-Fetch-Site`` decides, which no page can forge; without it, the
    host in ``Origin`` has to be the host that is asked.
    """
    if scope["method"] in SAFE:
        return None
    said = {name: value for name, value in scope["headers"] if name in (b"sec-fetch-site", b"origin", b"host")}
    site, origin = said.get(b"sec-fetch-site"), said.get(b"origin")
    if site is not None:
        own = site in (b"same-origin", b"none")
    elif origin is not None:
        own = origin.partition(b"://")[2] == said.get(b"host")
    else:
        own = not strict
    if own:
        return None
    message = "this change was not asked for by a page of this service"
    return CrossSite(message, hint="ask from its own pages, or with a key in the header authorization")
