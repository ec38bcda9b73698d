"""What does the OpenAPI document say of the desk's work? Bodies, refusals, and examples as they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json, to_jsonable_python

from sayso.api.openapi_assessments import IF_MATCH, ONCE
from sayso.api.refusals import NoPrecondition
from sayso.errors import InvalidRequest, Problem, SaysoError
from sayso.facts.claim import read_claim
from sayso.store.document_port import Document
from sayso.store.ids import Ids, made
from sayso.store.port import OPEN, Stored
from sayso.store.refusals import Changed, Deleted, NoSuchAssessment, NoSuchDocument, StorageBusy
from sayso.store.work_port import Entry, Queued, Work
from sayso.usecases.desk import Desk
from sayso.usecases.drafting import By, draft, of_document
from sayso.usecases.who import LOCAL
from sayso.usecases.work.grades import scale_of, written_scale
from sayso.usecases.work.refusals import NotAllowed, NotReady, leased
from sayso.usecases.work.shown import beside, queue_item, work_state
from sayso.usecases.work.standing import Folder, in_the_way
from sayso.usecases.work.summary import summarise
from sayso.usecases.work.told import work_told
from sayso.wire.model import WireModel
from sayso.wire.request import Asked
from sayso.wire.work import (
    BackingRequest,
    DeskRequest,
    LeaseRequest,
    NextRequest,
    NoteRequest,
    ReleaseRequest,
    SignOffRequest,
)

Json = dict[str, Any]
_NOON = 1_767_268_800_000_000_000
_UNTIL = "2026-01-01T12:30:00.000Z"
_NOTE = "Two editors have read the order themselves, and it says so."
_CLAIM: Json = {
    "text": "The harbour will stay closed until Friday.",
    "attributions": [{"chain": [{"source": "Ana Ruiz", "kind": "on_record_official", "identification": "named"}]}],
}
MODELS: dict[str, type[WireModel]] = {
    "takeNext": NextRequest,
    "takeLease": LeaseRequest,
    "assignDocument": DeskRequest,
    "signOffDocument": SignOffRequest,
    "releaseHold": ReleaseRequest,
    "addBacking": BackingRequest,
    "addNote": NoteRequest,
}
"""What the bodies are read as, by operation."""
_BODIES: dict[str, Json] = {
    "takeNext": {"oldest": {"desk": "foreign", "minutes": 45}},
    "takeLease": {"half-an-hour": {"minutes": 30}},
    "assignDocument": {"desk": {"desk": "foreign", "assignee": LOCAL}},
    "signOffDocument": {"reviewer": {"as": "reviewer", "note": "Checked against the ministry's order."}},
    "releaseHold": {"released": {"gate": "refer", "note": _NOTE}},
    "addBacking": {
        "order": {"label": "Order 14 of the harbour master", "locator": "page 2, third paragraph"},
        "withdrawn": {"withdraws": "0" * 32, "note": "It is about another harbour."},
    },
    "addNote": {"note": {"note": "The mayor's office is asked for a comment."}},
}
_CREATES = ("signOffDocument", "releaseHold", "addBacking", "addNote")
_MATCHED = {"assignDocument": "work", "signOffDocument": "work", "releaseHold": "assessment"}
_OF_DOCUMENT = ("takeLease", "endLease", "assignDocument", "signOffDocument", "getWork")
_OF_ASSESSMENT = ("releaseHold", "addBacking", "addNote")
ALL = (*MODELS, "endLease", "getWork", "listQueue", "getAgreement")


def add_work(operations: Mapping[str, Json], desk: Desk) -> None:
    """Completes the operations, of which the routes know only what they answer."""
    for name, examples in _BODIES.items():
        schema = {"$ref": f"#/components/schemas/{MODELS[name].__name__}"}
        media = {"schema": schema, "examples": {key: {"value": value} for key, value in examples.items()}}
        operations[name]["requestBody"] = {"required": True, "content": {"application/json": media}}
    for name in (*MODELS, "endLease"):
        parameters = operations[name].setdefault("parameters", [])
        if name in (*_CREATES, "takeNext"):
            parameters.append(ONCE)
        if name in _MATCHED:
            of = "work on the document" if _MATCHED[name] == "work" else "assessment"
            parameters.append(IF_MATCH | {"description": IF_MATCH["description"].replace("assessment", of)})
        if name != "takeNext":
            parameters.append(_id_of("document" if name in _OF_DOCUMENT else "assessment"))
    operations["takeNext"]["responses"]["204"] = {"description": "No document is free"}
    for name, value in _answers(desk).items():
        for media in operations[name]["responses"]["201" if name in _CREATES else "200"]["content"].values():
            media["examples"] = {"shown": {"value": value}}


def work_refusals(operation_id: str, desk: Desk) -> list[SaysoError]:
    """How the desk's work is refused, beside what no body of JSON escapes."""
    message = "query.limit: Input should be less than or equal to 200"
    found: list[SaysoError] = [
        StorageBusy("more waits to be written than the service lets wait", hint="try again in a moment"),
        InvalidRequest([Problem("wrong_parameter", message)]),
    ]
    if operation_id in _OF_DOCUMENT:
        found.append(NoSuchDocument("there is no document of that id"))
    if operation_id in _OF_ASSESSMENT:
        found.append(NoSuchAssessment("there is no assessment of that id"))
    if operation_id in (*MODELS, "endLease") and operation_id != "takeNext":
        found.append(Deleted("the document is deleted already"))
        found.append(leased(_kept(desk).work._replace(lease_holder="person:ruiz", lease_until=_UNTIL)))
    if operation_id in _MATCHED:
        of = _MATCHED[operation_id]
        found.append(Changed(f"the {of} has changed since it was read"))
        found.append(NoPrecondition(f"this changes the {of}", hint="send its ETag in If-Match"))
    if operation_id == "signOffDocument":
        found.append(NotReady(each.problem for each in in_the_way(_kept(desk), (), _UNTIL)))
    if operation_id in ("takeLease", "signOffDocument", "releaseHold"):
        found.append(NotAllowed("a senior editor or an admin may do this", hint="ask one of them"))
    return found


def _answers(desk: Desk) -> dict[str, Json]:
    folder = _kept(desk)
    stored, moment = folder.holding[0], folder.document.created
    state = work_state(folder.work, moment)
    id_, created, actor = folder.document.id, folder.document.created, LOCAL
    backing = Entry(
        "0" * 32, created, actor, "backed", id_, stored.assessed.id, None, to_json(_BODIES["addBacking"]["order"])
    )
    note = Entry("1" * 32, created, actor, "noted", id_, stored.assessed.id, None, to_json(_BODIES["addNote"]["note"]))
    said = beside(stored, [backing, note])
    told = folder.document
    queued = Queued(folder.work, created, told.title, told.outlet, told.date, told.rubric_id, told.claims, ())
    item = queue_item(queued, moment)
    with_entries = Folder(folder.document, folder.work, folder.holding, [backing, note])
    axes = [
        {"axis": axis.id, "pairs": 4, "same": 750, "differing": [{"bands": 0, "pairs": 3}, {"bands": 1, "pairs": 1}]}
        for axis in desk.plan(None).rubric.axes
    ]
    return {
        **dict.fromkeys(("takeLease", "endLease", "assignDocument", "signOffDocument"), state),
        **dict.fromkeys(_OF_ASSESSMENT, said),
        "getWork": to_jsonable_python(work_told(with_entries, folder.holding, (), moment)),
        "listQueue": {"documents": [item]},
        "takeNext": item,
        "getAgreement": {"rubric": told.rubric_id, "assessments": 4, "axes": axes},
    }


def _kept(desk: Desk) -> Folder:
    """A document of one open claim, as it was kept."""
    by = By(LOCAL, Ids(lambda: _NOON, lambda _: 0))
    plan = desk.plan(None)
    id_ = by.ids.next()
    reading = read_claim(_CLAIM, desk.vocabulary, limits=desk.limits)
    assessed = of_document(draft(desk, plan, reading, Asked(), by), id_, 0).assessed
    holding: Sequence[Stored] = [Stored(assessed, 0, OPEN, None, None)]
    scale = scale_of(plan.rubric)
    rubric = plan.rubric
    document = Document(
        id_, made(id_), LOCAL, "Harbour closed", "Daily Ledger", "daily ledger", "2026-01-31", None, "0" * 64, 89, 1,
        rubric.id, rubric.version, rubric.digest, None, None, b"", None,
    )  # fmt: skip
    work = Work(id_, 0, True, written_scale(scale), desk="foreign", tally=summarise(holding, (), scale)[0])
    return Folder(document, work, holding, ())


def _id_of(what: str) -> Json:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "maxLength": 200},
        "description": f"The {what}'s id.",
    }
