"""Are people and keys made, changed and shown over REST to admins alone, with every secret shown once?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from tests.api.asking import assert_problem
from tests.people import Peopled
from tests.robustness.strange_text import strange

from sayso.api.access import NEEDS
from sayso.usecases.passwords import Passwords
from sayso.usecases.who import ROLES, SCOPES_OF

ANA = {"name": "Ana Ruiz", "email": "Ana.Ruiz@Desk.example", "roles": ["reviewer"]}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    folder = tmp_path_factory.mktemp("desk")
    storage: dict[str, Any] = {"data_dir": folder / "data"}
    if request.param == "postgresql":
        storage["database_url"] = request.getfixturevalue("postgres").database()
    found = Peopled(folder / "rubrics", storage)
    yield found
    found.close()


@pytest.fixture(scope="module")
def admin(desk: Peopled) -> str:
    return desk.session(desk.add("admin"))


def add(desk: Peopled, admin: str, **changed: Any) -> dict[str, Any]:
    number = len(desk.store.people.page(None, 200))
    sent = ANA | {"email": f"ana-{number}@desk.example"} | changed
    made = desk.ask("POST", "/v1/people", admin, json=sent)
    assert made.status_code == 201, made.text
    person: dict[str, Any] = made.json()
    return person


def test_a_person_is_added_with_a_password_that_is_shown_once(desk: Peopled, admin: str) -> None:
    made = desk.ask("POST", "/v1/people", admin, json=ANA | {"releases": ["lawyer", "lawyer"]})
    person = made.json()
    assert (made.status_code, made.headers["cache-control"], made.headers["etag"]) == (201, "no-store", '"r1"')
    assert made.headers["location"] == f"/v1/people/{person['id']}"
    assert (person["email"], person["roles"], person["releases"]) == ("ana.ruiz@desk.example", ["reviewer"], ["lawyer"])
    kept = desk.store.people.find(person["id"])
    assert Passwords().is_right(kept.password, person["password"])
    shown = desk.ask("GET", made.headers["location"], admin)
    assert shown.json() == {name: value for name, value in person.items() if name != "password"}
    for listed in (shown.text, desk.ask("GET", "/v1/people", admin).text):
        assert person["password"] not in listed
        assert "argon2" not in listed
    signed = desk.sign_in("ANA.RUIZ@desk.example", person["password"])
    assert signed.status_code == 303


def test_who_signs_in_by_the_house_has_no_password(desk: Peopled, admin: str) -> None:
    person = add(desk, admin, password=False)
    assert (person["password"], person["has_password"]) == (None, False)
    assert desk.sign_in(person["email"], "").status_code == 401


@pytest.mark.parametrize("path", ["/v1/people", "/v1/keys"])
def test_asked_again_under_its_key_nobody_is_made_and_no_secret_is_told(desk: Peopled, admin: str, path: str) -> None:
    sent = ANA | {"email": "twice@desk.example"} if path == "/v1/people" else {"name": "cms", "scopes": ["score"]}
    secret = "password" if path == "/v1/people" else "key"
    headers = {"idempotency-key": f"once-{path}"}
    first, second = (desk.ask("POST", path, admin, json=sent, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()[secret]
    assert second.json() == first.json() | {secret: None}
    other = desk.ask("POST", path, admin, json=sent | {"name": "another"}, headers=headers)
    assert_problem(other, 422, "idempotency_key_reused")


def test_no_secret_is_kept_in_the_replies(desk: Peopled, admin: str) -> None:
    headers = {"idempotency-key": "kept-nowhere"}
    sent = ANA | {"email": "nowhere@desk.example"}
    password = desk.ask("POST", "/v1/people", admin, json=sent, headers=headers).json()["password"]
    with desk.store._engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT body FROM replies").all()
    assert rows
    assert not [row for row in rows if password.encode() in bytes(row[0])]


def test_a_person_is_changed_by_whoever_has_seen_them(desk: Peopled, admin: str) -> None:
    person = add(desk, admin)
    path = f"/v1/people/{person['id']}"
    assert_problem(desk.ask("PATCH", path, admin, json={"roles": ["admin"]}), 428, "precondition_required")
    stale = desk.ask("PATCH", path, admin, json={"roles": ["admin"]}, headers={"if-match": '"r7"'})
    assert_problem(stale, 412, "changed")
    done = desk.ask("PATCH", path, admin, json={"roles": ["author", "reviewer"]}, headers={"if-match": '"r1"'})
    assert (done.status_code, done.headers["etag"], done.json()["roles"]) == (200, '"r2"', ["author", "reviewer"])
    same = desk.ask("PATCH", path, admin, json={"roles": ["reviewer", "author"]}, headers={"if-match": '"r2"'})
    assert (same.headers["etag"], same.json()["password"]) == ('"r2"', None)
    assert [operation for operation, _ in desk.trail(subject=f"person:{person['id']}")] == ["changePerson", "addPerson"]
    assert_problem(
        desk.ask("PATCH", f"/v1/people/{'0' * 32}", admin, json={}, headers={"if-match": "*"}), 404, "unknown_person"
    )


def test_a_new_password_ends_the_sessions_of_the_old_one(desk: Peopled, admin: str) -> None:
    person = desk.add("reviewer")
    token = desk.session(person)
    assert desk.ask("GET", "/v1/rubrics", token).status_code == 200
    path = f"/v1/people/{person.id}"
    done = desk.ask("PATCH", path, admin, json={"new_password": True}, headers={"if-match": "*"})
    assert done.headers["cache-control"] == "no-store"
    assert desk.ask("GET", "/v1/rubrics", token).status_code == 401
    assert desk.sign_in(person.email).status_code == 401
    assert desk.sign_in(person.email, done.json()["password"]).status_code == 303


def test_two_people_have_no_address_in_common(desk: Peopled, admin: str) -> None:
    person, other = add(desk, admin), add(desk, admin)
    twin = desk.ask("POST", "/v1/people", admin, json=ANA | {"email": person["email"].upper()})
    assert_problem(twin, 409, "email_taken")
    changed = desk.ask(
        "PATCH", f"/v1/people/{other['id']}", admin, json={"email": person["email"]}, headers={"if-match": "*"}
    )
    assert_problem(changed, 409, "email_taken")


@pytest.mark.parametrize("patch", [{"disabled": True}, {"roles": ["reviewer"]}])
def test_the_last_admin_stays(tmp_path: Any, patch: dict[str, Any]) -> None:
    alone = Peopled(tmp_path / "rubrics", {"data_dir": tmp_path / "data"})
    only = alone.add("admin")
    token = alone.session(only)
    path = f"/v1/people/{only.id}"
    assert_problem(alone.ask("PATCH", path, token, json=patch, headers={"if-match": "*"}), 409, "last_admin")
    gone = alone.add("admin", disabled="2026-01-31T12:00:00.000Z")
    assert_problem(alone.ask("PATCH", path, token, json=patch, headers={"if-match": "*"}), 409, "last_admin")
    again = alone.ask("PATCH", f"/v1/people/{gone.id}", token, json={"disabled": False}, headers={"if-match": "*"})
    assert again.json()["disabled"] is None
    assert alone.ask("PATCH", path, token, json=patch, headers={"if-match": "*"}).status_code == 200
    alone.close()


def test_the_first_person_is_an_admin(tmp_path: Any) -> None:
    empty = Peopled(tmp_path / "rubrics", {"data_dir": tmp_path / "data"})
    assert_problem(empty.ask("POST", "/v1/people", json=ANA), 409, "last_admin")
    assert empty.ask("GET", "/v1/people").json() == {"people": []}, "nothing was closed by what was refused"
    assert empty.ask("POST", "/v1/people", json=ANA | {"roles": ["admin"]}).status_code == 201
    assert_problem(empty.ask("GET", "/v1/people"), 401, "unauthorized")
    empty.close()


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        ({}, ["/email", "/name", "/roles"]),
        (ANA | {"role": "admin"}, ["/role"]),
        (ANA | {"roles": []}, ["/roles"]),
        (ANA | {"roles": ["editor"]}, ["/roles/0"]),
        (ANA | {"name": " ", "email": "ana"}, ["/email", "/name"]),
        (ANA | {"name": "Ana\u0000", "email": "a\u0000@b"}, ["/email", "/name"]),
        (ANA | {"name": "x" * 81}, ["/name"]),
        (ANA | {"email": "ana ruiz@desk.example"}, ["/email"]),
        (ANA | {"email": "ana@desk@example"}, ["/email"]),
        (ANA | {"email": f"{'a' * 250}@desk.example"}, ["/email"]),
        (ANA | {"releases": ["The Lawyer"]}, ["/releases"]),
        (ANA | {"releases": ["x"] * 21}, ["/releases"]),
        (ANA | {"password": "mine"}, ["/password"]),
        ([ANA], [""]),
    ],
)
def test_everything_that_is_wrong_with_a_person_is_told(
    desk: Peopled, admin: str, sent: Any, pointers: list[str]
) -> None:
    errors = assert_problem(desk.ask("POST", "/v1/people", admin, json=sent), 422, "invalid_request")
    assert sorted(error["pointer"] for error in errors) == pointers
    assert all(error["message"] for error in errors)


@settings(max_examples=30)
@given(name=strange, email=strange, hold=strange)
def test_no_text_is_too_strange_to_be_refused_or_kept(
    desk: Peopled, admin: str, name: str, email: str, hold: str
) -> None:
    for sent in ({"name": name}, {"email": email}, {"releases": [hold]}):
        body = ANA | {"email": f"strange-{len(desk.trail())}@desk.example", "password": False} | sent
        assert desk.ask("POST", "/v1/people", admin, json=body).status_code in (
            201,
            400,
            409,
            422,
        )


def test_lists_go_on_page_by_page(desk: Peopled, admin: str) -> None:
    for _ in range(3):
        add(desk, admin, password=False)
        desk.key("score")
    for path, name in (("/v1/people", "people"), ("/v1/keys", "keys")):
        everything = [each["id"] for each in desk.ask("GET", f"{path}?limit=200", admin).json()[name]]
        seen, at = [], f"{path}?limit=2"
        while at:
            response = desk.ask("GET", at, admin)
            seen += [each["id"] for each in response.json()[name]]
            at = response.headers.get("link", "").partition(">")[0].removeprefix("<")
        assert seen == everything == sorted(everything)
        assert_problem(desk.ask("GET", f"{path}?limit=0", admin), 422, "invalid_request")
        assert_problem(desk.ask("GET", f"{path}?cursor=x", admin), 422, "invalid_request")


# Keys


def test_a_key_is_made_used_and_taken_back(desk: Peopled, admin: str) -> None:
    made = desk.ask("POST", "/v1/keys", admin, json={"name": "cms", "scopes": ["score"], "expires": "90d"})
    assert (made.status_code, made.headers["cache-control"], made.json()["state"]) == (201, "no-store", "in use")
    bearer = {"authorization": f"Bearer {made.json()['key']}"}
    assert desk.ask("GET", "/v1/rubrics", headers=bearer).status_code == 200
    path = f"/v1/keys/{made.json()['id']}/revoke"
    for _ in range(2):
        assert desk.ask("POST", path, admin).json()["state"] == "revoked"
    assert desk.ask("GET", "/v1/rubrics", headers=bearer).status_code == 401
    assert made.json()["key"] not in desk.ask("GET", "/v1/keys", admin).text
    done = [operation for operation, _ in desk.trail(subject=f"key:{made.json()['id']}")]
    assert done == ["revokeKey", "makeKey"]


def test_a_revocation_that_changes_nothing_is_answered_again_under_its_key(desk: Peopled, admin: str) -> None:
    key = desk.ask("POST", "/v1/keys", admin, json={"name": "cms", "scopes": ["score"]}).json()["id"]
    assert desk.ask("POST", f"/v1/keys/{key}/revoke", admin).status_code == 200
    again = {"idempotency-key": f"again-{key}"}
    first, second = (desk.ask("POST", f"/v1/keys/{key}/revoke", admin, headers=again) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()


@pytest.mark.parametrize("id_", ["0" * 32, "x", "%00", "a" * 300])
def test_a_key_that_is_not_there_is_not_taken_back(desk: Peopled, admin: str, id_: str) -> None:
    assert_problem(desk.ask("POST", f"/v1/keys/{id_}/revoke", admin), 404, "unknown_key_id")


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        ({}, ["/name", "/scopes"]),
        ({"name": "", "scopes": ["score"]}, ["/name"]),
        ({"name": "a\nb", "scopes": ["score"], "expires": "soon"}, ["/expires", "/name"]),
        ({"name": "cms", "scopes": ["scores"]}, ["/scopes/0"]),
        ({"name": "cms", "scopes": ["score"], "expires": "2020-01-01"}, ["/expires"]),
    ],
)
def test_everything_that_is_wrong_with_a_key_is_told(desk: Peopled, admin: str, sent: Any, pointers: list[str]) -> None:
    errors = assert_problem(desk.ask("POST", "/v1/keys", admin, json=sent), 422, "invalid_request")
    assert sorted(error["pointer"] for error in errors) == pointers


# Roles by operations


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_a_key_of_its_scopes_would(desk: Peopled, role: str) -> None:
    token = desk.session(desk.add(role) if role == "admin" else desk.add(role, "author"))
    document = desk.app.openapi()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            needed = NEEDS[operation["operationId"]]
            if not needed or not path.startswith("/v1/"):
                continue
            address = path.replace("{id}", "0" * 32).replace("{version}", "1.0.0")
            response = desk.ask(method.upper(), address, token)
            if needed & SCOPES_OF[role]:
                assert response.status_code not in (401, 403), (operation["operationId"], response.text)
            else:
                (error,) = assert_problem(response, 403, "scope_missing")
                assert "none of your roles" in error["message"]


def test_what_a_person_writes_stands_under_their_id(desk: Peopled) -> None:
    person = desk.add("reviewer")
    claim = {"text": "The harbour was closed.", "attributions": [{"chain": [{"kind": "eyewitness"}]}]}
    kept = desk.ask("POST", "/v1/assessments", desk.session(person), json={"claim": claim})
    assert kept.json()["by"] == f"person:{person.id}"
