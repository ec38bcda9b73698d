"""Does the OpenAPI document say what the service does, with an example on every body that really holds?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from tests.api.asking import LOOPBACK, ask
from tests.api.described import assert_described

from sayso.api.direct import DirectRoute
from sayso.api.problems import respond_to
from sayso.errors import ExtractorFailed, NoRubrics, SaysoError
from sayso.wire.request import BatchOptions

OPERATIONS = {
    "scoreClaim": ("post", "/v1/score"),
    "scoreBatch": ("post", "/v1/score/batch"),
    "checkRubric": ("post", "/v1/rubrics/check"),
    "testRubric": ("post", "/v1/rubrics/test"),
    "putRubricVersion": ("put", "/v1/rubrics/{id}/versions/{version}"),
    "activateRubric": ("post", "/v1/rubrics/{id}/activate"),
    "measureImpact": ("post", "/v1/rubrics/impact"),
    "rescoreRubric": ("post", "/v1/rubrics/{id}/rescore"),
    "listRubrics": ("get", "/v1/rubrics"),
    "getRubric": ("get", "/v1/rubrics/{id}"),
    "getRubricVersion": ("get", "/v1/rubrics/{id}/versions/{version}"),
    "keepAssessments": ("post", "/v1/assessments"),
    "listAssessments": ("get", "/v1/assessments"),
    "getAssessment": ("get", "/v1/assessments/{id}"),
    "tryWhatIf": ("post", "/v1/assessments/{id}/what-if"),
    "replayAssessment": ("post", "/v1/assessments/{id}/replay"),
    "reviewAssessment": ("post", "/v1/assessments/{id}/reviews"),
    "correctAssessment": ("post", "/v1/assessments/{id}/corrections"),
    "listQueue": ("get", "/v1/queue"),
    "takeNext": ("post", "/v1/queue/next"),
    "takeLease": ("put", "/v1/documents/{id}/lease"),
    "endLease": ("delete", "/v1/documents/{id}/lease"),
    "assignDocument": ("put", "/v1/documents/{id}/desk"),
    "signOffDocument": ("post", "/v1/documents/{id}/sign-offs"),
    "getWork": ("get", "/v1/documents/{id}/work"),
    "releaseHold": ("post", "/v1/assessments/{id}/releases"),
    "addBacking": ("post", "/v1/assessments/{id}/backing"),
    "addNote": ("post", "/v1/assessments/{id}/notes"),
    "getAgreement": ("get", "/v1/agreement"),
    "listSources": ("get", "/v1/sources"),
    "getSource": ("get", "/v1/sources/{id}"),
    "putSource": ("put", "/v1/sources/{id}"),
    "getVocabulary": ("get", "/v1/vocabulary"),
    "getSchema": ("get", "/v1/schemas/{name}"),
    "keepDocument": ("post", "/v1/documents"),
    "listDocuments": ("get", "/v1/documents"),
    "getDocument": ("get", "/v1/documents/{id}"),
    "deleteDocument": ("delete", "/v1/documents/{id}"),
    "exportDocument": ("get", "/v1/documents/{id}/export"),
    "isAlive": ("get", "/livez"),
    "extractClaims": ("post", "/v1/extract"),
    "listPeople": ("get", "/v1/people"),
    "addPerson": ("post", "/v1/people"),
    "getPerson": ("get", "/v1/people/{id}"),
    "changePerson": ("patch", "/v1/people/{id}"),
    "listKeys": ("get", "/v1/keys"),
    "makeKey": ("post", "/v1/keys"),
    "revokeKey": ("post", "/v1/keys/{id}/revoke"),
    "listAudit": ("get", "/v1/audit"),
    "verifyAudit": ("get", "/v1/audit/verify"),
    "isReady": ("get", "/readyz"),
    "getMetrics": ("get", "/metrics"),
}


@pytest.fixture(scope="module")
def document(service: FastAPI) -> dict[str, Any]:
    response = ask(service, "GET", "/openapi.json")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def bodies(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Operation id, status or "request", and each media object."""
    for item in document["paths"].values():
        for operation in item.values():
            places = {"request": operation.get("requestBody", {}), **operation["responses"]}
            for place, body in places.items():
                for media in body.get("content", {}).values():
                    yield operation["operationId"], place, media


def test_it_is_openapi_31_and_operation_ids_are_stable(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    found = {
        operation["operationId"]: (method, path)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }
    assert found == OPERATIONS


def test_every_body_has_examples_and_each_fits_its_schema(document: dict[str, Any]) -> None:
    checked = 0
    for operation, place, media in bodies(document):
        assert media.get("examples"), f"{operation} {place} has no example"
        schema = {**media["schema"], "components": document["components"]}
        for name, example in media["examples"].items():
            try:
                jsonschema.validate(example["value"], schema, jsonschema.Draft202012Validator)
            except jsonschema.ValidationError as error:
                pytest.fail(f"{operation} {place} example {name}: {error.message} at {error.json_path}")
            checked += 1
    assert checked > 30


def test_every_example_request_gets_its_example_answer(service: FastAPI, document: dict[str, Any]) -> None:
    for operation in ("scoreClaim", "checkRubric", "testRubric"):
        path = OPERATIONS[operation][1]
        media = {place: media for found, place, media in bodies(document) if found == operation}
        for name, example in media["request"]["examples"].items():
            sent = {"content": example["value"], "headers": {"content-type": "application/yaml"}}
            response = ask(service, "POST", path, **({"json": example["value"]} if operation == "scoreClaim" else sent))
            assert response.json() == media["200"]["examples"][name]["value"]


def test_both_forms_of_a_batch_get_their_example_answers(service: FastAPI, document: dict[str, Any]) -> None:
    operation = document["paths"]["/v1/score/batch"]["post"]
    asked, answered = operation["requestBody"]["content"], operation["responses"]["200"]["content"]
    assert list(asked) == list(answered) == ["application/json", "application/x-ndjson"]
    (batch,) = asked["application/json"]["examples"].values()
    response = ask(service, "POST", "/v1/score/batch", json=batch["value"])
    assert response.json() == answered["application/json"]["examples"]["batch"]["value"]
    assert ["problem" in item for item in response.json()["results"]] == [False, False, False, True]
    (stream,) = asked["application/x-ndjson"]["examples"].values()
    headers = {"content-type": "application/x-ndjson"}
    streamed = ask(service, "POST", "/v1/score/batch", content=stream["value"], headers=headers)
    assert streamed.text == answered["application/x-ndjson"]["examples"]["stream"]["value"]
    named = {found["name"]: found["schema"] for found in operation["parameters"]}
    assert list(named) == list(BatchOptions.model_fields)
    assert all(found["in"] == "query" and not found["required"] for found in operation["parameters"])


def test_every_refusal_is_a_problem_document(document: dict[str, Any]) -> None:
    for item in document["paths"].values():
        for operation in item.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]
    assert set(document["paths"]["/v1/score"]["post"]["responses"]) == {
        "200", "400", "403", "413", "415", "422", "500",
    }  # fmt: skip


def test_the_headers_that_are_sent_are_described_and_no_503_leaves_open_when_to_ask_again(
    document: dict[str, Any],
) -> None:
    said = {
        (operation["operationId"], status): {
            name: header["required"] for name, header in response.get("headers", {}).items()
        }
        for item in document["paths"].values()
        for operation in item.values()
        for status, response in operation["responses"].items()
    }
    both = {"Location": True, "ETag": True}
    assert said["keepAssessments", "201"] == said["reviewAssessment", "201"] == said["correctAssessment", "201"] == both
    assert said["getAssessment", "200"] == said["getAssessment", "304"] == said["getRubric", "200"] == {"ETag": True}
    assert said["listAssessments", "200"] == {"Link": False}
    unavailable = {name for name, status in said if status == "503"}
    assert {"keepAssessments", "extractClaims", "isReady"} <= unavailable
    assert all(said[name, "503"] == {"Retry-After": True} for name in unavailable)
    assert said["scoreClaim", "200"] == {}


@pytest.mark.parametrize("error", [ExtractorFailed("the extractor does not answer"), NoRubrics("nothing is loaded")])
def test_whatever_is_not_to_be_had_now_says_when_to_ask_again(error: SaysoError) -> None:
    response = respond_to("/v1/extract", error)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")


def test_every_path_parameter_is_described(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for operation in item.values():
            named = {found["name"] for found in operation.get("parameters", ()) if found["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}
            assert all(found.get("description") for found in operation.get("parameters", ()))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str) and value["$ref"].startswith("#/components/"):
                yield value["$ref"]
            for key, item in value.items():
                if key not in ("examples", "example"):
                    yield from references(item)
        elif isinstance(value, list):
            for item in value:
                yield from references(item)

    assert {reference.rsplit("/", 1)[1] for reference in references(document)} <= set(schemas)
    assert not {"HTTPValidationError", "ValidationError"} & set(schemas)


def test_nothing_in_it_is_fetched_from_elsewhere(service: FastAPI) -> None:
    for path in ("/docs", "/redoc"):
        assert ask(service, "GET", path).status_code == 404


def test_the_scoring_route_is_the_cheap_one(service: FastAPI) -> None:
    route = next(found for found in service.routes if isinstance(found, APIRoute) and found.path == "/v1/score")
    assert isinstance(route, DirectRoute)
    assert [middleware.cls.__name__ for middleware in service.user_middleware] == ["Guard"]


def test_the_document_is_made_once(service: FastAPI) -> None:
    async def twice() -> list[bytes]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=service), base_url=LOOPBACK) as client:
            return [(await client.get("/openapi.json")).content for _ in range(2)]

    first, second = asyncio.run(twice())
    assert first == second


def test_an_answer_that_the_document_does_not_know_is_noticed() -> None:
    """What every test of the API asks of what it is answered can fail."""

    def answer(status: int, media: str, path: str = "/v1/rubrics") -> httpx.Response:
        request = httpx.Request("GET", f"{LOOPBACK}{path}")
        return httpx.Response(status, headers={"content-type": media}, request=request)

    assert_described(answer(200, "application/json"))
    assert_described(answer(418, "text/plain", "/nowhere"))
    for status, media in ((418, "application/problem+json"), (200, "text/plain"), (401, "application/json")):
        with pytest.raises(AssertionError, match=f"listRubrics answers {status}"):
            assert_described(answer(status, media))
