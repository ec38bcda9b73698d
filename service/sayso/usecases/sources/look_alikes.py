"""Which known source may this one be taken for? Warned of, and never a reason to take the two for one.

Four ways: letters that look alike (UTS #39), the known domain with something after it (washingtonpost.com.co), the
same chosen label under another ending, and one letter more, less, other or swapped. The last is looked for only where
the label or name is long enough that chance is a poor explanation, never in names of persons, and never where a digit
is what differs: two brigades are two brigades.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sayso.facts.roots import normal_name
from sayso.usecases.sources.domains import core_of, domain_of, shown_domain
from sayso.usecases.sources.entry import Entry
from sayso.usecases.sources.skeleton import likenesses

LETTERS, ENDING, LONGER, ONE_LETTER = "letters", "ending", "longer", "one_letter"
SAYS = {
    LETTERS: "is written with letters that look like those of",
    LONGER: "begins with the whole of",
    ENDING: "has another ending than",
    ONE_LETTER: "is one letter away from",
}
Owner = tuple[str, str]
Table = dict[str, list[Owner]]
_SHORTEST_LABEL = 6
_SHORTEST_NAME = 10
_SHORTEST_ENDING = 4


class LookAlike(NamedTuple):
    """A known source, what of it is imitated, and how."""

    id: str
    known: str
    how: str


class LookAlikes:
    """The names and domains of a registry, so laid out that what resembles one is found without trying all."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names: Table = {}
        self._domains: Table = {}
        self._cores: Table = {}
        self._whole: Table = {}
        self._near_names = _Neighbours()
        self._near_cores = _Neighbours()
        for entry in entries:
            if entry.look_alike_of is not None:
                continue  # who looks like an imitation looks like the original
            for known, name in zip((entry.name, *entry.aliases), entry.names, strict=True):
                _add(self._names, likenesses(name), (entry.id, known))
                if entry.kind != "person" and len(name) >= _SHORTEST_NAME:
                    self._near_names.add(name, (entry.id, known))
            for domain in entry.domains:
                self._add_domain((entry.id, domain))

    def of_name(self, name: str) -> Iterator[LookAlike]:
        """The sources that a name, which is nobody's, may be taken for."""
        normal = normal_name(name)
        for id_, known in _all(self._names, likenesses(normal)):
            if normal_name(known) != normal:
                yield LookAlike(id_, known, LETTERS)
        for id_, known in self._near_names.of(normal):
            yield LookAlike(id_, known, ONE_LETTER)

    def of_domain(self, domain: str) -> Iterator[LookAlike]:
        """The sources that a domain, which is nobody's, may be taken for."""
        for id_, known in _all(self._domains, likenesses(shown_domain(domain))):
            if known != domain:
                yield LookAlike(id_, known, LETTERS)
        labels = domain.split(".")
        for end in range(2, len(labels)):
            for id_, known in _all(self._whole, [".".join(labels[:end])]):
                yield LookAlike(id_, known, LONGER)
        core = core_of(domain)
        if len(core) >= _SHORTEST_ENDING:
            for id_, known in _all(self._cores, likenesses(core)):
                if not domain.endswith(f".{known}") and known != domain:
                    yield LookAlike(id_, known, ENDING if core_of(known) == core else LETTERS)
        for id_, known in self._near_cores.of(core):
            yield LookAlike(id_, known, ONE_LETTER)

    def of(self, text: str) -> list[LookAlike]:
        """The sources that a text, as a name or as a domain, may be taken for: one line for each, the plainest."""
        domain = domain_of(text)
        return plainest([*self.of_name(text), *(() if domain is None else self.of_domain(domain))])

    def _add_domain(self, owner: Owner) -> None:
        domain = owner[1]
        core = core_of(domain)
        _add(self._whole, [domain], owner)
        _add(self._domains, likenesses(shown_domain(domain)), owner)
        _add(self._cores, likenesses(core), owner)
        if len(core) >= _SHORTEST_LABEL:
            self._near_cores.add(core, owner)


class _Neighbours:
    """Texts by what a change of one letter leaves of them: it touches the front or the back, and never both."""

    def __init__(self) -> None:
        self._table: dict[tuple[int, str, str], list[tuple[str, Owner]]] = {}

    def add(self, text: str, owner: Owner) -> None:
        for part in _parts(text, len(text)):
            self._table.setdefault(part, []).append((text, owner))

    def of(self, text: str) -> set[Owner]:
        """The owners of the texts that are one letter away."""
        return {
            owner
            for length in (len(text) - 1, len(text), len(text) + 1)
            for part in _parts(text, length)
            for known, owner in self._table.get(part, ())
            if _one_letter_apart(text, known)
        }


def _parts(text: str, length: int) -> Iterator[tuple[int, str, str]]:
    """What a text shares with one of this length that is at most one letter away: one of these at least."""
    half = length // 2
    if length > 2:
        yield length, text[: half - 1], ""
        yield length, "", text[len(text) - (length - half - 1) :]


def plainest(found: Iterable[LookAlike]) -> list[LookAlike]:
    """One line for each source, the plainest, in an order that does not depend on how they were found."""
    order = {how: rank for rank, how in enumerate(SAYS)}
    best: dict[str, LookAlike] = {}
    for each in sorted(found, key=lambda one: (one.id, order[one.how], one.known)):
        best.setdefault(each.id, each)
    return list(best.values())


def _add(table: Table, keys: Iterable[str], owner: Owner) -> None:
    for key in keys:
        table.setdefault(key, []).append(owner)


def _all(table: Table, keys: Iterable[str]) -> set[Owner]:
    return {owner for key in keys for owner in table.get(key, ())}


def _one_letter_apart(one: str, other: str) -> bool:
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if any(char.isdigit() for char in left + right):
        return False
    return max(len(left), len(right)) == 1 or (len(left) == len(right) == 2 and left == right[::-1])
