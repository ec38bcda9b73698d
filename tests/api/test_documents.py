"""Is an article kept with its claims, whole or not at all, and shown with what holds for them now?"""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.api.articles import PATH, TEXT, claim, kept, pointers, post, shown
from tests.api.asking import LOOPBACK, ask, assert_problem
from tests.services import service_of

from sayso.settings import Settings
from sayso.wire.documents import DocumentKept, DocumentList

CLOSED = "the harbour would stay closed"
AT = TEXT.index(CLOSED)
QUOTED = {"quote": CLOSED, "prefix": "said ", "suffix": ". The mayor", "start": AT, "end": AT + len(CLOSED)}


def test_a_kept_article_is_answered_with_its_place_its_tag_and_its_hash(keeper: FastAPI) -> None:
    response = post(keeper, outlet="Daily Ledger", date="2026-01-31", url="https://ledger.example/1", claims=[claim()])
    assert response.status_code == 201
    document = DocumentKept.model_validate_json(response.content)
    assert response.headers["location"] == f"{PATH}/{document.id}"
    assert response.headers["etag"] == '"r0"'
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (document.text, document.characters, document.claim_count) == (TEXT, len(TEXT), 1)
    found = ask(keeper, "GET", response.headers["location"])
    assert found.content == response.content
    again = ask(keeper, "GET", response.headers["location"], headers={"if-none-match": '"r0"'})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("span", [[AT, AT + len(CLOSED)], QUOTED, {k: QUOTED[k] for k in ("quote", "start", "end")}])
def test_a_place_travels_as_quotation_and_position_however_it_was_sent(keeper: FastAPI, span: Any) -> None:
    (told,) = kept(keeper, claims=[claim(span)])["claims"]
    (place,) = told["spans"]
    assert TEXT[place["start"] : place["end"]] == place["quote"] == CLOSED
    assert TEXT.endswith(place["suffix"], 0, place["end"] + len(place["suffix"]))
    assert place["prefix"] == TEXT[AT - 32 : AT]
    assert told["positions"] == [[AT, AT + len(CLOSED)]]


def test_positions_count_code_points_in_any_script(keeper: FastAPI) -> None:
    text = "👩‍👩‍👧 Владимир сказал: 港は閉鎖。🇫🇷 é"
    quote = "港は閉鎖"
    at = text.index(quote)
    document = kept(keeper, text=text, claims=[claim({"quote": quote, "start": at, "end": at + 4})])
    assert document["text"] == text
    assert document["claims"][0]["spans"][0]["quote"] == quote


def test_without_claims_the_extractor_finds_them_as_it_does_where_nothing_is_kept(keeper: FastAPI) -> None:
    told = {"outlet": "Daily Ledger", "date": "2026-01-31"}
    found = ask(keeper, "POST", "/v1/extract", json={"text": TEXT, **told, "score": "newsroom"}).json()
    document = kept(keeper, **told)
    assert document["extractor"] == found["extractor"]
    assert document["warnings"] == found["warnings"]
    assert document["roots"] == found["roots"]
    assert [each["id"] for each in document["claims"]] == [each["id"] for each in found["document"]["claims"]]
    grades = [each["assessment"]["grade"]["computed"] for each in document["claims"]]
    assert grades == [each["result"]["grade"] for each in found["results"]]
    assert grades


def test_what_the_extractor_answers_can_be_sent_as_it_is(keeper: FastAPI) -> None:
    found = ask(keeper, "POST", "/v1/extract", json={"text": TEXT, "outlet": "Daily Ledger"}).json()["document"]
    document = kept(keeper, **found)
    assert document["extractor"] is None
    assert document["sha256"] == found["sha256"]
    assert [each["positions"] for each in document["claims"]] == [each["spans"] for each in found["claims"]]


def test_a_known_none_keeps_a_document_without_claims(keeper: FastAPI) -> None:
    document = kept(keeper, claims=[])
    assert (document["claims"], document["roots"], document["claim_count"]) == ([], [], 0)
    assert shown(keeper, document["id"]) == document


def test_its_assessments_are_kept_like_others_and_name_it(keeper: FastAPI) -> None:
    claims = [claim(id="a"), claim(id="b", root="Li Wei")]
    document = kept(keeper, claims=claims, rubric="nato-admiralty", as_of="2026-02-01", include=["raise"])
    listed = ask(keeper, "GET", "/v1/assessments", params={"document": document["id"]}).json()["assessments"]
    assert [each["document"] for each in listed] == [document["id"]] * 2
    assert {each["id"] for each in listed} == {each["assessment"]["id"] for each in document["claims"]}
    for sent, told in zip(claims, document["claims"], strict=True):
        one = ask(keeper, "GET", f"/v1/assessments/{told['assessment']['id']}").json()
        asked = {"claim": sent, "rubric": "nato-admiralty", "as_of": "2026-02-01", "include": ["raise"]}
        scored = ask(keeper, "POST", "/v1/score", json=asked).json()
        assert one["document"] == document["id"]
        assert one["result"] == scored | {"id": told["assessment"]["id"]}
        assert ask(keeper, "POST", f"/v1/assessments/{one['id']}/replay").json()["identical"] is True


def test_claims_that_hang_on_one_root_are_told_together(keeper: FastAPI) -> None:
    document = kept(keeper, claims=[claim(id="a"), claim(root="Li Wei"), claim(id="c", root="ana  RUIZ")])
    roots = [{"root": "Ana Ruiz", "claims": ["a", "c"]}, {"root": "Li Wei", "claims": ["1"]}]
    assert document["roots"] == roots


def test_a_review_changes_the_counts_and_the_tag(keeper: FastAPI) -> None:
    document = kept(keeper, claims=[claim(), claim()])
    first = document["claims"][0]["assessment"]["id"]
    path = f"/v1/assessments/{first}/reviews"
    assert ask(keeper, "POST", path, json={"verdict": "agree"}, headers={"if-match": '"r0"'}).status_code == 201
    found = ask(keeper, "GET", f"{PATH}/{document['id']}")
    assert found.headers["etag"] == '"r1"'
    assert found.json()["reviews"] == {"open": 1, "agreed": 1, "overridden": 0, "abstained": 0}
    assert found.json()["claims"][0]["assessment"]["review"] == "agreed"


def test_a_correction_takes_the_place_of_what_it_corrects(keeper: FastAPI) -> None:
    document = kept(keeper, claims=[claim(id="a"), claim(id="b")])
    first = document["claims"][0]["assessment"]["id"]
    path = f"/v1/assessments/{first}/corrections"
    corrected = {"claim": claim(QUOTED, root="Li Wei", id="a")}
    other = ask(keeper, "POST", path, json=corrected, headers={"if-match": '"r0"'}).json()
    found = shown(keeper, document["id"])
    assert found["claims"][0]["assessment"]["id"] == other["id"]
    assert found["claims"][0]["assessment"]["replaces"] == first
    assert found["claims"][0]["spans"][0]["quote"] == CLOSED
    assert found["claims"][1] == document["claims"][1]
    assert [root["root"] for root in found["roots"]] == ["Li Wei", "Ana Ruiz"]
    assert other["document"] == document["id"]
    listed = ask(keeper, "GET", "/v1/assessments", params={"document": document["id"]}).json()["assessments"]
    assert len(listed) == 3


def test_a_correction_that_points_outside_the_text_is_refused(keeper: FastAPI) -> None:
    document = kept(keeper, claims=[claim()])
    path = f"/v1/assessments/{document['claims'][0]['assessment']['id']}/corrections"
    wrong = {"claim": claim([AT, 10_000], QUOTED | {"quote": CLOSED.upper()})}
    errors = assert_problem(ask(keeper, "POST", path, json=wrong, headers={"if-match": "*"}), 422, "invalid_claim")
    assert pointers(errors) == {"/claim/spans/0": "bad_span", "/claim/spans/1/quote": "wrong_quote"}
    assert shown(keeper, document["id"]) == document


def test_the_same_request_under_the_same_key_is_kept_once(keeper: FastAPI) -> None:
    outlet = uuid.uuid4().hex
    headers = {"idempotency-key": outlet}
    first = post(keeper, headers, outlet=outlet, claims=[claim()])
    again = post(keeper, headers, outlet=outlet, claims=[claim()])
    assert (again.status_code, again.content, again.headers["location"]) == (
        201, first.content, first.headers["location"],
    )  # fmt: skip
    assert len(ask(keeper, "GET", PATH, params={"outlet": outlet}).json()["documents"]) == 1
    assert_problem(post(keeper, headers, outlet=outlet), 422, "idempotency_key_reused")


def test_documents_are_listed_newest_first_page_by_page(keeper: FastAPI) -> None:
    outlet = f"The {uuid.uuid4().hex}"
    made = [kept(keeper, text=f"{TEXT} {number}", outlet=outlet, claims=[])["id"] for number in range(5)]
    found: list[str] = []
    address: str | None = f"{PATH}?outlet={outlet.replace(' ', '+').upper()}&limit=2"
    pages = 0
    while address:
        response = ask(keeper, "GET", address)
        page = DocumentList.model_validate_json(response.content)
        found += [each.id for each in page.documents]
        pages += 1
        link = response.headers.get("link")
        address = None if link is None else link[1 : link.index(">")]
    assert (found, pages) == (made[::-1], 3)


def test_documents_are_found_by_hash_and_time_and_all_filters_must_hold(keeper: FastAPI) -> None:
    outlet = uuid.uuid4().hex
    document = kept(keeper, text=f"{TEXT} {outlet}", outlet=outlet, claims=[])
    other = kept(keeper, text=f"{TEXT} {outlet}!", outlet=outlet, claims=[])

    def listed(**asked: str) -> list[str]:
        return [each["id"] for each in ask(keeper, "GET", PATH, params=asked).json()["documents"]]

    assert listed(sha256=document["sha256"].upper()) == [document["id"]]
    assert listed(sha256=document["sha256"], outlet=outlet, since="2020-01-01") == [document["id"]]
    assert listed(sha256=document["sha256"], outlet="somebody else") == []
    assert listed(outlet=outlet, since=other["created"]) == [other["id"]]
    assert listed(outlet=outlet, since="2999-01-01") == []


# What is wrong: nothing of the document is kept, and everything is told at once


SPANS: dict[str, tuple[Any, str, str]] = {
    "after the text": ([0, 9_999], "", "bad_span"),
    "backwards": ([9, 3], "", "bad_span"),
    "empty": ([3, 3], "", "bad_span"),
    "negative": ([-1, 3], "/0", "out_of_range"),
    "huge": ([0, 10**30], "/1", ""),
    "a fraction": ([0, 1.5], "/1", "wrong_type"),
    "three numbers": ([0, 1, 2], "", "too_long"),
    "no place": ("here", "", "wrong_type"),
    "another quotation": (QUOTED | {"quote": "the harbour would stay open!!"}, "/quote", "wrong_quote"),
    "another case": (QUOTED | {"quote": CLOSED.title()}, "/quote", "wrong_quote"),
    "another prefix": (QUOTED | {"prefix": "denied "}, "/prefix", "wrong_quote"),
    "another suffix": (QUOTED | {"suffix": ", and"}, "/suffix", "wrong_quote"),
    "a quotation after the text": (QUOTED | {"end": 9_999}, "/end", "bad_span"),
    "a quotation with NUL": (QUOTED | {"quote": "a\0"}, "/quote", "bad_text"),
    "no quotation": ({"start": 0, "end": 3}, "/quote", "missing_key"),
}


@pytest.mark.parametrize(("span", "pointer", "code"), SPANS.values(), ids=SPANS)
def test_a_wrong_place_refuses_the_document(service: FastAPI, span: Any, pointer: str, code: str) -> None:
    outlet = uuid.uuid4().hex
    errors = assert_problem(post(service, outlet=outlet, claims=[claim(), claim(span)]), 422, "invalid_claim")
    (error,) = errors
    assert error["pointer"] == f"/claims/1/spans/0{pointer}"
    assert error["message"]
    assert not code or error["code"] == code
    assert ask(service, "GET", PATH, params={"outlet": outlet}).json() == {"documents": []}


def test_a_place_that_was_counted_in_other_units_is_told_where_it_is(service: FastAPI) -> None:
    text = "😀😀 é The harbour is closed."
    at = text.index("harbour")
    for units, width, name in (("utf-16-le", 2, "UTF-16 units"), ("utf-8", 1, "bytes")):
        wrong = len(text[:at].encode(units)) // width
        span = {"quote": "harbour", "start": wrong, "end": wrong + 7}
        (error,) = assert_problem(post(service, text=text, claims=[claim(span)]), 422, "invalid_claim")
        counted = f"these positions count {name}, and code points are wanted"
        assert error["hint"] == f"it stands at {at} to {at + 7}: {counted}"


def test_a_place_that_cuts_a_character_in_two_is_refused(service: FastAPI) -> None:
    text = "👩‍👩‍👧 said e\u0301t\u00e9"
    for span in ([0, 1], [2, 9], [1, 9], [8, text.index("\u0301")]):
        (error,) = assert_problem(post(service, text=text, claims=[claim(span)]), 422, "invalid_claim")
        assert (error["pointer"], error["code"]) == ("/claims/0/spans/0", "split_character")


def test_half_of_a_surrogate_pair_is_no_text(service: FastAPI) -> None:
    for content in (b'{"text": "a \\ud83d b"}', b'{"text": "x", "claims": [{"text": "\\ude00"}]}'):
        response = ask(service, "POST", PATH, content=content, headers={"content-type": "application/json"})
        assert_problem(response, 400, "malformed_body")


BODIES: dict[str, tuple[Any, str, dict[str, str]]] = {
    "no text": ({"text": None}, "invalid_request", {"/text": "wrong_type"}),
    "an empty text": ({"text": ""}, "invalid_request", {"/text": "empty_text"}),
    "a blank text": ({"text": " \n"}, "invalid_request", {"/text": "empty_text"}),
    "an unknown text": ({"text": "unknown"}, "invalid_request", {"/text": "empty_text"}),
    "a number": ({"text": 7}, "invalid_request", {"/text": "wrong_type"}),
    "NUL in the text": ({"text": "a\0b", "claims": []}, "invalid_request", {"/text": "bad_text"}),
    "NUL in the title": ({"title": "a\0b", "claims": []}, "invalid_request", {"/title": "bad_text"}),
    "NUL in a name": ({"claims": [claim(root="a\0b")]}, "invalid_claim",
                      {"/claims/0/attributions/0/chain/1/source": "bad_text"}),
    "too long a text": ({"text": "a" * 500_001, "claims": []}, "invalid_request", {"/text": "too_long"}),
    "no date": ({"date": "31.1.2026", "claims": []}, "invalid_request", {"/date": "wrong_type"}),
    "a day that is none": ({"date": "2026-02-30", "claims": []}, "invalid_request", {"/date": "wrong_type"}),
    "no address": ({"url": "ledger.example", "claims": []}, "invalid_request", {"/url": "wrong_value"}),
    "another address": ({"url": "javascript:alert(1)", "claims": []}, "invalid_request", {"/url": "wrong_value"}),
    "NUL in the address": ({"url": "https://a/\0", "claims": []}, "invalid_request", {"/url": "wrong_value"}),
    "another hash": ({"sha256": "0" * 64, "claims": []}, "invalid_request", {"/sha256": "wrong_digest"}),
    "claims that are no list": ({"claims": {}}, "invalid_request", {"/claims": "wrong_type"}),
    "too many claims": ({"claims": [claim()] * 1001}, "invalid_request", {"/claims": "too_long"}),
    "a claim that is none": ({"claims": [claim(), 7]}, "invalid_claim", {"/claims/1": "wrong_type"}),
    "a claim twice": ({"claims": [claim(id="a")] * 2}, "invalid_request", {"/claims": "duplicate_id"}),
    "an unknown key": ({"claims": [], "titel": "x"}, "invalid_request", {"/titel": "unknown_key"}),
    "an unknown rubric": ({"claims": [], "rubric": "newsrom"}, "unknown_rubric", {"/rubric": "unknown_rubric"}),
    "no day to count to": ({"claims": [], "as_of": "now"}, "invalid_request", {"/as_of": "wrong_type"}),
    "an unknown part": ({"claims": [], "include": ["rise"]}, "invalid_request", {"/include/0": "unknown_option"}),
    "another language": (
        {"text": "Der Minister sagte am Montag in Berlin, die Regierung werde das Gesetz noch im Mai vorlegen."},
        "invalid_article", {"/text": "not_english"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "code", "wrong"), BODIES.values(), ids=BODIES)
def test_what_cannot_be_kept_is_told_with_its_place(
    service: FastAPI, body: dict[str, Any], code: str, wrong: dict[str, str]
) -> None:
    assert pointers(assert_problem(post(service, **body), 422, code)) == wrong


def test_everything_wrong_is_told_at_once(service: FastAPI) -> None:
    wrong = claim([0, 9_999], id="a")
    wrong["attributions"][0]["chain"][0]["relation"] = "shouts"
    body = {"claims": [wrong, claim([0, 9_999])], "date": "soon", "url": "x", "rubric": "newsrom", "zzz": 1}
    errors = assert_problem(post(service, **body), 422, "invalid_request")
    assert {error["pointer"] for error in errors} == {
        "/claims/0/attributions/0/chain/0/relation", "/claims/1/spans/0", "/date", "/url", "/rubric", "/zzz",
    }  # fmt: skip


def test_more_faults_than_anybody_reads_are_counted(service: FastAPI) -> None:
    claims = [claim(*([[0, 9_999]] * 200)) for _ in range(20)]
    errors = assert_problem(post(service, claims=claims), 422, "invalid_request")
    assert len(errors) == 501
    assert errors[0]["message"] == "3500 more problems are not shown"


def test_with_strict_an_undeclared_kind_refuses_the_document(service: FastAPI) -> None:
    odd = claim()
    odd["attributions"][0]["chain"][1]["kind"] = "town_crier"
    assert post(service, claims=[odd]).status_code == 201
    errors = assert_problem(post(service, claims=[odd], strict=True), 422, "invalid_claim")
    assert pointers(errors) == {"/claims/0/attributions/0/chain/1/kind": "undeclared_kind"}


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b'{"text": }', "application/json", 400, "malformed_body"),
        (b'{"text": "a"}', "text/plain", 415, "unsupported_media_type"),
        (b"{}" * 2_000_000, "application/json", 413, "body_too_large"),
        (b"[" * 100 + b"]" * 100, "application/json", 400, "body_too_deep"),
        (b"[]", "application/json", 422, "invalid_request"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    service: FastAPI, content: bytes, kind: str, status: int, code: str
) -> None:
    assert_problem(ask(service, "POST", PATH, content=content, headers={"content-type": kind}), status, code)


@pytest.mark.parametrize("id_", ["0" * 32, "x", "%00", "z" * 200, "0" * 31])
def test_what_is_not_there_is_told(service: FastAPI, id_: str) -> None:
    assert_problem(ask(service, "GET", f"{PATH}/{id_}"), 404, "unknown_document")
    assert_problem(ask(service, "DELETE", f"{PATH}/{id_}", headers={"if-match": "*"}), 404, "unknown_document")


@pytest.mark.parametrize(
    "query",
    [
        "sha256=abc",
        "sha256=",
        "limit=0",
        "limit=201",
        "limit=x",
        "cursor=x",
        "since=soon",
        "outlet=",
        "outlet=%00",
        "x=1",
    ],
)
def test_a_list_that_cannot_be_made_is_refused(service: FastAPI, query: str) -> None:
    assert_problem(ask(service, "GET", f"{PATH}?{query}"), 422, "invalid_request")


def test_a_filter_of_assessments_by_what_is_no_document_is_refused(service: FastAPI) -> None:
    assert_problem(ask(service, "GET", "/v1/assessments?document=x"), 422, "invalid_request")
    assert ask(service, "GET", f"/v1/assessments?document={'0' * 32}").json() == {"assessments": []}


def test_when_too_many_articles_are_read_the_next_is_told_to_come_back(tmp_path: Path) -> None:
    app = service_of(Settings(data_dir=tmp_path, max_extractions=1, extractor="rules"))
    most = 1 + 8

    async def several() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=LOOPBACK) as client:
            calls = [client.post(PATH, json={"text": f"{TEXT} " * 300}) for _ in range(most + 6)]
            given = client.post(PATH, json={"text": TEXT, "claims": [claim()]})
            return await asyncio.gather(given, *calls)

    given, *found = asyncio.run(several())
    app.state.storage.close()
    assert given.status_code == 201
    busy = [response for response in found if response.status_code == 503]
    assert {response.status_code for response in found} == {201, 503}
    assert {response.json()["code"] for response in busy} == {"busy"}
    assert all(response.headers["retry-after"] for response in busy)
