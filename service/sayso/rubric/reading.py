"""How is a node of a rubric file taken apart, with everything wrong in it noted where it stands?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from sayso.errors import Problem, Severity, did_you_mean
from sayso.facts.yaml_reader import Node
from sayso.rubric.model import Axis, Place

ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
BAND_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
RESERVED = frozenset({"unknown", "else", "none"})
RESERVED_CRITERIA = frozenset({"chain", "gate"})  # the loss codes chain.id and gate.id begin with them
RESERVED_AXES = frozenset({"overall", "gates", "losses", "only", "status", "grade"})  # what a test expects beside axes


@dataclass
class Notes:
    """The problems of one file, as they are found; ``work`` counts the tests gone through in looking for them."""

    problems: list[Problem] = field(default_factory=list)
    work: int = 0

    def error(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        self.add("error", code, place, message, hint)

    def add(self, severity: Severity, code: str, place: Place, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(code, message, hint, line=place[0], column=place[1], severity=severity))

    @property
    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True)
class Sound:
    """What of a broken file could be read all the same, so that the rest of it is judged in the same go.

    ``criteria`` and ``gates`` are places in the file's lists; ``counted`` names the axes whose points are all known.
    """

    criteria: frozenset[int]
    gates: frozenset[int]
    chain: bool
    counted: frozenset[str]


class Map:
    """A map being read: unknown keys and missing ones are noted, and each value is asked for with its type.

    An unknown key is read on as the known one that it seems to stand for, so that nothing else is said of it.
    """

    def __init__(self, node: Node, what: str, notes: Notes, allowed: Sequence[str]) -> None:
        self.node, self.what, self.notes = node, what, notes
        self.place: Place = (node.line, node.column)
        self.items: dict[str, Node] = {}
        self.misspelt: dict[str, str] = {}
        self.usable = isinstance(node.value, dict)
        if not isinstance(node.value, dict):
            message = f"{what} is {shown(node)}, but a map of keys and values is expected"
            notes.error("wrong_type", self.place, message, f"such as {{{allowed[0]}: ..}}" if allowed else None)
            return
        self.items = dict(node.value)
        for key in node.value:
            if key not in allowed:
                notes.error("unknown_key", node.keys[key], f'unknown key "{key}" in {what}', self._meant(key, allowed))

    def _meant(self, key: str, allowed: Collection[str]) -> str:
        near = nearest(key, [each for each in allowed if each not in self.items])
        if self.items[key].value is None and (" " in key or near is None):
            return "if it belongs to the sentence before it, put that sentence in quotation marks: a comma ends it"
        if near is not None:
            self.items[near], self.misspelt[near] = self.items[key], key
        return did_you_mean(key, allowed) or f"known here: {', '.join(sorted(allowed))}"

    def get(self, key: str) -> Node | None:
        node = self.items.get(key)
        return None if node is None or node.value is None else node

    def key_place(self, key: str) -> Place:
        return self.node.keys.get(self.misspelt.get(key, key), self.place)

    def value_place(self, key: str) -> Place:
        node = self.items.get(key)
        return self.place if node is None else (node.line, node.column)

    def need(self, key: str) -> Node | None:
        node = self.get(key)
        if node is None and self.usable:
            place = self.key_place(key)
            if key in self.items:
                self.notes.error("missing_key", place, f'{self.what}: "{key}" is empty', "give it a value")
            else:
                self.notes.error("missing_key", place, f'{self.what} has no "{key}"', f'add "{key}"')
        return node

    def text(self, key: str, default: str | None = None) -> str:
        """Text under a key; without a default the key must be there."""
        node = self.get(key) if default is not None else self.need(key)
        if node is None:
            return default or ""
        if not isinstance(node.value, str):
            self.wrong(key, node, "text", "put it in quotation marks" if isinstance(node.value, int | float) else None)
            return default or ""
        if default is None and not node.value.strip():
            place = (node.line, node.column)
            self.notes.error("missing_key", place, f'{self.what}: "{key}" is empty', "give it words")
        return node.value

    def flag(self, key: str) -> bool:
        node = self.get(key)
        if node is None:
            return False
        if not isinstance(node.value, bool):
            self.wrong(key, node, "true or false")
            return False
        return node.value

    def whole(self, key: str, low: int, high: int, default: int | None = None, code: str = "points_range") -> int:
        """A whole number within bounds; without a default the key must be there."""
        node = self.get(key) if default is not None else self.need(key)
        if node is None:
            return low if default is None else default
        value = node.value
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(key, node, f"a whole number from {low} to {high}")
            return low
        if not low <= value <= high:
            message = f"{self.what}: {key} is {value}, but must be from {low} to {high}"
            hint = f"write a whole number from {low} to {high}"
            self.notes.error(code, (node.line, node.column), message, hint)
            return min(max(value, low), high)
        return value

    def choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value and value not in choices:
            node = self.items[key]
            near = did_you_mean(value, choices) or f"choose one of {', '.join(choices)}"
            message = f'{self.what}: {key} is "{value}", which is not one of the choices'
            self.notes.error("unknown_value", (node.line, node.column), message, near)
            return default or next(iter(choices))
        return value or default or next(iter(choices))

    def identifier(self, key: str = "id", reserved: Collection[str] = ()) -> str:
        node = self.need(key)
        if node is None:
            return ""
        return identifier(node.value, (node.line, node.column), f"{self.what}: {key}", self.notes, reserved)

    def entries(self, key: str) -> list[Node]:
        """The items of a list under a key; an absent list is empty."""
        node = self.get(key)
        if node is None:
            return []
        if not isinstance(node.value, list):
            self.wrong(key, node, "a list")
            return []
        return node.value

    def map(self, key: str) -> Iterator[tuple[str, Node]]:
        """The pairs of a map under a key; an absent map is empty."""
        node = self.get(key)
        if node is None:
            return
        if not isinstance(node.value, dict):
            self.wrong(key, node, "a map")
            return
        yield from node.value.items()

    def wrong(self, key: str, node: Node, wanted: str, hint: str | None = None) -> None:
        if isinstance(node.value, str) and wanted.startswith("a whole") and node.value.strip("+-").isdigit():
            hint = "remove the quotation marks"
        message = f"{self.what}: {key} is {shown(node)}, but {wanted} is expected"
        hint = hint or _TYPED.get(wanted, f"give {wanted}")
        self.notes.error("wrong_type", (node.line, node.column), message, hint)


_TYPED = {"a list": "begin each item with - or put all of them in [ ]", "true or false": "without quotation marks"}


def identifier(value: object, place: Place, what: str, notes: Notes, reserved: Collection[str] = ()) -> str:
    """The value as an id; noted and empty where it is none, noted and kept where it has a meaning of its own."""
    if not isinstance(value, str) or not ID.fullmatch(value):
        hint = "lower-case letters, digits, _ or -, beginning with a letter, at most 64 characters"
        notes.error("bad_id", place, f"{what} is {_shown(value)}, but a name is expected", hint)
        return ""
    if value in reserved:
        notes.error("reserved_id", place, f'{what} "{value}" is reserved', "choose another word")
    return value


def shown(node: Node) -> str:
    """A value as a message shows it: short, and with its type where that may be the mistake."""
    return _shown(node.value)


def _shown(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:39] + "…"}" (text)'
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else str(value)[:40]


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The known word that an unknown one seems to stand for."""
    near = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return near[0] if near else None


def unique(ids: list[tuple[str, Place]], what: str, notes: Notes) -> None:
    """Notes every id that stands twice, naming the line of the first."""
    seen: dict[str, Place] = {}
    for id_, place in ids:
        if id_ and id_ in seen:
            message = f'{what} id "{id_}" is used again; it is already on line {seen[id_][0]}'
            notes.error("duplicate_id", place, message, "give one of them another id")
        seen.setdefault(id_, place)


def dangling(notes: Notes, axes: Iterable[Axis], where: Node | Place, message: str) -> None:
    """Notes a reference to an axis or band that is not there, naming those that are."""
    place = (where.line, where.column) if isinstance(where, Node) else where
    notes.error("dangling", place, message, f"declared: {', '.join(axis.id for axis in axes) or 'none'}")
