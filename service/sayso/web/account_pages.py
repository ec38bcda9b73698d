"""How does somebody sign in with the house's own account? Away to its provider, and back to where they wanted to go."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.store.refusals import Changed
from sayso.usecases.accounts import linking, person_of
from sayso.usecases.sessions import opening
from sayso.usecases.signed_cookie import cookie_of, giving, held_by, is_secure, value_of
from sayso.web.account_port import AccountRefused, Accounts, AccountUnavailable, read, written
from sayso.web.people_pages import Entrance, SignInPages
from sayso.web.signed_in import SIGN_IN, local_path

BEGIN, DONE = f"{SIGN_IN}/account", f"{SIGN_IN}/account/done"
_NOBODY = "Nobody is known here by that account. Ask an admin to add you under the e-mail address that it has."
_BROKEN = "That took too long, or was begun in another browser. Try again."
_MINUTES = 10


def add_account_pages(app: FastAPI, entrance: Entrance, accounts: Accounts, signing: SignInPages) -> None:
    pages = AccountPages(entrance, accounts, signing)
    for path, endpoint in ((BEGIN, pages.begin), (DONE, pages.done)):
        app.router.add_api_route(path, endpoint, include_in_schema=False)


@dataclass(frozen=True)
class AccountPages:
    """The two addresses."""

    entrance: Entrance
    accounts: Accounts
    signing: SignInPages

    async def begin(self, request: Request) -> Response:
        onward = local_path(request.query_params.get("next", ""))
        try:
            place, begun = await run_in_threadpool(self.accounts.begin, _back(request))
        except AccountUnavailable as error:
            return self._refused(request, onward, f"{error.message.capitalize()}.", 503)
        return _led(place, _cookie(request, written(begun, onward), _MINUTES * 60))

    async def done(self, request: Request) -> Response:
        """Lets somebody in whose account belongs to a person."""
        brought = read(value_of(request.scope, _name(request)) or "")
        state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        if brought is None or not secrets.compare_digest(state.encode("utf-8", "replace"), brought[0].state.encode()):
            return self._refused(request, "/", _BROKEN, 400)
        begun, onward = brought
        if not code:
            return self._refused(request, onward, "The house's sign-in did not let you in.", 401)
        try:
            account = await run_in_threadpool(self.accounts.finish, _back(request), code, begun)
            token = await self._enter(request, account.subject, account.email)
        except AccountUnavailable as error:
            return self._refused(request, onward, f"{error.message.capitalize()}.", 503)
        except AccountRefused as error:
            return self._refused(request, onward, f"{error.message.capitalize()}.", 401)
        if token is None:
            return self._refused(request, onward, _NOBODY, 403)
        response = _led(onward, giving(token, is_secure(request.scope)))
        response.headers.append("set-cookie", _cookie(request, "", 0))
        return response

    async def _enter(self, request: Request, subject: str, email: str | None) -> str | None:
        store = await run_in_threadpool(self.entrance.storage.use)
        person = await run_in_threadpool(person_of, store, subject, email)
        if person is None:
            return None
        if person.subject is None:
            try:
                await store.awaited(linking(person, subject))
            except Changed:
                return None
            person = await run_in_threadpool(store.people.find, person.id)
            if person.subject != subject:
                return None
        token, change = opening(person, held_by(request.scope))
        return token if (await store.awaited(change)).subject else None

    def _refused(self, request: Request, onward: str, says: str, status: int) -> Response:
        response = self.signing.page(request, onward, error=says, status=status)
        response.headers.append("set-cookie", _cookie(request, "", 0))
        return response


def _back(request: Request) -> str:
    """The address of this service to which the provider leads back; the provider has to know it."""
    secure = "https" if is_secure(request.scope) else "http"
    return f"{secure}://{request.headers.get('host', '')}{DONE}"


def _name(request: Request) -> str:
    return f"{cookie_of(is_secure(request.scope))}-account"


def _cookie(request: Request, value: str, seconds: int) -> str:
    secure = "; Secure" if is_secure(request.scope) else ""
    return f"{_name(request)}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"


def _led(place: str, cookie: str) -> Response:
    return RedirectResponse(place, 303, {"cache-control": "no-store", "set-cookie": cookie})
