"""Which addresses does the API have? Every one of them, with its operation id, in the order they are tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.api import problems
from sayso.api.access import Access
from sayso.api.auditing import PATH as AUDIT
from sayso.api.auditing import AuditEndpoints
from sayso.api.batch import batch_endpoint
from sayso.api.direct import DirectRoute, HeldRoute
from sayso.api.documents import PATH as DOCUMENTS
from sayso.api.documents import DocumentEndpoints
from sayso.api.exporting import ExportEndpoints
from sayso.api.express import Service
from sayso.api.extract import extract_endpoint
from sayso.api.finding import FindingEndpoints
from sayso.api.guard import Door, Guard
from sayso.api.health import Failure, HealthEndpoints
from sayso.api.impact import ImpactEndpoints
from sayso.api.keeping import PATH, Keeping, KeepingEndpoints
from sayso.api.key_making import PATH as KEYS
from sayso.api.key_making import KeyEndpoints
from sayso.api.keys import Keys
from sayso.api.limits import Limits
from sayso.api.openapi import build_document
from sayso.api.openapi_access import add_access
from sayso.api.openapi_headers import add_headers
from sayso.api.people import PATH as PEOPLE
from sayso.api.people import PeopleEndpoints
from sayso.api.quick import QuickReader
from sayso.api.reference import ReferenceEndpoints
from sayso.api.rubric_versions import VersionEndpoints
from sayso.api.rubrics import RubricEndpoints
from sayso.api.scoring import score_endpoint
from sayso.api.sources import PATH as SOURCES
from sayso.api.sources import SourceEndpoints
from sayso.api.visitors import Visitors
from sayso.api.watch import Watch
from sayso.api.work import AGREEMENT, QUEUE, WorkEndpoints
from sayso.errors import SaysoError
from sayso.store.holder import Storage
from sayso.store.ids import Ids
from sayso.usecases.desk import Desk
from sayso.usecases.measuring import OpenFacts, no_facts
from sayso.usecases.past import PastDesks
from sayso.usecases.reading import Reading
from sayso.usecases.serving import Serving
from sayso.usecases.sessions import OpenSignIns
from sayso.wire.answer import Assessment, Comparison
from sayso.wire.assessments import Kept, KeptList, Replay, WhatIf
from sayso.wire.audit import AuditPage, AuditVerdict
from sayso.wire.batch import BatchAnswer
from sayso.wire.documents import DocumentKept, DocumentList
from sayso.wire.extract import ExtractAnswer
from sayso.wire.health import Alive, Ready
from sayso.wire.people import KeyList, KeyMade, KeyShown, PeopleList, PersonMade, PersonShown
from sayso.wire.rubric_versions import Impact, Rescored
from sayso.wire.rubrics import RubricList, RubricReport, RubricTrial, RubricVersion
from sayso.wire.sources import SourceList, SourceSaved, SourceShown
from sayso.wire.work import Agreement, Beside, DocumentWork, QueueItem, QueueList, WorkState

if TYPE_CHECKING:
    from sayso.api.rates import Rates


@dataclass(frozen=True)
class ApiParts:
    """What the API is made of: one desk, and how its door is kept."""

    desk: Desk
    schemas: Mapping[str, Mapping[str, object]]
    examples: Sequence[Mapping[str, Any]]  # claims; the first is the example of the OpenAPI document
    limits: Limits
    keys: Keys
    failure: Failure
    watch: Watch
    reading: Reading
    storage: Storage
    ids: Ids
    serving: Serving
    sign_ins: OpenSignIns
    rates: Rates | None = None
    facts: OpenFacts = no_facts


def add_api(app: Service, parts: ApiParts) -> None:
    """Adds every endpoint, the guard and the error answers to ``app``."""
    app.router.route_class = HeldRoute  # for what others add as well
    app.add_exception_handler(SaysoError, problems.on_sayso_error)
    app.add_exception_handler(HTTPException, problems.on_http_exception)
    app.add_exception_handler(RequestValidationError, problems.on_invalid_parameters)
    _add_routes(app, parts)
    _add_openapi(app, parts)
    door = Door(parts.keys, parts.watch, Access(app.routes), parts.rates, Visitors(parts.storage))
    app.add_middleware(Guard, door=door)
    app.open_express(door)


@dataclass(frozen=True)
class _Operation:
    """One address as the document shows it."""

    id: str
    summary: str
    tag: str
    model: Any
    direct: bool = False
    status: int = 200

    def add(self, app: FastAPI, method: str, path: str, endpoint: Callable[..., Any]) -> None:
        app.router.add_api_route(
            path,
            endpoint,
            methods=[method],
            operation_id=self.id,
            summary=self.summary,
            tags=[self.tag],
            status_code=self.status,
            responses={self.status: {"model": self.model, "description": "The answer"}},
            route_class_override=DirectRoute if self.direct else None,
        )


_SCORE = _Operation("scoreClaim", "Score a claim", "scoring", Assessment | Comparison, direct=True)
_BATCH = _Operation("scoreBatch", "Score many claims", "scoring", BatchAnswer, direct=True)
_EXTRACT = _Operation("extractClaims", "Find the claims of an article", "articles", ExtractAnswer, direct=True)
_CHECK = _Operation("checkRubric", "Check a rubric and run its tests", "rubrics", RubricReport, direct=True)
_TEST = _Operation("testRubric", "Test a rubric and see what its tests reach", "rubrics", RubricTrial, direct=True)
_LIST = _Operation("listRubrics", "List the rubrics", "rubrics", RubricList)
_RUBRIC = _Operation("getRubric", "Show a rubric's current version", "rubrics", RubricVersion)
_VERSION = _Operation("getRubricVersion", "Show one version of a rubric", "rubrics", RubricVersion)
_PUT = _Operation("putRubricVersion", "Keep a version of a rubric", "rubrics", RubricVersion, status=201)
_ACTIVATE = _Operation("activateRubric", "Make a version the active one", "rubrics", RubricVersion)
_IMPACT = _Operation("measureImpact", "What a draft would change in everything stored", "rubrics", Impact)
_RESCORE = _Operation("rescoreRubric", "Grade everything stored by the active version", "rubrics", Rescored)
_VOCABULARY = _Operation("getVocabulary", "Every fact that can be stated", "reference", dict[str, Any])
_SCHEMA = _Operation("getSchema", "A JSON Schema, for editors of rubrics", "reference", dict[str, Any])
_KEEP = _Operation("keepAssessments", "Grade and keep", "assessments", Kept, direct=True, status=201)
_FIND = _Operation("listAssessments", "List what is kept", "assessments", KeptList)
_ONE = _Operation("getAssessment", "Show an assessment", "assessments", Kept)
_WHAT_IF = _Operation("tryWhatIf", "Try other facts, keep nothing", "assessments", WhatIf, direct=True)
_REPLAY = _Operation("replayAssessment", "Work it out again and compare", "assessments", Replay, direct=True)
_REVIEW = _Operation("reviewAssessment", "Agree, override or abstain", "assessments", Kept, direct=True, status=201)
_CORRECT = _Operation("correctAssessment", "Correct the facts", "assessments", Kept, direct=True, status=201)
_KEEP_DOCUMENT = _Operation(
    "keepDocument", "Keep an article with its claims graded", "documents", DocumentKept, direct=True, status=201
)
_DOCUMENTS = _Operation("listDocuments", "List the documents", "documents", DocumentList)
_DOCUMENT = _Operation("getDocument", "Show a document", "documents", DocumentKept)
_DELETE_DOCUMENT = _Operation("deleteDocument", "Blank its text and names", "documents", DocumentKept, direct=True)
_EXPORT = _Operation("exportDocument", "Take the review of a document away as a file", "documents", str)
_QUEUE = _Operation("listQueue", "List the documents that wait", "desk", QueueList)
_NEXT = _Operation("takeNext", "Take the next document", "desk", QueueItem, direct=True)
_LEASE = _Operation("takeLease", "Hold a document", "desk", WorkState, direct=True)
_END_LEASE = _Operation("endLease", "Let go of a document", "desk", WorkState, direct=True)
_ASSIGN = _Operation("assignDocument", "Give a document to a desk and a person", "desk", WorkState, direct=True)
_SIGN = _Operation("signOffDocument", "Sign a document off", "desk", WorkState, direct=True, status=201)
_WORK = _Operation("getWork", "Show the work on a document", "desk", DocumentWork)
_RELEASE = _Operation("releaseHold", "Release what a gate holds", "desk", Beside, direct=True, status=201)
_BACKING = _Operation("addBacking", "Add or withdraw backing", "desk", Beside, direct=True, status=201)
_NOTE = _Operation("addNote", "Add a note", "desk", Beside, direct=True, status=201)
_AGREEMENT = _Operation("getAgreement", "How far do reviewers agree?", "desk", Agreement)
_SOURCES = _Operation("listSources", "List the sources that the desk knows", "sources", SourceList)
_SOURCE = _Operation("getSource", "Show a source", "sources", SourceShown)
_PUT_SOURCE = _Operation("putSource", "Make or change a source", "sources", SourceSaved, direct=True)
_PEOPLE = _Operation("listPeople", "List the people of the desk", "people", PeopleList)
_ADD_PERSON = _Operation("addPerson", "Add a person", "people", PersonMade, direct=True, status=201)
_PERSON = _Operation("getPerson", "Show a person", "people", PersonShown)
_CHANGE_PERSON = _Operation("changePerson", "Change or disable a person", "people", PersonMade, direct=True)
_KEYS = _Operation("listKeys", "List the keys", "people", KeyList)
_MAKE_KEY = _Operation("makeKey", "Make a key", "people", KeyMade, direct=True, status=201)
_REVOKE_KEY = _Operation("revokeKey", "Take a key back", "people", KeyShown, direct=True)
_AUDIT = _Operation("listAudit", "Who has changed what", "audit", AuditPage)
_VERIFY = _Operation("verifyAudit", "Does the audit hang together?", "audit", AuditVerdict)
_ALIVE = _Operation("isAlive", "Does the process answer?", "service", Alive, direct=True)
_READY = _Operation("isReady", "Can claims be graded?", "service", Ready, direct=True)
_METRICS = _Operation("getMetrics", "What has been done, for Prometheus", "service", str, direct=True)


def _add_routes(app: FastAPI, parts: ApiParts) -> None:
    rubrics = RubricEndpoints(parts.desk, parts.limits)
    reference = ReferenceEndpoints(parts.desk.vocabulary.source, parts.schemas)
    health = HealthEndpoints(parts.desk, parts.failure, parts.watch)
    metrics = parts.watch.metrics
    quick = QuickReader(parts.desk, parts.limits.json_depth)  # one for both, since it remembers links
    scoring = score_endpoint(parts.desk, parts.limits, quick, metrics.assessed)
    _SCORE.add(app, "POST", "/v1/score", scoring)  # first: the busiest is found first
    _BATCH.add(app, "POST", "/v1/score/batch", batch_endpoint(parts.desk, parts.limits, quick, metrics))
    _EXTRACT.add(
        app, "POST", "/v1/extract", extract_endpoint(parts.desk, parts.limits, parts.reading, metrics.assessed)
    )
    _CHECK.add(app, "POST", "/v1/rubrics/check", rubrics.check_endpoint())
    _TEST.add(app, "POST", "/v1/rubrics/test", rubrics.test_endpoint())
    past = PastDesks(parts.desk)
    keeping = Keeping(parts.desk, parts.storage, parts.ids, parts.limits, metrics.assessed, past)
    impact = ImpactEndpoints(keeping, parts.serving, parts.facts)
    _IMPACT.add(app, "POST", "/v1/rubrics/impact", impact.measure_impact)  # before a rubric's own address
    _LIST.add(app, "GET", "/v1/rubrics", rubrics.list_rubrics)
    _RUBRIC.add(app, "GET", "/v1/rubrics/{id}", rubrics.get_rubric)
    _VERSION.add(app, "GET", "/v1/rubrics/{id}/versions/{version}", rubrics.get_rubric_version)
    _VOCABULARY.add(app, "GET", "/v1/vocabulary", reference.get_vocabulary)
    _SCHEMA.add(app, "GET", "/v1/schemas/{name}", reference.get_schema)
    writes, finds = KeepingEndpoints(keeping), FindingEndpoints(keeping)
    one = f"{PATH}/{{id}}"
    _KEEP.add(app, "POST", PATH, writes.keep_endpoint())
    _FIND.add(app, "GET", PATH, finds.list_assessments)
    _ONE.add(app, "GET", one, finds.get_assessment)
    _WHAT_IF.add(app, "POST", f"{one}/what-if", finds.what_if_endpoint())
    _REPLAY.add(app, "POST", f"{one}/replay", finds.replay_endpoint())
    _REVIEW.add(app, "POST", f"{one}/reviews", writes.review_endpoint())
    _CORRECT.add(app, "POST", f"{one}/corrections", writes.correct_endpoint())
    documents = DocumentEndpoints(keeping, parts.reading)
    _KEEP_DOCUMENT.add(app, "POST", DOCUMENTS, documents.keep_endpoint())
    _DOCUMENTS.add(app, "GET", DOCUMENTS, documents.list_documents)
    _DOCUMENT.add(app, "GET", f"{DOCUMENTS}/{{id}}", documents.get_document)
    _DELETE_DOCUMENT.add(app, "DELETE", f"{DOCUMENTS}/{{id}}", documents.delete_endpoint())
    _EXPORT.add(app, "GET", f"{DOCUMENTS}/{{id}}/export", ExportEndpoints(keeping).export_document)
    work = WorkEndpoints(keeping)
    _QUEUE.add(app, "GET", QUEUE, work.list_queue)
    _NEXT.add(app, "POST", f"{QUEUE}/next", work.next_endpoint())
    _LEASE.add(app, "PUT", f"{DOCUMENTS}/{{id}}/lease", work.lease_endpoint())
    _END_LEASE.add(app, "DELETE", f"{DOCUMENTS}/{{id}}/lease", work.end_lease_endpoint())
    _ASSIGN.add(app, "PUT", f"{DOCUMENTS}/{{id}}/desk", work.desk_endpoint())
    _SIGN.add(app, "POST", f"{DOCUMENTS}/{{id}}/sign-offs", work.sign_off_endpoint())
    _WORK.add(app, "GET", f"{DOCUMENTS}/{{id}}/work", work.get_work)
    _RELEASE.add(app, "POST", f"{one}/releases", work.release_endpoint())
    _BACKING.add(app, "POST", f"{one}/backing", work.backing_endpoint())
    _NOTE.add(app, "POST", f"{one}/notes", work.note_endpoint())
    _AGREEMENT.add(app, "GET", AGREEMENT, work.get_agreement)
    versions = VersionEndpoints(keeping, parts.serving)
    _PUT.add(app, "PUT", "/v1/rubrics/{id}/versions/{version}", versions.put_rubric_version)
    _ACTIVATE.add(app, "POST", "/v1/rubrics/{id}/activate", versions.activate_rubric)
    _RESCORE.add(app, "POST", "/v1/rubrics/{id}/rescore", impact.rescore_rubric)
    sources = SourceEndpoints(keeping)
    _SOURCES.add(app, "GET", SOURCES, sources.list_sources)
    _SOURCE.add(app, "GET", f"{SOURCES}/{{id}}", sources.get_source)
    _PUT_SOURCE.add(app, "PUT", f"{SOURCES}/{{id}}", sources.put_endpoint())
    people, keys = PeopleEndpoints(keeping, parts.sign_ins), KeyEndpoints(keeping)
    _PEOPLE.add(app, "GET", PEOPLE, people.list_people)
    _ADD_PERSON.add(app, "POST", PEOPLE, people.add_endpoint())
    _PERSON.add(app, "GET", f"{PEOPLE}/{{id}}", people.get_person)
    _CHANGE_PERSON.add(app, "PATCH", f"{PEOPLE}/{{id}}", people.change_endpoint())
    _KEYS.add(app, "GET", KEYS, keys.list_keys)
    _MAKE_KEY.add(app, "POST", KEYS, keys.make_endpoint())
    _REVOKE_KEY.add(app, "POST", f"{KEYS}/{{id}}/revoke", keys.revoke_endpoint())
    audit = AuditEndpoints(parts.storage)
    _AUDIT.add(app, "GET", AUDIT, audit.list_audit)
    _VERIFY.add(app, "GET", f"{AUDIT}/verify", audit.verify_audit)
    _ALIVE.add(app, "GET", "/livez", health.livez)
    _READY.add(app, "GET", "/readyz", health.readyz)
    _METRICS.add(app, "GET", "/metrics", health.metrics)


def _add_openapi(app: FastAPI, parts: ApiParts) -> None:
    kept: dict[bool, bytes] = {}  # with keys and without: the first key may come while the service runs

    def document() -> dict[str, Any]:
        keyed, reader = bool(parts.keys), parts.reading.open_example_reader
        made = build_document(app.routes, app.version, parts.desk, parts.examples, parts.schemas, keyed, reader)
        add_access(made, keyed, parts.rates is not None)
        add_headers(made)  # last, when all answers are there
        return made

    async def get_openapi(_: Request) -> Response:
        keyed = bool(parts.keys)
        if keyed not in kept:  # made when first asked for: it scores the examples, and start-up should not wait
            kept[keyed] = to_json(await run_in_threadpool(document))
        return Response(kept[keyed], media_type="application/json")

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way to replace it
    app.router.add_api_route("/openapi.json", get_openapi, include_in_schema=False, route_class_override=DirectRoute)
