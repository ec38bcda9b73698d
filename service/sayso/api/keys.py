"""Who may ask? Without a key anyone on this machine, with keys their holders. How are they recognised?

What is asked on the way of every request is a table in memory, by the SHA-256 of the key: a random key of 256 bits
needs no slow hash, and no comparison that takes the same time for all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from time import time
from typing import NamedTuple

from starlette.types import Scope

from sayso.api.refusals import NoKey
from sayso.store.keys import ADMIN, SCOPES, KeyRow
from sayso.usecases.who import Who

FIRST = "key:file"
"""The actor of the key in SAYSO_KEY_FILE."""
HOLDER = "sayso.holder"
_ALL = frozenset(SCOPES)
_ACTOR = re.compile(r"\b(person|key):[0-9a-f]{32}\b")
_HINT = "send the header authorization: Bearer <key>"


class Holder(NamedTuple):
    """What the service knows of a key, or of somebody who is signed in. ``expires`` is in seconds since 1970; both
    moments are also in words.
    """

    actor: str
    scopes: frozenset[str]
    expires: float | None = None
    expires_at: str | None = None
    revoked_at: str | None = None
    person: Who | None = None
    """Where it is no key, but somebody who is signed in."""

    def may(self, needed: frozenset[str]) -> bool:
        """Whether one of these scopes is enough."""
        return not self.scopes.isdisjoint(needed)


class Keys:
    """The keys of one service: the one of a file, and those of the database as they were when last looked at.

    A service that has had a key or a person in it stays closed without one, whatever becomes of them.
    """

    peopled = False
    """Whether people may sign in."""

    def __init__(self, first: str | None = None) -> None:
        self._first = {} if first is None else {_digest(first.encode()): Holder(FIRST, _ALL)}
        self._holders = dict(self._first)
        self._rows: list[KeyRow] = []
        self._named: dict[str, str] = {}
        self._keyed = first is not None

    def __bool__(self) -> bool:
        return self._keyed

    def take(self, rows: list[KeyRow]) -> None:
        """These are the keys of the database from now on; from any thread."""
        if rows != self._rows:
            known = {row.digest: _holder(row) for row in rows}
            self._keyed = self._keyed or bool(rows)
            self._rows, self._holders = rows, known | self._first

    def meet(self, people: bool) -> None:
        """Whether there are people in the database; from any thread."""
        if people:
            self.peopled = self._keyed = True

    def name(self, people: Mapping[str, str]) -> None:
        """What everybody in the database is called, by id; from any thread. It decides nothing."""
        self._named = {f"person:{id_}": name for id_, name in people.items()}

    def called(self, text: str) -> str:
        """A text of ours with the names of people and keys in the place of what they are kept under."""
        return _ACTOR.sub(lambda found: self._name(found[0]), text)

    def find(self, authorization: Iterable[bytes]) -> Holder:
        """Whose key the header ``Authorization: Bearer <key>`` carries. Raises NoKey."""
        given = [*authorization]
        if not given:
            raise no_key()
        scheme, _, key = given[0].partition(b" ")
        if len(given) > 1 or scheme.lower() != b"bearer":
            raise NoKey("the header Authorization cannot be read as one bearer key", hint=_HINT)
        return self.find_key(key.strip(b" "))

    def find_key(self, key: bytes) -> Holder:
        """Whose key this is. Raises NoKey where it is nobody's any more."""
        holder = self._holders.get(_digest(key))
        if holder is None:
            raise NoKey("this key is not known here", hint=_HINT, given=True)
        if holder.revoked_at is not None:
            raise NoKey(f"this key was revoked at {holder.revoked_at}", hint="ask the operator for another", given=True)
        if holder.expires is not None and holder.expires <= time():
            raise NoKey(f"this key expired at {holder.expires_at}", hint="ask the operator for another", given=True)
        return holder

    def _name(self, actor: str) -> str:
        if actor in self._named:
            return self._named[actor]
        return next((f"{row.name} (key)" for row in self._rows if actor == f"key:{row.id}"), actor)

    def opens(self, key: str, scope: str) -> bool:
        """Whether this is a key with that scope."""
        try:
            return scope in self.find_key(key.encode("utf-8", "surrogatepass")).scopes
        except NoKey:
            return False


def no_key() -> NoKey:
    """The refusal of who says nothing of themselves."""
    return NoKey("this address needs a key", hint=_HINT)


def holder_of(scope: Scope) -> Holder | None:
    """Who asks, where a key was needed."""
    found: Holder | None = scope.get(HOLDER)
    return found


def _holder(row: KeyRow) -> Holder:
    expires = None if row.expires is None else datetime.fromisoformat(row.expires).timestamp()
    scopes = _ALL if ADMIN in row.scopes else frozenset(row.scopes)
    return Holder(f"key:{row.id}", scopes, expires, row.expires, row.revoked)


def _digest(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()
