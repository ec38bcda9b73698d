"""What does a file change in the registry? Worked out whole before anything is written; written whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sayso.errors import Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.store.port import Change, Reply, Unit
from sayso.store.refusals import Changed
from sayso.usecases.sources.checking import InvalidSource, read_entry
from sayso.usecases.sources.doubts import doubts_of
from sayso.usecases.sources.entry import Entry, Record, settled
from sayso.usecases.sources.formats.given import Given
from sayso.usecases.sources.index import Index, Kept

ADDED, CHANGED, SAME = "added", "changed", "same"


class Step(NamedTuple):
    """What becomes of one source of the file: the entry, its revision from then on, and the line it stands on."""

    entry: Entry
    revision: int
    becomes: str
    line: int


class Plan(NamedTuple):
    """What a file would change, and what in it an editor should look at (each with its line)."""

    steps: tuple[Step, ...]
    warnings: tuple[Problem, ...]

    def counts(self) -> Mapping[str, int]:
        """How many are added, changed, the same."""
        found = Counter(step.becomes for step in self.steps)
        return {word: found[word] for word in (ADDED, CHANGED, SAME)}


def plan_import(index: Index, given: Sequence[Given], vocabulary: Vocabulary) -> Plan:
    """What these sources make of the registry. Raises InvalidSource with everything that stands in the way.

    A whole entry takes the place of the one of its id, but for records of registries that the file does not name. Any
    other adds its records to the entry that has its domain, else its name, in the place of those of its registry.
    """
    fresh: dict[str, Step] = {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    said: dict[str, tuple[Record, ...]] = {}
    whose = _Whose(index)
    for each in given:
        try:
            id_ = each.entry.id if each.is_whole else whose.id_of(each.entry)
            before = fresh[id_].entry if id_ in fresh else index.entries[id_].entry if id_ in index.entries else None
            records = each.entry.records
            if id_ in said and not each.is_whole:
                records, disagree = _together(said[id_], records)
                warnings += [_doubt(f"{id_}: {words}", each.line) for words in disagree]
            said[id_] = records
            entry = _merged(before, replace(each.entry, id=id_, records=records), each.is_whole)
            entry = read_entry(entry.as_dict(), vocabulary)  # what came together may contradict itself
        except InvalidSource as error:
            problems += [replace(problem, line=each.line, column=1, pointer=None) for problem in error.problems]
            continue
        whose.add(entry)
        fresh[id_] = _step(index, entry, each.line)
    if problems:
        raise InvalidSource(problems)
    after = Index([*(kept for id_, kept in index.entries.items() if id_ not in fresh), *map(_kept, fresh.values())])
    warnings += [
        replace(doubt, line=step.line, column=1, pointer=None)
        for step in fresh.values()
        if step.becomes != SAME
        for doubt in doubts_of(step.entry, after)
    ]
    return Plan(tuple(fresh.values()), tuple(sorted(warnings, key=Problem.sort_key)))


def import_change(plan: Plan, number: int, actor: str, now: str) -> Change:
    """The change that carries a plan out, as one. It raises Changed where the registry is another than was seen."""
    rows = [(step.entry.id, step.revision, step.entry.form) for step in plan.steps if step.becomes != SAME]

    def write(unit: Unit) -> Reply:
        if unit.sources.number() != number:
            raise Changed("somebody else changed the registry meanwhile", hint="import the file again")
        if rows:
            unit.sources.put(rows, actor, now)
        return Reply(b"")

    return Change(actor, "importSources", write, size=max(1, len(rows)))


class _Whose:
    """Which entry is meant by a source that only has a domain or a name?"""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._domains: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        self._taken: dict[str, Entry] = {}

    def add(self, entry: Entry) -> None:
        """Counts an entry of the file in."""
        self._taken[entry.id] = entry
        self._domains.update((domain, entry.id) for domain in entry.domains)
        for name in entry.names:
            self._names.setdefault(name, set()).add(entry.id)

    def id_of(self, proposed: Entry) -> str:
        """The id of the entry that has one of its domains, else its name, else a new one. Raises InvalidSource."""
        owners = {id_ for domain in proposed.domains for id_ in self._owners(domain)}
        if len(owners) > 1:
            raise _refused(f"{proposed.domains[0]} belongs to {' and '.join(sorted(owners))}")
        if owners:
            return owners.pop()
        named = {id_ for id_, _ in self._index.named(proposed.name)} | self._names.get(proposed.names[0], set())
        if len(named) > 1:
            raise _refused(f'"{proposed.name}" means {" and ".join(sorted(named))}')
        if named:
            (id_,) = named
            if proposed.domains and self._domains_of(id_):
                raise _refused(f'"{proposed.name}" means {id_}, which has other domains than {proposed.domains[0]}')
            return id_
        return self._new(proposed)

    def _owners(self, domain: str) -> Iterable[str]:
        known = self._index.of_domain(domain)
        return {*known, self._domains[domain]} if domain in self._domains else known

    def _domains_of(self, id_: str) -> tuple[str, ...]:
        return self._taken[id_].domains if id_ in self._taken else self._index.entries[id_].entry.domains

    def _new(self, proposed: Entry) -> str:
        for id_ in (proposed.id, *(domain.replace(".", "-")[:80].strip("-") for domain in proposed.domains)):
            if id_ not in self._taken and id_ not in self._index.entries:
                return id_
        raise _refused(f"the id {proposed.id} is that of another source")


def _together(before: Sequence[Record], after: Sequence[Record]) -> tuple[tuple[Record, ...], list[str]]:
    """The records of two places of a file that mean one source, and where they disagree: there they grade nothing."""
    found = {record.key: record for record in before}
    disagree = []
    for record in after:
        other = found.setdefault(record.key, record)
        if other != record:
            both = "; ".join(dict.fromkeys(each.rating or each.status or each.letter or "" for each in (other, record)))
            same = (other.letter, other.status) == (record.letter, record.status)
            if other.rating != record.rating or not same:
                disagree.append(f"the file rates it twice ({both})" + ("" if same else ", so that neither counts"))
            kept = other if same else other._replace(letter=None, status=None)
            found[record.key] = kept._replace(rating=both[:100])
    return tuple(found.values()), disagree


def _doubt(message: str, line: int) -> Problem:
    hint = "state the rating that the desk follows as a record of its own"
    return Problem("records_disagree", message, hint, None, line, 1, "warning")


def _refused(message: str) -> InvalidSource:
    hint = "say in the registry who has this domain and this name, then import the file again"
    return InvalidSource([Problem("source_ambiguous", message, hint)])


def _merged(before: Entry | None, given: Entry, is_whole: bool) -> Entry:
    if before is None:
        return settled(given)
    theirs = {record.registry for record in given.records}
    records = (*(record for record in before.records if record.registry not in theirs), *given.records)
    if is_whole:
        return settled(replace(given, records=records))
    return settled(replace(before, records=records, domains=(*before.domains, *given.domains)))


def _step(index: Index, entry: Entry, line: int) -> Step:
    kept = index.entries.get(entry.id)
    if kept is None:
        return Step(entry, 1, ADDED, line)
    if kept.entry.form == entry.form:
        return Step(entry, kept.revision, SAME, line)
    return Step(entry, kept.revision + 1, CHANGED, line)


def _kept(step: Step) -> Kept:
    return Kept(step.entry, step.revision)
