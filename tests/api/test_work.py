"""Is the desk's work asked for over REST as all else is: keys, conditions, problems, pages, and bad input refused?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem
from tests.api.test_access import Keyed
from tests.services import service_of
from tests.usecases.small import folder, rubric
from tests.usecases.work.office import HELD, claim

from sayso.settings import Settings
from sayso.wire.work import Agreement, Beside, DocumentWork, QueueItem, QueueList, WorkState

Json = dict[str, Any]
NOTE = "two of us have read it"
NOBODY = "0" * 32


class Desk:
    """A service, and how one asks it."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def ask(self, method: str, path: str, seen: str | None = None, **more: Any) -> httpx.Response:
        headers = more.pop("headers", {}) | ({} if seen is None else {"if-match": seen})
        return ask(self.app, method, f"/v1{path}", headers=headers, **more)

    def keep(self, *claims: Json, text: str = "The harbour was closed.", **more: Any) -> tuple[str, list[str]]:
        """The ids of a document and of its assessments."""
        told = self.ask("POST", "/documents", json={"text": text, "claims": list(claims or (claim(),)), **more})
        assert told.status_code == 201, told.text
        return told.json()["id"], [each["assessment"]["id"] for each in told.json()["claims"]]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("desk")
    app = _service(path, request)
    yield Desk(app)
    app.state.storage.close()


def _service(path: Path, request: pytest.FixtureRequest) -> FastAPI:
    rubrics = folder(path / "rubrics", small=rubric().replace("tests:\n", HELD))
    where: Json = {"data_dir": path / "data", "rubrics_dir": rubrics, "rubric": "small"}
    if request.param == "postgresql":
        where["database_url"] = request.getfixturevalue("postgres").database()
    return service_of(Settings(**where))


def test_a_document_goes_from_the_queue_to_both_sign_offs(desk: Desk) -> None:
    document, (assessment,) = desk.keep(claim(identification="bare"))
    put = desk.ask("PUT", f"/documents/{document}/desk", '"r0"', json={"desk": "whole way", "assignee": "local"})
    assert (put.status_code, put.headers["etag"]) == (200, '"r1"')
    (row,) = QueueList.model_validate_json(desk.ask("GET", "/queue?desk=whole+way").content).documents
    assert (row.document, row.gates, row.worst_grade) == (document, ["refer"], "B")
    taken = desk.ask("POST", "/queue/next", json={"desk": "whole way", "minutes": 5})
    assert QueueItem.model_validate_json(taken.content).lease is not None
    assert taken.headers["etag"] == '"r2"'
    assert desk.ask("POST", "/queue/next", json={"desk": "whole way"}).status_code == 204
    review = {"verdict": "agree", "again_on": "9999-12-31"}
    reviewed = desk.ask("POST", f"/assessments/{assessment}/reviews", '"r0"', json=review)
    assert reviewed.json()["reviews"][0]["again_on"] == "9999-12-31"
    signs = f"/documents/{document}/sign-offs"
    errors = assert_problem(desk.ask("POST", signs, "*", json={"as": "author"}), 409, "not_ready_to_sign")
    assert [(each["pointer"], each["code"]) for each in errors] == [("/claims/0", "hold")]
    released = desk.ask("POST", f"/assessments/{assessment}/releases", '"r1"', json={"gate": "refer", "note": NOTE})
    assert (released.status_code, released.headers["etag"]) == (201, '"r1"')
    assert Beside.model_validate_json(released.content).holds[0].released is not None
    for path, body in (("notes", {"note": "a remark"}), ("backing", {"label": "the order", "locator": "page 3"})):
        assert desk.ask("POST", f"/assessments/{assessment}/{path}", json=body).status_code == 201
    for sign_as in ("author", "reviewer"):
        tag = desk.ask("GET", f"/documents/{document}/work").headers["etag"]
        told = desk.ask("POST", signs, tag, json={"as": sign_as})
        assert (told.status_code, told.headers["location"]) == (201, f"/v1/documents/{document}/work")
    assert WorkState.model_validate_json(told.content).reviewer_state == "signed"
    work = DocumentWork.model_validate_json(desk.ask("GET", f"/documents/{document}/work").content)
    assert [event.what for event in work.history] == [
        *("kept", "assigned", "leased", "reviewed", "released", "noted", "backed", "signed", "signed")
    ]
    assert desk.ask("DELETE", f"/documents/{document}/lease").json()["lease"] is None
    assert desk.ask("GET", "/audit/verify").json()["ok"]


def test_the_queue_is_read_page_by_page(desk: Desk) -> None:
    documents = []
    for identification in ("named", None, "named"):
        document, _ = desk.keep(claim(identification=identification))
        assert desk.ask("PUT", f"/documents/{document}/desk", "*", json={"desk": "pages & more"}).status_code == 200
        documents.append(document)
    for order, expected in (
        ("oldest", documents),
        ("newest", documents[::-1]),
        ("widest_range", [documents[1], documents[2], documents[0]]),
    ):
        found: list[str] = []
        path: str | None = f"/queue?desk=pages+%26+more&held=false&order={order}&limit=1"
        while path is not None:
            told = desk.ask("GET", path)
            found += [each["document"] for each in told.json()["documents"]]
            link = told.headers.get("link")
            path = None if link is None else link.split(">")[0].removeprefix("</v1")
        assert found == expected


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "order=best",
        "state=done",
        "author_state=signed",
        "held=perhaps",
        "older_than_days=-1",
        f"older_than_days={10**30}",
        "cursor=1",
        f"cursor=0.{'g' * 32}",
        f"cursor=99999999999.{NOBODY}",
        "desk=",
        "desk=a%00b",
        "colour=red",
    ],
)
def test_a_queue_that_cannot_be_listed_is_refused(desk: Desk, query: str) -> None:
    assert_problem(desk.ask("GET", f"/queue?{query}"), 422, "invalid_request")


WRITES: list[tuple[str, str, Json]] = [
    ("PUT", "/documents/{document}/lease", {"minutes": 5}),
    ("PUT", "/documents/{document}/desk", {"desk": "foreign"}),
    ("POST", "/documents/{document}/sign-offs", {"as": "author"}),
    ("POST", "/assessments/{assessment}/releases", {"gate": "refer", "note": NOTE}),
    ("POST", "/assessments/{assessment}/backing", {"label": "the order", "locator": "page 3"}),
    ("POST", "/assessments/{assessment}/notes", {"note": "a remark"}),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_what_is_not_there_is_404_and_what_was_deleted_410(desk: Desk, method: str, path: str, body: Json) -> None:
    for wrong in (NOBODY, "none", "a%00b", "x" * 300, "%ED%A0%80"):
        told = desk.ask(method, path.format(document=wrong, assessment=wrong), "*", json=body)
        assert_problem(told, 404, "unknown_document" if "documents" in path else "unknown_assessment")
    document, (assessment,) = desk.keep()
    assert desk.ask("DELETE", f"/documents/{document}", "*").status_code == 200
    told = desk.ask(method, path.format(document=document, assessment=assessment), "*", json=body)
    assert_problem(told, 410, "deleted")


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
@pytest.mark.parametrize(
    "sent", [b"", b"[]", b"null", b'"x"', b'{"minutes": "soon", "note": 1, "as": 1, "desk": 1, "x": 1}', b"{", b"\xff"]
)
def test_a_body_that_is_not_understood_is_refused(desk: Desk, method: str, path: str, body: Json, sent: bytes) -> None:
    headers = {"content-type": "application/json", "if-match": "*"}
    told = desk.ask(method, path.format(document=NOBODY, assessment=NOBODY), content=sent, headers=headers)
    assert told.status_code in (400, 422), (body, told.text)
    assert told.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path", "body"), WRITES[1:4])
def test_what_has_a_revision_is_changed_only_by_who_has_seen_it(desk: Desk, method: str, path: str, body: Json) -> None:
    document, (assessment,) = desk.keep(claim(identification="bare"))
    where = path.format(document=document, assessment=assessment)
    assert_problem(desk.ask(method, where, json=body), 428, "precondition_required")
    assert_problem(desk.ask(method, where, "r0", json=body), 422, "invalid_request")
    assert_problem(desk.ask(method, where, '"r7"', json=body), 412, "changed")


def test_a_second_holder_is_told_who_and_until_when_and_roles_count(tmp_path: Path) -> None:
    keyed = Keyed(
        {"data_dir": tmp_path / "data", "rubrics_dir": folder(tmp_path / "r", small=rubric()), "rubric": "small"}
    )
    writer, first, second, senior = (
        keyed.make(*scopes)[0] for scopes in (["score"], ["review"], ["review"], ["review", "rubric:write"])
    )
    body = {"text": "The harbour was closed.", "claims": [claim()]}
    document = keyed.ask("POST", "/v1/documents", writer, json=body).json()["id"]
    lease = f"/v1/documents/{document}/lease"
    told = keyed.ask("PUT", lease, first, json={}).json()
    (error,) = assert_problem(keyed.ask("PUT", lease, second, json={}), 409, "leased")
    assert told["lease"]["holder"] in error["message"]
    assert told["lease"]["until"] in error["message"]
    assert_problem(keyed.ask("PUT", lease, second, json={"take_over": True}), 403, "not_allowed")
    assert_problem(keyed.ask("DELETE", lease, second), 409, "leased")
    assert keyed.ask("PUT", lease, senior, json={"take_over": True}).status_code == 200
    signs = f"/v1/documents/{document}/sign-offs"
    with_tag = {"authorization": f"Bearer {writer}", "if-match": "*"}
    asked = ask(keyed.app, "POST", signs, base="http://sayso.example", headers=with_tag, json={"as": "reviewer"})
    assert_problem(asked, 403, "not_allowed")
    assert_problem(keyed.ask("GET", "/v1/agreement", writer), 403, "scope_missing")
    keyed.app.state.storage.close()


def test_a_note_under_one_key_is_written_once(desk: Desk) -> None:
    document, (assessment,) = desk.keep()
    key = {"idempotency-key": f"note-{document}"}
    sent = [
        desk.ask("POST", f"/assessments/{assessment}/notes", json={"note": "a remark"}, headers=key) for _ in range(2)
    ]
    assert sent[0].content == sent[1].content
    (shown,) = desk.ask("GET", f"/documents/{document}/work").json()["claims"]
    assert len(shown["notes"]) == 1


def test_nothing_free_under_a_key_is_said_again(desk: Desk) -> None:
    key = {"idempotency-key": "nothing"}
    for _ in range(2):
        told = desk.ask("POST", "/queue/next", json={"desk": "nowhere"}, headers=key)
        assert (told.status_code, told.content) == (204, b"")


@pytest.mark.parametrize("again_on", ["soon", "2026-02-30", "20260101", "2026-1-1", "٢٠٢٦-٠١-٠١", ""])
def test_a_day_to_look_again_that_is_none_is_refused(desk: Desk, again_on: str) -> None:
    _, (assessment,) = desk.keep()
    body = {"verdict": "agree", "again_on": again_on}
    errors = assert_problem(
        desk.ask("POST", f"/assessments/{assessment}/reviews", "*", json=body), 422, "invalid_request"
    )
    assert [each["pointer"] for each in errors] == ["/again_on"]


def test_an_edited_text_names_what_it_replaces(desk: Desk) -> None:
    document, _ = desk.keep()
    new, _ = desk.keep(text="Edited.", replaces=document)
    assert desk.ask("GET", f"/documents/{document}/work").json()["replaced_by"] == new
    body = {"text": "x", "claims": [], "replaces": document}
    assert_problem(desk.ask("POST", "/documents", json=body), 409, "document_replaced")
    assert_problem(desk.ask("POST", "/documents", json=body | {"replaces": NOBODY}), 404, "unknown_document")
    assert_problem(desk.ask("POST", "/documents", json=body | {"replaces": "it"}), 422, "invalid_request")
    assert desk.ask("DELETE", f"/documents/{document}", "*").status_code == 200
    assert_problem(desk.ask("POST", "/documents", json=body), 410, "deleted")


def test_agreement_is_told_for_a_rubric_that_is_there(desk: Desk) -> None:
    told = Agreement.model_validate_json(desk.ask("GET", "/agreement?rubric=small").content)
    assert [(axis.axis, axis.pairs, axis.same) for axis in told.axes] == [("sourcing", 0, None)]
    assert_problem(desk.ask("GET", "/agreement?rubric=none"), 422, "unknown_rubric")
    assert_problem(desk.ask("GET", "/agreement?rubric=a%00"), 422, "invalid_request")


@pytest.mark.parametrize("document", [NOBODY, "none", "a%00b", "x" * 300])
def test_the_work_on_what_is_not_there_is_not_shown(desk: Desk, document: str) -> None:
    told = desk.ask("GET", f"/documents/{document}/work")
    assert told.status_code == (422 if len(document) > 200 else 404), told.text
