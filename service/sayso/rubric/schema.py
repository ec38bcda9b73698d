"""What shape does a rubric file have, in the words of JSON Schema, so that an editor can complete and check it?

The schema knows every fact of the vocabulary and its values. What only the compiler can see (sums, coverage,
directions) is not in it. JSON Schema draft 2020-12.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.fields import NUMBERS, fields_of
from sayso.rubric.model import FORMAT

Schema = dict[str, Any]
SCHEMA_ID = "https://sayso.example/v1/schemas/rubric-1.json"
_TEXT: Schema = {"type": "string", "minLength": 1}
_ID: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,63}$"}
_BAND_ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"}
_POINTS: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
_PER_MILLE: Schema = {"type": "integer", "minimum": 0, "maximum": 1000}
_REMOVED: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"remove": {"const": True, "description": "In a rubric that extends another: drop it."}},
    "required": ["remove"],
}
_LINK_SCOPES = ("root", "teller", "outlet", "link", "any_link", "all_links")


def rubric_schema(vocabulary: Vocabulary) -> Schema:
    """The JSON Schema of ``rubric/1`` for one vocabulary."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Sayso rubric",
        "description": "How a desk grades the attribution of a claim.",
        **_map(_top(), ("sayso", "id", "version"), "A rubric file."),
        "anyOf": [{"required": ["extends"]}, {"required": ["title", "axes", "overall", "criteria"]}],
        "$defs": {**_conditions(vocabulary), **_parts()},
    }


def _map(properties: Mapping[str, Schema], required: tuple[str, ...] = (), description: str = "") -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if required:
        schema["required"] = list(required)
    return {**schema, "description": description} if description else schema


def _or_removed(schema: Schema) -> Schema:
    """A value, or its removal in a rubric that extends another."""
    return {"anyOf": [schema, _REMOVED]}


def _list(of: str, description: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{of}"}, "description": description}


def _by_id(of: str, description: str) -> Schema:
    return {
        "type": "object",
        "propertyNames": _ID,
        "additionalProperties": {"$ref": f"#/$defs/{of}"},
        "description": description,
    }


def _top() -> dict[str, Schema]:
    return {
        "sayso": {"const": FORMAT, "description": "The format of this file."},
        "id": {**_ID, "description": "The name other tools ask for."},
        "version": {
            "type": "string",
            "pattern": r"^\d+\.\d+\.\d+$",
            "description": "Raised with every change of a number.",
        },
        "title": {**_TEXT, "description": "The name people see."},
        "reference": {**_TEXT, "description": "The published rule the rubric follows."},
        "extends": {
            "type": "string",
            "pattern": r"^[a-z][a-z0-9_-]*@\d+\.\d+\.\d+$",
            "description": "A rubric to build on.",
        },
        "unknown": {"enum": ["estimate", "lowest"], "description": "What a missing fact scores inside its range."},
        "judge_if_known": {**_PER_MILLE, "description": "Share of an axis that must rest on known facts, per mille."},
        "axes": _by_id("axis", "The questions a grade answers."),
        "overall": {"$ref": "#/$defs/overall"},
        "criteria": _list("criterion", "What each axis asks; the most that they give adds up to 100 on each axis."),
        "chain": {"$ref": "#/$defs/chain"},
        "gates": _list("gate", "Rules after points and chain: caps, holds, notes."),
        "remedies": _by_id("remedy", "What would raise a grade."),
        "tests": _list("test", "Claims and what the rubric must say of them."),
    }


def _parts() -> dict[str, Schema]:
    when: Schema = {"$ref": "#/$defs/when"}
    entry: dict[str, Schema] = {"points": _POINTS, "because": _TEXT}
    remove: dict[str, Schema] = _REMOVED["properties"]
    rule: dict[str, Schema] = {"because": _TEXT, "reference": _TEXT}
    cap: Schema = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"anyOf": [_POINTS, _BAND_ID, _REMOVED]},
        "description": "Axis to the highest band or number of points; overall takes points.",
    }
    keep: dict[str, Schema] = {"id": _ID, "per_mille": _PER_MILLE, "because": _TEXT}
    over = _map(
        {
            "links": {"oneOf": [{"enum": ["relays", "all"]}, {"$ref": f"#/$defs/{_facts('link')}"}]},
            "take": {"enum": ["worst", "best"]},
        },
        ("links", "take"),
        "Read the criterion on links and let one of them speak.",
    )
    expected: Schema = {
        "type": "object",
        "description": "Expected axes, overall, grade, status, gates and losses; only: true makes the lists exact.",
    }
    effects: dict[str, Schema] = {
        "cap": cap,
        "hold": _or_removed({**_TEXT, "description": "Who must release it."}),
        "note": _or_removed({"const": True}),
        "not_applicable": _or_removed({"const": True}),
        "if_unknown": _or_removed({"const": "bind"}),
    }
    return {
        "band": _map({"id": _BAND_ID, "from": _POINTS, "label": _TEXT, **remove}, ("id",)),
        "axis": _map(
            {
                "of": {"enum": ["attribution", "claim"]},
                "bands": _list("band", "From the best down, the last from 0."),
                "abstain": _map({"id": _BAND_ID, "label": _TEXT}),
                "judge_if_known": _PER_MILLE,
                **remove,
            }
        ),
        "overall": _map(
            {
                "method": {"enum": ["weighted", "min", "table", "none"]},
                "weights": {
                    "type": "object",
                    "additionalProperties": _or_removed(_PER_MILLE),
                    "description": "They add up to 1000.",
                },
                "table": {"type": "object"},
                "bands": _list("band", "Sentences for the overall number."),
            }
        ),
        "level": _map(
            {"id": _ID, "when": when, **entry, "raise": _or_removed(_ID), "abstain": {"const": True}, **remove}, ("id",)
        ),
        "criterion": _map(
            {
                "id": _ID,
                "axis": _ID,
                "ask": _TEXT,
                "reference": _TEXT,
                "applies": _or_removed(when),
                "over": _or_removed(over),
                "levels": _list("level", "From the best down; the first that holds wins."),
                "else": _map({"id": _ID, **entry, "raise": _or_removed(_ID), "abstain": {"const": True}, **remove}),
                "none": _map({**entry, **remove}),
                "unknown": _map({**entry, "fact": _TEXT, **remove}),
                **remove,
            },
            ("id",),
        ),
        "keep": _map({**keep, "when": when, **remove}, ("id",)),
        "chain": _map(
            {
                "axis": _ID,
                "reference": _TEXT,
                "keep": _list("keep", "From the most down; the first that holds wins."),
                "else": _map(keep),
                "unknown": _map({"per_mille": _PER_MILLE, "because": _TEXT}),
                **remove,
            }
        ),
        "gate": _map({"id": _ID, "when": when, **effects, **rule, "raise": _or_removed(_ID), **remove}, ("id",)),
        "remedy": _map(
            {"text": _TEXT, "effort": {"enum": ["low", "medium", "high"]}, "set": {"type": "object"}, **remove}
        ),
        "test": _map(
            {"name": _TEXT, "claim": {"type": "object"}, "as_of": _TEXT, "expect": expected},
            ("name", "claim", "expect"),
        ),
    }


def _conditions(vocabulary: Vocabulary) -> dict[str, Schema]:
    quantified = {name: {"$ref": "#/$defs/when"} for name in ("any_attribution", "all_attributions", "not")}
    several = {name: {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/when"}} for name in ("all", "any")}
    scopes = {scope: {"$ref": f"#/$defs/{_facts('root' if scope == 'root' else 'link')}"} for scope in _LINK_SCOPES}
    facts = {scope: {"$ref": f"#/$defs/{_facts(scope)}"} for scope in ("claim", "chain")}
    when = _map({**facts, **scopes, **quantified, **several}, (), "All of these must hold.")
    found: dict[str, Schema] = {"when": {**when, "minProperties": 1}}
    for scope in ("claim", "chain", "root", "link"):
        fields = {name: _field(vocabulary, field) for name, field in fields_of(vocabulary, scope).items()}
        found[_facts(scope)] = {**_map(fields), "minProperties": 1}
    return found


def _facts(scope: str) -> str:
    """The definition of the facts of a scope; a section of the file may have the same name as the scope."""
    return f"facts_of_{scope}"


def _field(vocabulary: Vocabulary, field: Field) -> Schema:
    value = _value(vocabulary, field)
    one_of: Schema = {"type": "array", "minItems": 1, "items": value}
    tests: dict[str, Schema] = {"exists": {"type": "boolean"}}
    if field.type == "list":
        tests |= {"contains_all": one_of, "contains_any": one_of}
        choices: list[Schema] = []
    else:
        tests["ne"] = {"anyOf": [value, one_of]}
        choices = [value, one_of]
        if field.ordered or field.type in NUMBERS:
            tests |= dict.fromkeys(("gte", "gt", "lte", "lt"), value)
    schema = {"anyOf": [*choices, {**_map(tests), "minProperties": 1}]}
    return {**schema, "title": field.label, "description": f"{field.gloss} ({field.reference})"}


def _value(vocabulary: Vocabulary, field: Field) -> Schema:
    if field.type == "kind":
        return {"enum": list(vocabulary.kinds)}
    if field.values:
        return {"enum": list(field.values)}
    if field.type == "date":
        return {"type": "string", "format": "date"}
    return {"type": field.type} if field.type in ("boolean", "integer") else _TEXT
