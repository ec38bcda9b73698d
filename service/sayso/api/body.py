"""Is this body JSON that may be looked at, and if not, where does it go wrong?

Depth is judged on the bytes before anything is parsed, by C-speed passes: a body of brackets only must not hold up the
event loop. NaN, Infinity, lone surrogates, broken UTF-8 and repeated keys are refused: each would let two readers of
one body see two different claims.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic_core import from_json, to_json

from sayso.api.refusals import BodyTooDeep, MalformedBody
from sayso.errors import Problem

# The end quote is optional so that an unfinished string is one match to the end: no rescanning, no quadratic time.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(code for code in range(256) if code not in b"[]{}")
_PLACE = re.compile(r"^(.*) at line (\d+) column (\d+)$", re.DOTALL)


def read_json(body: bytes, most_deep: int) -> Any:
    """The value in ``body``. Raises MalformedBody (with line and column) or BodyTooDeep."""
    # Fewer opening brackets than the limit cannot nest deeper than the limit: true of nearly every claim.
    if body.count(b"[") + body.count(b"{") > most_deep and is_deeper(body, most_deep):
        message = f"the body is nested deeper than {most_deep} levels"
        raise BodyTooDeep([Problem("body_too_deep", message, "a claim needs about 6 levels", pointer="")])
    try:
        value = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise _malformed(body, str(error)) from error
    if not _surely_unrepeated(body, value):
        json.loads(body, object_pairs_hook=_object_without_repeats)
    return value


def is_deeper(body: bytes, most_deep: int) -> bool:
    """Whether brackets outside strings nest deeper than ``most_deep``. Each pass removes the innermost level."""
    nest = _STRING.sub(b"", body).translate(_BRACKETS, _NOT_BRACKETS)
    for _ in range(most_deep):
        inner = nest.replace(b"[]", b"")
        if len(inner) == len(nest):
            break
        nest = inner
    return b"[]" in nest or nest.count(b"[") > most_deep


def _surely_unrepeated(body: bytes, value: Any) -> bool:
    """A cheap proof that no key is repeated; most bodies have it, the rest are read again with every pair in hand.

    Each member of an object has a colon, and a colon in a text stays one, unless it is written as an escape. As many
    colons in the value written out again mean that no member was dropped.
    """
    return b"\\u003" not in body and body.count(b":") == to_json(value).count(b":")


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        message = f"the key {json.dumps(repeated[:60], ensure_ascii=False)} is given twice in one object"
        raise MalformedBody([Problem("repeated_key", message, "remove one of the two", pointer="")])
    return found


def _malformed(body: bytes, said: str) -> MalformedBody:
    if not body.strip():
        return MalformedBody([Problem("malformed_json", "the body is empty", "send a JSON object", line=1, column=1)])
    try:
        body.decode()
    except UnicodeDecodeError as error:
        line, column = _place(body, error.start)
        message = "the body is not UTF-8"
        return MalformedBody([Problem("not_utf8", message, "send the body as UTF-8", line=line, column=column)])
    place = _PLACE.match(said)
    if place is None:
        return MalformedBody([Problem("malformed_json", "the body is not JSON", line=1, column=1)])
    what, line, column = place[1], int(place[2]), int(place[3])
    lines = body.split(b"\n")
    before = lines[line - 1][: max(column - 1, 0)] if line <= len(lines) else b""
    if _is_about_escapes(what):  # the parser notices at the end of the escape, or after it
        before = before[: max(before.rfind(b"\\u"), 0)]
    column = len(before.decode(errors="ignore")) + 1  # the parser counts bytes, people count characters
    problem = Problem("malformed_json", f"the body is not JSON: {what}", _advice(what), line=line, column=column)
    return MalformedBody([problem])


def _place(body: bytes, position: int) -> tuple[int, int]:
    start = body.rfind(b"\n", 0, position) + 1
    return body.count(b"\n", 0, position) + 1, len(body[start:position].decode(errors="ignore")) + 1


def _is_about_escapes(what: str) -> bool:
    return "surrogate" in what or "hex escape" in what


def _advice(what: str) -> str | None:
    if _is_about_escapes(what):
        return "a \\u escape of half a character needs its other half"
    if what in ("invalid number", "expected value"):
        return "NaN and Infinity are not JSON; leave an unknown fact out or send null"
    return None
