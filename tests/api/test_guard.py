"""Does the guard keep strangers, strange hosts and raw faults out, and mark every answer?"""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from tests.api.asking import ask, assert_problem

from sayso.api.access import Access
from sayso.api.guard import Door, Guard
from sayso.api.keys import Keys
from sayso.api.logs import open_log
from sayso.api.problems import on_http_exception, on_sayso_error
from sayso.api.watch import Watch
from sayso.errors import Bug, SaysoError
from sayso.usecases.hosts import is_loopback

KEY = "k" * 43


def guarded(key: str | None = None, watch: Watch | None = None) -> FastAPI:
    """A service with a few plain routes behind the guard."""
    app = FastAPI(openapi_url=None)
    app.add_middleware(Guard, door=Door(Keys(key), watch or Watch(), Access()))
    app.add_exception_handler(SaysoError, on_sayso_error)
    app.add_exception_handler(HTTPException, on_http_exception)

    async def plain(_: Request) -> Response:
        return PlainTextResponse("fine")

    async def broken(_: Request) -> Response:
        raise ZeroDivisionError("the secret text of the claim")

    async def bug(_: Request) -> Response:
        raise Bug("the secret text of the claim")

    async def broken_midway(_: Request) -> Response:
        async def pieces():  # type: ignore[no-untyped-def]
            yield b"half"
            raise ZeroDivisionError

        return StreamingResponse(pieces())

    for path in ("/", "/livez", "/v1/thing", "/v1/schemas/thing", "/v1x"):
        app.add_route(path, plain)
    app.add_route("/broken", broken)
    app.add_route("/bug", bug)
    app.add_route("/midway", broken_midway)
    return app


@pytest.mark.parametrize("base", ["http://127.0.0.1:8321", "http://localhost", "http://[::1]:99", "http://127.9.9.9"])
def test_without_a_key_this_machine_is_answered(base: str) -> None:
    assert ask(guarded(), "GET", "/v1/thing", base=base).text == "fine"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "0.0.0.0", "10.0.0.1", "", "[::", "localhost.evil.example:8321"],
)
def test_without_a_key_a_name_that_is_not_this_machine_is_refused(host: str) -> None:
    assert_problem(ask(guarded(), "GET", "/v1/thing", headers={"host": host}), 403, "wrong_host")


def test_a_thousand_host_names_are_not_remembered() -> None:
    guard = Guard(PlainTextResponse("fine"), Door(Keys(), Watch(), Access()))
    for number in range(1000):
        ask(guard, "GET", "/", headers={"host": f"name-{number}.example"})
    assert len(guard.known_hosts) <= 64


@pytest.mark.parametrize(
    "given", [None, "", KEY, f"Basic {KEY}", "Bearer", "Bearer ", f"Bearer {KEY}x", f"Bearer {KEY[:-1]}"]
)
def test_with_a_key_whoever_has_another_is_refused(given: str | None) -> None:
    headers = {} if given is None else {"authorization": given}
    response = ask(guarded(KEY), "GET", "/v1/thing", headers=headers)
    assert_problem(response, 401, "unauthorized")
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_with_the_key_any_host_is_answered(scheme: str) -> None:
    headers = {"authorization": f"{scheme} {KEY}", "host": "sayso.example"}
    assert ask(guarded(KEY), "GET", "/v1/thing", headers=headers).text == "fine"


@pytest.mark.parametrize("path", ["/", "/livez", "/v1/schemas/thing"])
def test_open_addresses_stay_open_beside_a_key(path: str) -> None:
    assert ask(guarded(KEY), "GET", path).text == "fine"


def test_an_address_that_does_not_exist_is_not_told_from_one_that_does_without_the_key() -> None:
    assert_problem(ask(guarded(KEY), "GET", "/v1/nowhere"), 401, "unauthorized")


@pytest.mark.parametrize(("path", "kind"), [("/broken", "ZeroDivisionError"), ("/bug", "Bug")])
def test_a_fault_shows_nothing_of_itself_and_is_logged_under_the_request_id(path: str, kind: str) -> None:
    written = BytesIO()
    watch = Watch(log=open_log("warning", "json", written))
    response = ask(guarded(watch=watch), "GET", path, headers={"x-request-id": "req-7"})
    assert assert_problem(response, 500, "internal_error") == []
    for hidden in ("secret", "ZeroDivisionError", "Traceback", ".py", "Bug"):
        assert hidden not in response.text
    assert response.headers["x-request-id"] == "req-7"
    watch.log.writer.close()
    fault, request = map(json.loads, written.getvalue().splitlines())
    assert (fault["request_id"], request["request_id"]) == ("req-7", "req-7")
    assert (fault["fault"], request["status"]) == ([kind], 500)
    assert "test_guard.py" in fault["at"][-1]
    assert b"secret" not in written.getvalue()


def test_an_answer_that_breaks_midway_is_broken_off_not_finished() -> None:
    with pytest.raises(ZeroDivisionError):
        ask(guarded(), "GET", "/midway")


@pytest.mark.parametrize(("path", "status"), [("/livez", 200), ("/nowhere", 404), ("/broken", 500)])
def test_every_answer_carries_the_safe_headers(path: str, status: int) -> None:
    response = ask(guarded(), "GET", path)
    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_page_keeps_its_own_content_security_policy() -> None:
    async def page(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        await PlainTextResponse("", headers={"Content-Security-Policy": "default-src 'self'"})(scope, receive, send)

    response = ask(Guard(page, Door(Keys(), Watch(), Access())), "GET", "/")
    assert response.headers.get_list("content-security-policy") == ["default-src 'self'"]


@pytest.mark.parametrize("given", ["abc", "2f1c-9:a_b.C", "x" * 128])
def test_a_request_id_is_returned(given: str) -> None:
    assert ask(guarded(), "GET", "/", headers={"x-request-id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "<script>", "x" * 129, "\u00e9".encode("latin-1")])
def test_a_request_id_that_could_do_harm_is_replaced(given: str | bytes) -> None:
    returned = ask(guarded(), "GET", "/", headers={"x-request-id": given}).headers["x-request-id"]
    assert len(returned) == 32
    int(returned, 16)


def test_head_is_get_without_its_body() -> None:
    response = ask(guarded(), "HEAD", "/livez")
    assert (response.status_code, response.content, response.headers["content-length"]) == (200, b"", "4")


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST.", "127.0.0.1", "127.255.0.3", "::1", "[::1]"])
def test_names_of_this_machine(name: str) -> None:
    assert is_loopback(name)


@pytest.mark.parametrize("name", ["", "0.0.0.0", "::", "example.org", "localhost.example", "192.168.0.1", "[::]"])
def test_names_of_other_machines(name: str) -> None:
    assert not is_loopback(name)
