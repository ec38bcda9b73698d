"""Which entries are wanted? By a part of a name, a domain, a kind, in the order of their ids."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.facts.roots import normal_name
from sayso.usecases.sources.domains import domain_of
from sayso.usecases.sources.entry import Entry
from sayso.usecases.sources.index import Index, Kept


@dataclass(frozen=True)
class Wanted:
    """All that is given must hold. ``name`` is a part of a name, an alias or the id; ``domain`` one or an address."""

    name: str | None = None
    domain: str | None = None
    kind: str | None = None


def find_entries(index: Index | None, wanted: Wanted, after: str | None, count: int) -> list[Kept]:
    """So many entries whose ids sort after this one."""
    if index is None:
        return []
    part = None if wanted.name is None else normal_name(wanted.name)
    domain = None if wanted.domain is None else (domain_of(wanted.domain) or wanted.domain)
    found = []
    for id_ in sorted(index.entries):
        if after is not None and id_ <= after:
            continue
        kept = index.entries[id_]
        if _is_wanted(kept.entry, part, domain, wanted.kind):
            found.append(kept)
            if len(found) == count:
                break
    return found


def _is_wanted(entry: Entry, part: str | None, domain: str | None, kind: str | None) -> bool:
    return (
        (kind is None or entry.kind == kind)
        and (domain is None or domain in entry.domains)
        and (part is None or part in entry.id or any(part in name for name in entry.names))
    )
