"""What is wrong with a claim that the validator refused, in words that its sender can act on?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic_core import ErrorDetails, ValidationError

from sayso.errors import Problem, did_you_mean
from sayso.facts.schema import HIDDEN, Unusable
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.facts.vocabulary_file import POSITIONS

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
_QUOTE = ("quote", "prefix", "suffix", "start", "end")
_FOUND = ("rule", "span")
_MOST = 200
"""Problems reported of one claim; a body can hold more faults than anybody reads."""


def problems_of(
    error: ValidationError, vocabulary: Vocabulary, fields: Mapping[str, Field] | None = None
) -> list[Problem]:
    """Each refusal as a problem with its JSON pointer; ``fields`` are those of the outermost map, a claim's if not
    said.
    """
    details = error.errors(include_url=False)
    places = _Places(vocabulary, vocabulary.claim if fields is None else fields)
    found = [_problem(each, places) for each in details[:_MOST]]
    if len(details) > _MOST:
        found.append(Problem("more", f"{len(details) - _MOST} more problems are not shown", pointer=""))
    return found


def pointer_to(parts: Iterable[object]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + _whole(str(part)).replace("~", "~0").replace("/", "~1") for part in parts)


def shown(value: object) -> str:
    """A value as a message shows it: its kind, and the value itself only where it is short and harmless."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        plain = value if value.isprintable() and len(value) <= 40 else ascii(value)[1:40].rstrip("\\") + "…"
        return f'"{plain}" (text)'
    if isinstance(value, int):
        return str(value) if abs(value) < 10**40 else "a number of more than 40 digits"
    if isinstance(value, float):
        return str(value)[:40]
    if value is None:
        return "empty"
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else "unusable text"


def _problem(each: ErrorDetails, places: _Places) -> Problem:
    last = len(each["loc"]) - 1
    own_key = each["type"] == "extra_forbidden"  # the last part is the sender's, whatever it looks like
    parts = [
        part for at, part in enumerate(each["loc"]) if not str(part).startswith(HIDDEN) or (own_key and at == last)
    ]
    pointer, value, context = pointer_to(parts), each["input"], each.get("ctx", {})
    name = _name(parts)
    if isinstance(value, Unusable):
        return Problem("bad_text", f"{name} {value.why}", value.hint, pointer)
    match each["type"]:
        case "missing":
            return Problem("missing_key", f'"{name}" is missing', f'add "{name}"', pointer)
        case "extra_forbidden":
            key, declared = _whole(str(parts[-1])), places.declared(parts[:-1])
            hint: str | None = did_you_mean(key[:60], declared) or f"declared here: {', '.join(declared)}"
            return Problem("unknown_key", f'"{key[:60]}" is no declared field', hint, pointer)
        case "literal_error":
            choices = places.values(parts)
            hint = did_you_mean(value[:60], choices) if isinstance(value, str) else None
            hint = hint or f"choose from {', '.join(choices)}, or leave it out if it is not known"
            return Problem("unknown_value", f"{name} cannot be {shown(value)}", hint, pointer)
        case "too_short" | "string_too_short":
            least = "one item" if each["type"] == "too_short" else "one letter"
            hint = {"attributions": "who says it?", "chain": "the outlet being read is a link, too"}.get(name)
            return Problem("empty", f"{name} is empty, but needs at least {least}", hint, pointer)
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
    wanted = _WANTED.get(each["type"], "something else")
    quoted = isinstance(value, str) and wanted in ("a whole number", "true or false")
    hint = "remove the quotation marks" if quoted else None
    return Problem("wrong_type", f"{name} is {shown(value)}, but {wanted} is expected", hint, pointer)


def _name(parts: Sequence[object]) -> str:
    words = _words(parts)
    return _whole(words[-1]) if words else "the claim"


def _words(parts: Sequence[object]) -> list[str]:
    return [str(part) for part in parts if not isinstance(part, int)]


def _whole(text: str) -> str:
    """The text as it can be sent: half of a surrogate pair, which no encoding has, is written out."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


class _Places:
    """Which fields are declared at a place, given the fields of the outermost map?"""

    def __init__(self, vocabulary: Vocabulary, outermost: Mapping[str, Field]) -> None:
        self.outermost = outermost
        self.inside = {
            "attributions": vocabulary.attribution,
            "chain": vocabulary.link,
            "hedges": vocabulary.hedge,
        }

    def declared(self, parts: Sequence[object]) -> list[str]:
        """The names that may stand in the map at a place."""
        words = _words(parts)
        if "found" in words[:-1] and words[-1] != "span":
            return list(_FOUND)
        if any(word in POSITIONS for word in words):
            return list(_QUOTE)
        fields, record = self._fields(words)
        if record:
            return [name.removeprefix(f"{record}.") for name in fields if name.startswith(f"{record}.")]
        return [name for name in fields if "." not in name]

    def values(self, parts: Sequence[object]) -> list[str]:
        """The values that may stand at a place."""
        fields, name = self._fields(_words(parts))
        field = fields.get(name)
        return list(field.values) if field is not None else []

    def _fields(self, words: Sequence[str]) -> tuple[Mapping[str, Field], str]:
        """The fields of the innermost map that is no record, and the dotted name inside it."""
        fields, path = self.outermost, ""
        for word in words:
            path = f"{path}.{word}" if path else word
            field = fields.get(path)
            inside = None if field is None else self.inside.get(field.format or field.type)
            if inside is not None:
                fields, path = inside, ""
        return fields, path
