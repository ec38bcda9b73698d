"""Can sources be written, found and changed by several without loss, and is what is wrong refused with nothing kept?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem
from tests.services import service_of

from sayso.api.watch import Watch
from sayso.app import LiveApp
from sayso.lasting import Lasting, lasting_of
from sayso.settings import Settings
from sayso.wire.answer import Assessment
from sayso.wire.assessments import Kept
from sayso.wire.sources import SourceList, SourceSaved, SourceShown

PATH = "/v1/sources"
Json = dict[str, Any]
PAPER: Json = {
    "name": "The Harbour Gazette",
    "aliases": ["Gazette"],
    "domains": ["harbourgazette.example"],
    "owner": "Harbour Press",
    "records": [{"registry": "our-desk", "letter": "B", "valid_from": "2023-01-01"}],
}


@pytest.fixture
def settings(storage: Json) -> Settings:
    return Settings(**storage)


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    """A service with a registry of its own, empty at first."""
    found = service_of(settings)
    yield found
    found.state.storage.close()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A service for what is refused, so that nothing is ever in its registry."""
    found = service_of(Settings(data_dir=tmp_path_factory.mktemp("quiet")))
    yield found
    assert ask(found, "GET", PATH).json() == {"sources": []}
    found.state.storage.close()


def put(app: FastAPI, id_: str, entry: Any, **headers: str) -> Any:
    return ask(app, "PUT", f"{PATH}/{id_}", json=entry, headers=headers)


def claim(*names: str) -> Json:
    roots = [{"source": name, "kind": "on_record_official", "identification": "named"} for name in names]
    outlet = {"source": "Gazette", "kind": "secondhand_media", "relation": "quotes"}
    return {"text": "The harbour is closed.", "attributions": [{"chain": [outlet, root]} for root in roots]}


def test_an_entry_is_made_read_and_changed(app: FastAPI) -> None:
    made = put(app, "harbour-gazette", PAPER)
    assert (made.status_code, made.headers["etag"]) == (201, '"r1"')
    assert made.headers["location"] == f"{PATH}/harbour-gazette"
    saved = SourceSaved.model_validate_json(made.content)
    assert (saved.revision, saved.by, saved.source.id, saved.warnings) == (1, "local", "harbour-gazette", [])
    again = put(app, "harbour-gazette", PAPER)
    assert (again.status_code, again.headers["etag"], again.json()) == (200, '"r1"', made.json())
    changed = put(app, "harbour-gazette", {**PAPER, "owner": None}, **{"if-match": '"r1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"r2"')
    found = ask(app, "GET", f"{PATH}/harbour-gazette")
    assert found.headers["etag"] == '"r2"'
    assert SourceShown.model_validate_json(found.content).source.owner is None
    held = ask(app, "GET", f"{PATH}/harbour-gazette", headers={"if-none-match": '"r2"'})
    assert (held.status_code, held.content) == (304, b"")
    before = ask(app, "GET", f"{PATH}/harbour-gazette", params={"revision": 1})
    assert before.json()["source"]["owner"] == "Harbour Press"


def test_nobody_undoes_what_somebody_else_has_done(app: FastAPI) -> None:
    assert_problem(put(app, "a", PAPER, **{"if-match": '"r1"'}), 412, "changed")
    put(app, "a", PAPER)
    other = {**PAPER, "note": "Another."}
    assert_problem(put(app, "a", other), 428, "precondition_required")
    assert put(app, "a", other, **{"if-match": '"r1"'}).status_code == 200
    assert_problem(put(app, "a", {**PAPER, "note": "A third."}, **{"if-match": '"r1"'}), 412, "changed")
    assert_problem(put(app, "a", {**PAPER, "note": "A third."}, **{"if-match": 'W/"r2"'}), 412, "changed")
    assert ask(app, "GET", f"{PATH}/a").json()["source"]["note"] == "Another."
    assert put(app, "a", PAPER, **{"if-match": "*"}).json()["revision"] == 3


def test_an_imitation_is_kept_beside_what_it_imitates_with_a_warning(app: FastAPI) -> None:
    put(app, "harbour-gazette", PAPER)
    for name, domain in (("x", "harbourgazette.example.net"), ("The Hаrbour Gazette", "other.example")):
        saved = put(app, "imitation", {"name": name, "domains": [domain]}, **{"if-match": "*"} if name != "x" else {})
        assert [warning["code"] for warning in saved.json()["warnings"]] == ["look_alike"]
    said = put(
        app, "imitation", {"name": "The Hаrbour Gazette", "look_alike_of": "harbour-gazette"}, **{"if-match": "*"}
    )
    assert said.json()["warnings"] == []
    shared = put(app, "second", {"name": "GAZETTE"})
    assert [warning["code"] for warning in shared.json()["warnings"]] == ["source_ambiguous"]
    assert len(ask(app, "GET", PATH).json()["sources"]) == 3


def test_entries_are_listed_by_name_domain_and_kind_page_by_page(app: FastAPI) -> None:
    for number in range(5):
        put(app, f"paper-{number}", {"name": f"Paper {number}", "domains": [f"paper{number}.example"]})
    put(app, "ann-holt", {"name": "Ann Holt", "kind": "person", "aliases": ["Mayor Holt"]})

    def ids(**asked: Any) -> list[str]:
        listed = SourceList.model_validate_json(ask(app, "GET", PATH, params=asked).content)
        return [each.source.id or "" for each in listed.sources]

    assert ids(name="MAYOR") == ids(kind="person") == ["ann-holt"]
    assert ids(domain="https://www.paper3.example/a") == ["paper-3"]
    assert ids(domain="paper3") == ids(name="nobody") == []
    found, path = [], f"{PATH}?name=paper&limit=2"
    while path:
        response = ask(app, "GET", path)
        found.append([each["source"]["id"] for each in response.json()["sources"]])
        path = response.headers.get("link", "").partition(">")[0].removeprefix("<")
    assert found == [["paper-0", "paper-1"], ["paper-2", "paper-3"], ["paper-4"]]


def test_what_the_registry_knows_is_graded_kept_and_replayed_to_the_byte(app: FastAPI) -> None:
    body = {"claim": claim("Ann Holt", "Bert Meyer"), "rubric": "nato-admiralty", "as_of": "2024-01-01"}
    bare = ask(app, "POST", "/v1/score", json=body).json()
    assert "sources" not in bare
    put(app, "harbour-gazette", PAPER)
    for id_, name, owner in (("ann", "Ann Holt", "The City"), ("bert", "Bert Meyer", "The Mill")):
        put(app, id_, {"name": name, "kind": "person", "owner": owner, "records": [{"registry": "d", "letter": "B"}]})
    scored = ask(app, "POST", "/v1/score", json=body).json()
    assert (bare["derived"]["roots"]["independence"], scored["derived"]["roots"]["independence"]) == (
        "not_established",
        "established",
    )
    assert scored["grade"] != bare["grade"]
    used = Assessment.model_validate(scored).sources
    assert used is not None
    assert [(each.pointer, each.source_id, each.by) for each in used.links][:2] == [
        ("/attributions/0/chain/0", "harbour-gazette", "alias"),
        ("/attributions/0/chain/1", "ann", "name"),
    ]
    batch = ask(
        app,
        "POST",
        "/v1/score/batch",
        json={k: v for k, v in body.items() if k != "claim"} | {"claims": [body["claim"]] * 2},
    )
    assert [item["result"] for item in batch.json()["results"]] == [scored, scored]
    everything = ask(app, "POST", "/v1/score", json={**body, "include": ["all"]}).json()
    assert everything["sources"] == scored["sources"]
    kept = Kept.model_validate_json(ask(app, "POST", "/v1/assessments", json=body).content)
    assert kept.result.model_dump(exclude={"id"}) == Assessment.model_validate(scored).model_dump(exclude={"id"})
    # The registry goes on; what was graded stays as it was.
    put(app, "ann", {"name": "Ann Holt", "kind": "person", "owner": "The Mill"}, **{"if-match": '"r1"'})
    assert ask(app, "POST", f"/v1/assessments/{kept.id}/replay").json()["identical"] is True
    assert ask(app, "POST", f"/v1/assessments/{kept.id}/what-if", json={}).json()["difference"]["grade"] is None
    assert ask(app, "POST", "/v1/score", json=body).json()["derived"]["roots"]["independence"] == "not_established"


def test_a_link_that_is_new_in_a_what_if_or_a_correction_is_looked_up(app: FastAPI) -> None:
    body = {"claim": claim("Nobody"), "rubric": "nato-admiralty", "as_of": "2024-01-01"}
    kept = ask(app, "POST", "/v1/assessments", json=body).json()
    put(app, "ann", {"name": "Ann Holt", "kind": "person", "records": [{"registry": "d", "letter": "A"}]})
    after = ask(app, "POST", f"/v1/assessments/{kept['id']}/what-if", json=claim("Ann Holt")).json()["after"]
    assert [each["source_id"] for each in after["sources"]["links"]] == ["ann"]
    path = f"/v1/assessments/{kept['id']}/corrections"
    corrected = ask(app, "POST", path, json={"claim": claim("Ann Holt")}, headers={"if-match": "*"}).json()
    assert corrected["result"]["sources"] == after["sources"]


def test_quick_and_careful_reading_resolve_alike(app: FastAPI) -> None:
    put(app, "harbour-gazette", PAPER)
    quick = claim("Ann Holt", "Bert Meyer")
    careful = {**quick, "topic": None}
    answers = [ask(app, "POST", "/v1/score", json={"claim": each}).json() for each in (quick, careful)]
    assert answers[0] == answers[1]
    assert len(answers[0]["sources"]["links"]) == 2
    assert ask(app, "POST", "/v1/score", json={"claim": quick}).json() == answers[0]


def test_another_replica_follows(settings: Settings) -> None:
    first, second = service_of(settings), LiveApp(settings.model_copy(update={"sources_seconds": 0.05}))
    put(first, "harbour-gazette", PAPER)

    async def wait() -> int:
        messages: asyncio.Queue[Any] = asyncio.Queue()
        sent: asyncio.Queue[Any] = asyncio.Queue()
        living = asyncio.create_task(second({"type": "lifespan"}, messages.get, sent.put))
        await messages.put({"type": "lifespan.startup"})
        await sent.get()
        for _ in range(400):
            if second._lasting.sources.now is not None:
                break
            await asyncio.sleep(0.05)
        index = second._lasting.sources.now
        await messages.put({"type": "lifespan.shutdown"})
        await living
        return 0 if index is None else len(index.entries)

    assert asyncio.run(wait()) == 1
    first.state.storage.close()


def test_a_service_that_starts_knows_what_was_written_before(settings: Settings) -> None:
    first = service_of(settings)
    put(first, "harbour-gazette", PAPER)
    first.state.storage.close()
    second: Lasting = lasting_of(settings, Watch())
    second.sources.refresh(second.storage.open().sources)
    assert second.sources.now is not None
    assert list(second.sources.now.entries) == ["harbour-gazette"]
    assert second.sources.refresh(second.storage.open().sources) is False
    second.storage.close()


# What is refused


@pytest.mark.parametrize(
    "entry",
    [[], "x", 7, {}, {"name": None}, {"name": "a\0b"}, {"name": "x" * 5000}, {"name": "x", "id": "y"},
     {"name": 10**400}, {"name": "x", "records": [{}] * 300}, {"name": "x", "domains": [10**400]},
     {"name": "x", "kind": {}}, {"name": "x", "zzz": 1}],
)  # fmt: skip
def test_what_is_no_entry_is_refused(quiet: FastAPI, entry: Any) -> None:
    errors = assert_problem(put(quiet, "x", entry), 422, "invalid_source")
    assert errors
    assert all(error["pointer"] is not None and error["message"] for error in errors)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(b"{", 400, "malformed_body"), (b"", 400, "malformed_body"), (b'{"name":"\\ud800"}', 400, "malformed_body"),
     (b"[" * 100 + b"]" * 100, 400, "body_too_deep"), (b" " * 3_000_000, 413, "body_too_large")],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused(quiet: FastAPI, content: bytes, status: int, code: str) -> None:
    headers = {"content-type": "application/json"}
    assert_problem(ask(quiet, "PUT", f"{PATH}/x", content=content, headers=headers), status, code)


@pytest.mark.parametrize("id_", ["A", "%00", "a%20b", "x" * 81, "..", "é", "a%2Fb", "%ED%A0%80"])
def test_an_id_that_is_none_is_refused_or_not_found(quiet: FastAPI, id_: str) -> None:
    for method, more in (("GET", {}), ("PUT", {"json": {"name": "x"}})):
        response = ask(quiet, method, f"{PATH}/{id_}", **more)
        assert response.status_code in (404, 405, 422), response.text
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "cursor=A", "name=", "name=%00", "kind=paper", "x=1"]
)
def test_a_query_that_is_none_is_refused(quiet: FastAPI, query: str) -> None:
    assert_problem(ask(quiet, "GET", f"{PATH}?{query}"), 422, "invalid_request")


@pytest.mark.parametrize("revision", ["0", "-1", "x", "99999999999999999999", "1.5"])
def test_a_revision_that_is_none_is_refused(quiet: FastAPI, revision: str) -> None:
    assert_problem(ask(quiet, "GET", f"{PATH}/x?revision={revision}"), 422, "invalid_request")


def test_what_is_not_there_is_not_found(quiet: FastAPI) -> None:
    assert_problem(ask(quiet, "GET", f"{PATH}/x"), 404, "unknown_source")
    assert_problem(ask(quiet, "GET", f"{PATH}/x?revision=2"), 404, "unknown_source")


@pytest.mark.parametrize("tag", ["r1", '"r1', "x", '"r1" "r2"'])
def test_a_tag_that_is_none_is_refused(quiet: FastAPI, tag: str) -> None:
    assert_problem(put(quiet, "x", PAPER, **{"if-match": tag}), 422, "invalid_request")


def test_what_came_from_the_registry_goes_with_a_deleted_document(settings: Settings) -> None:
    app = service_of(settings)
    put(app, "harbour-gazette", PAPER)
    claim = {"attributions": [{"chain": [{"source": PAPER["name"], "kind": "secondhand_media"}]}]}
    kept = ask(app, "POST", "/v1/documents", json={"text": "The harbour is closed.", "claims": [claim]})
    one = f"/v1/assessments/{kept.json()['claims'][0]['assessment']['id']}"
    assert "harbour-gazette" in ask(app, "GET", one).text
    gone = ask(app, "DELETE", f"/v1/documents/{kept.json()['id']}", headers={"if-match": kept.headers["etag"]})
    assert gone.status_code == 200
    assert "harbour-gazette" not in ask(app, "GET", one).text
    app.state.storage.close()
