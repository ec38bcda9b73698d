"""Does a session open what its person may do, for pages of this service alone, and end the moment it is ended?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.types import ASGIApp
from tests.api.asking import LOOPBACK, ask, assert_problem
from tests.people import AFAR, PASSWORD, Peopled, peopled, token_in
from tests.services import service_of

from sayso.settings import Settings
from sayso.store.ids import written_time
from sayso.store.people_port import SessionRow
from sayso.store.port import Change, Reply, Unit
from sayso.usecases.people import About, changing
from sayso.usecases.reviews import Expected
from sayso.usecases.sessions import LASTS, SEEN_EVERY, digest_of, ending, opening

ANY = Expected(None)
LIST, WRITE = "/v1/people", "/v1/assessments"
CLAIM = {"claim": {"text": "The harbour was closed.", "attributions": [{"chain": [{"kind": "eyewitness"}]}]}}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    yield from peopled(request, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def token(desk: Peopled) -> str:
    return desk.session(desk.add("admin"))


# What is kept opens nothing


def test_nothing_that_stands_in_the_database_signs_anybody_in(desk: Peopled) -> None:
    person = desk.add("admin")
    token = desk.session(person)
    signed = desk.store.people.signed(digest_of(token))
    assert signed is not None
    for stolen in (*signed.session, *map(str, signed.person)):
        assert desk.ask("GET", LIST, stolen).status_code == 401
    for stolen in (str(signed.person.password), signed.session.digest, token):
        assert desk.sign_in(person.email, stolen).status_code == 401
    assert token not in repr(signed)
    assert PASSWORD not in repr(signed)
    assert desk.ask("GET", LIST, token).status_code == 200


def test_a_token_that_somebody_else_chose_becomes_nobodys(desk: Peopled) -> None:
    person, planted = desk.add("admin"), "planted-by-somebody-else"
    signed = desk.sign_in(person.email, headers={"cookie": f"sayso={planted}"})
    assert signed.status_code == 303
    assert token_in(signed) != planted
    assert desk.ask("GET", LIST, planted).status_code == 401
    assert desk.ask("GET", LIST, token_in(signed)).status_code == 200


def test_signing_in_anew_ends_the_session_of_before(desk: Peopled) -> None:
    person = desk.add("admin")
    first = token_in(desk.sign_in(person.email))
    second = token_in(desk.sign_in(person.email, headers={"cookie": f"sayso={first}"}))
    assert [desk.ask("GET", LIST, token).status_code for token in (first, second)] == [401, 200]
    third = token_in(desk.sign_in(person.email))
    assert [desk.ask("GET", LIST, token).status_code for token in (second, third)] == [200, 200], "two browsers"


@pytest.mark.parametrize("wrong", ["", "x", "x" * 65, "x" * 5_000, '"', "\x00", "é", "a=b", "; sayso=", "' OR 1=1 --"])
def test_what_is_no_token_opens_nothing(desk: Peopled, wrong: str) -> None:
    response = desk.ask("GET", LIST, headers={"cookie": f"sayso={wrong}".encode("latin-1")})
    assert_problem(response, 401, "unauthorized")


def test_of_two_cookies_of_one_name_none_is_chosen(desk: Peopled, token: str) -> None:
    for cookies in (f"sayso={token}; sayso={token}", f"sayso=x; sayso={token}"):
        assert desk.ask("GET", LIST, headers={"cookie": cookies}).status_code == 401
    assert desk.ask("GET", LIST, headers={"cookie": f"a=b; sayso={token};c=d"}).status_code == 200


def test_away_from_this_machine_only_the_cookie_of_tls_counts(desk: Peopled, token: str) -> None:
    for base, name, status in (
        (LOOPBACK, "sayso", 200),
        (LOOPBACK, "__Host-sayso", 401),
        (AFAR, "__Host-sayso", 200),
        (AFAR, "sayso", 401),
        ("http://desk.example", "__Host-sayso", 200),
        ("http://desk.example", "sayso", 401),
    ):
        response = desk.ask("GET", LIST, headers={"cookie": f"{name}={token}"}, base=base)
        assert response.status_code == status, (base, name)


# How it ends


def end(desk: Peopled, how: str) -> tuple[str, Change]:
    person = desk.add("admin")
    token = desk.session(person)
    changes = {
        "signed out": ending(token, f"person:{person.id}"),
        "disabled": changing(person.id, About(disabled=True), None, ANY, "test"),
        "another password": changing(person.id, About(), "$argon2id$another", ANY, "test"),
    }
    return token, changes[how]


@pytest.mark.parametrize("how", ["signed out", "disabled", "another password"])
@pytest.mark.parametrize("where", ["here", "on another service"])
def test_a_session_that_is_ended_is_refused_at_the_very_next_call(desk: Peopled, how: str, where: str) -> None:
    token, change = end(desk, how)
    with desk.beside() as other:
        asked = desk.app if where == "here" else other
        assert desk.ask("GET", LIST, token, app=asked).status_code == 200
        desk.store.submit(change).result(30)
        assert_problem(desk.ask("GET", LIST, token, app=asked), 401, "unauthorized")


def test_who_is_let_in_again_signs_in_again(desk: Peopled) -> None:
    person = desk.add("admin")
    token = desk.session(person)
    for disabled in (True, False):
        desk.store.submit(changing(person.id, About(disabled=disabled), None, ANY, "test")).result(30)
        assert desk.ask("GET", LIST, token).status_code == 401
        assert desk.sign_in(person.email).status_code == (401 if disabled else 303)


def test_a_role_that_is_taken_away_counts_at_the_next_call(desk: Peopled) -> None:
    person = desk.add("admin")
    token = desk.session(person)
    assert desk.ask("GET", LIST, token).status_code == 200
    desk.store.submit(changing(person.id, About(roles=("reviewer",)), None, ANY, "test")).result(30)
    assert_problem(desk.ask("GET", LIST, token), 403, "scope_missing")


def put(desk: Peopled, session: SessionRow) -> None:
    def write(unit: Unit) -> Reply:
        unit.people.open_session(session, None)
        return Reply(b"")

    desk.store.submit(Change("test", "openSession", write)).result(30)


def test_a_session_is_over_when_its_time_is(desk: Peopled) -> None:
    person, now = desk.add("admin"), datetime.now(UTC)
    for token, ends, status in (("over-by-now", now - timedelta(seconds=1), 401), ("still-good", now + LASTS, 200)):
        begun = written_time(now - LASTS)
        put(desk, SessionRow(digest_of(token), person.id, begun, begun, written_time(ends)))
        assert desk.ask("GET", LIST, token).status_code == status
    desk.session(person)
    assert desk.store.people.signed(digest_of("over-by-now")) is None, "it is gone with the next that is opened"


def test_that_a_session_is_in_use_is_noted_now_and_then_and_not_in_the_audit(desk: Peopled) -> None:
    person, now = desk.add("admin"), datetime.now(UTC)
    before, until = written_time(now - 2 * SEEN_EVERY), written_time(now + LASTS)
    put(desk, SessionRow(digest_of("seen"), person.id, before, before, until))
    done = len(desk.trail(subject=f"person:{person.id}"))
    for _ in range(3):
        assert desk.ask("GET", LIST, "seen").status_code == 200
    desk.store.submit(Change("test", "look", lambda unit: Reply(b""))).result(30)  # what was submitted before is done
    signed = desk.store.people.signed(digest_of("seen"))
    assert signed is not None
    assert signed.session.seen > before
    assert len(desk.trail(subject=f"person:{person.id}")) == done


def test_who_came_and_went_is_in_the_audit(desk: Peopled) -> None:
    person = desk.add("reviewer")
    token = token_in(desk.sign_in(person.email))
    desk.form("/sign-out", token)
    me = f"person:{person.id}"
    assert desk.trail(subject=me) == [("endSession", me), ("openSession", me), ("addPerson", "test")]


def test_who_was_disabled_in_this_very_moment_is_not_let_in(desk: Peopled) -> None:
    person = desk.add("reviewer")
    _, late = opening(person, None)
    desk.store.submit(changing(person.id, About(disabled=True), None, ANY, "test")).result(30)
    assert desk.store.submit(late).result(30).subject is None
    _, stranger = opening(person._replace(id="0" * 32), None)
    assert desk.store.submit(stranger).result(30).subject is None


# Which site asks


HOST = "127.0.0.1:8321"
SITES = [None, "same-origin", "none", "same-site", "cross-site", "", "SAME-ORIGIN", "same-origin, cross-site"]
ORIGINS = [
    None,
    f"http://{HOST}",
    "https://evil.example",
    "null",
    "",
    f"http://{HOST}.evil.example",
    "http://127.0.0.1",
]
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


def is_own(site: str | None, origin: str | None) -> bool:
    if site is not None:
        return site in ("same-origin", "none")
    return origin == f"http://{HOST}"


@pytest.mark.parametrize("site", SITES, ids=repr)
@pytest.mark.parametrize("origin", ORIGINS, ids=repr)
def test_a_change_needs_to_be_asked_for_by_a_page_of_the_service(
    desk: Peopled, signed: str, site: str | None, origin: str | None
) -> None:
    headers = {"sec-fetch-site": site, "origin": origin}
    for method in METHODS:
        response = desk.ask(method, "/v1/audit", signed, headers=headers)
        if method in ("GET", "HEAD", "OPTIONS") or is_own(site, origin):
            assert response.status_code in (200, 204, 405), (method, response.text)
        else:
            assert_problem(response, 403, "cross_site")


@pytest.fixture(scope="module")
def signed(desk: Peopled) -> str:
    return desk.session(desk.add("admin"))


@pytest.mark.parametrize("path", ["/people", "/people/keys", "/sign-out", "/sign-in"])
def test_no_form_of_another_site_does_anything(desk: Peopled, signed: str, path: str) -> None:
    sent = {"name": "evil", "scope": "admin", "email": "x@y", "password": PASSWORD}
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": None, "origin": "https://evil.example"}):
        assert_problem(desk.form(path, signed, headers=headers, **sent), 403, "cross_site")
    assert desk.ask("GET", LIST, signed).status_code == 200


def test_a_key_needs_no_site_and_decides_alone(desk: Peopled, signed: str) -> None:
    bearer = {"authorization": f"Bearer {desk.key('score')}", "sec-fetch-site": "cross-site"}
    assert desk.ask("POST", WRITE, json=CLAIM, headers=bearer).status_code == 201
    assert desk.ask("GET", LIST, signed, headers=bearer).status_code == 403, "the cookie adds nothing to the key"
    assert desk.ask("GET", LIST, signed, headers={"authorization": "Bearer wrong"}).status_code == 401


def test_without_people_no_other_site_has_anything_done_either(tmp_path: Path) -> None:
    alone = Peopled(tmp_path / "rubrics", {"data_dir": tmp_path / "data"})
    evil = {"sec-fetch-site": "cross-site"}
    for method, path in (("POST", "/v1/rubrics/small/rescore"), ("POST", WRITE), ("POST", "/people")):
        assert_problem(alone.ask(method, path, headers=evil), 403, "cross_site")
        assert alone.ask(method, path, headers={"sec-fetch-site": None}).status_code != 403, "a program on this machine"
    assert alone.ask("POST", "/v1/score", json=CLAIM, headers=evil).status_code == 200, "it changes nothing"
    alone.close()


# Who is let near


def test_with_people_everything_of_the_api_is_closed_and_pages_lead_to_the_sign_in(desk: Peopled) -> None:
    assert_problem(ask(desk.app, "GET", "/v1/rubrics"), 401, "unauthorized")
    assert_problem(ask(desk.app, "POST", "/v1/score", json=CLAIM), 401, "unauthorized")
    for path in ("/", "/static/sayso.css", "/sign-in", "/livez", "/readyz", "/metrics", "/openapi.json"):
        assert ask(desk.app, "GET", path).status_code == 200, path
    led = ask(desk.app, "GET", "/people?a=b")
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=/people%3Fa%3Db")


def test_a_service_that_looks_at_its_database_learns_of_the_first_person(desk: Peopled) -> None:
    with desk.beside() as other:
        assert_problem(ask(other, "GET", "/v1/rubrics"), 401, "unauthorized")


def test_an_idle_service_has_no_database_for_a_cookie(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("f" * 43)
    app: ASGIApp = service_of(Settings(key_file=tmp_path / "key", data_dir=tmp_path / "none"))
    assert ask(app, "GET", "/v1/rubrics", headers={"cookie": "sayso=x"}).status_code == 401
    assert ask(app, "GET", "/sign-in", headers={"cookie": "sayso=x"}).status_code == 200
    assert not (tmp_path / "none").exists()
