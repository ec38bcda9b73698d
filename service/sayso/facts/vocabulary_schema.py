"""What shape does a vocabulary file have, in the words of JSON Schema, so that an editor can complete and check it?

Draft 2020-12. What only the checker can see (a name used twice, a desk's file that changes what is there) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sayso.facts.vocabulary_file import DERIVED, FIELD_TYPES, FORMAT, NEEDED, STRUCTURE_TYPES

Schema = dict[str, Any]
SCHEMA_ID = "https://sayso.example/v1/schemas/vocabulary-1.json"
_TEXT: Schema = {"type": "string", "minLength": 1}
_DESCRIBED: Mapping[str, Schema] = {
    "label": {**_TEXT, "description": "The name people see."},
    "gloss": {**_TEXT, "description": "What it means, in one line."},
    "reference": {**_TEXT, "description": "The published document it comes from."},
}


def vocabulary_schema() -> Schema:
    """The JSON Schema of ``vocabulary/1``. A desk's own file may leave out every part but the first line."""
    sections = {name: _by_name("field", f"What can be stated of a {name}.") for name in NEEDED}
    derived = {name: _by_name("field", f"What follows for a {name}.") for name in DERIVED}
    words: Schema = {"type": "array", "items": _TEXT}
    top: dict[str, Schema] = {
        "sayso": {"const": FORMAT, "description": "The format of this file."},
        "kinds": _by_name("kind", "The kinds of source, as a tree: matching one matches everything under it."),
        **sections,
        "derived": _map(derived, "Facts that Sayso works out; nobody states them."),
        "statuses": {
            "type": "object",
            "additionalProperties": _TEXT,
            "description": "What a registry's word is worth as a letter.",
        },
        "hedges": _map({"strong": words, "weak": words}, "Words by which a text holds back."),
        "yardsticks": _by_name("yardstick", "Published scales of likelihood."),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Sayso vocabulary",
        **_map(top, "Every fact that may be stated, with the document it comes from.", ("sayso",)),
        "$defs": _parts(),
    }


def _parts() -> dict[str, Schema]:
    flag: Schema = {"type": "boolean"}
    field: dict[str, Schema] = {
        **_DESCRIBED,
        "type": {"enum": [*FIELD_TYPES, *STRUCTURE_TYPES]},
        "values": {
            "type": "object",
            "additionalProperties": _TEXT,
            "description": "Each value with its label, best first where ordered.",
        },
        "ordered": {**flag, "description": "Whether the values are listed best first."},
        "better": {
            "enum": ["higher", "lower", "true", "false"],
            "description": "Which way a number or a yes-or-no is better.",
        },
        "position": {**flag, "description": "Carried along, never graded."},
        "required": flag,
        "long": flag,
        "minimum": {"type": "integer"},
        "fields": _by_name("field", "The parts of a record."),
    }
    span: Schema = {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 100}}
    yardstick: dict[str, Schema] = {
        "label": _DESCRIBED["label"],
        "reference": _DESCRIBED["reference"],
        "terms": {
            "type": "object",
            "additionalProperties": {**span, "minItems": 2, "maxItems": 2},
            "description": "Each word with its range in per cent.",
        },
    }
    kind = {**_DESCRIBED, "children": _by_name("kind", "The kinds under it.")}
    return {
        "kind": _map(kind, "A kind of source."),
        "field": _map(field, "A fact."),
        "yardstick": _map(yardstick, "A published scale of likelihood."),
    }


def _by_name(of: str, description: str) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": "^[A-Za-z][A-Za-z0-9_.]*$", "not": {"const": "unknown"}},
        "additionalProperties": {"$ref": f"#/$defs/{of}"},
        "description": description,
    }


def _map(properties: Mapping[str, Schema], description: str, required: Iterable[str] = ()) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if needed := list(required):
        schema["required"] = needed
    return {**schema, "description": description}
