"""What is wrong with a claim that the validator refused, in words that its sender can act on?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic_core import ErrorDetails, ValidationError

from sayso.errors import Problem, did_you_mean
from sayso.facts.schema import HIDDEN
from sayso.facts.vocabulary import Field, Vocabulary

_WANTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "finite_number": "a whole number",
    "list_type": "a list",
    "dict_type": "a map of names and values",
    "union_tag_invalid": "text or a map of names and values",
}
_MOST = 200
"""Problems reported of one claim; a body can hold more faults than anybody reads."""


def problems_of(error: ValidationError, vocabulary: Vocabulary) -> list[Problem]:
    """Each refusal as a problem with its JSON pointer."""
    details = error.errors(include_url=False)
    found = [_problem(each, vocabulary) for each in details[:_MOST]]
    if len(details) > _MOST:
        found.append(Problem("more", f"{len(details) - _MOST} more problems are not shown", pointer=""))
    return found


def pointer_to(parts: Iterable[object]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def shown(value: object) -> str:
    """A value as a message shows it: its kind, and the value itself only where it is short and harmless."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        plain = value if value.isprintable() and len(value) <= 40 else ascii(value)[1:40].rstrip("\\") + "…"
        return f'"{plain}" (text)'
    if isinstance(value, (int, float)):
        return str(value)[:40]
    if value is None:
        return "empty"
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else "unusable text"


def _problem(each: ErrorDetails, vocabulary: Vocabulary) -> Problem:
    parts = [part for part in each["loc"] if not str(part).startswith(HIDDEN)]
    pointer, value, context = pointer_to(parts), each["input"], each.get("ctx", {})
    name = _name(parts)
    match each["type"]:
        case "missing":
            return Problem("missing_key", f'"{name}" is missing', f'add "{name}"', pointer)
        case "extra_forbidden":
            declared = _declared(parts[:-1], vocabulary)
            hint: str | None = did_you_mean(name, declared) or f"declared here: {', '.join(declared)}"
            return Problem("unknown_key", f'"{name[:60]}" is no declared field', hint, pointer)
        case "literal_error":
            choices = _values(parts, vocabulary)
            hint = did_you_mean(str(value), choices) if isinstance(value, str) else None
            hint = hint or f"choose from {', '.join(choices)}, or leave it out if it is not known"
            return Problem("unknown_value", f"{name} cannot be {shown(value)}", hint, pointer)
        case "too_short":
            return Problem(
                "empty", f"{name} is empty, but needs at least one item", "leave nothing out of the chain", pointer
            )
        case "too_long" | "string_too_long":
            most = context.get("max_length", "?")
            return Problem("too_long", f"{name} is longer than {most}, which is the most that is taken", None, pointer)
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            side = "at least" if "ge" in context else "at most"
            return Problem("out_of_range", f"{name} is {shown(value)}, but {side} {bound} is expected", None, pointer)
        case "bad_date":
            message = f"{name} is {shown(value)}, but a date is expected"
            return Problem("wrong_type", message, "ISO 8601, such as 2026-01-31", pointer)
        case "bad_span":
            return Problem("bad_span", f"{name} ends before it begins", "[start, end), counted in code points", pointer)
        case "string_unicode":
            message = f"{name} holds half of a surrogate pair, which is no text"
            return Problem("bad_text", message, "send whole characters", pointer)
    if type(value).__name__ == "Unusable":
        return Problem("bad_text", f"{name} holds the character NUL, which no text has", "remove it", pointer)
    wanted = _WANTED.get(each["type"], "something else")
    quoted = isinstance(value, str) and wanted in ("a whole number", "true or false")
    hint = "remove the quotation marks" if quoted else None
    return Problem("wrong_type", f"{name} is {shown(value)}, but {wanted} is expected", hint, pointer)


def _name(parts: Sequence[object]) -> str:
    words = [str(part) for part in parts if not isinstance(part, int)]
    return words[-1] if words else "the claim"


def _fields(parts: Sequence[object], vocabulary: Vocabulary) -> tuple[Mapping[str, Field], str]:
    """The declared fields of the map at a place, and the record inside it that is meant."""
    words = [str(part) for part in parts if not isinstance(part, int)]
    if words and words[-1] == "hedges":
        return vocabulary.hedge, ""
    if words[:2] == ["attributions", "chain"]:
        return vocabulary.link, ".".join(words[2:])
    if words[:1] == ["attributions"]:
        return vocabulary.attribution, ".".join(words[1:])
    return vocabulary.claim, ".".join(words)


def _declared(parts: Sequence[object], vocabulary: Vocabulary) -> list[str]:
    fields, record = _fields(parts, vocabulary)
    if record:
        return [name.removeprefix(f"{record}.") for name in fields if name.startswith(f"{record}.")]
    return [name for name in fields if "." not in name]


def _values(parts: Sequence[object], vocabulary: Vocabulary) -> list[str]:
    words = [str(part) for part in parts if not isinstance(part, int)]
    if len(words) > 1 and words[-2] == "hedges":
        field = vocabulary.hedge.get(words[-1])
    else:
        fields, name = _fields(parts, vocabulary)
        field = fields.get(name)
    return list(field.values) if field is not None else []
