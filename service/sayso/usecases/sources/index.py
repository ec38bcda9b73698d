"""Who is meant by a name? The registry laid out for looking up: a snapshot, never changed.

A source is found by its id, its domain, an alias or its name. Where these lead to two entries, neither is meant: that
is said, and nothing is taken from either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sayso.facts.derive import LinkFacts
from sayso.facts.roots import normal_name
from sayso.facts.vocabulary import Vocabulary
from sayso.store.sources_port import KeptSource
from sayso.usecases.sources.domains import domain_of
from sayso.usecases.sources.entry import Entry, entry_of
from sayso.usecases.sources.look_alikes import LookAlike, LookAlikes

BY_ID, BY_DOMAIN, BY_ALIAS, BY_NAME = "id", "domain", "alias", "name"
_MOST_KEPT = 16_384
_Ids = tuple[str, ...]


class Kept(NamedTuple):
    """An entry, and which of its states this is: since when, and by whom."""

    entry: Entry
    revision: int
    changed: str = ""
    by: str = ""


def kept_of(kept: KeptSource) -> Kept:
    """What the store keeps, read back."""
    return Kept(entry_of(bytes(kept.body)), kept.revision, kept.changed, kept.actor)


class Asked(NamedTuple):
    """What a link says of its source: its own words, an id, an address, and whether it is an outlet that relays."""

    source: str | None
    id: str | None
    url: str | None
    relays: bool


class Match(NamedTuple):
    """Who is meant: one entry and by what, or several who may be, or known ones that it only looks like.

    ``stray`` says what stands in the way of an entry that would otherwise be meant: an id that nobody has, an id
    and a name that disagree, a subdomain that may be somebody else's.
    """

    kept: Kept | None = None
    by: str | None = None
    several: _Ids = ()
    like: tuple[LookAlike, ...] = ()
    stray: str | None = None


class Done(NamedTuple):
    """What the registry made of a link: the link with what was added, its facts, and the end of what is told of it."""

    link: Mapping[str, Any]
    vocabulary: Vocabulary
    fresh: Mapping[str, Any]
    facts: LinkFacts | None
    told: bytes


NOBODY = Match()
UNKNOWN_ID, DISAGREES, SUBDOMAIN, FALSE_ADDRESS = "unknown_id", "disagrees", "subdomain", "false_address"


class Index:
    """The entries by everything that they are found by."""

    def __init__(self, kept: Iterable[Kept]) -> None:
        self.entries: Mapping[str, Kept] = {each.entry.id: each for each in kept}
        entries = [each.entry for each in self.entries.values()]
        self._domains = _owners((domain, entry.id) for entry in entries for domain in entry.domains)
        self._names = _owners((entry.names[0], entry.id) for entry in entries)
        self._aliases = _owners((alias, entry.id) for entry in entries for alias in entry.names[1:])
        self.look_alikes = LookAlikes(entries)
        self._above = {entry.id: self._ties_of(entry) for entry in entries}
        self._found: dict[Asked, Match] = {}
        self.done: dict[tuple[int, str | None, str | None], Done] = {}
        """Links that were resolved before; each is held here, so that its id is nobody else's."""

    def match(self, asked: Asked) -> Match:
        """Who is meant. The same question costs a look into a table."""
        found = self._found.get(asked)
        if found is None:
            found = self._match(asked)
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[asked] = found
        return found

    def ties(self, one: str, other: str) -> list[str]:
        """What two entries have in common, in words: an owner, however far up, or a lineage; nothing if it is empty."""
        return sorted(self._above[one] & self._above[other])

    def named(self, text: str) -> list[tuple[str, str]]:
        """The ids that a text is the domain, an alias or the name of, and by which of these, in this order."""
        domain, name = domain_of(text), normal_name(text)
        found: dict[str, str] = {}
        for by, ids in (
            (BY_DOMAIN, () if domain is None else self._domains.get(domain, ())),
            (BY_ALIAS, self._aliases.get(name, ())),
            (BY_NAME, self._names.get(name, ())),
        ):
            for id_ in ids:
                found.setdefault(id_, by)
        return list(found.items())

    def of_domain(self, domain: str) -> _Ids:
        """The ids of those who own a domain."""
        return self._domains.get(domain, ())

    def _match(self, asked: Asked) -> Match:
        address = None if asked.url is None else domain_of(asked.url)
        named = [] if asked.source is None else self.named(asked.source)
        if asked.id is not None:
            kept = self.entries.get(asked.id)
            if kept is None:
                return Match(stray=UNKNOWN_ID)
            if named and asked.id not in dict(named):
                return Match(several=(asked.id, *(id_ for id_, _ in named)), stray=DISAGREES)
            return self._unless_false(kept, BY_ID, address)
        if asked.source is None:
            named = [(id_, BY_DOMAIN) for id_ in self.of_domain(address)] if address and asked.relays else []
        if len(named) > 1 and address is not None:
            named = [each for each in named if each[0] in self.of_domain(address)] or named
        if len(named) > 1:
            return Match(several=tuple(sorted(id_ for id_, _ in named)))
        if named:
            return self._unless_false(self.entries[named[0][0]], named[0][1], address)
        return self._nobody(asked, address)

    def _unless_false(self, kept: Kept, by: str, address: str | None) -> Match:
        """The entry, unless the address only looks like one of its own."""
        if address is not None and not self.of_domain(address):
            like = tuple(each for each in self.look_alikes.of_domain(address) if each.id == kept.entry.id)
            if like:
                return Match(like=like[:1], stray=FALSE_ADDRESS)
        return Match(kept, by)

    def _nobody(self, asked: Asked, address: str | None) -> Match:
        like = [] if asked.source is None else self.look_alikes.of(asked.source)
        if like:
            return Match(like=tuple(like))
        domain = domain_of(asked.source) if asked.source is not None else address if asked.relays else None
        if domain is None:
            return NOBODY
        if asked.source is None:
            like = self.look_alikes.of(domain)
        above = domain.split(".")[1:]
        while len(above) > 1 and not like:
            if ids := self.of_domain(".".join(above)):
                return Match(several=ids, stray=SUBDOMAIN)
            above = above[1:]
        return Match(like=tuple(like)) if like else NOBODY

    def _ties_of(self, entry: Entry) -> frozenset[str]:
        """What ties an entry to others: itself and its owners, upwards, and the lineage of each."""
        found: set[str] = set()
        seen = set()
        while entry.id not in seen:
            seen.add(entry.id)
            found.add(f"the owner {entry.name} ({entry.id})")
            if entry.lineage is not None:
                found.add(f"the lineage {normal_name(entry.lineage)}")
            if entry.owner is None:
                break
            ids = [entry.owner] if entry.owner in self.entries else [id_ for id_, _ in self.named(entry.owner)]
            if len(ids) != 1:
                found.add(f"the owner {normal_name(entry.owner)}")
                break
            entry = self.entries[ids[0]].entry
        return frozenset(found)


def _owners(pairs: Iterable[tuple[str, str]]) -> dict[str, _Ids]:
    found: dict[str, set[str]] = {}
    for key, id_ in pairs:
        found.setdefault(key, set()).add(id_)
    return {key: tuple(sorted(ids)) for key, ids in found.items()}
