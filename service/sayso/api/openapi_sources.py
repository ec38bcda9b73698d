"""What does the OpenAPI document say of the registry? Bodies, headers, and examples that really hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.api.sources import warned
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.sources.checking import InvalidSource, read_entry
from sayso.usecases.sources.doubts import doubts_of
from sayso.usecases.sources.entry import Entry
from sayso.usecases.sources.index import Index, Kept
from sayso.usecases.sources.keeping import told

Json = dict[str, Any]
OPERATIONS = ("listSources", "getSource", "putSource")
ENTRY: Json = {
    "kind": "outlet",
    "name": "The Harbour Gazette",
    "aliases": ["Harbour Gazette"],
    "domains": ["harbourgazette.example"],
    "owner": "Harbour Press",
    "records": [{"registry": "our-desk", "status": "generally_reliable", "valid_from": "2024-03"}],
}
_IMITATION: Json = {"name": "harbourgazette.example.net", "domains": ["harbourgazette.example.net"]}
_MOMENT = "2026-01-01T12:00:00.000Z"
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "To change an entry: its ETag as it was read. Without it the entry is made, and must not be there.",
}
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "maxLength": 80},
    "description": "The entry's id.",
}


def add_sources(operations: Mapping[str, Json], vocabulary: Vocabulary) -> None:
    """Completes the operations, of which the routes know only what they answer."""
    entry = read_entry(ENTRY, vocabulary, "harbour-gazette")
    imitation = read_entry(_IMITATION, vocabulary, "harbourgazette-example-net")
    put = operations["putSource"]
    put.setdefault("parameters", []).extend([_ID, _IF_MATCH])
    schema = {"$ref": "#/components/schemas/SourceEntry"}
    examples = {"entry": {"value": ENTRY}, "imitation": {"value": _IMITATION}}
    put["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema, "examples": examples}}}
    made = put["responses"]["201"] = dict(put["responses"]["200"]) | {"description": "It was made"}
    put["responses"]["200"]["description"] = "It was changed, or was so already"
    changed = {"entry": _saved(entry, Index([_kept(entry)]))}
    created = changed | {"imitation": _saved(imitation, Index([_kept(entry), _kept(imitation)]))}
    made["content"] = {"application/json": {"schema": _schema_of(put), "examples": _values(created)}}
    put["responses"]["200"]["content"] = {"application/json": {"schema": _schema_of(put), "examples": _values(changed)}}
    for name, value in (("getSource", told(_kept(entry))), ("listSources", {"sources": [told(_kept(entry))]})):
        for media in operations[name]["responses"]["200"]["content"].values():
            media["examples"] = _values({"entry": value})
    operations["getSource"]["responses"]["304"] = {"description": "The asker has it already"}


def wrong_entry(vocabulary: Vocabulary) -> InvalidSource:
    """What an entry with several things wrong is answered."""
    try:
        read_entry({"name": "", "kind": "paper", "domains": ["no domain"]}, vocabulary, "x")
    except InvalidSource as error:
        return error
    raise AssertionError("an example of a refusal was not refused")


def _schema_of(put: Json) -> Json:
    schema: Json = put["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def _kept(entry: Entry) -> Kept:
    return Kept(entry, 1, _MOMENT, "local")


def _saved(entry: Entry, index: Index) -> Json:
    return {**told(_kept(entry)), "warnings": [warned(each) for each in doubts_of(entry, index)]}


def _values(examples: Mapping[str, Json]) -> Json:
    return {name: {"value": value} for name, value in examples.items()}
