"""What does the OpenAPI document say of documents? Bodies, headers, refusals, and examples as they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json, to_jsonable_python

from sayso.api.documents import document_sent
from sayso.api.openapi_assessments import IF_MATCH, ONCE
from sayso.errors import SaysoError
from sayso.store.ids import Ids
from sayso.store.port import OPEN, Stored
from sayso.store.refusals import Changed, Deleted, NoSuchDocument, StorageBusy
from sayso.usecases.deletion import blank_of
from sayso.usecases.desk import Desk
from sayso.usecases.document_shown import document_page, whole_document
from sayso.usecases.documents import Made, make_document
from sayso.usecases.drafting import By
from sayso.usecases.reading import OpenReader
from sayso.usecases.who import LOCAL
from sayso.usecases.work.refusals import DocumentReplaced

Json = dict[str, Any]
_NOON = 1_767_268_800_000_000_000
_TEXT = "The harbour will stay closed until Friday, Ana Ruiz, the harbour master, told the Ledger."
_QUOTE = "The harbour will stay closed until Friday"
_SENT: Json = {
    "text": _TEXT,
    "title": "Harbour closed",
    "outlet": "Daily Ledger",
    "date": "2026-01-31",
    "url": "https://ledger.example/harbour",
}
_CLAIM: Json = {
    "id": "harbour",
    "text": _QUOTE,
    "spans": [{"quote": _QUOTE, "prefix": "", "suffix": ", Ana Ruiz", "start": 0, "end": len(_QUOTE)}],
    "attributions": [
        {
            "chain": [
                {"source": "Daily Ledger", "kind": "secondhand_media", "relation": "paraphrases"},
                {"source": "Ana Ruiz", "kind": "on_record_official", "identification": "named_with_position"},
            ]
        }
    ],
}
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "maxLength": 200},
    "description": "The document's id.",
}
WRITES = ("keepDocument", "deleteDocument")
ALL = (*WRITES, "listDocuments", "getDocument")


def add_documents(operations: Mapping[str, Json], desk: Desk, open_reader: OpenReader) -> None:
    """Completes the operations, of which the routes know only what they answer."""
    operations["keepDocument"].setdefault("parameters", []).append(ONCE)
    condition = IF_MATCH | {"description": IF_MATCH["description"].replace("assessment", "document")}
    operations["deleteDocument"].setdefault("parameters", []).extend([ONCE, condition, _ID])
    requests = {"found": _SENT, "given": _SENT | {"claims": [_CLAIM]}}
    found, given = (_made(desk, each, open_reader) for each in requests.values())
    schema = {"$ref": "#/components/schemas/DocumentRequest"}
    media = {"schema": schema, "examples": {name: {"value": value} for name, value in requests.items()}}
    operations["keepDocument"]["requestBody"] = {"required": True, "content": {"application/json": media}}
    kept = {"found": from_json(found.reply.body), "given": from_json(given.reply.body)}
    deleted = _deleted(desk, given)
    answers: dict[str, Json] = {
        "keepDocument": kept,
        "getDocument": {"given": kept["given"], "deleted": deleted},
        "listDocuments": {"page": to_jsonable_python(document_page([found.document, given.document]))},
        "deleteDocument": {"deleted": deleted},
    }
    for name, examples in answers.items():
        responses = operations[name]["responses"]
        for answered in responses["201" if name == "keepDocument" else "200"]["content"].values():
            answered["examples"] = {key: {"value": value} for key, value in examples.items()}
        if name == "getDocument":
            responses["304"] = {"description": "The asker has it already"}


def document_refusals(operation_id: str) -> list[SaysoError]:
    """How what is about documents is refused, beside what no body of JSON escapes."""
    found: list[SaysoError] = [StorageBusy("more waits to be written than the service lets wait", hint="try again")]
    if operation_id in (*WRITES, "getDocument"):
        found.append(NoSuchDocument("there is no document of that id"))
    if operation_id == "keepDocument":
        found.append(DocumentReplaced("another document has taken the place of the one that this one replaces"))
    if operation_id == "deleteDocument":
        found.append(Changed("the document has changed since it was read"))
    if operation_id in WRITES:
        found.append(Deleted("the document is deleted already"))
    return found


def wrong_document(desk: Desk) -> None:
    """Refuses a document whose quotation is not in its text, and whose date is none."""
    wrong = _CLAIM | {"spans": [{"quote": "closed", "start": 26, "end": 32}]}
    document_sent(desk, _SENT | {"date": "soon", "claims": [wrong]})


def example_document(desk: Desk, open_reader: OpenReader) -> Made:
    """The example whose claim is sent along."""
    return _made(desk, _SENT | {"claims": [_CLAIM]}, open_reader)


def _made(desk: Desk, sent: Json, open_reader: OpenReader) -> Made:
    understood = document_sent(desk, sent)
    by = By(LOCAL, Ids(lambda: _NOON, lambda _: 0))
    return make_document(desk, understood.asked, understood.facts, open_reader, by)


def _deleted(desk: Desk, made: Made) -> Json:
    left = made.document.wordless(made.document.created, LOCAL)
    blanks = [(each.assessed, blank_of(each.assessed, desk.vocabulary)) for each in made.drafts]
    found = [
        Stored(assessed._replace(facts=blank.facts, answer=blank.answer), 1, OPEN, None, None, left.deleted)
        for assessed, blank in blanks
    ]
    told: Json = from_json(whole_document(left, found, None))
    return told
