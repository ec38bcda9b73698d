"""What may a claim hold, in the words of OpenAPI? Drawn from the vocabulary, so that a desk's additions show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sayso.facts.schema import DEFAULT_LIMITS, Limits
from sayso.facts.vocabulary import Field, Vocabulary

Schema = dict[str, Any]

_PLACE: Schema = {"type": "integer", "minimum": 0, "maximum": DEFAULT_LIMITS.number}
_PAIR: Schema = {"type": "array", "items": _PLACE, "minItems": 2, "maxItems": 2}
_QUOTE: Schema = {
    "type": "object",
    "description": "A place outside its document: what stands there, what is around it, and where it was.",
    "properties": {
        "quote": {"type": "string"},
        **{name: {"type": ["string", "null"]} for name in ("prefix", "suffix")},
        **dict.fromkeys(("start", "end"), _PLACE),
    },
    "required": ["quote", "start", "end"],
    "additionalProperties": False,
}
_SPANS: Schema = {"type": "array", "items": {"anyOf": [_PAIR, _QUOTE]}}
_FOUND: Schema = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "properties": {"rule": {"type": "string"}, "span": {"anyOf": [_SPANS, {"type": "null"}]}},
        "required": ["rule"],
        "additionalProperties": False,
    },
}
_DAY = "[0-9]{3}[1-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
_DATE: Schema = {"type": ["string", "null"], "pattern": f"^(unknown|{_DAY}(T{_TIME})?)$"}
_UNKNOWN: Schema = {"enum": ["unknown", None]}
_WORD: Schema = {"type": "string", "minLength": 1}
_HEDGES: Schema = {
    "anyOf": [
        {"type": "array", "items": {"anyOf": [_WORD, {"$ref": "#/components/schemas/Hedge"}]}},
        _UNKNOWN,
    ]
}


def claim_schemas(vocabulary: Vocabulary, limits: Limits = DEFAULT_LIMITS) -> dict[str, Schema]:
    """Component name -> schema, for a claim and its parts."""
    schemas = {
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
    schemas["Claim"]["properties"]["attributions"]["maxItems"] = limits.attributions
    schemas["Attribution"]["properties"]["chain"]["maxItems"] = limits.links
    schemas["Hedge"]["properties"]["term"] |= _WORD
    return schemas


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


def _record(fields: Sequence[Field], vocabulary: Vocabulary) -> Schema:
    properties = {field.name.partition(".")[2]: _field(field, vocabulary) for field in fields}
    required = [field.name.partition(".")[2] for field in fields if field.required]
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


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
        "integer": {"anyOf": [{"type": "integer", "maximum": DEFAULT_LIMITS.number} | _from(field.minimum), _UNKNOWN]},
        "date": {**_DATE, "description": f"{field.gloss} ISO 8601."},
        "enum": {"enum": [*field.values, "unknown", None]},
        "list": {"anyOf": [{"type": "array", "items": {"enum": list(field.values)}}, _UNKNOWN]},
        "chain": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Link"}},
        "attributions": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/components/schemas/Attribution"},
        },
        "spans": {"anyOf": [_SPANS, _UNKNOWN]},
        "found": {"anyOf": [_FOUND, _UNKNOWN]},
    }
    return shapes[field.type]


def _from(minimum: int | None) -> Schema:
    return {} if minimum is None else {"minimum": minimum}
