"""Does the audit hang together? What one entry is, how its hash is made, and which is the first that does not fit.

Each entry has the SHA-256 of the RFC 8785 form of all else that it says, the hash of the entry before it included. So
whoever changes, takes out or moves an entry has to make every later one anew, and the last hash is another one then.
No database is imported here: whoever has a copy of the entries can check them by this file alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

NOTHING = "sha256:" + "0" * 64
"""What the first entry has in the place of a hash before it."""
_LONGEST_SUBJECT = 200

ALTERED, MISSING, UNLINKED, TRUNCATED, BEYOND, MISFILED, UNEXPECTED = (
    "altered",
    "missing",
    "unlinked",
    "truncated",
    "beyond_the_head",
    "misfiled",
    "not_as_expected",
)


class Noted(NamedTuple):
    """A change that was made: by whom, which operation, what it is about, and the digest of what was written."""

    actor: str
    operation: str
    subjects: tuple[str, ...]
    digest: str


class Entry(NamedTuple):
    """A change with its place in the audit, from 1 without a gap, and its moment (ISO 8601, UTC), never before the one
    of the entry before.
    """

    position: int
    created: str
    actor: str
    operation: str
    subjects: tuple[str, ...]
    digest: str
    previous: str
    hash: str


class Head(NamedTuple):
    """The last entry: its position, 0 where there is none, its moment and its hash."""

    position: int
    created: str
    hash: str


class Mark(NamedTuple):
    """A position and its hash as somebody has noted them elsewhere, where nobody can have changed them since."""

    position: int
    hash: str


class Broken(NamedTuple):
    """The first entry that does not fit, and how, as a code and in words."""

    position: int
    code: str
    says: str


@dataclass(frozen=True)
class Verdict:
    """How many entries fit, the head that the last of them has to have, and the first that does not."""

    entries: int
    head: Head
    broken: Broken | None


@dataclass(frozen=True)
class AuditFilters:
    """Which entries are wanted: all that is given must hold. ``since`` is ISO 8601 in UTC, as ``created`` is."""

    actor: str | None = None
    operation: str | None = None
    subject: str | None = None
    since: str | None = None


Part = str | bytes | int | None
#: Told what a change has written: what that is about, and the content, of which the digest is kept.
Wrote = Callable[[str, Sequence[Part]], None]


def subject_of(kind: str, id_: str) -> str:
    """How a thing is named in the audit, such as ``assessment:0198..``; one with a long id by its digest."""
    found = f"{kind}:{id_}"
    return found if len(found) <= _LONGEST_SUBJECT else f"{kind}:sha256:{hashlib.sha256(id_.encode()).hexdigest()}"


class Digest:
    """The digest of what a change writes, whatever that is: every part with its length before it, so that none runs
    into the next. A part that is missing counts as ``-``.
    """

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, parts: Iterable[Part]) -> None:
        told: list[bytes] = []
        for part in parts:
            if part is None:
                told.append(b"-")
            else:
                content = part if isinstance(part, bytes) else str(part).encode()
                told.append(b"%d:" % len(content))
                told.append(content)
        self._sum.update(b"".join(told))

    def __str__(self) -> str:
        return "sha256:" + self._sum.hexdigest()


def follow(head: Head, noted: Noted, now: str) -> Entry:
    """The entry of a change, right behind this head."""
    position = head.position + 1
    created = max(now, head.created)  # clocks of several services differ; the order of the audit is that of the commits
    return Entry(position, created, *noted, head.hash, _hash(Head(position, created, head.hash), noted))


def head_of(entry: Entry) -> Head:
    return Head(entry.position, entry.created, entry.hash)


def hash_of(entry: Entry) -> str:
    """The hash that an entry ought to have."""
    return _hash(Head(entry.position, entry.created, entry.previous), Noted(*entry[2:6]))


class _Form(msgspec.Struct):
    """What is hashed. Its names are in order, its only number is whole: written down it is in the form of RFC 8785."""

    actor: str
    created: str
    digest: str
    operation: str
    position: int
    previous: str
    subjects: tuple[str, ...]


def _hash(at: Head, said: Noted) -> str:
    """The hash of what is said at this place; ``at.hash`` is the one of the entry before."""
    form = _Form(said.actor, at.created, said.digest, said.operation, at.position, at.hash, said.subjects)
    return "sha256:" + hashlib.sha256(_ENCODER.encode(form)).hexdigest()


_ENCODER = msgspec.json.Encoder()


class Check:
    """Goes through the entries in their order and stops at the first that does not fit."""

    def __init__(self, mark: Mark | None = None) -> None:
        self.head = Head(0, "", NOTHING)
        self._mark = mark

    def next(self, entry: Entry, filed: frozenset[str]) -> Broken | None:
        """What is wrong with the entry behind those that were seen; ``filed`` are the subjects it is found by."""
        due = self.head.position + 1
        if entry.position != due:
            return Broken(due, MISSING, f"entry {due} is missing; the next that is there is {entry.position}")
        if not _has_its_hash(entry):
            return Broken(due, ALTERED, f"entry {due} was altered: what it says does not have its hash")
        if entry.previous != self.head.hash or entry.created < self.head.created:
            return Broken(due, UNLINKED, f"entry {due} does not follow the one before it: one of the two was replaced")
        if filed != frozenset(entry.subjects):
            return Broken(due, MISFILED, f"entry {due} is not found by what it is about: the index was altered")
        if self._mark is not None and self._mark.position == due and self._mark.hash != entry.hash:
            says = f"entry {due} has another hash than was noted: it, or one before it, was replaced"
            return Broken(due, UNEXPECTED, says)
        self.head = head_of(entry)
        return None

    def end(self, kept: Head | None) -> Verdict:
        """The verdict where every entry fits; ``kept`` is the head as the database has it."""
        last = self.head.position
        broken = None
        if kept is None:
            broken = Broken(last + 1, TRUNCATED, "the head is missing, so that nobody knows how far the audit went")
        elif kept.position > last:
            broken = Broken(last + 1, TRUNCATED, f"entries {last + 1} to {kept.position} are missing at the end")
        elif kept.position < last:
            position = kept.position + 1
            broken = Broken(position, BEYOND, f"entry {position} stands behind the head: it was not written by Sayso")
        elif kept != self.head:
            broken = Broken(max(last, 1), ALTERED, "the head does not have the hash of the last entry")
        elif self._mark is not None and self._mark.position > last:
            position = self._mark.position
            broken = Broken(last + 1, TRUNCATED, f"entry {position} was noted, and the audit ends with {last}")
        return Verdict(last, self.head, broken)


def _has_its_hash(entry: Entry) -> bool:
    try:
        return hash_of(entry) == entry.hash
    except (TypeError, ValueError):  # a value of a kind that no entry is written with
        return False
