"""Does the service answer as its OpenAPI document says, whatever is asked of it?

Schemathesis makes the requests: positive ones that the document allows, negative ones that it does not. It covers
whatever the document lists; an address without anything to vary is asked once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance
from tests.api.asking import ask
from tests.robustness import as_lines as as_lines  # how a stream of lines is sent
from tests.robustness.effort import PROFILE
from tests.services import service_of

from sayso.api.openapi_assessments import ALL
from sayso.api.openapi_documents import ALL as DOCUMENTS
from sayso.api.openapi_people import OPERATIONS as PEOPLE
from sayso.api.openapi_rubric_versions import STORED
from sayso.api.openapi_sources import OPERATIONS as SOURCES
from sayso.api.openapi_work import ALL as WORK
from sayso.facts.vocabulary_file import POSITIONS
from sayso.settings import Settings

LOOPBACK = "http://127.0.0.1:8321"
KEY = "4f1dc2a7b09e4c55a6d0e6f1c3b7a9d84f1dc2a7b09e4c55a6d0e6f1c3b7a9d8"
BEARER = {"authorization": f"Bearer {KEY}"}
TAGS = (
    "scoring", "articles", "assessments", "documents", "desk", "sources", "rubrics", "people", "audit", "reference",
    "service",
)  # fmt: skip
EXAMPLES = {"scoreClaim": 1000, "scoreBatch": 900, "keepAssessments": 400, "checkRubric": 400, "testRubric": 300}
"""How many of each mode and database in long runs; CI tries a twenty-fifth, since test_all_phases asks beside it."""
OTHERWISE = 200
SHARES = {"dev": 0.03, "ci": 0.04, "long": 1.0}
TAKES_ANYTHING = {"checkRubric", "testRubric"}  # no text is a wrong question: what is wrong in it is the answer
SAYS_LESS_THAN_IS_MEANT = {
    "scoreClaim",
    "scoreBatch",
    "extractClaims",
    *ALL,
    *DOCUMENTS,
    *SOURCES,
    *STORED,
    *WORK,
    *PEOPLE,
    "exportDocument",
    "listAudit",
    "verifyAudit",
}
"""A rubric or an assessment that is not there, a pointer to nowhere and a count that contradicts itself fit the
document, and so does a text that is no English article, a sign-off that waits and an address that is taken.
"""
MOSTLY_GOES_WELL = {"scoreClaim", "scoreBatch", "keepAssessments", "getAssessment", "replayAssessment"}
KEPT = {"attributions": [{"chain": [{"source": "Daily Ledger", "kind": "eyewitness"}]}]}

ENGLISH = {
    "text": "The harbour master said that it would stay closed, and that they had been told by the mayor. It was so.",
    "date": "2026-02-01",
    "score": "newsroom",
    "format": "plain",
}
"""What makes an article of any text, and a question of it that can be answered."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A service with a database of each kind, asked with its key."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "key").write_text(KEY)
    given: dict[str, Any] = {"data_dir": folder, "key_file": folder / "key"}
    if request.param == "postgresql":
        given["database_url"] = request.getfixturevalue("postgres").database()
    app = service_of(Settings(**given))
    app.state.known = ask(app, "POST", "/v1/assessments", json={"claim": KEPT}, headers=BEARER).json()["id"]
    yield app
    app.state.storage.close()


@pytest.fixture(scope="module")
def described(service: FastAPI) -> BaseSchema:
    schema = schemathesis.openapi.from_dict(service.openapi())
    schema.app = service
    schema.config.generation.update(allow_x00=False)  # no text has NUL, which a schema would say in every place
    return schema


def operations(schema: BaseSchema) -> Iterator[tuple[str, APIOperation[Any, Any, Any, Any]]]:
    for found in schema.get_all_operations():
        operation = found.ok()
        yield operation.definition.raw["operationId"], operation


def test_every_operation_of_the_document_is_tried(described: BaseSchema) -> None:
    tags = {tag for _, operation in operations(described) for tag in operation.definition.raw["tags"]}
    assert tags == set(TAGS)
    assert EXAMPLES.keys() <= {name for name, _ in operations(described)}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("tag", TAGS)
def test_every_answer_is_one_that_the_document_describes(described: BaseSchema, tag: str, mode: GenerationMode) -> None:
    for name, operation in operations(described):
        if tag not in operation.definition.raw["tags"]:
            continue
        count = max(1, int(EXAMPLES.get(name, OTHERWISE) * SHARES[PROFILE]))
        answered = tried(operation, mode, count, partial(hold_to_it, name, mode))
        if mode is GenerationMode.POSITIVE:
            assert answered, f"{name} was never asked"
        if name in MOSTLY_GOES_WELL and mode is GenerationMode.POSITIVE:
            assert answered[200] + answered[201] + answered[304] > answered.total() // 4, (
                f"{name}: nearly all was refused, {answered}"
            )


def tried(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, count: int, hold: Callable[[Case], int]
) -> Counter[int]:
    """How often each status was answered; nothing at all where there is no way to ask wrongly."""
    answered: Counter[int] = Counter()

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(mode), st.integers(0, 3))
    def try_one(case: Case, steer: int) -> None:
        if mode is GenerationMode.POSITIVE and steer:
            steered(case)
        answered[hold(case)] += 1

    try:
        try_one()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, operation.label
    return answered


def steered(case: Case) -> None:
    """What the document leaves open is filled so that most requests come through to the scoring."""
    if case.operation.definition.raw["operationId"] in ALL:
        if "id" in case.path_parameters:
            case.path_parameters["id"] = case.operation.schema.app.state.known
        if "If-Match" in case.headers:
            case.headers["If-Match"] = "*"
    for options in (case.body, case.query):
        if isinstance(options, dict):
            options.pop("disputed", None)
            if "as_of" in options:
                options["as_of"] = "2026-02-01"
            if "rubric" in options:
                options["rubric"] = "newsroom"
            without(options.get("claim"), POSITIONS)
            if "text" in options:
                told = f"{ENGLISH['text']} {options['text']}"
                options |= {name: steady for name, steady in ENGLISH.items() if name in options} | {"text": told}
    if isinstance(case.body, dict) and "claims" in case.body:
        case.query.clear()  # options of a JSON body stand in it


def without(part: Any, names: frozenset[str]) -> None:
    """Drops the fields of these names, wherever they stand: most places end before they begin."""
    if isinstance(part, dict):
        for name in names & part.keys():
            del part[name]
        for value in part.values():
            without(value, names)
    elif isinstance(part, list):
        for value in part:
            without(value, names)


def hold_to_it(name: str, mode: GenerationMode, case: Case) -> int:
    """No fault of the service; status, content type and body as described; what is wrong is refused."""
    left_out = {ignored_auth}  # the key that is sent here is the right one; test_all_phases asks without
    # Of a stream, what is wrong in a line is told in that line's item, under 200.
    if name in TAKES_ANYTHING or mode is GenerationMode.POSITIVE or case.media_type == "application/x-ndjson":
        left_out.add(negative_data_rejection)
    if name in SAYS_LESS_THAN_IS_MEANT:
        left_out.add(positive_data_acceptance)
    response = case.call(base_url=LOOPBACK, headers=BEARER)
    case.validate_response(response, excluded_checks=list(left_out))
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"]
    return response.status_code
