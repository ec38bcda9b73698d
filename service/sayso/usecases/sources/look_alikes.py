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
    ENDING: "has another ending than",
    LONGER: "begins with the whole of",
    ONE_LETTER: "is one letter away from",
}
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
        self._names: dict[str, set[tuple[str, str]]] = {}
        self._near_names: dict[str, set[tuple[str, str]]] = {}
        self._domains: dict[str, set[tuple[str, str]]] = {}
        self._cores: dict[str, set[tuple[str, str]]] = {}
        self._near_cores: dict[str, set[tuple[str, str]]] = {}
        self._whole: dict[str, set[tuple[str, str]]] = {}
        for entry in entries:
            if entry.look_alike_of is not None:
                continue  # who looks like an imitation looks like the original
            for name in (entry.name, *entry.aliases):
                for seen in likenesses(normal_name(name)):
                    self._names.setdefault(seen, set()).add((entry.id, name))
                if entry.kind != "person" and len(name) >= _SHORTEST_NAME:
                    for near in _shortened(normal_name(name)):
                        self._near_names.setdefault(near, set()).add((entry.id, name))
            for domain in entry.domains:
                self._add_domain(entry.id, domain)

    def of_name(self, name: str) -> Iterator[LookAlike]:
        """The sources that a name, which is nobody's, may be taken for."""
        normal = normal_name(name)
        for id_, known in _all(self._names, likenesses(normal)):
            if normal_name(known) != normal:
                yield LookAlike(id_, known, LETTERS)
        if len(normal) >= _SHORTEST_NAME - 1:
            for id_, known in _all(self._near_names, _shortened(normal)):
                if _one_letter_apart(normal, normal_name(known)):
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
        if len(core) >= _SHORTEST_LABEL - 1:
            for id_, known in _all(self._near_cores, _shortened(core)):
                if _one_letter_apart(core, core_of(known)):
                    yield LookAlike(id_, known, ONE_LETTER)

    def of(self, text: str) -> list[LookAlike]:
        """The sources that a text, as a name or as a domain, may be taken for: one line for each, the plainest."""
        domain = domain_of(text)
        found = [*self.of_name(text), *(() if domain is None else self.of_domain(domain))]
        return plainest(found)

    def _add_domain(self, id_: str, domain: str) -> None:
        core = core_of(domain)
        self._whole.setdefault(domain, set()).add((id_, domain))
        for seen in likenesses(shown_domain(domain)):
            self._domains.setdefault(seen, set()).add((id_, domain))
        for seen in likenesses(core):
            self._cores.setdefault(seen, set()).add((id_, domain))
        if len(core) >= _SHORTEST_LABEL:
            for near in _shortened(core):
                self._near_cores.setdefault(near, set()).add((id_, domain))


def plainest(found: Iterable[LookAlike]) -> list[LookAlike]:
    """One line for each source, the plainest, in an order that does not depend on how they were found."""
    order = {how: rank for rank, how in enumerate(SAYS)}
    best: dict[str, LookAlike] = {}
    for each in sorted(found, key=lambda one: (one.id, order[one.how], one.known)):
        best.setdefault(each.id, each)
    return list(best.values())


def _all(table: dict[str, set[tuple[str, str]]], keys: Iterable[str]) -> set[tuple[str, str]]:
    return set().union(*(table.get(key, ()) for key in keys))


def _shortened(text: str) -> set[str]:
    """The text, and the text without each of its letters: two texts that share one are at most a letter apart."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


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
