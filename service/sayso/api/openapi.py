"""What does the OpenAPI document say? Models from ``wire``, and examples made by really asking: none can drift."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic_core import to_jsonable_python
from starlette.routing import BaseRoute

from sayso.api.body import read_json
from sayso.api.claim_schema import claim_schemas
from sayso.api.extract import extract_asked
from sayso.api.health import readiness
from sayso.api.limits import YAML
from sayso.api.metrics import Metrics
from sayso.api.openapi_assessments import ALL, CONDITIONAL, OF_ONE, WRITES, add_assessments
from sayso.api.openapi_batch import add_batch
from sayso.api.openapi_documents import ALL as DOCUMENTS
from sayso.api.openapi_documents import add_documents, document_refusals, wrong_document
from sayso.api.openapi_export import OPERATION as EXPORT
from sayso.api.openapi_export import add_export, export_refusals
from sayso.api.openapi_extract import add_extract
from sayso.api.openapi_people import MODELS as OF_PEOPLE_MODELS
from sayso.api.openapi_people import OPERATIONS as OF_PEOPLE
from sayso.api.openapi_people import WRITES as PEOPLE_WRITES
from sayso.api.openapi_people import add_people, people_refusals
from sayso.api.openapi_rubric_versions import STORED, add_rubric_versions, refused_versions
from sayso.api.openapi_sources import OPERATIONS as OF_SOURCES
from sayso.api.openapi_sources import add_sources, wrong_entry
from sayso.api.openapi_work import ALL as WORK
from sayso.api.openapi_work import MODELS as OF_WORK
from sayso.api.openapi_work import add_work, work_refusals
from sayso.api.options import batch_asked
from sayso.api.problems import MEDIA_TYPE, internal_error, respond_to
from sayso.api.refusals import BodyTooLarge, NoPrecondition, NotHere, NotReady, UnsupportedBody, WrongHost
from sayso.api.rubrics import list_of, report_of, trial_of
from sayso.api.scoring import answer
from sayso.errors import InvalidRequest, Problem, SaysoError
from sayso.extract.readers.forms import form_named
from sayso.store.refusals import Changed, Deleted, NoSuchAssessment, StorageBusy
from sayso.store.sources_port import NoSuchSource
from sayso.usecases.desk import Desk
from sayso.usecases.past import NotReplayable
from sayso.usecases.reading import Busy, OpenReader
from sayso.usecases.rubrics import check
from sayso.usecases.shown_rubrics import version_shown
from sayso.usecases.sources.keeping import EntryExists
from sayso.wire.assessments import CorrectionRequest, KeepRequest, KeptBatch, ReviewRequest
from sayso.wire.documents import DocumentRequest
from sayso.wire.extract import ExtractRequest
from sayso.wire.health import Alive
from sayso.wire.problem import ProblemDetails
from sayso.wire.request import MOST_RUBRICS, BatchRequest, ScoreRequest
from sayso.wire.rubric_versions import ActivateRequest
from sayso.wire.sources import SourceEntry

_REF = "#/components/schemas/{model}"
_DESCRIPTION = (
    "Post a claim with its attribution chain; get its grade, every point that was lost and why, what would raise it. "
    "Sayso grades the attribution, never the truth. Every refusal is a problem document (RFC 9457)."
)
_JSON = "application/json"
_READS_RUBRIC = ("checkRubric", "testRubric")
_TOO_LONG = Problem("wrong_parameter", "path.id: String should have at most 200 characters")
Json = dict[str, Any]


def build_document(
    routes: Sequence[BaseRoute],
    version: str,
    desk: Desk,
    claims: Sequence[Mapping[str, Any]],
    schemas: Mapping[str, Mapping[str, object]],
    keyed: bool,
    open_reader: OpenReader,
) -> Json:
    """The whole document. ``keyed`` says whether /v1 needs a key; the reader reads the example article."""
    document: Json = get_openapi(
        title="Sayso", version=version, openapi_version="3.1.0", description=_DESCRIPTION, routes=routes
    )
    components = document.setdefault("components", {})
    models = components["schemas"] = {
        name: schema
        for name, schema in components.get("schemas", {}).items()
        if name not in ("HTTPValidationError", "ValidationError")
    }
    described: tuple[type[BaseModel], ...] = (
        ProblemDetails,
        ScoreRequest,
        BatchRequest,
        ExtractRequest,
        KeepRequest,
        KeptBatch,
        ReviewRequest,
        CorrectionRequest,
        DocumentRequest,
        ActivateRequest,
        SourceEntry,
        *OF_WORK.values(),
        *OF_PEOPLE_MODELS,
    )
    for model in described:
        schema = model.model_json_schema(ref_template=_REF)
        models.update(schema.pop("$defs", {}))
        models[model.__name__] = schema
    models.update(claim_schemas(desk.vocabulary, desk.limits))
    claim = {"$ref": _REF.format(model="Claim")}
    models["ExtractRequest"]["properties"]["text"]["maxLength"] = form_named("html").markup * desk.limits.text
    models["ExtractedDocument"]["properties"]["claims"]["items"] = claim
    models["RestItem"]["properties"]["claim"] = claim
    models["ScoreRequest"]["properties"]["claim"] = claim
    # What is wrong with one claim of a batch is told for that claim alone, so a batch may hold anything.
    models["BatchRequest"]["properties"]["claims"] |= {"maxItems": desk.limits.claims, "items": {"anyOf": [claim, {}]}}
    for name in ("KeepRequest", "CorrectionRequest"):
        models[name]["properties"]["claim"] = claim
    models["KeepRequest"]["properties"]["claims"] = models["BatchRequest"]["properties"]["claims"]
    models["KeepRequest"]["oneOf"] = [{"required": ["claim"]}, {"required": ["claims"]}]
    models["DocumentRequest"]["properties"]["text"] |= {"minLength": 1, "maxLength": desk.limits.text}
    for choice in models["DocumentRequest"]["properties"]["claims"]["anyOf"]:
        if choice["type"] == "array":
            choice |= {"maxItems": desk.limits.claims, "items": claim}
    operations = {
        operation["operationId"]: (path, operation)
        for path, item in document["paths"].items()
        for operation in item.values()
    }
    _add_bodies(operations, desk, claims)
    _add_answers(operations, desk, claims, schemas)
    add_batch(operations["scoreBatch"][1], desk, claims)
    add_extract(operations["extractClaims"][1], desk, open_reader)
    by_name = {name: operation for name, (_, operation) in operations.items()}
    add_assessments(by_name, desk, claims)
    add_documents(by_name, desk, open_reader)
    add_export(by_name, desk, open_reader)
    add_rubric_versions(by_name, desk, claims)
    add_sources(by_name, desk.vocabulary)
    add_work(by_name, desk)
    add_people(by_name)
    _add_refusals(operations, desk, keyed)
    return document


def _add_bodies(operations: Mapping[str, tuple[str, Json]], desk: Desk, claims: Sequence[Mapping[str, Any]]) -> None:
    score = {"$ref": _REF.format(model="ScoreRequest")}
    operations["scoreClaim"][1]["requestBody"] = {
        "required": True,
        "content": {_JSON: {"schema": score, "examples": _requests(desk, claims)}},
    }
    rubric = {"value": desk.catalog.get(desk.default_rubric).text, "summary": "A rubric with its tests inside"}
    for operation_id in _READS_RUBRIC:
        operations[operation_id][1]["requestBody"] = {
            "required": True,
            "content": {kind: {"schema": {"type": "string"}, "examples": {"rubric": rubric}} for kind in YAML[:1]},
        }


def _requests(desk: Desk, claims: Sequence[Mapping[str, Any]]) -> Json:
    """The example requests by name: each claim on its own, the first one explained and compared as well."""
    requests: Json = {}
    for number, claim in enumerate(claims, start=1):
        name = str(claim.get("id") or f"claim-{number}")
        requests[name] = {"summary": str(claim.get("text") or name), "value": {"claim": claim}}
    if claims:
        everything = {"claim": claims[0], "include": ["all"]}
        requests["explained"] = {"summary": "With what would raise it, questions and flip", "value": everything}
        several = sorted({rubric.id for rubric in desk.catalog.rubrics})[:MOST_RUBRICS]
        compared = {"claim": claims[0], "rubric": several}
        requests["compared"] = {"summary": "Under several rubrics of the desk", "value": compared}
    return requests


def _add_answers(
    operations: Mapping[str, tuple[str, Json]],
    desk: Desk,
    claims: Sequence[Mapping[str, Any]],
    schemas: Mapping[str, Mapping[str, object]],
) -> None:
    rubric = desk.catalog.get(desk.default_rubric)
    one = to_jsonable_python(version_shown(rubric, desk))
    checked = check(desk, rubric.text.encode())
    answers: dict[str, Json] = {
        "scoreClaim": {name: answer(desk, asked["value"]) for name, asked in _requests(desk, claims).items()},
        "checkRubric": {"rubric": to_jsonable_python(report_of(checked))},
        "testRubric": {"rubric": to_jsonable_python(trial_of(checked))},
        "listRubrics": {"rubrics": to_jsonable_python(list_of(desk))},
        "getRubric": {"rubric": one},
        "getRubricVersion": {"rubric": one},
        "getVocabulary": {"vocabulary": to_jsonable_python(desk.vocabulary.source)},
        "getSchema": {name: to_jsonable_python(schema) for name, schema in schemas.items()},
        "isAlive": {"alive": to_jsonable_python(Alive(status="alive"))},
        "isReady": {"ready": to_jsonable_python(readiness(len(desk.catalog.rubrics), None))},
        "getMetrics": {"metrics": _own_figures()},
    }
    for operation_id, examples in answers.items():
        _, operation = operations[operation_id]
        content = operation["responses"]["200"]["content"]
        if operation_id == "getSchema":
            content["application/schema+json"] = content.pop(_JSON)
        if operation_id == "getMetrics":
            content["text/plain"] = content.pop(_JSON)
        for media in content.values():
            media["examples"] = {name: {"value": value} for name, value in examples.items()}
        operation["responses"].pop("422", None)


def _own_figures() -> str:
    """What /metrics says before anything was asked, but for what is said of the process."""
    lines = Metrics().page(dropped=0).decode().splitlines(keepends=True)
    return "".join(line for line in lines if "sayso_" in line)


def _add_refusals(operations: Mapping[str, tuple[str, Json]], desk: Desk, keyed: bool) -> None:
    unread: dict[int, Json] = {
        400: _refused("/v1/score", lambda: read_json(b'{"claim": {"text": NaN}}', 32)),
        413: _problem("/v1/score", BodyTooLarge("the body is larger than 2 MiB", hint="send less in one request")),
        415: _problem("/v1/score", UnsupportedBody("the body must be application/json")),
        422: _refused("/v1/score", lambda: answer(desk, {"claim": {"attributions": []}, "rubrics": "newsroom"})),
    }
    claims = {"claims": {}, "rubric": "newsrom", "include": ["rise"]}
    wrong_article = {"text": 1, "format": "pdf", "date": "soon"}
    wrong_extract = _refused("/v1/extract", lambda: extract_asked(desk, wrong_article))
    wrong_batch = _refused("/v1/score/batch", lambda: batch_asked(desk, claims, desk.limits.claims))
    for operation_id, (path, operation) in operations.items():
        refusals: dict[int, Json] = {500: json.loads(bytes(internal_error(path).body))}
        if operation_id == "scoreClaim":
            refusals |= unread
        elif operation_id == "scoreBatch":
            refusals |= unread | {422: wrong_batch}
        elif operation_id == "extractClaims":
            busy = Busy("too many articles are being read", hint="ask again in a few seconds")
            refusals |= unread | {422: wrong_extract, 503: _problem(path, busy)}
        elif operation_id in _READS_RUBRIC:
            refusals |= {status: unread[status] for status in (413, 415)}
        elif operation_id == "isReady":
            refusals[503] = _problem(path, NotReady("no rubric is loaded"))
        else:
            refusals |= _of_kept(operation_id, path, unread, desk)
        if "{" in path and operation_id not in (*ALL, *DOCUMENTS, *STORED, *OF_SOURCES, *OF_PEOPLE, *WORK, EXPORT):
            refusals[404] = _problem(path, NotHere("there is no rubric of that name", code="unknown_rubric"))
            refusals[422] = _problem(path, InvalidRequest([_TOO_LONG]))
        if not keyed:
            refusals[403] = _problem(path, WrongHost("without a key the service answers to the names of this machine"))
        operation["responses"] |= {str(status): _shown(path, refusals[status]) for status in sorted(refusals)}


def _of_kept(operation_id: str, path: str, unread: Mapping[int, Json], desk: Desk) -> dict[int, Json]:
    """How what is about things that are kept is refused; nothing for an operation that is about none."""
    if operation_id in ALL:
        return _of_assessments(operation_id, path, unread)
    if operation_id in DOCUMENTS:
        return _of_documents(operation_id, path, unread, desk)
    if operation_id == EXPORT:
        return _told(path, export_refusals())
    if operation_id in STORED:
        return _of_versions(operation_id, path, unread)
    if operation_id in OF_SOURCES:
        return _of_sources(operation_id, path, unread, desk)
    if operation_id in WORK:
        return _of_work(operation_id, path, unread, desk)
    return _of_people(operation_id, path, unread) if operation_id in OF_PEOPLE else {}


def _shown(path: str, example: Json) -> Json:
    """A refusal as the document shows it."""
    schema = {"$ref": _REF.format(model="ProblemDetails")}
    media = {"schema": schema, "examples": {example["code"]: {"value": {**example, "instance": path}}}}
    return {"description": example["title"], "content": {MEDIA_TYPE: media}}


def _of_assessments(operation_id: str, path: str, unread: Mapping[int, Json]) -> dict[int, Json]:
    """How what is about kept assessments is refused."""
    busy = StorageBusy("more waits to be written than the service lets wait", hint="try again in a moment")
    wrong = InvalidRequest([Problem("wrong_parameter", "query.limit: Input should be less than or equal to 200")])
    found: dict[int, Json] = {503: _problem(path, busy), 422: _problem(path, wrong)}
    if operation_id in OF_ONE:
        found[404] = _problem(path, NoSuchAssessment("there is no assessment of that id"))
    if operation_id in (*WRITES, "tryWhatIf"):
        found |= {status: unread[status] for status in (400, 413, 415)}
    if operation_id in ("keepAssessments", "tryWhatIf", "correctAssessment"):
        found[422] = unread[422]
    if operation_id in CONDITIONAL:
        found[412] = _problem(path, Changed("the assessment has changed since it was read"))
        found[428] = _problem(path, NoPrecondition("this changes an assessment", hint="send its ETag in If-Match"))
    if operation_id in OF_ONE and operation_id != "getAssessment":
        found[410] = _problem(path, Deleted("the text and the names of this assessment are gone"))
        gone = NotReplayable("the rubric that is kept cannot be used by this version of Sayso")
        found[409] = _problem(path, gone)
    return found


def _of_documents(operation_id: str, path: str, unread: Mapping[int, Json], desk: Desk) -> dict[int, Json]:
    """How what is about documents is refused."""
    wrong = InvalidRequest([Problem("wrong_parameter", "query.limit: Input should be less than or equal to 200")])
    found = {422: _problem(path, wrong)}
    for error in document_refusals(operation_id):
        problem = _problem(path, error)
        found[problem["status"]] = problem
    if operation_id == "keepDocument":
        found |= {status: unread[status] for status in (400, 413, 415)}
        found[422] = _refused(path, lambda: wrong_document(desk))
    if operation_id == "deleteDocument":
        found[428] = _problem(path, NoPrecondition("this changes the document", hint="send its ETag in If-Match"))
    return found


def _of_sources(operation_id: str, path: str, unread: Mapping[int, Json], desk: Desk) -> dict[int, Json]:
    """How what is about the registry is refused."""
    found: dict[int, Json] = {
        503: _problem(path, StorageBusy("more waits to be written than the service lets wait", hint="try again")),
        422: _problem(path, InvalidRequest([_TOO_LONG])),
    }
    if operation_id == "getSource":
        found[404] = _problem(path, NoSuchSource("the registry has no such entry"))
    if operation_id == "putSource":
        found |= {status: unread[status] for status in (400, 413, 415)} | {
            422: _problem(path, wrong_entry(desk.vocabulary))
        }
        found[412] = _problem(path, Changed("somebody else changed the entry", hint="read it again"))
        found[428] = _problem(path, EntryExists("there is such an entry", hint="send the entry's ETag in If-Match"))
    return found


def _of_work(operation_id: str, path: str, unread: Mapping[int, Json], desk: Desk) -> dict[int, Json]:
    """How the desk's work is refused."""
    found = {status: unread[status] for status in (400, 413, 415)} if operation_id in OF_WORK else {}
    for error in work_refusals(operation_id, desk):
        problem = _problem(path, error)
        found[problem["status"]] = problem
    return found


def _of_versions(operation_id: str, path: str, unread: Mapping[int, Json]) -> dict[int, Json]:
    """How what is about rubrics in the database is refused."""
    found = {status: _problem(path, error) for status, error in refused_versions(operation_id).items()}
    return found | {status: unread[status] for status in STORED[operation_id]}


def _of_people(operation_id: str, path: str, unread: Mapping[int, Json]) -> dict[int, Json]:
    """How what is about people and keys is refused."""
    found = _told(path, people_refusals(operation_id))
    return found | {status: unread[status] for status in (400, 413, 415) if operation_id in PEOPLE_WRITES}


def _told(path: str, errors: Iterable[SaysoError]) -> dict[int, Json]:
    """These refusals by their status."""
    problems = [_problem(path, error) for error in errors]
    return {problem["status"]: problem for problem in problems}


def _refused(path: str, ask: Callable[[], object]) -> Json:
    """The problem document of a request that is really refused."""
    try:
        ask()
    except SaysoError as error:
        return _problem(path, error)
    raise AssertionError("an example of a refusal was not refused")


def _problem(path: str, error: SaysoError) -> Json:
    document: Json = json.loads(bytes(respond_to(path, error).body))
    return document
