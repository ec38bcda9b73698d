"""How does somebody get a key, and lose it? It is made here, shown once, and kept as a digest."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pydantic_core import to_json

from sayso.errors import InvalidRequest, Problem, did_you_mean
from sayso.store.ids import Ids, is_id, made, written_time
from sayso.store.keys import SCOPES, KeyRow
from sayso.store.port import Change, Once, Reply, Unit
from sayso.store.refusals import NoSuchKey

IN_USE, EXPIRED, REVOKED = "in use", "expired", "revoked"
NOW_REVOKED, BEFORE = b"revoked", b"revoked before"
"""What became of a revocation."""
_PREFIX = "sayso_"  # so that a tool that looks for lost secrets knows one
_BYTES = 32
_LONGEST_NAME = 80
_AHEAD = re.compile(r"([1-9]\d{0,4})([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def make_key(name: str, scopes: Sequence[str], expires: str | None, ids: Ids) -> tuple[str, KeyRow]:
    """A new key and what is kept of it: 256 random bits. ``expires`` is a moment (ISO 8601) or a while, such as 90d.

    Raises InvalidRequest, with everything that is wrong.
    """
    problems: list[Problem] = []
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        message = f"the name of a key is 1 to {_LONGEST_NAME} characters on one line"
        problems.append(Problem("wrong_value", message, "say who has it: cms, night desk", "/name"))
    if not scopes:
        message = f"a key needs a scope: {', '.join(SCOPES)}"
        problems.append(Problem("missing_key", message, "admin implies all the others", "/scopes"))
    for scope in dict.fromkeys(scopes):
        if scope not in SCOPES:
            hint = did_you_mean(scope, SCOPES) or f"the scopes are {', '.join(SCOPES)}"
            problems.append(Problem("unknown_value", f'there is no scope "{scope[:40]}"', hint, "/scopes"))
    id_ = ids.next()
    until = None if expires is None else _moment(expires, problems)
    if problems:
        raise InvalidRequest(problems)
    key = _PREFIX + secrets.token_urlsafe(_BYTES)
    given = tuple(scope for scope in SCOPES if scope in scopes)
    return key, KeyRow(id_, name.strip(), digest_of(key.encode()), given, made(id_), until, None)


def digest_of(key: bytes) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key).hexdigest()


def creation(key: KeyRow, actor: str, once: Once | None = None) -> Change:
    """The change that makes a key known."""

    def write(unit: Unit) -> Reply:
        unit.add_key(key)
        return Reply(to_json(told(key)), key.id)

    return Change(actor, "makeKey", write, once=once)


def revocation(key_id: str, actor: str, once: Once | None = None) -> Change:
    """The change that takes a key back, at once in this process. It raises NoSuchKey; a second time changes nothing."""

    def write(unit: Unit) -> Reply:
        if not is_id(key_id):
            raise NoSuchKey("there is no key of that id", hint="sayso keys list shows all of them")
        return Reply(NOW_REVOKED if unit.revoke_key(key_id, written_time(datetime.now(UTC))) else BEFORE, key_id)

    return Change(actor, "revokeKey", write, once=once)


def told(key: KeyRow) -> dict[str, object]:
    """A key as ``wire.people.KeyShown``."""
    shown = {name: value for name, value in key._asdict().items() if name != "digest"}
    return {**shown, "scopes": list(key.scopes), "state": state_of(key)}


def state_of(key: KeyRow) -> str:
    """Whether a key still opens anything."""
    if key.revoked is not None:
        return REVOKED
    return EXPIRED if key.expires is not None and key.expires <= written_time(datetime.now(UTC)) else IN_USE


def _moment(text: str, problems: list[Problem]) -> str | None:
    """The moment that is meant, as it is kept."""
    now = datetime.now(UTC)
    ahead = _AHEAD.fullmatch(text)
    try:
        if ahead is not None:
            found = now + timedelta(**{_UNITS[ahead[2]]: int(ahead[1])})
        else:
            found = datetime.fromisoformat(text)
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f'"{text[:40]}" is no moment at which a key could expire'
        problems.append(Problem("wrong_type", message, "such as 90d, 12h, or 2027-01-31", "/expires"))
        return None
    if found <= now:
        message = f"a key that expires at {written_time(found)} has expired already"
        problems.append(Problem("wrong_value", message, "name a later moment", "/expires"))
    return written_time(found)
