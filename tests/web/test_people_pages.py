"""Do admins look after people and keys on a page that works without any script, and nobody else?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from tests.people import FORM, Peopled, peopled, token_in
from tests.web.reading import read_page as read

from sayso.usecases.who import ROLES
from sayso.web.routes import POLICY

EVIL = "<script>alert(1)</script>\"'& \u202egnp.exe"


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    yield from peopled(request, tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def admin(desk: Peopled) -> str:
    return desk.session(desk.add("admin", name="Ada Admin"))


def alert(html: str) -> str:
    (found,) = [each for each in read(html).all("div") if each.attributes.get("role") == "alert"]
    return found.text


def test_the_page_is_for_who_is_signed_in_and_its_lists_for_admins(desk: Peopled, admin: str) -> None:
    led = desk.ask("GET", "/people")
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=/people")
    assert desk.form("/people", name="x").status_code == 303
    page = desk.ask("GET", "/people", admin)
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert page.headers["content-security-policy"] == POLICY
    assert [each.text for each in read(page.text).all("h2")] == ["You", "People", "Keys"]
    for role in ROLES[:-1]:
        person = desk.add(role)
        token = desk.session(person)
        plain = desk.ask("GET", "/people", token)
        assert [each.text for each in read(plain.text).all("h2")] == ["You"]
        assert "Ada Admin" not in plain.text
        for path in ("/people", "/people/keys", f"/people/{person.id}", f"/people/keys/{'0' * 32}/revoke"):
            refused = desk.form(path, token, name="x", do="save", role="admin", scope="admin", revision="1")
            assert refused.status_code == 403, path
            assert alert(refused.text) == "Nothing was changed. Only an admin may do this."


OPEN = {
    "/sign-in/account",
    "/sign-in/account/done",
    "/",
    "/claims/{claim_id:path}",
    "/static/{name}",
    "/read",
    "/sign-in",
    "/sign-out",
    "/help",
    "/openapi.json",
}
"""Pages that anybody may see. The form at /read asks for a key itself."""


def test_every_other_page_leads_to_the_sign_in(desk: Peopled) -> None:
    pages = [route for route in desk.app.routes if isinstance(route, APIRoute) and not route.operation_id]
    closed = [route for route in pages if route.path not in OPEN]
    assert closed
    for route in closed:
        path = re.sub(r"\{[^}]*\}", "0" * 32, route.path)
        for method in route.methods:
            response = desk.ask(method, path, headers=FORM)
            place = response.headers.get("location", "")
            assert (response.status_code, place[:13]) == (303, "/sign-in?next"), (method, path)


def test_who_is_signed_in_has_articles_read_without_a_key(desk: Peopled, admin: str) -> None:
    for token, asked, status in ((None, 1, 401), (admin, 0, 422)):
        form = read(desk.ask("GET", "/read", token).text).one("form")
        assert len([each for each in form.all("input") if each.attributes.get("name") == "key"]) == asked
        assert desk.form("/read", token, text="").status_code == status


def test_a_key_of_an_admin_opens_the_page_as_well(desk: Peopled) -> None:
    for scope, heads in (("admin", ["People", "Keys"]), ("review", [])):
        page = desk.ask("GET", "/people", headers={"authorization": f"Bearer {desk.key(scope)}"})
        assert [each.text for each in read(page.text).all("h2")] == heads


def test_a_person_is_added_changed_and_shut_out(desk: Peopled, admin: str) -> None:
    made = desk.form(
        "/people", admin, name="Ben Okoro", email="Ben@desk.example", role=["author", "reviewer"],
        releases="lawyer, managing_editor", password="yes",
    )  # fmt: skip
    once = read(made.text).one("div", "once")
    password = once.one("code").text
    assert "The first password of Ben Okoro" in once.text
    ben = desk.store.people.by_email("ben@desk.example")
    assert ben is not None
    assert (ben.roles, ben.releases) == (("author", "reviewer"), ("lawyer", "managing_editor"))
    token = token_in(desk.sign_in(ben.email, password))
    path = f"/people/{ben.id}"
    saved = desk.form(path, admin, do="save", revision="1", role="senior_editor", releases="")
    assert (saved.status_code, saved.headers["location"]) == (303, "/people")
    late = desk.form(path, admin, do="save", revision="1", role="author")
    assert late.status_code == 409
    assert "has changed since it was read" in alert(late.text)
    again = desk.form(path, admin, do="password", revision="2")
    assert "The new password of Ben Okoro" in read(again.text).one("div", "once").text
    assert desk.ask("GET", "/people", token).status_code == 303, "it ended the sessions of the old one"
    assert desk.form(path, admin, do="disable", revision="3").status_code == 303
    assert desk.form(path, admin, do="enable", revision="4").status_code == 303
    assert desk.form(path, admin, do="delete", revision="5").status_code == 422
    for revision in ("", "x", "-1", "9" * 30, "\u0663"):
        assert desk.form(path, admin, do="disable", revision=revision).status_code == 409
    done = [operation for operation, _ in desk.trail(subject=f"person:{ben.id}")]
    assert done == ["changePerson"] * 4 + ["openSession", "addPerson"]


def test_a_key_is_made_shown_once_and_revoked(desk: Peopled, admin: str) -> None:
    made = desk.form("/people/keys", admin, name="cms", scope=["score", "review"], expires="90d")
    key = read(made.text).one("div", "once").one("code").text
    bearer = {"authorization": f"Bearer {key}"}
    assert desk.ask("GET", "/v1/rubrics", headers=bearer).status_code == 200
    assert key not in desk.ask("GET", "/people", admin).text
    row = desk.store.keys()[-1]
    assert desk.form(f"/people/keys/{row.id}/revoke", admin, do="revoke").status_code == 303
    assert desk.ask("GET", "/v1/rubrics", headers=bearer).status_code == 401
    assert desk.form(f"/people/keys/{'0' * 32}/revoke", admin, do="revoke").status_code == 409


def test_what_is_wrong_is_told_at_once_and_what_was_written_stays(desk: Peopled, admin: str) -> None:
    wrong = desk.form("/people", admin, name="Ben " + "x" * 90, email="ben", releases="The Lawyer", role="author")
    assert wrong.status_code == 422
    assert [word in alert(wrong.text) for word in ("A name is", "no e-mail address", "names of holds")] == [True] * 3
    page = read(wrong.text)
    (ticked,) = [each for each in page.all("input") if each.attributes.get("id") == "add-role-author"]
    assert "checked" in ticked.attributes
    fields = {each.attributes.get("id"): each.attributes.get("value") for each in page.all("input")}
    assert (fields["email"], fields["releases"], fields["key-name"]) == ("ben", "The Lawyer", "")
    key = desk.form("/people/keys", admin, name="cms", expires="soon")
    fields = {each.attributes.get("id"): each.attributes.get("value") for each in read(key.text).all("input")}
    assert (key.status_code, fields["key-name"], fields["expires"], fields["name"]) == (422, "cms", "soon", "")
    twin = desk.form("/people", admin, name="Ada", email=desk.store.people.page(None, 1)[0].email, role="author")
    assert twin.status_code == 409


def test_hostile_text_is_shown_as_text(desk: Peopled, admin: str) -> None:
    assert (
        desk.form(
            "/people", admin, name=EVIL.replace("\u202e", ""), email="evil@desk.example", role="author"
        ).status_code
        == 303
    )
    assert desk.form("/people/keys", admin, name=EVIL.replace("\u202e", ""), scope="score").status_code == 200
    for path in ("/people", "/people/keys"):
        refused = desk.form(path, admin, name=EVIL, email=EVIL, expires=EVIL, releases=EVIL)
        assert refused.status_code == 422
        for html in (refused.text, desk.ask("GET", "/people", admin).text):
            read(html)
            assert "<script>" not in html
            assert "\u202e" not in html
    assert "<script>" not in desk.sign_in(EVIL, EVIL).text


def test_every_field_has_a_label_and_no_two_have_one_id(desk: Peopled, admin: str) -> None:
    desk.add("reviewer")
    for html in (desk.ask("GET", "/people", admin).text, desk.ask("GET", "/sign-in").text):
        page = read(html)
        shown = [each for each in page.all("input") if {"id", "aria-hidden"} & each.attributes.keys() == {"id"}]
        ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]
        assert len(ids) == len(set(ids))
        labels = {each.attributes.get("for") for each in page.all("label")}
        wrapped = {box.attributes.get("id") for label in page.all("label", "box") for box in label.all("input")}
        named = {each.attributes.get("id") for each in shown if each.attributes.get("type") != "checkbox"}
        assert named <= labels
        assert {each.attributes.get("id") for each in shown} - named <= wrapped | labels
        assert "style=" not in html
        assert "onclick" not in html
