"""What happens to every request before and after its route? Host, key, request id, safe headers, no raw fault, a note.

Plain ASGI: wrapping each call in a task, as Starlette's base middleware does, would cost four times the scoring.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import getrandbits
from time import perf_counter
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.api.access import Access, in_words
from sayso.api.conditions import who_holds
from sayso.api.keys import HOLDER, Holder, Keys, no_key
from sayso.api.problems import internal_error, respond_to
from sayso.api.refusals import NoKey, NoScope, WrongHost
from sayso.api.visitors import Visitors, check_site
from sayso.api.watch import Watch
from sayso.errors import SaysoError
from sayso.usecases.hosts import host_of, is_loopback
from sayso.usecases.who import SIGNED, WHO, local

if TYPE_CHECKING:
    from sayso.api.rates import Rates

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{1,128}")
_CLOSED, _OPEN = "/v1/", "/v1/schemas/"
_OWN_CHECK = "/read"  # the form there looks where it was sent from, and says so as a page
_SCORING = ("/v1/score", "/v1/score/batch")  # they change nothing, and the first is the busiest
_UNASKED = ("/static/", "/livez", "/readyz", "/metrics", "/openapi.json", _OPEN)  # the same whoever asks
_NO_KEY = no_key()
_ALWAYS = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")


@dataclass(frozen=True)
class Door:
    """How a service is guarded: its keys, what each operation needs, how often one may ask, and who notes it."""

    keys: Keys
    watch: Watch
    access: Access
    rates: Rates | None = None
    visitors: Visitors | None = None


class Guard:
    """Stands around the whole application."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.keys = door.keys
        self.access = door.access
        self.rates = door.rates
        self.visitors = door.visitors
        self.watch = door.watch
        self.known_hosts: dict[bytes, bool] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        host = given_id = None
        authorization: tuple[bytes, ...] = ()
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"authorization":
                authorization = (*authorization, value)
            elif name == b"x-request-id":
                given_id = value
        request_id = given_id if given_id and _REQUEST_ID.fullmatch(given_id) else _new_id()
        method = scope["method"]
        bodiless = method == "HEAD"
        if bodiless:  # answered as GET, so that every page and resource has it, then sent without its body
            scope = {**scope, "method": "GET"}
        status = size = 0

        async def send_guarded(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_safe_ones(message["headers"], request_id)
            elif bodiless:
                message = {**message, "body": b""}
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            refusal = self._refuse_far(scope, host) if not self.keys else self._refuse_key(scope, authorization)
            if refusal is _NO_KEY:
                refusal = await self._refuse_visitor(scope)
            if refusal is None:
                await self.app(scope, receive, send_guarded)
            else:
                await respond_to(scope["path"], refusal)(scope, receive, send_guarded)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Exception:
            self.watch.log.say.error("unhandled error", request_id=request_id.decode(), exc_info=True)
            if status:
                raise
            await internal_error(scope["path"])(scope, receive, send_guarded)
        finally:
            self.watch.ended(scope, method, status, size, perf_counter() - began, request_id)

    def _refuse_far(self, scope: Scope, host: bytes | None) -> SaysoError | None:
        """Where nobody is asked who they are, only this machine is answered."""
        if not self._is_loopback(host):  # a page on the web that points its own name at this machine
            return WrongHost(
                "without a key the service answers to the names of this machine only",
                hint="ask for 127.0.0.1 or localhost, or give the service a key (SAYSO_KEY_FILE)",
            )
        path = scope["path"]
        if path not in _SCORING:
            refused = _from_elsewhere(scope, strict=False)
            if refused is not None:
                return refused
            if not _is_closed(path):
                scope[WHO] = local()
                return None
        return None if self.rates is None else self.rates.count((scope.get("client") or ("",))[0])

    def _refuse_key(self, scope: Scope, authorization: tuple[bytes, ...]) -> SaysoError | None:
        """Who comes with a key; ``_NO_KEY`` where there is none to judge."""
        if not authorization:
            return _NO_KEY
        closed = _is_closed(scope["path"])
        try:
            holder = self.keys.find(authorization)
        except NoKey as refusal:
            return refusal if closed else None  # a page says itself that it needs somebody
        if closed:
            return self._judge(scope, holder)
        scope[WHO] = who_holds(holder)
        return None

    async def _refuse_visitor(self, scope: Scope) -> SaysoError | None:
        """Who comes without a key where one is needed: somebody who is signed in, or nobody."""
        closed = _is_closed(scope["path"])
        visitor = None
        if self.keys.peopled and self.visitors is not None and not scope["path"].startswith(_UNASKED):
            try:
                visitor = await self.visitors.find(scope)
            except SaysoError as refusal:
                return refusal
        if visitor is not None or not closed:
            refused = _from_elsewhere(scope, strict=visitor is not None)
            if refused is not None:
                return refused
        if visitor is None:
            return _NO_KEY if closed else None
        scope[SIGNED], scope[WHO] = visitor.signed, visitor.holder.person
        return self._judge(scope, visitor.holder) if closed else None

    def _judge(self, scope: Scope, holder: Holder) -> SaysoError | None:
        """Whether this is for them, and not too often."""
        scope[HOLDER] = holder
        needed = self.access.needed(scope["method"], scope["path"])
        if needed is not None and not holder.may(needed):
            words = in_words(needed)
            wanted = words.partition(" ")[0]
            if holder.person is not None:
                message = f"none of your roles may do this: a key would need the scope {words}"
                return NoScope(message, hint="an admin gives roles", scope=wanted)
            return NoScope(
                f"this key lacks the scope {words}", hint=f"ask with a key that has the scope {words}", scope=wanted
            )
        return None if self.rates is None else self.rates.count(holder.actor)

    def _is_loopback(self, host: bytes | None) -> bool:
        known = self.known_hosts.get(host or b"")
        if known is None:
            known = is_loopback(host_of(host or b""))
            if len(self.known_hosts) < 64:  # bounded: the caller chooses the names
                self.known_hosts[host or b""] = known
        return known


def _is_closed(path: str) -> bool:
    """Whether this is of the API, and not open to all."""
    return path.startswith(_CLOSED) and not path.startswith(_OPEN)


def _from_elsewhere(scope: Scope, *, strict: bool) -> SaysoError | None:
    return None if scope["path"] == _OWN_CHECK else check_site(scope, strict)


def _with_safe_ones(headers: Iterable[tuple[bytes, bytes]], request_id: bytes) -> list[tuple[bytes, bytes]]:
    """The headers and those that every answer has; a page may have a policy of its own."""
    found = [*headers, *_ALWAYS, (b"x-request-id", request_id)]
    for name, _ in found:
        if name == _POLICY[0]:
            return found
    return [*found, _POLICY]


def _new_id() -> bytes:
    """An id that no other request has. It is no secret, so that the system need not be asked for each."""
    return b"%032x" % getrandbits(128)
