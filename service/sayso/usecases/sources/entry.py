"""What is an entry of the registry? Frozen values, and the one form in which they are kept and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from sayso.facts.roots import normal_name
from sayso.usecases.sources.periods import Period, moment_of

KINDS = ("outlet", "person", "office", "document")
Json = Mapping[str, Any]


class Record(NamedTuple):
    """What one registry says of a source, for a topic (None: for every other one) and a time.

    ``rating`` is in the registry's own words or numbers; ``letter`` and ``status`` are what the desk makes of it.
    """

    registry: str
    topic: str | None = None
    letter: str | None = None
    status: str | None = None
    rating: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    note: str | None = None

    @property
    def period(self) -> Period:
        begins, ends = self.valid_from, self.valid_to
        return Period((begins and moment_of(begins)) or None, (ends and moment_of(ends)) or None)

    @property
    def key(self) -> tuple[str, str, str]:
        """What no two records of an entry share: the registry, the topic, the beginning."""
        return normal_name(self.registry), self.subject or "", self.valid_from or ""

    @property
    def subject(self) -> str | None:
        """The topic as it is compared."""
        return None if self.topic is None else normal_name(self.topic)


@dataclass(frozen=True)
class Entry:
    """One source. ``owner`` is an entry's id or a name; ``lineage`` a name for what several sources come from."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    owner: str | None = None
    lineage: str | None = None
    look_alike_of: str | None = None
    note: str | None = None
    records: tuple[Record, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As it is kept and shown, with every key."""
        told: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        lists = {"aliases": list(self.aliases), "domains": list(self.domains)}
        return told | lists | {"records": [record._asdict() for record in self.records]}

    @cached_property
    def form(self) -> bytes:
        """The same as JSON; two entries are the same where these are."""
        return to_json(self.as_dict())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases as they are compared, the name first."""
        return tuple(normal_name(name) for name in (self.name, *self.aliases))


def entry_of(kept: bytes) -> Entry:
    """An entry as ``form`` keeps it."""
    told = from_json(kept)
    records = tuple(Record(**record) for record in told.pop("records"))
    aliases, domains = tuple(told.pop("aliases")), tuple(told.pop("domains"))
    return Entry(**told, aliases=aliases, domains=domains, records=records)


def settled(entry: Entry) -> Entry:
    """The entry with its lists in one order, and nothing in them twice."""
    name = normal_name(entry.name)
    aliases = {normal_name(alias): alias for alias in sorted(entry.aliases, reverse=True)}
    return Entry(
        id=entry.id,
        kind=entry.kind,
        name=entry.name,
        aliases=tuple(sorted(alias for key, alias in aliases.items() if key != name)),
        domains=tuple(sorted(set(entry.domains))),
        owner=entry.owner,
        lineage=entry.lineage,
        look_alike_of=entry.look_alike_of,
        note=entry.note,
        records=tuple(sorted(set(entry.records), key=lambda record: (record.key, record.valid_to or ""))),
    )
