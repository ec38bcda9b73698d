"""Is the OpenAPI document shaped as version 3.1 asks, and does its claim describe exactly what is taken?"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from tests.api.asking import ask
from tests.services import service_of
from tests.usecases.small import folder, rubric

from sayso.errors import InvalidClaim
from sayso.facts.claim import read_claim
from sayso.facts.vocabulary import Field, load_vocabulary
from sayso.settings import Settings

VOCABULARY = load_vocabulary(Path(__file__).resolve().parents[2] / "rubrics" / "vocabulary.yaml")
TEXT = {"type": "string", "minLength": 1}


def a_map(properties: dict[str, Any], required: list[str], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False, **more}


EXAMPLES = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": a_map({"summary": TEXT, "value": True}, ["value"]),
}
CONTENT = {
    "type": "object",
    "propertyNames": {"pattern": "^(application/[a-z+.-]+|text/(csv|html|plain))$"},
    "additionalProperties": a_map(
        {"schema": {"type": "object", "minProperties": 1}, "examples": EXAMPLES}, ["schema", "examples"]
    ),
}
HEADERS = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": "^[A-Z][A-Za-z-]+$"},
    "additionalProperties": a_map(
        {"description": TEXT, "required": {"type": "boolean"}, "schema": {"type": "object", "required": ["type"]}},
        ["description", "required", "schema"],
    ),
}
OPERATION = a_map(
    {
        "operationId": {"type": "string", "pattern": "^[a-z][A-Za-z]+$"},
        "summary": TEXT,
        "description": TEXT,
        "tags": {"type": "array", "items": TEXT, "minItems": 1},
        "parameters": {
            "type": "array",
            "items": a_map(
                {
                    "name": TEXT,
                    "in": {"enum": ["path", "query", "header"]},
                    "required": {"type": "boolean"},
                    "description": TEXT,
                    "schema": {"type": "object"},
                    "examples": {"type": "object"},
                    "example": True,
                },
                ["name", "in", "schema", "description"],
                **{
                    "if": {"properties": {"in": {"const": "path"}}},
                    "then": {"properties": {"required": {"const": True}}},
                },
            ),
        },
        "requestBody": a_map({"required": {"const": True}, "content": CONTENT}, ["required", "content"]),
        "responses": {
            "type": "object",
            "required": ["500"],
            "anyOf": [{"required": ["200"]}, {"required": ["201"]}],
            "propertyNames": {"pattern": "^[1-5][0-9]{2}$"},
            "additionalProperties": a_map(
                {"description": TEXT, "content": CONTENT, "headers": HEADERS}, ["description"]
            ),
        },
        "security": {"type": "array", "items": {"type": "object"}},
    },
    ["operationId", "summary", "tags", "responses"],
)
DOCUMENT = a_map(
    {
        "openapi": {"pattern": r"^3\.1\.\d+$"},
        "info": a_map({"title": TEXT, "version": TEXT, "description": TEXT}, ["title", "version"]),
        "paths": {
            "type": "object",
            "propertyNames": {"pattern": "^/"},
            "additionalProperties": {
                "type": "object",
                "propertyNames": {"enum": ["get", "put", "post", "delete", "patch"]},
                "additionalProperties": OPERATION,
            },
        },
        "components": a_map(
            {
                "schemas": {
                    "type": "object",
                    "propertyNames": {"pattern": "^[A-Za-z0-9._-]+$"},
                    "additionalProperties": {"type": "object"},
                },
                "securitySchemes": {"type": "object"},
            },
            ["schemas"],
        ),
    },
    ["openapi", "info", "paths", "components"],
)


@pytest.fixture(scope="module")
def document(service: FastAPI) -> dict[str, Any]:
    found: dict[str, Any] = ask(service, "GET", "/openapi.json").json()
    return found


def test_the_document_has_the_shape_of_openapi_31(document: dict[str, Any]) -> None:
    jsonschema.validate(document, DOCUMENT, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "breaks",
    [
        lambda document: document.pop("info"),
        lambda document: document.update(openapi="3.0.3"),
        lambda document: document["paths"]["/v1/score"]["post"].pop("operationId"),
        lambda document: document["paths"]["/v1/score"]["post"]["responses"]["200"].pop("description"),
        lambda document: document["paths"]["/v1/score"]["post"]["requestBody"]["content"]["application/json"].pop(
            "examples"
        ),
    ],
)
def test_the_shape_is_no_empty_promise(document: dict[str, Any], breaks: Any) -> None:
    broken = copy.deepcopy(document)
    breaks(broken)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, DOCUMENT, jsonschema.Draft202012Validator)


def test_every_component_is_a_json_schema(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_only_what_takes_a_body_describes_one(document: dict[str, Any]) -> None:
    for item in document["paths"].values():
        for method, operation in item.items():
            bodiless = operation["operationId"] in ("replayAssessment", "rescoreRubric", "revokeKey")
            takes = method in ("post", "put", "patch") and not bodiless
            assert ("requestBody" in operation) is takes


def test_with_a_key_every_closed_address_says_so(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 43, encoding="ascii")
    service = service_of(Settings(key_file=tmp_path / "key"))
    document = ask(service, "GET", "/openapi.json").json()
    jsonschema.validate(document, DOCUMENT, jsonschema.Draft202012Validator)
    for path, item in document["paths"].items():
        closed = path.startswith("/v1/") and not path.startswith("/v1/schemas/")
        for operation in item.values():
            assert ("401" in operation["responses"]) is closed
            assert ("security" in operation) is closed
            assert "wrong_host" not in str(operation["responses"].get("403"))


def test_a_desk_of_many_rubrics_has_a_document_as_well(tmp_path: Path) -> None:
    many = {f"desk-{number}": rubric(f"desk-{number}") for number in range(18)}
    service = service_of(Settings(rubrics_dir=folder(tmp_path / "rubrics", **many), rubric="desk-0"))
    assert ask(service, "GET", "/readyz").json()["rubrics"] == 18
    assert ask(service, "GET", "/openapi.json").status_code == 200


def test_the_limits_of_the_desk_stand_in_its_claim() -> None:
    service = service_of(Settings(max_links=3, max_attributions=2))
    schemas = ask(service, "GET", "/openapi.json").json()["components"]["schemas"]
    assert schemas["Claim"]["properties"]["attributions"]["maxItems"] == 2
    assert schemas["Attribution"]["properties"]["chain"]["maxItems"] == 3


# The claim of the document and the claim that is taken are the same


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Right and wrong values for a field; dates and texts of the kind that a schema can tell are no matter here."""
    odd = st.sampled_from([None, "unknown", 7, True, [], {}, ["x"], {"x": 1}])
    if field.type == "date":
        return st.sampled_from(["2023-11-16", None, "unknown", 7, True, ["x"]])
    if field.values and field.type != "list":
        return st.sampled_from([*field.values, "no such value", ""]) | odd
    if field.type == "list" and field.format != "hedges":
        return st.lists(st.sampled_from([*field.values, "no such value"]), max_size=3) | odd
    right: dict[str, list[Any]] = {
        "text": ["words", ""],
        "kind": ["eyewitness", "no such kind"],
        "boolean": [False, "true"],
        "integer": [0, -1, "1", 1.5],
        "list": [["may"], [""], [{"term": "may"}], [{"term": ""}], [{"place": "outer"}], [{"term": "x", "zzz": 1}]],
        "spans": [[[0, 1]], [[0]], [["0", 1]], [{"quote": "x", "start": 0, "end": 1}], [{"quote": "x"}]],
        "found": [{"/text": {"rule": "x"}}, {"/text": {}}, {"/text": {"rule": "x", "zzz": 1}}],
    }
    return st.sampled_from(right.get(field.type, [{}])) | odd


def some_of(fields: dict[str, Field], **always: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    optional: dict[str, st.SearchStrategy[Any]] = {"zzz": st.none() | st.just("x")}
    for name, field in fields.items():
        if field.type == "record":
            parts = {
                part.removeprefix(f"{name}."): values_of(inner)
                for part, inner in fields.items()
                if part.startswith(f"{name}.")
            }
            optional[name] = st.fixed_dictionaries({}, optional=parts) | st.sampled_from([None, "unknown", 7, []])
        elif "." not in name and name not in always:
            optional[name] = values_of(field)
    one = st.sampled_from(sorted(optional))
    return st.lists(one, max_size=2).flatmap(
        lambda names: st.fixed_dictionaries({**always, **{name: optional[name] for name in names}})
    )


LINKS = st.lists(some_of(dict(VOCABULARY.link)), max_size=2)
ATTRIBUTIONS = st.lists(some_of(dict(VOCABULARY.attribution), chain=LINKS), max_size=2)
CLAIMS = some_of(dict(VOCABULARY.claim), attributions=ATTRIBUTIONS)


@given(CLAIMS)
def test_what_the_document_allows_is_taken_and_what_it_forbids_is_refused(
    document: dict[str, Any], claim: dict[str, Any]
) -> None:
    schema = {"$ref": "#/components/schemas/Claim", "components": document["components"]}
    allowed = jsonschema.Draft202012Validator(schema).is_valid(claim)
    try:
        read_claim(claim, VOCABULARY)
    except InvalidClaim as error:
        told = {problem.code for problem in error.problems}
    else:
        told = set()
    if told <= {"roots_contradict"}:
        assert allowed or says_nothing(claim)
    else:
        assert not allowed, (claim, told)


def says_nothing(value: Any) -> bool:
    """Whether null, unknown or an empty part stands anywhere: it is dropped before its name or place is looked at."""
    if isinstance(value, dict):
        return value == {} or any(says_nothing(item) for item in value.values())
    if isinstance(value, list):
        return any(says_nothing(item) for item in value if isinstance(item, (dict, list)))
    return value in (None, "unknown", "")
