"""Are the rooms closed to whoever may not be there: without signing in, and in a role that does not open them?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from tests.api.asking import ask
from tests.services import service_of
from tests.usecases.small import folder, rubric

from sayso.api.conditions import now
from sayso.api.problems import status_of
from sayso.api.tallies import Grades
from sayso.settings import Settings
from sayso.store.ids import Ids
from sayso.usecases.document import ReadDocument
from sayso.usecases.past import PastDesks
from sayso.usecases.serving import Still
from sayso.usecases.who import ADMIN, AUTHOR, REVIEWER, Who
from sayso.web.audit_pages import add_audit_pages
from sayso.web.help_page import add_help_page
from sayso.web.print_pages import add_print_pages
from sayso.web.routes import HEADERS, add_pages
from sayso.web.site import Site
from sayso.web.source_pages import add_source_pages

Opened = Callable[[Who | None], FastAPI]
ROOMS = ("/sources", "/sources/x", "/audit", "/help", "/documents/" + "0" * 32 + "/print")


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """The rooms on one desk, as somebody sees them; None is nobody who has signed in."""
    rubrics = folder(tmp_path / "rubrics", small=rubric())
    service = service_of(Settings(rubrics_dir=rubrics, rubric="small", data_dir=tmp_path / "data"))
    desk = service.state.desk

    def seen(who: Who | None) -> FastAPI:
        app = FastAPI(openapi_url=None)

        def asks(_: Request) -> Who | Response:
            return RedirectResponse("/sign-in", 303) if who is None else who

        site = Site(
            desk=desk,
            storage=service.state.storage,
            ids=Ids(),
            past=PastDesks(desk),
            serving=Still(desk),
            reading=None,  # type: ignore[arg-type]  # nothing is read here
            templates=add_pages(app, desk, ReadDocument("d", "t", "o", "", "text", ())),
            headers=HEADERS,
            who=asks,
            status_of=status_of,
            now=now,
            most_bytes=100_000,
            counted=Grades().add,
        )
        for add in (add_audit_pages, add_help_page, add_print_pages, add_source_pages):
            add(app, site)
        return app

    return seen


def one(*roles: str) -> Who:
    return Who("person:p", frozenset(roles))


@pytest.mark.parametrize("path", ROOMS)
def test_who_has_not_signed_in_sees_nothing(opened: Opened, path: str) -> None:
    response = ask(opened(None), "GET", path)
    assert (response.status_code, response.headers["location"], response.content) == (303, "/sign-in", b"")


@pytest.mark.parametrize("path", ["/sources", "/sources/x", "/audit/verify"])
def test_who_has_not_signed_in_changes_nothing(opened: Opened, path: str) -> None:
    response = ask(opened(None), "POST", path, data={"id": "x", "name": "X"}, headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == 303
    assert ask(opened(one(ADMIN)), "GET", "/sources/x").status_code == 404


@pytest.mark.parametrize("role", [AUTHOR, REVIEWER])
def test_the_audit_is_for_an_admin(opened: Opened, role: str) -> None:
    for method, path in (("GET", "/audit"), ("POST", "/audit/verify")):
        response = ask(opened(one(role)), method, path, headers={"sec-fetch-site": "same-origin"})
        assert response.status_code == 403
        assert "The audit is for an admin" in response.text
    assert ask(opened(one(ADMIN)), "GET", "/audit").status_code == 200


def test_an_author_reads_the_sources_and_does_not_change_them(opened: Opened) -> None:
    headers = {"sec-fetch-site": "same-origin"}
    sent = {"id": "x", "name": "X", "kind": "outlet"}
    assert ask(opened(one(AUTHOR)), "POST", "/sources", data=sent, headers=headers).status_code == 403
    made = ask(opened(one(REVIEWER)), "POST", "/sources", data=sent, headers=headers)
    assert (made.status_code, made.headers["location"]) == (303, "/sources/x?done=kept")
    shown = ask(opened(one(AUTHOR)), "GET", "/sources/x")
    assert shown.status_code == 200
    assert "Change the entry" not in shown.text
    assert "Change the entry" in ask(opened(one(REVIEWER)), "GET", "/sources/x").text
    changed = ask(opened(one(AUTHOR)), "POST", "/sources/x", data={"seen": "1", "name": "Y"}, headers=headers)
    assert changed.status_code == 403
