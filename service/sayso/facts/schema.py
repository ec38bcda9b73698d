"""Which shapes can a claim and a document have?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError, SchemaValidator, core_schema

from sayso.facts.dates import day_number
from sayso.facts.vocabulary import Field, Vocabulary


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a claim or a document may hold."""

    text: int = 500_000
    words: int = 10_000
    """Characters of any text but those of the claim and the document."""
    claims: int = 1_000
    attributions: int = 32
    links: int = 12
    items: int = 1_000
    """Hedges, particulars or positions in one list."""
    number: int = 1_000_000_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Unusable:
    """Stands in for a text that cannot be kept, so that the validator refuses it where it stands."""

    why: str
    hint: str


@lru_cache(maxsize=16)
def claim_validator(vocabulary: Vocabulary, limits: Limits = DEFAULT_LIMITS) -> SchemaValidator:
    """Checks one claim from which unknown values were dropped, in one pass outside Python."""
    return SchemaValidator(_Shapes(vocabulary, limits).map(vocabulary.claim, required=("attributions",)), _STRICT)


@lru_cache(maxsize=16)
def document_validator(vocabulary: Vocabulary, limits: Limits = DEFAULT_LIMITS) -> SchemaValidator:
    """Checks a document; its claims are only counted here, each is checked by ``claim_validator``."""
    return SchemaValidator(_Shapes(vocabulary, limits).map(vocabulary.document), _STRICT)


# Every map says it again: a map inside another does not inherit it.
_STRICT = core_schema.CoreConfig(strict=True, extra_fields_behavior="forbid", allow_inf_nan=False)
HIDDEN = "\0"
"""Begins the parts of an error's location that name a branch of the schema, not a place in the claim."""


class _Shapes:
    """Builds the validator's schema from the declared fields."""

    def __init__(self, vocabulary: Vocabulary, limits: Limits) -> None:
        self.vocabulary = vocabulary
        self.limits = limits
        self.words = core_schema.str_schema(max_length=limits.words)
        self.spans = core_schema.list_schema(_one_of({"list": _PAIR, "dict": self._quoted()}), max_length=limits.items)

    def map(self, fields: Mapping[str, Field], required: tuple[str, ...] = ()) -> core_schema.CoreSchema:
        return core_schema.typed_dict_schema(
            {
                name: core_schema.typed_dict_field(
                    self.field(field, fields), required=field.required or name in required
                )
                for name, field in sorted(fields.items())  # so that what is read stands in canonical order
                if "." not in name
            },
            config=_STRICT,
        )

    def field(self, field: Field, fields: Mapping[str, Field]) -> core_schema.CoreSchema:
        limits = self.limits
        match field.type:
            case "text":
                return core_schema.str_schema(max_length=limits.text) if field.long else self.words
            case "enum":
                return core_schema.literal_schema(list(field.values))
            case "boolean":
                return core_schema.bool_schema()
            case "integer":
                low = -limits.number if field.minimum is None else field.minimum
                return core_schema.int_schema(ge=low, le=limits.number)
            case "date":
                return core_schema.no_info_after_validator_function(_checked_date, self.words)
            case "kind":
                return self.words
            case "list" if field.format == "hedges":
                return core_schema.list_schema(
                    _one_of({"str": self._hedge_word(), "dict": self.map(self.vocabulary.hedge)}),
                    max_length=limits.items,
                )
            case "list":
                item: core_schema.CoreSchema = (
                    core_schema.literal_schema(list(field.values)) if field.values else self.words
                )
                return core_schema.list_schema(item, max_length=limits.items)
            case "record":
                parts = {name.removeprefix(f"{field.name}."): part for name, part in _parts(field, fields)}
                return self.map(parts)
            case "spans":
                return self.spans
            case "found":
                return core_schema.dict_schema(self.words, self._how_found(), max_length=limits.items)
            case "chain":
                return core_schema.list_schema(self.map(self.vocabulary.link), min_length=1, max_length=limits.links)
            case "attributions":
                item = self.map(self.vocabulary.attribution, required=("chain",))
                return core_schema.list_schema(item, min_length=1, max_length=limits.attributions)
            case _:  # claims
                return core_schema.list_schema(core_schema.any_schema(), max_length=limits.claims)

    def _hedge_word(self) -> core_schema.CoreSchema:
        """A hedge that is sent as a word alone, as the map that it stands for."""
        word = core_schema.str_schema(min_length=1, max_length=self.limits.words)
        return core_schema.no_info_after_validator_function(lambda term: {"term": term}, word)

    def _how_found(self) -> core_schema.CoreSchema:
        return core_schema.typed_dict_schema(
            {
                "rule": core_schema.typed_dict_field(self.words, required=True),
                "span": core_schema.typed_dict_field(self.spans, required=False),
            },
            config=_STRICT,
        )

    def _quoted(self) -> core_schema.CoreSchema:
        """A place outside its document: what stands there, what stands before and after, and where it was."""
        place = core_schema.int_schema(ge=0, le=self.limits.number)
        parts: dict[str, tuple[core_schema.CoreSchema, bool]] = {
            "quote": (self.words, True),
            "prefix": (self.words, False),
            "suffix": (self.words, False),
            "start": (place, True),
            "end": (place, True),
        }
        shape = core_schema.typed_dict_schema(
            {
                name: core_schema.typed_dict_field(schema, required=required)
                for name, (schema, required) in parts.items()
            },
            config=_STRICT,
        )
        return core_schema.no_info_after_validator_function(_checked_quote, shape)


def _one_of(branches: Mapping[str, core_schema.CoreSchema]) -> core_schema.CoreSchema:
    choices = {f"{HIDDEN}{name}": schema for name, schema in branches.items()}
    return core_schema.tagged_union_schema(choices, lambda value: f"{HIDDEN}{type(value).__name__}")


def _checked_date(text: str) -> str:
    if day_number(text) is None:
        raise PydanticCustomError("bad_date", "no date")
    return text


def _checked_span(span: tuple[int, int]) -> list[int]:
    if span[0] >= span[1]:
        raise PydanticCustomError("bad_span", "empty span")
    return list(span)


def _checked_quote(span: dict[str, Any]) -> dict[str, Any]:
    if span["start"] >= span["end"]:
        raise PydanticCustomError("bad_span", "empty span")
    return span


_POSITION = core_schema.int_schema(ge=0, le=1_000_000_000)
_PAIR = core_schema.no_info_after_validator_function(
    lambda pair: _checked_span((pair[0], pair[1])), core_schema.list_schema(_POSITION, min_length=2, max_length=2)
)


def _parts(field: Field, fields: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    return ((name, part) for name, part in fields.items() if name.startswith(f"{field.name}."))
