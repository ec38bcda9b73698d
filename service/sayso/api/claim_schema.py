"""What may a claim hold, in the words of OpenAPI? Drawn from the vocabulary, so that a desk's additions show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sayso.facts.vocabulary import Field, Vocabulary

Schema = dict[str, Any]

_SPAN: Schema = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
_UNKNOWN: Schema = {"enum": ["unknown", None]}
_HEDGES: Schema = {
    "anyOf": [
        {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Hedge"}]}},
        _UNKNOWN,
    ]
}


def claim_schemas(vocabulary: Vocabulary) -> dict[str, Schema]:
    """Component name -> schema, for a claim and its parts."""
    return {
        "Claim": _object(vocabulary.claim.values(), vocabulary, "A claim, and who is named for it.", ["attributions"]),
        "Attribution": _object(
            vocabulary.attribution.values(), vocabulary, "One way the claim reached the outlet.", ["chain"]
        ),
        "Link": _object(
            vocabulary.link.values(),
            vocabulary,
            "One station of the way. relation, publisher_verification and hedges say how it took the claim from the "
            "link behind it. Absent, null and unknown all mean unknown.",
        ),
        "Hedge": _object(vocabulary.hedge.values(), vocabulary, "A hedging word, with its place.", ["term"]),
    }


def _object(fields: Iterable[Field], vocabulary: Vocabulary, description: str, required: Iterable[str] = ()) -> Schema:
    properties: dict[str, Schema] = {}
    parts: dict[str, list[Field]] = {}
    for field in fields:
        record, _, part = field.name.partition(".")
        if part:
            parts.setdefault(record, []).append(field)
        else:
            properties[field.name] = _field(field, vocabulary)
    for record, inside in parts.items():
        properties[record]["anyOf"] = [_record(inside, vocabulary), _UNKNOWN]
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _record(fields: Iterable[Field], vocabulary: Vocabulary) -> Schema:
    properties = {field.name.partition(".")[2]: _field(field, vocabulary) for field in fields}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _field(field: Field, vocabulary: Vocabulary) -> Schema:
    schema: Schema = {"title": field.label, "description": field.gloss}
    if field.type == "record":
        return schema  # its parts are added when all of them have been met
    if field.type == "kind":
        # An undeclared kind is only a warning (unless strict), so this is no closed list.
        return schema | {"type": ["string", "null"], "examples": list(vocabulary.kinds)}
    return schema | (_HEDGES if field.format == "hedges" else _shape(field))


def _shape(field: Field) -> Schema:
    shapes: Mapping[str, Schema] = {
        "text": {"type": ["string", "null"]},
        "boolean": {"anyOf": [{"type": "boolean"}, _UNKNOWN]},
        "integer": {"anyOf": [{"type": "integer", "minimum": 0}, _UNKNOWN]},
        "date": {"type": ["string", "null"], "description": f"{field.gloss} ISO 8601."},
        "enum": {"enum": [*field.values, "unknown", None]},
        "list": {"anyOf": [{"type": "array", "items": {"enum": list(field.values)}}, _UNKNOWN]},
        "chain": {"type": "array", "minItems": 1, "maxItems": 12, "items": {"$ref": "#/components/schemas/Link"}},
        "attributions": {
            "type": "array",
            "minItems": 1,
            "maxItems": 32,
            "items": {"$ref": "#/components/schemas/Attribution"},
        },
        "spans": {"anyOf": [{"type": "array", "items": _SPAN}, {"type": "null"}]},
        "found": {"type": ["object", "null"]},
    }
    return shapes[field.type]
