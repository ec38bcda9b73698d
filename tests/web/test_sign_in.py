"""Do people sign in and out, and are they led nowhere else, on pages that work without any script?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.api.asking import ask
from tests.api.versions import Live
from tests.people import AFAR, CHEAP, FORM, PASSWORD, Peopled, peopled, token_in
from tests.web.reading import Element
from tests.web.reading import read_page as read

from sayso.usecases.passwords import Passwords
from sayso.web.signed_in import local_path


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    yield from peopled(request, tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def admin(desk: Peopled) -> str:
    return desk.session(desk.add("admin", name="Ada Admin"))


def alert(html: str) -> str:
    (found,) = [each for each in read(html).all("div") if each.attributes.get("role") == "alert"]
    return found.text


def field(page: Element, name: str) -> str | None:
    (found,) = [each for each in page.all("input") if each.attributes.get("name") == name]
    return found.attributes.get("value")


# Signing in


def test_who_knows_the_password_gets_a_cookie_and_is_led_on(desk: Peopled) -> None:
    person = desk.add("reviewer")
    for base, begins, ends in (
        ("http://127.0.0.1:8321", "sayso=", "; Path=/; HttpOnly; SameSite=Lax"),
        (AFAR, "__Host-sayso=", "; Path=/; HttpOnly; SameSite=Lax; Secure"),
    ):
        signed = desk.sign_in(person.email.upper() + " ", next="/documents?limit=5", base=base)
        assert (signed.status_code, signed.headers["location"]) == (303, "/documents?limit=5")
        assert signed.headers["cache-control"] == "no-store"
        given = signed.headers["set-cookie"]
        assert given.startswith(begins)
        assert given.endswith(ends)
        assert len(token_in(signed)) == 43


def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(desk: Peopled) -> None:
    person = desk.add("reviewer")
    gone = desk.add("reviewer", disabled="2026-01-31T12:00:00.000Z")
    none = desk.add("reviewer")
    with desk.store._engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE people SET password = NULL WHERE id = '{none.id}'")
    answers = set()
    for email, password in (
        (person.email, PASSWORD + "x"),
        (person.email, ""),
        (person.email, "\u0000" * 300),
        ("nobody@desk.example", PASSWORD),
        ("not an address\u0000", PASSWORD),
        (gone.email, PASSWORD),
        (none.email, PASSWORD),
        (none.email, ""),
    ):
        response = desk.sign_in(email, password, next="/queue")
        assert (response.status_code, "set-cookie" in response.headers) == (401, False)
        answers.add(alert(response.text))
        page = read(response.text)
        assert field(page, "next") == "/queue", "the way back is kept"
        assert field(page, "password") is None, "the password is not"
        assert (field(page, "email") or "").startswith(email[:3]), "what was written is"
    assert answers == {"The e-mail address or the password is not right."}


def test_after_ten_wrong_passwords_the_account_waits_and_no_other(desk: Peopled) -> None:
    person, other = desk.add("reviewer"), desk.add("reviewer")
    codes = [desk.sign_in(person.email, "wrong").status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    late = desk.sign_in(person.email)
    assert (late.status_code, "set-cookie" in late.headers) == (429, False), "not even with the right one"
    assert 0 < int(late.headers["retry-after"]) <= 15 * 60
    assert "Too many attempts" in alert(late.text)
    assert desk.sign_in(other.email).status_code == 303


def test_who_signs_in_at_last_has_all_attempts_again(desk: Peopled) -> None:
    person = desk.add("reviewer")
    for _ in range(2):
        assert [desk.sign_in(person.email, "wrong").status_code for _ in range(9)] == [401] * 9
        assert desk.sign_in(person.email).status_code == 303


def test_a_password_means_the_same_however_it_was_typed(desk: Peopled) -> None:
    person = desk.add("reviewer", password=CHEAP.hash("e\u0301cole \ufb01ne et longue"))
    assert desk.sign_in(person.email, "\u00e9cole fine et longue").status_code == 303


def test_a_hash_of_weaker_parameters_is_made_anew_when_its_owner_comes(desk: Peopled) -> None:
    weak = Passwords(PasswordHasher(time_cost=1, memory_cost=32, parallelism=1)).hash(PASSWORD)
    person = desk.add("reviewer", password=weak)
    token = token_in(desk.sign_in(person.email))
    after = desk.store.people.find(person.id)
    assert after.password is not None
    assert after.password != weak
    assert not CHEAP.is_stale(after.password)
    assert after.revision == person.revision
    assert desk.ask("GET", "/v1/rubrics", token).status_code == 200
    assert desk.sign_in(person.email).status_code == 303


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"email=a", {"content-type": "application/json"}),
        (b"email=a", {"content-type": "multipart/form-data; boundary=x"}),
        (b"email=%ff", FORM),
        (b"email=\xff", FORM),
        (b"&".join(b"a=b" for _ in range(50)), FORM),
        (b"email=" + b"x" * 70_000, FORM),
    ],
)
def test_what_is_no_form_is_told_so(desk: Peopled, admin: str, content: bytes, headers: dict[str, str]) -> None:
    for path, token in (("/sign-in", None), ("/people", admin), ("/people/keys", admin), ("/people/password", admin)):
        response = desk.ask("POST", path, token, content=content, headers=headers)
        assert response.status_code == 400, path
        assert "no form" in response.text


def test_signing_out_takes_the_cookie_back_and_ends_the_session(desk: Peopled) -> None:
    token = desk.session(desk.add("reviewer"))
    out = desk.form("/sign-out", token)
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert desk.ask("GET", "/v1/rubrics", token).status_code == 401
    assert desk.form("/sign-out", token).status_code == 303, "a second time is no fault"
    assert desk.ask("GET", "/sign-out", token).status_code == 405, "a link cannot do it"


def test_where_nobody_is_nobody_has_to_sign_in(tmp_path: Any) -> None:
    alone = Peopled(tmp_path / "rubrics", {"data_dir": tmp_path / "data"})
    assert "Nobody has to sign in" in alone.ask("GET", "/sign-in").text
    assert alone.sign_in("ana@desk.example").status_code == 401
    assert "There is nobody yet" in alone.ask("GET", "/people").text
    made = alone.form("/people", name="Ana", email="ana@desk.example", role="admin", password="yes")
    password = read(made.text).one("div", "once").one("code").text
    assert alone.ask("GET", "/people").status_code == 303, "from now on it is closed"
    token = token_in(alone.sign_in("ana@desk.example", password))
    assert alone.ask("GET", "/people", token).status_code == 200
    alone.close()


# Where it leads


@pytest.mark.parametrize(
    "given",
    [
        "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\tevil",
        "/\n/evil.example", "\t//evil.example", " //evil.example", "javascript:alert(1)", "data:text/html,x",
        "evil.example", "http:evil", "/\x00", "/\u202e", "/é", "/sign-in", "/sign-in?next=/", "/sign-out",
        "/sign-out#x", "", "?x", "#x", "/" + "x" * 2_000, "/a\\b", "/\r\nset-cookie: a=b",
    ],
)  # fmt: skip
def test_nobody_is_led_to_another_site(desk: Peopled, given: str) -> None:
    assert local_path(given) == "/"
    page = desk.ask("GET", f"/sign-in?{urlencode({'next': given})}")
    assert field(read(page.text), "next") == "/"
    assert desk.sign_in(desk.add("reviewer").email, next=given).headers["location"] == "/"


@pytest.mark.parametrize(
    "given", ["/", "/people", "/documents/0?a=b&c=%20d#e", "/claims/seed-16?rubric=a@1:b", "/%2f/x"]
)
def test_an_address_of_the_service_is_kept_as_it_is(given: str) -> None:
    assert local_path(given) == given


@settings(max_examples=300)
@given(st.text(max_size=30) | st.from_regex(r"[/\\]{1,3}[a-z.:@?#/\\]{0,12}", fullmatch=True))
def test_whatever_is_given_a_browser_stays_here(given: str) -> None:
    found = local_path(given)
    parts = urlsplit(found)
    assert (parts.scheme, parts.netloc) == ("", "")
    assert found.startswith("/")
    assert found[1:2] not in ("/", "\\")


# One's own password


def test_somebody_chooses_a_password_and_stays_signed_in_here_alone(desk: Peopled) -> None:
    person = desk.add("reviewer")
    here, elsewhere = desk.session(person), desk.session(person)
    new = "a much longer sentence"
    done = desk.form("/people/password", here, current=PASSWORD, new=new, again=new)
    assert (done.status_code, done.headers["location"]) == (303, "/people")
    codes = [desk.ask("GET", "/v1/rubrics", each).status_code for each in (token_in(done), here, elsewhere)]
    assert codes == [200, 401, 401]
    assert [desk.sign_in(person.email, each).status_code for each in (new, PASSWORD)] == [303, 401]
    me = f"person:{person.id}"
    assert desk.trail(subject=me)[1:3] == [("openSession", me), ("changePerson", me)]


@pytest.mark.parametrize(
    ("current", "new", "again", "says"),
    [
        ("wrong", "a much longer sentence", "a much longer sentence", "The current password is not right."),
        (PASSWORD, "short", "short", "A password has 12 to 200 characters"),
        (PASSWORD, "x" * 201, "x" * 201, "A password has 12 to 200 characters"),
        (PASSWORD, "\u0000" * 20, "\u0000" * 20, "A password has 12 to 200 characters"),
        (PASSWORD, "a much longer sentence", "another", "are not the same"),
        (PASSWORD, "", "", "A password has 12 to 200 characters"),
    ],
)
def test_a_password_that_cannot_be_changed_stays(desk: Peopled, current: str, new: str, again: str, says: str) -> None:
    person = desk.add("reviewer")
    token = desk.session(person)
    refused = desk.form("/people/password", token, current=current, new=new, again=again)
    assert refused.status_code == 422
    assert says in alert(refused.text)
    assert desk.store.people.find(person.id).revision == 1
    assert desk.ask("GET", "/people", token).status_code == 200


def test_no_name_and_no_address_stands_in_the_log(tmp_path: Any, capfd: pytest.CaptureFixture[str]) -> None:
    live = Live(tmp_path / "rubrics", {"data_dir": tmp_path / "data"})
    headers = {"content-type": "application/x-www-form-urlencoded"}
    sent = urlencode({"name": "Ana Secretname", "email": "secret@desk.example", "role": "admin"})
    assert live.ask("POST", "/people", content=sent, headers=headers).status_code == 303
    for email in ("secret@desk.example", "other-secret@desk.example"):
        ask(live.app, "POST", "/sign-in", data={"email": email, "password": "wrong secret"})
    live.close()
    live.app.watch.log.writer.close()
    written = capfd.readouterr()
    assert "secret" not in (written.out + written.err).lower()
    assert '"operation"' in written.err
