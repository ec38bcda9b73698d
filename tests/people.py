"""How does a test get a service that people may sign in to, and a browser that is signed in?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from tests.api.asking import LOOPBACK, ask
from tests.services import READINGS
from tests.usecases.small import folder, rubric

from sayso.api.watch import Watch
from sayso.app import build_app
from sayso.lasting import lasting_of
from sayso.settings import Settings
from sayso.store.audit import AuditFilters
from sayso.store.ids import Ids
from sayso.store.people_port import PersonRow
from sayso.usecases.attempts import Attempts
from sayso.usecases.keys import creation, make_key
from sayso.usecases.passwords import Passwords
from sayso.usecases.people import About, adding, new_person
from sayso.usecases.reading import Queue
from sayso.usecases.sessions import opening
from sayso.usecases.sign_in import SignIns

PASSWORD = "correct horse battery"
AFAR = "https://desk.example"
IDS, NUMBERS = Ids(), count()
FORM = {"content-type": "application/x-www-form-urlencoded"}


CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
"""As real as any, and a thousandth of the work: what it costs is tested once, elsewhere."""


@lru_cache(maxsize=1)
def kept_password() -> str:
    """The hash of PASSWORD, worked out once."""
    return CHEAP.hash(PASSWORD)


class Peopled:
    """A service on a desk of one small rubric."""

    def __init__(self, path: Path, storage: dict[str, Any]) -> None:
        path.mkdir(exist_ok=True)
        self.settings = Settings(rubrics_dir=folder(path, small=rubric()), rubric="small", **storage)
        self.app: FastAPI = self._service()
        self.store = self.app.state.storage.use()

    @contextmanager
    def beside(self) -> Iterator[FastAPI]:
        """Another service on the same database."""
        other = self._service()
        other.state.storage.use()
        yield other
        other.state.storage.close()

    def _service(self) -> FastAPI:
        sign_ins = SignIns(CHEAP, Attempts(), Queue(2))
        lasting = replace(lasting_of(self.settings, Watch()), readings=READINGS, sign_ins=lambda: sign_ins)
        return build_app(self.settings, lasting=lasting)

    def add(self, *roles: str, name: str = "Ana Ruiz", password: str | None = None, **more: Any) -> PersonRow:
        about = About(name, more.pop("email", f"person-{next(NUMBERS)}@desk.example"), roles, more.pop("releases", ()))
        row = new_person(about, password or kept_password(), IDS)._replace(**more)
        self.store.submit(adding(row, "test")).result(30)
        return self.store.people.find(row.id)

    def key(self, *scopes: str) -> str:
        key, row = make_key("tool", scopes, None, IDS)
        self.store.submit(creation(row, "test")).result(30)
        return key

    def session(self, person: PersonRow) -> str:
        """What a browser holds that is signed in."""
        token, change = opening(person, None)
        assert self.store.submit(change).result(30).subject == person.id
        return token

    def ask(self, method: str, path: str, token: str | None = None, **more: Any) -> httpx.Response:
        """One request of a browser, from a page of the service itself unless ``headers`` say otherwise."""
        headers = {"sec-fetch-site": "same-origin"} | more.pop("headers", {})
        if token is not None:
            headers["cookie"] = f"sayso={token}"
        headers = {name: value for name, value in headers.items() if value is not None}
        return ask(more.pop("app", self.app), method, path, headers=headers, base=more.pop("base", LOOPBACK), **more)

    def form(self, path: str, token: str | None = None, **fields: Any) -> httpx.Response:
        more = {name: fields.pop(name) for name in ("headers", "base", "app") if name in fields}
        return self.ask("POST", path, token, data=fields, **more)

    def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        return self.form("/sign-in", email=email, password=password, **more)

    def trail(self, **by: str) -> list[tuple[str, str]]:
        """Operation and actor of what was done, newest first."""
        return [(entry.operation, entry.actor) for entry in self.store.audit(AuditFilters(**by), None, 200)]

    def close(self) -> None:
        assert self.store.verify().broken is None
        self.app.state.storage.close()


def token_in(response: httpx.Response) -> str:
    """What a browser was given."""
    given = response.headers["set-cookie"].partition(";")[0]
    return str(given.partition("=")[2])


def peopled(request: pytest.FixtureRequest, folder: Path) -> Iterator[Peopled]:
    """A service with an admin, on the database that the fixture's parameter names."""
    storage: dict[str, Any] = {"data_dir": folder / "data"}
    if request.param == "postgresql":
        storage["database_url"] = request.getfixturevalue("postgres").database()
    found = Peopled(folder / "rubrics", storage)
    found.add("admin")
    yield found
    found.close()
