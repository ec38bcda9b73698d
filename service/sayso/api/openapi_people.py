"""What does the OpenAPI document say of people and keys? Bodies, examples, and how one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.api.keeping import MERGE_PATCH
from sayso.api.openapi_assessments import IF_MATCH, ONCE
from sayso.api.refusals import NoPrecondition
from sayso.errors import InvalidRequest, Problem, SaysoError
from sayso.store.ids import Ids
from sayso.store.people_port import EmailTaken, LastAdmin, NoSuchPerson
from sayso.store.refusals import Changed, NoSuchKey, StorageBusy
from sayso.usecases.keys import make_key
from sayso.usecases.keys import told as told_key
from sayso.usecases.people import About, check_about, new_person, told
from sayso.wire.model import WireModel
from sayso.wire.people import KeyRequest, PersonPatch, PersonRequest

Json = dict[str, Any]
MODELS: tuple[type[WireModel], ...] = (PersonRequest, PersonPatch, KeyRequest)
WRITES = ("addPerson", "changePerson", "makeKey")
OPERATIONS = (*WRITES, "revokeKey", "listPeople", "getPerson", "listKeys")
_NOON = 1_767_268_800_000_000_000
_PERSON: Json = {"name": "Ana Ruiz", "email": "ana@desk.example", "roles": ["reviewer"], "releases": ["lawyer"]}
_KEY: Json = {"name": "night desk", "scopes": ["score", "review"], "expires": "90d"}
_PASSWORD, _SECRET = "qT4mB9vX2sKd7LrWz0Ha", "sayso_" + "x" * 43
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 200}}


def add_people(operations: Mapping[str, Json]) -> None:
    """Completes the operations, of which the routes know only what they answer."""
    ids = Ids(lambda: _NOON, lambda _: 0)
    row = new_person(About(_PERSON["name"], _PERSON["email"], _PERSON["roles"], _PERSON["releases"]), "a hash", ids)
    person = told(row)
    changed = told(row._replace(roles=("reviewer", "senior_editor"), revision=2))
    key = told_key(make_key(_KEY["name"], _KEY["scopes"], None, ids)[1])
    revoked = key | {"revoked": person["created"], "state": "revoked"}
    requests: dict[str, tuple[str, tuple[str, ...], Json]] = {
        "addPerson": ("PersonRequest", MERGE_PATCH[1:], {"reviewer": _PERSON}),
        "changePerson": (
            "PersonPatch",
            MERGE_PATCH,
            {"roles": {"roles": ["reviewer", "senior_editor"]}, "disable": {"disabled": True}},
        ),
        "makeKey": ("KeyRequest", MERGE_PATCH[1:], {"desk": _KEY}),
    }
    for name, (model, kinds, examples) in requests.items():
        media = {"schema": {"$ref": f"#/components/schemas/{model}"}, "examples": _values(examples)}
        operations[name]["requestBody"] = {"required": True, "content": dict.fromkeys(kinds, media)}
    for name in ("addPerson", "makeKey", "revokeKey"):
        operations[name].setdefault("parameters", []).append(ONCE)
    condition = IF_MATCH | {"description": IF_MATCH["description"].replace("assessment", "person")}
    operations["changePerson"].setdefault("parameters", []).extend(
        [condition, _ID | {"description": "The person's id."}]
    )
    operations["revokeKey"]["parameters"].append(_ID | {"description": "The key's id."})
    answers: dict[str, Json] = {
        "addPerson": {"reviewer": person | {"password": _PASSWORD}, "repeated": person | {"password": None}},
        "changePerson": {"roles": changed | {"password": None}},
        "getPerson": {"reviewer": person},
        "listPeople": {"page": {"people": [person]}},
        "makeKey": {"desk": key | {"key": _SECRET}, "repeated": key | {"key": None}},
        "revokeKey": {"revoked": revoked},
        "listKeys": {"page": {"keys": [key]}},
    }
    for name, examples in answers.items():
        status = "201" if name in ("addPerson", "makeKey") else "200"
        for media in operations[name]["responses"][status]["content"].values():
            media["examples"] = _values(examples)


def people_refusals(operation_id: str) -> list[SaysoError]:
    """How what is about people and keys is refused, beside what no body of JSON escapes."""
    found: list[SaysoError] = [
        StorageBusy("more waits to be written than the service lets wait", hint="try again"),
        _wrong(operation_id),
    ]
    if operation_id in ("getPerson", "changePerson"):
        found.append(NoSuchPerson("there is no person of that id"))
    if operation_id == "revokeKey":
        found.append(_no_key())
    if operation_id == "addPerson":
        found.append(EmailTaken("somebody is here under that e-mail address"))
    if operation_id == "changePerson":
        found.append(LastAdmin("this is the last admin", hint="make somebody else an admin first"))
        found.append(Changed("the person has changed since it was read"))
        found.append(NoPrecondition("this changes the person", hint="send the person's ETag in If-Match"))
    return found


def _wrong(operation_id: str) -> SaysoError:
    try:
        if operation_id == "makeKey":
            make_key("", ["scores"], "soon", Ids())
        if operation_id in WRITES:
            check_about(About("", "ana", ["editor"], ["The Lawyer"]))
    except InvalidRequest as error:
        return error
    return InvalidRequest([Problem("wrong_parameter", "query.limit: Input should be less than or equal to 200")])


def _no_key() -> SaysoError:
    return NoSuchKey("there is no key of that id", hint="sayso keys list shows all of them")


def _values(examples: Mapping[str, Json]) -> Json:
    return {name: {"value": value} for name, value in examples.items()}
