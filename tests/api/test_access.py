"""Does each key open what it is for and nothing else, and is it refused at the very next call when it is taken back?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Match
from tests.api.asking import ask, assert_problem
from tests.services import service_of

from sayso.api.access import NEEDS, OPEN, Access, in_words
from sayso.api.direct import DirectRoute
from sayso.errors import Bug, InvalidRequest
from sayso.settings import Settings
from sayso.store.audit import AuditFilters
from sayso.store.ids import Ids
from sayso.store.keys import ADMIN, SCOPES, KeyRow
from sayso.store.refusals import NoSuchKey
from sayso.usecases.keys import creation, digest_of, make_key, revocation

IDS = Ids()
PATHS = {"{id}": "0" * 32, "{version}": "1.0.0", "{name}": "rubric-1.json"}


class Keyed:
    """A service with keys in its database."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.app: FastAPI = service_of(Settings(**settings))
        self.store = self.app.state.storage.use()

    def make(self, *scopes: str, name: str = "desk") -> tuple[str, KeyRow]:
        key, row = make_key(name, scopes, None, IDS)
        self.put(row)
        return key, row

    def put(self, row: KeyRow) -> None:
        self.store.submit(creation(row, "ana")).result(30)

    def ask(self, method: str, path: str, key: str | None, **more: Any) -> httpx.Response:
        headers = {} if key is None else {"authorization": f"Bearer {key}"}
        return ask(self.app, method, path, base="http://sayso.example", headers=headers, **more)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def keyed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    folder = tmp_path_factory.mktemp("keyed")
    settings: dict[str, Any] = {"data_dir": folder}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgres").database()
    found = Keyed(settings)
    found.make(ADMIN)  # so that it is closed, whichever test comes first
    yield found
    found.app.state.storage.close()


def operations(app: FastAPI) -> dict[str, tuple[str, str]]:
    """Method and an address of each operation of the document."""
    document = app.openapi()
    return {
        operation["operationId"]: (method.upper(), path)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def address(path: str) -> str:
    for name, value in PATHS.items():
        path = path.replace(name, value)
    return path


# The table


def test_every_operation_has_its_row_and_no_row_is_left_over(service: FastAPI) -> None:
    assert operations(service).keys() == NEEDS.keys()
    for name, needed in NEEDS.items():
        assert needed == OPEN or ADMIN in needed, name
        assert needed <= frozenset(SCOPES), name


def test_an_operation_without_a_row_stops_the_start() -> None:
    async def endpoint(_: Any) -> Any:
        raise AssertionError

    with pytest.raises(Bug, match="newOperation"):
        Access([DirectRoute("/v1/new", endpoint, operation_id="newOperation")])
    one = DirectRoute("/v1/{id}", endpoint, operation_id="getRubric")
    with pytest.raises(Bug, match="answered by an earlier operation"):
        Access([one, DirectRoute("/v1/thing", endpoint, operation_id="listRubrics")])


def test_the_table_finds_the_operation_that_the_router_finds(service: FastAPI) -> None:
    found = Access(service.routes)
    for name, (method, path) in operations(service).items():
        scope = {"type": "http", "method": method, "path": address(path), "headers": []}
        route = next(route for route in service.routes if route.matches(scope)[0] is Match.FULL)
        assert isinstance(route, APIRoute)
        assert route.operation_id == name
        assert found.needed(method, address(path)) == NEEDS[name]
    assert found.needed("GET", "/v1/nowhere") is None
    assert found.needed("DELETE", "/v1/score") is None


def test_needs_are_told_in_words() -> None:
    assert [in_words(NEEDS[name]) for name in ("scoreClaim", "getAssessment", "listAudit", "getVocabulary")] == [
        "score", "score or review", "admin", "any key",
    ]  # fmt: skip


# Each operation with each key


LESSER = tuple(scope for scope in SCOPES if scope != ADMIN)
SOME: list[tuple[str, ...]] = [*((scope,) for scope in SCOPES), LESSER]


@pytest.mark.parametrize("scopes", SOME, ids="+".join)
def test_a_key_opens_what_it_is_for_and_nothing_else(keyed: Keyed, scopes: tuple[str, ...]) -> None:
    key, _ = keyed.make(*scopes)
    for name, (method, path) in operations(keyed.app).items():
        response = keyed.ask(method, address(path), key)
        needed = NEEDS[name]
        if needed == OPEN or ADMIN in scopes or needed & set(scopes):
            assert response.status_code not in (401, 403), (name, response.text)
        else:
            (error,) = assert_problem(response, 403, "scope_missing")
            assert in_words(needed) in error["message"]
            assert in_words(needed) in error["hint"]
            challenge = response.headers["www-authenticate"]
            assert challenge.startswith('Bearer realm="sayso", error="insufficient_scope", scope="')


def test_without_a_key_everything_but_the_open_is_refused(keyed: Keyed) -> None:
    for name, (method, path) in operations(keyed.app).items():
        response = keyed.ask(method, address(path), None)
        if NEEDS[name] == OPEN:
            assert response.status_code in (200, 503), name
        else:
            assert_problem(response, 401, "unauthorized")
            assert response.headers["www-authenticate"] == 'Bearer realm="sayso"'
    assert keyed.ask("GET", "/openapi.json", None).status_code == 200
    assert_problem(keyed.ask("GET", "/v1/nowhere", None), 401, "unauthorized")


def test_head_needs_what_get_needs_and_what_is_nowhere_is_told_to_any_key(keyed: Keyed) -> None:
    key, _ = keyed.make("score")
    assert keyed.ask("HEAD", "/v1/audit", key).status_code == 403
    assert keyed.ask("HEAD", "/v1/assessments", key).status_code == 200
    assert_problem(keyed.ask("GET", "/v1/nowhere", key), 404, "not_found")
    assert keyed.ask("DELETE", "/v1/score", key).status_code == 405


def test_the_document_says_what_each_operation_needs(keyed: Keyed) -> None:
    document = ask(keyed.app, "GET", "/openapi.json").json()
    assert document["components"]["securitySchemes"] == {"key": {"type": "http", "scheme": "bearer"}}
    for item in document["paths"].values():
        for operation in item.values():
            needed = NEEDS[operation["operationId"]]
            if needed == OPEN:
                assert "security" not in operation
            elif needed == frozenset(SCOPES):
                assert operation["security"] == [{"key": []}]
                assert "403" not in operation["responses"]
            else:
                assert operation["security"] == [{"key": [scope]} for scope in SCOPES if scope in needed]
                assert list(operation["responses"]["403"]["content"]["application/problem+json"]["examples"]) == [
                    "scope_missing"
                ]


# A key's life


def test_a_revoked_key_is_refused_at_the_very_next_call(keyed: Keyed) -> None:
    key, row = keyed.make("score")
    assert keyed.ask("GET", "/v1/rubrics", key).status_code == 200
    assert keyed.store.submit(revocation(row.id, "ana")).result(30).body == b"revoked"
    response = keyed.ask("GET", "/v1/rubrics", key)
    (error,) = assert_problem(response, 401, "unauthorized")
    assert "was revoked at" in error["message"]
    assert response.headers["www-authenticate"] == 'Bearer realm="sayso", error="invalid_token"'


def test_a_key_is_revoked_once_and_one_that_is_not_there_not_at_all(keyed: Keyed) -> None:
    _, row = keyed.make("score")
    before = len(keyed.store.audit(about(f"key:{row.id}"), None, 9))
    assert keyed.store.submit(revocation(row.id, "ana")).result(30).body == b"revoked"
    assert keyed.store.submit(revocation(row.id, "ben")).result(30).body == b"revoked before"
    for wrong in ("0" * 32, "", "x", "\x00", "'"):
        assert isinstance(keyed.store.submit(revocation(wrong, "ana")).exception(30), NoSuchKey)
    entries = keyed.store.audit(about(f"key:{row.id}"), None, 9)
    assert before == 1
    assert [(entry.operation, entry.actor) for entry in entries] == [("revokeKey", "ana"), ("makeKey", "ana")]
    assert keyed.store.verify().broken is None


def about(subject: str) -> AuditFilters:
    return AuditFilters(subject=subject)


def test_an_expired_key_is_refused_and_one_that_will_expire_is_not(keyed: Keyed) -> None:
    for expires, status in (("2020-01-31T00:00:00.000Z", 401), ("9999-01-31T00:00:00.000Z", 200)):
        key, row = make_key("desk", ["score"], None, IDS)
        keyed.put(row._replace(expires=expires))
        response = keyed.ask("GET", "/v1/rubrics", key)
        assert response.status_code == status
        assert status == 200 or "expired at 2020-01-31" in response.json()["detail"]


@pytest.mark.parametrize(
    "given",
    [
        "", "Bearer", "Bearer ", "Basic {key}", "Token {key}", "{key}", "Bearer{key}", "Bearer\t{key}", "Bearer {key}x",
        "Bearer {key} {key}", "Bearer {key},{key}", 'Bearer "{key}"', "Bearer {digest}", "Bearer \u00e9", "Bearer \x00",
    ],
)  # fmt: skip
def test_a_header_that_carries_no_key_opens_nothing(keyed: Keyed, given: str) -> None:
    key, row = keyed.make("admin")
    sent = given.format(key=key, digest=row.digest).encode("latin-1")
    response = ask(keyed.app, "GET", "/v1/rubrics", headers={"authorization": sent})
    assert_problem(response, 401, "unauthorized")
    assert key not in response.text


def test_two_headers_with_a_key_are_not_chosen_from(keyed: Keyed) -> None:
    key, _ = keyed.make("admin")
    both = [("authorization", f"Bearer {key}"), ("authorization", f"Bearer {key}")]
    assert_problem(ask(keyed.app, "GET", "/v1/rubrics", headers=both), 401, "unauthorized")


def test_what_a_key_writes_is_under_its_id_and_not_under_the_key(keyed: Keyed, tank: dict[str, Any]) -> None:
    key, row = keyed.make("score")
    kept = keyed.ask("POST", "/v1/assessments", key, json={"claim": tank})
    assert kept.json()["by"] == f"key:{row.id}"
    (entry,) = keyed.store.audit(about(f"assessment:{kept.json()['id']}"), None, 9)
    assert (entry.actor, entry.operation) == (f"key:{row.id}", "keepAssessments")
    for hidden in (key, row.digest, tank["text"][:20], "Jerusalem"):
        assert hidden not in repr(entry)


def test_a_key_is_256_random_bits_kept_as_its_digest(keyed: Keyed) -> None:
    made = [make_key("desk", ["score", "score"], "90d", IDS) for _ in range(50)]
    assert len({key for key, _ in made}) == 50
    for key, row in made:
        assert (len(key), key[:6], row.scopes) == (49, "sayso_", ("score",))
        assert row.digest == digest_of(key.encode())
        assert key[6:] not in repr(row)
    keyed.put(made[0][1])
    kept = keyed.store.keys()
    assert made[0][1] in kept


@pytest.mark.parametrize(
    ("name", "scopes", "expires", "pointers"),
    [
        ("", ["score"], None, ["/name"]),
        (" ", ["score"], None, ["/name"]),
        ("x" * 81, ["score"], None, ["/name"]),
        ("a\nb", ["score"], None, ["/name"]),
        ("\x00", ["score"], None, ["/name"]),
        ("desk", [], None, ["/scopes"]),
        ("desk", ["scores", "rubric"], None, ["/scopes", "/scopes"]),
        ("desk", ["score"], "soon", ["/expires"]),
        ("desk", ["score"], "0d", ["/expires"]),
        ("desk", ["score"], "99999999d", ["/expires"]),
        ("desk", ["score"], "2020-01-31", ["/expires"]),
        ("desk", ["score"], "0001-01-01T00:00:00+14:00", ["/expires"]),
        ("", ["x"], "x", ["/expires", "/name", "/scopes"]),
    ],
)
def test_everything_that_is_wrong_with_a_new_key_is_told(
    name: str, scopes: list[str], expires: str | None, pointers: list[str]
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        make_key(name, scopes, expires, IDS)
    assert [problem.pointer for problem in caught.value.problems] == pointers


def test_the_key_of_the_file_works_beside_those_of_the_database(keyed: Keyed, tmp_path: Any) -> None:
    (tmp_path / "key").write_text("f" * 43)
    app = service_of(Settings(key_file=tmp_path / "key", data_dir=tmp_path / "none"))
    headers = {"authorization": "Bearer " + "f" * 43}
    assert ask(app, "GET", "/v1/rubrics", headers=headers).status_code == 200
    assert not (tmp_path / "none").exists(), "it needs no database"
    row = make_key("desk", ["admin"], None, IDS)[1]
    app.state.storage.use().submit(
        creation(row._replace(digest=digest_of(b"f" * 43), scopes=("review",)), "x")
    ).result()
    assert ask(app, "GET", "/v1/audit", headers=headers).status_code == 200, "no row takes its place"
    app.state.storage.close()


def test_a_service_whose_keys_are_all_revoked_stays_closed(tmp_path: Any) -> None:
    alone = Keyed({"data_dir": tmp_path})
    assert ask(alone.app, "GET", "/v1/rubrics").status_code == 200
    assert ask(alone.app, "GET", "/openapi.json").json()["paths"]["/v1/score"]["post"].get("security") is None
    key, row = alone.make(ADMIN)
    assert ask(alone.app, "GET", "/openapi.json").json()["paths"]["/v1/score"]["post"]["security"]
    alone.store.submit(revocation(row.id, "ana")).result(30)
    for given in (None, key):
        assert alone.ask("GET", "/v1/rubrics", given).status_code == 401
    assert ask(alone.app, "GET", "/v1/rubrics").status_code == 401, "not even from this machine"
    assert "password" in ask(alone.app, "GET", "/read").text, "the page asks for a key, too"
    alone.app.state.storage.close()


def test_a_day_is_kept_as_its_beginning_in_utc() -> None:
    assert make_key("desk", ["score"], "2099-01-31", IDS)[1].expires == "2099-01-31T00:00:00.000Z"
    assert make_key("desk", ["score"], "2099-01-31T01:00:00+01:00", IDS)[1].expires == "2099-01-31T00:00:00.000Z"
