"""Is this an entry of the registry, and what is wrong with it? Everything at once, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from sayso.errors import InvalidInput, Problem, did_you_mean
from sayso.facts.refusals import shown
from sayso.facts.spelling import spelled
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.sources.domains import domain_of, is_bare
from sayso.usecases.sources.entry import KINDS, Entry, Record, settled
from sayso.usecases.sources.periods import moment_of

_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
LONGEST_ID = 80
LONGEST = {"name": 200, "owner": 200, "lineage": 200, "registry": 100, "topic": 200, "rating": 100, "note": 2_000}
MOST = {"aliases": 100, "domains": 100, "records": 200}
_KEYS = tuple(field.name for field in fields(Entry))
_TURNING = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
"""What makes a text read in another order than it is written."""


class InvalidSource(InvalidInput):
    """An entry, or a file of entries, that cannot be taken into the registry."""

    code = "invalid_source"


def read_entry(raw: object, vocabulary: Vocabulary, id_: str | None = None) -> Entry:
    """The entry, in its one form. Raises InvalidSource with every problem, pointers into ``raw``.

    ``id_`` is the id where ``raw`` need not name it; it may, and must not name another.
    """
    reader = _Reader(vocabulary)
    entry = reader.entry(raw, id_)
    if entry is None or reader.problems:
        raise InvalidSource(reader.problems)
    return settled(entry)


def id_problems(id_: object, pointer: str) -> Iterator[Problem]:
    """What is wrong with an id."""
    if not isinstance(id_, str) or len(id_) > LONGEST_ID or not _ID.fullmatch(id_):
        message = f"id {shown(id_)} cannot be an id"
        hint = f"small letters, digits and single hyphens, at most {LONGEST_ID}, such as washington-post"
        yield Problem("wrong_value", message, hint, pointer)


class _Reader:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.problems: list[Problem] = []
        self._letters = vocabulary.link["track_record.letter"].values
        self._statuses = vocabulary.link["track_record.status"].values

    def entry(self, raw: object, id_: str | None) -> Entry | None:
        if not isinstance(raw, Mapping):
            self._note("wrong_type", "an entry is an object", 'such as {"name": "The Washington Post"}', "")
            return None
        self._keys(raw, _KEYS, "")
        stated = raw.get("id", id_)
        self.problems += id_problems(stated, "/id")
        if id_ is not None and stated != id_:
            message = f"the entry calls itself {shown(stated)}, and the address says {shown(id_)}"
            self._note("wrong_value", message, "leave the id out, or make both the same", "/id")
        name = self._text(raw, "name", "")
        if name is None and not self._told("/name"):
            self._note("missing_key", "name is missing", "the name by which the source is known", "/name")
        look_alike = raw.get("look_alike_of")
        if look_alike is not None:
            self.problems += id_problems(look_alike, "/look_alike_of")
            if look_alike == stated:
                self._note("wrong_value", "an entry is no look-alike of itself", None, "/look_alike_of")
        return Entry(
            id=stated if isinstance(stated, str) else "",
            kind=self._choice(raw, "kind", "", KINDS) or KINDS[0],
            name=name or "",
            aliases=tuple(self._texts(raw, "aliases")),
            domains=tuple(self._domains(raw)),
            owner=self._text(raw, "owner", ""),
            lineage=self._text(raw, "lineage", ""),
            look_alike_of=look_alike if isinstance(look_alike, str) else None,
            note=self._text(raw, "note", ""),
            records=tuple(self._records(raw)),
        )

    def _records(self, raw: Mapping[str, Any]) -> Iterator[Record]:
        earlier: list[tuple[int, Record]] = []
        for at, each in enumerate(self._list(raw, "records")):
            pointer = f"/records/{at}"
            if not isinstance(each, Mapping):
                self._note(
                    "wrong_type", "a record is an object", 'such as {"registry": "our-desk", "letter": "B"}', pointer
                )
                continue
            record = self._record(each, pointer)
            for before, other in earlier:
                if record.key[:2] == other.key[:2] and record.period.overlaps(other.period):
                    message = f"two records of {record.registry} on one topic can hold on the same day"
                    hint = f"end the one before (/records/{before}) with a valid_to, or name another topic"
                    self._note("records_overlap", message, hint, pointer)
                    break
            earlier.append((at, record))
            yield record

    def _record(self, raw: Mapping[str, Any], pointer: str) -> Record:
        self._keys(raw, Record._fields, pointer)
        registry = self._text(raw, "registry", pointer)
        if registry is None and not self._told(f"{pointer}/registry"):
            self._note(
                "missing_key", "registry is missing", "who keeps this record, such as our-desk", f"{pointer}/registry"
            )
        letter = self._choice(raw, "letter", pointer, self._letters)
        status = self._choice(raw, "status", pointer, self._statuses)
        rating = self._text(raw, "rating", pointer)
        if raw.get("letter") is None and raw.get("status") is None and raw.get("rating") is None:
            hint = "state a letter, a status, or at least the registry's own rating"
            self._note("missing_key", "the record says nothing", hint, pointer)
        begins, ends = self._date(raw, "valid_from", pointer), self._date(raw, "valid_to", pointer)
        topic, note = self._text(raw, "topic", pointer), self._text(raw, "note", pointer)
        record = Record(registry or "", topic, letter, status, rating, begins, ends, note)
        period = record.period
        if period.begins is not None and period.ends is not None and period.ends.certain <= period.begins.earliest:
            hint = "valid_to is the first day on which it no longer holds"
            self._note(
                "wrong_value", f"the record ends ({ends}) before it begins ({begins})", hint, f"{pointer}/valid_to"
            )
        return record

    def _domains(self, raw: Mapping[str, Any]) -> Iterator[str]:
        for at, each in enumerate(self._list(raw, "domains")):
            pointer = f"/domains/{at}"
            text = self._clean(each, pointer, 300)
            if text is None:
                continue
            domain = domain_of(text)
            if domain is None or not is_bare(text):
                message = f"{shown(text)} is no domain"
                self._note("wrong_value", message, "write the host alone, such as washingtonpost.com", pointer)
            else:
                yield domain

    def _texts(self, raw: Mapping[str, Any], key: str) -> Iterator[str]:
        for at, each in enumerate(self._list(raw, key)):
            text = self._clean(each, f"/{key}/{at}", LONGEST["name"])
            if text is not None:
                yield text

    def _list(self, raw: Mapping[str, Any], key: str) -> list[Any]:
        value = raw.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._note("wrong_type", f"{key} must be a list", None, f"/{key}")
            return []
        if len(value) > MOST[key]:
            self._note("too_long", f"{key} holds {len(value)}, and at most {MOST[key]} are kept", None, f"/{key}")
            return []
        return value

    def _text(self, raw: Mapping[str, Any], key: str, pointer: str) -> str | None:
        value = raw.get(key)
        return None if value is None else self._clean(value, f"{pointer}/{key}", LONGEST[key])

    def _clean(self, value: object, pointer: str, longest: int) -> str | None:
        what = pointer.rpartition("/")[2] if not pointer[-1:].isdigit() else pointer.split("/")[-2]
        if not isinstance(value, str):
            self._note("wrong_type", f"{what} must be text", None, pointer)
            return None
        text = spelled(value[: longest * 4])
        if text is None or any(unicodedata.category(char) in ("Cc", "Cs") or char in _TURNING for char in text):
            hint = "remove control characters and rows of combining marks"
            self._note("wrong_value", f"{what} holds characters that no name has", hint, pointer)
            return None
        text = " ".join(text.split())
        if not text:
            self._note("wrong_value", f"{what} must not be empty", "leave it out, or fill it in", pointer)
            return None
        if len(text) > longest:
            self._note("too_long", f"{what} is longer than the {longest} characters that are kept", None, pointer)
            return None
        return text

    def _choice(self, raw: Mapping[str, Any], key: str, pointer: str, choices: Iterable[str]) -> str | None:
        value = raw.get(key)
        if value is None:
            return None
        allowed = tuple(choices)
        if isinstance(value, str) and value in allowed:
            return value
        near = did_you_mean(value[:40], allowed) if isinstance(value, str) else None
        hint = near or f"one of {', '.join(allowed)}"
        self._note("unknown_value", f"{key} cannot be {shown(value)}", hint, f"{pointer}/{key}")
        return None

    def _date(self, raw: Mapping[str, Any], key: str, pointer: str) -> str | None:
        value = raw.get(key)
        if value is None:
            return None
        text = f"{value:04d}" if type(value) is int and 0 < value < 10_000 else value
        if isinstance(text, str) and moment_of(text) is not None:
            return text
        hint = "a day, a month or a year, such as 2023-11-16, 2023-11 or 2023"
        self._note("wrong_value", f"{key} is {shown(value)}, which is no date", hint, f"{pointer}/{key}")
        return None

    def _keys(self, raw: Mapping[str, Any], known: tuple[str, ...], pointer: str) -> None:
        for key in raw:
            if key not in known:
                hint = did_you_mean(str(key)[:60], known) or f"the keys are {', '.join(known)}"
                step = str(key)[:60].replace("~", "~0").replace("/", "~1")
                self._note("unknown_key", f"there is no key {shown(key)} here", hint, f"{pointer}/{step}")

    def _told(self, pointer: str) -> bool:
        return any(problem.pointer == pointer for problem in self.problems)

    def _note(self, code: str, message: str, hint: str | None, pointer: str) -> None:
        self.problems.append(Problem(code, message, hint, pointer))
