"""Which pages are there for people and keys? Signing in and out, and one list with the forms that change it.

They work without JavaScript. Each change is the one that the same operation makes over REST.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import FastAPI
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import InvalidRequest, Problem, SaysoError
from sayso.store.holder import Storage
from sayso.store.ids import Ids
from sayso.store.people_port import PersonRow
from sayso.store.port import Store
from sayso.store.refusals import StorageBusy, StorageUnavailable
from sayso.usecases.keys import creation, make_key, revocation
from sayso.usecases.people import About, adding, changing, check_about, new_person
from sayso.usecases.reading import Busy
from sayso.usecases.reviews import Expected
from sayso.usecases.sessions import OpenSignIns, ending
from sayso.usecases.signed_cookie import giving, held_by, is_secure, taking
from sayso.usecases.who import ADMIN, Who
from sayso.web.account_port import Accounts
from sayso.web.people_forms import (
    Fields,
    PeopleView,
    Secret,
    SignInView,
    Written,
    fields_of,
    key_view,
    one,
    person_view,
    told,
    words_in,
    written_of,
)
from sayso.web.signed_in import SIGN_IN, SIGN_OUT, local_path, person_or_redirect, signed_in

PEOPLE = "/people"
_HTML = "text/html; charset=utf-8"
_MOST = 1_000
_WRONG = "The e-mail address or the password is not right."
_NO_FORM = "What was sent is no form, or is too large."
_LATER = (Busy, StorageBusy, StorageUnavailable)


@dataclass(frozen=True)
class Entrance:
    """How people come in: where they are kept, by which service, and whether anybody has to."""

    storage: Storage
    ids: Ids
    sign_ins: OpenSignIns
    peopled: Callable[[], bool]
    accounts: Accounts | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says beside its lists: what was wrong, what is shown this once, what stands in the forms."""

    errors: tuple[str, ...] = ()
    secret: Secret | None = None
    written: Written = field(default_factory=written_of)


Work = Callable[[Who, Fields, Store], Awaitable[Secret | None]]


def add_people_pages(app: FastAPI, entrance: Entrance, templates: Environment, headers: dict[str, str]) -> SignInPages:
    """Adds the pages. They are never kept by a browser: a key or a password may stand there."""
    fresh = {**headers, "cache-control": "no-store"}
    signing, people = SignInPages(entrance, templates, fresh), PeoplePages(entrance, templates, fresh)
    for path, method, endpoint in (
        (SIGN_IN, "GET", signing.form),
        (SIGN_IN, "POST", signing.sign_in),
        (SIGN_OUT, "POST", signing.sign_out),
        (PEOPLE, "GET", people.list_all),
        (PEOPLE, "POST", people.add),
        (f"{PEOPLE}/keys", "POST", people.make_key),
        (f"{PEOPLE}/keys/{{id}}/revoke", "POST", people.revoke_key),
        (f"{PEOPLE}/password", "POST", people.set_password),
        (f"{PEOPLE}/{{id}}", "POST", people.change),
    ):
        app.router.add_api_route(path, endpoint, methods=[method], include_in_schema=False)
    return signing


class SignInPages:
    """Signing in and out."""

    def __init__(self, entrance: Entrance, templates: Environment, headers: dict[str, str]) -> None:
        self._entrance = entrance
        self._templates = templates
        self._headers = headers

    async def form(self, request: Request) -> Response:
        return self.page(request, local_path(request.query_params.get("next", "")))

    async def sign_in(self, request: Request) -> Response:
        """Lets somebody in and leads them on; else the form again, with what was written but for the password."""
        fields = await fields_of(request)
        if fields is None:
            return self.page(request, "/", error=_NO_FORM, status=400)
        email, password, onward = one(fields, "email"), one(fields, "password"), local_path(one(fields, "next"))
        if not self._entrance.peopled():
            return self.page(request, onward, email, _WRONG, 401)
        sign_ins = await run_in_threadpool(self._entrance.sign_ins)
        store = await _store(self._entrance)
        try:
            tried = await sign_ins.sign_in(store, email, password, _asker(request), held_by(request.scope))
        except _LATER:
            return self.page(request, onward, email, "This cannot be looked at just now. Try again in a moment.", 503)
        if tried.wait is not None:
            minutes = -(-tried.wait // 60)
            says = f"Too many attempts. Try again in {minutes} {'minute' if minutes == 1 else 'minutes'}."
            return self.page(request, onward, email, says, 429, {"retry-after": str(tried.wait)})
        if tried.token is None:
            return self.page(request, onward, email, _WRONG, 401)
        return _led(onward, giving(tried.token, is_secure(request.scope)))

    async def sign_out(self, request: Request) -> Response:
        """Ends the session, if there is one, and takes the cookie back either way."""
        held, person = held_by(request.scope), signed_in(request)
        if held is not None and person is not None:
            store = await _store(self._entrance)
            await store.awaited(ending(held, f"person:{person.id}"))
        return _led(SIGN_IN, taking(is_secure(request.scope)))

    def page(
        self,
        request: Request,
        onward: str,
        email: str = "",
        error: str | None = None,
        status: int = 200,
        more: dict[str, str] | None = None,
    ) -> Response:
        """The page with the form, or with who is signed in."""
        person = signed_in(request)
        you = None if person is None else person.name
        view = SignInView("Sign in", onward, email, you, self._entrance.peopled(), self._account_at(onward), error)
        html = self._templates.get_template("sign_in.html").render(page=view)
        return Response(html.encode("utf-8", "replace"), status, {**self._headers, **(more or {})}, media_type=_HTML)

    def _account_at(self, onward: str) -> str | None:
        """Where one signs in with the house's own account, if one can."""
        if self._entrance.accounts is None:
            return None
        return f"{SIGN_IN}/account?next={quote(onward, safe='/')}"


class PeoplePages:
    """The list of people and keys, and what its forms do."""

    def __init__(self, entrance: Entrance, templates: Environment, headers: dict[str, str]) -> None:
        self._entrance = entrance
        self._templates = templates
        self._headers = headers

    async def list_all(self, request: Request) -> Response:
        who = person_or_redirect(request)
        return await self._page(request, who, Shown()) if isinstance(who, Who) else who

    async def add(self, request: Request) -> Response:
        async def work(who: Who, fields: Fields, store: Store) -> Secret | None:
            releases = words_in(one(fields, "releases"))
            about = check_about(About(one(fields, "name"), one(fields, "email"), fields.get("role", ()), releases))
            password = kept = None
            if "password" in fields:
                sign_ins = await run_in_threadpool(self._entrance.sign_ins)
                password, kept = await sign_ins.new_password()
            row = new_person(about, kept, self._entrance.ids)
            await store.awaited(adding(row, who.actor))
            return None if password is None else Secret("first password", row.name, password)

        return await self._done(request, work)

    async def change(self, request: Request) -> Response:
        id_ = request.path_params["id"]

        async def work(who: Who, fields: Fields, store: Store) -> Secret | None:
            does, seen = one(fields, "do"), Expected(_revisions(one(fields, "revision")))
            about, password, kept = About(), None, None
            if does == "save":
                about = check_about(About(roles=fields.get("role", ()), releases=words_in(one(fields, "releases"))))
            elif does in ("disable", "enable"):
                about = About(disabled=does == "disable")
            elif does == "password":
                sign_ins = await run_in_threadpool(self._entrance.sign_ins)
                password, kept = await sign_ins.new_password()
            else:
                raise InvalidRequest([Problem("unknown_value", "there is nothing to do")])
            await store.awaited(changing(id_, about, kept, seen, who.actor))
            if password is None:
                return None
            return Secret("new password", (await run_in_threadpool(store.people.find, id_)).name, password)

        return await self._done(request, work)

    async def make_key(self, request: Request) -> Response:
        async def work(who: Who, fields: Fields, store: Store) -> Secret | None:
            until = one(fields, "expires").strip() or None
            key, row = make_key(one(fields, "name"), fields.get("scope", ()), until, self._entrance.ids)
            await store.awaited(creation(row, who.actor))
            return Secret("key", row.name, key)

        return await self._done(request, work, of_key=True)

    async def revoke_key(self, request: Request) -> Response:
        id_ = request.path_params["id"]

        async def work(who: Who, _: Fields, store: Store) -> None:
            await store.awaited(revocation(id_, who.actor))

        return await self._done(request, work)

    async def set_password(self, request: Request) -> Response:
        """A password of one's own choice, for whoever is signed in."""
        who, person = person_or_redirect(request), signed_in(request)
        if not isinstance(who, Who):
            return who
        fields = await fields_of(request)
        if fields is None or person is None:
            return await self._page(request, who, Shown((_NO_FORM,)), 400)
        if one(fields, "new") != one(fields, "again"):
            return await self._page(request, who, Shown(("The two new passwords are not the same.",)), 422)
        sign_ins, store = await run_in_threadpool(self._entrance.sign_ins), await _store(self._entrance)
        try:
            tried = await sign_ins.change_own(
                store, person, one(fields, "current"), one(fields, "new"), _asker(request)
            )
        except (InvalidRequest, *_LATER) as error:
            return await self._page(request, who, Shown(told(error)), 503 if isinstance(error, _LATER) else 422)
        if tried.wait is not None:
            shown = Shown(("Too many attempts. Try again in some minutes.",))
            return await self._page(request, who, shown, 429, {"retry-after": str(tried.wait)})
        if tried.token is None:
            return await self._page(request, who, Shown(("The current password is not right.",)), 422)
        return _led(PEOPLE, giving(tried.token, is_secure(request.scope)))

    async def _done(self, request: Request, work: Work, of_key: bool = False) -> Response:
        """Does what a form asks for; the page again where that cannot be done, with what was written."""
        who = person_or_redirect(request)
        if not isinstance(who, Who):
            return who
        if ADMIN not in who.roles:
            return await self._page(request, who, Shown(("Only an admin may do this.",)), 403)
        fields = await fields_of(request)
        if fields is None:
            return await self._page(request, who, Shown((_NO_FORM,)), 400)
        try:
            secret = await work(who, fields, await _store(self._entrance))
        except SaysoError as error:
            status = 503 if isinstance(error, _LATER) else 422 if isinstance(error, InvalidRequest) else 409
            written = written_of(fields, of_key) if "do" not in fields else written_of()
            return await self._page(request, who, Shown(told(error), None, written), status)
        if secret is None:
            return RedirectResponse(PEOPLE, 303, self._headers)
        return await self._page(request, who, Shown(secret=secret))

    async def _page(
        self, request: Request, who: Who, shown: Shown, status: int = 200, more: dict[str, str] | None = None
    ) -> Response:
        view = await run_in_threadpool(self._view, who, signed_in(request), shown)
        html = self._templates.get_template("people.html").render(page=view)
        return Response(html.encode("utf-8", "replace"), status, {**self._headers, **(more or {})}, media_type=_HTML)

    def _view(self, who: Who, person: PersonRow | None, shown: Shown) -> PeopleView:
        is_admin = ADMIN in who.roles
        store = self._entrance.storage.use() if is_admin else None
        people = () if store is None else tuple(map(person_view, store.people.page(None, _MOST)))
        keys = () if store is None else tuple(map(key_view, store.keys()))
        you, email = (None, "") if person is None else (person.name, person.email)
        own = person is not None and person.password is not None
        return PeopleView(
            "People and keys", is_admin, you, email, own, people, keys, shown.written, shown.errors, shown.secret
        )


async def _store(entrance: Entrance) -> Store:
    now = entrance.storage.now
    return await run_in_threadpool(entrance.storage.use) if now is None else now


def _led(place: str, cookie: str) -> Response:
    return RedirectResponse(place, 303, {"cache-control": "no-store", "set-cookie": cookie})


def _asker(request: Request) -> str:
    return "" if request.client is None else request.client.host


def _revisions(text: str) -> frozenset[int]:
    return frozenset({int(text)}) if text.isascii() and text.isdigit() and len(text) < 10 else frozenset()
