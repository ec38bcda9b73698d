"""How is a node of a rubric file taken apart, with everything wrong in it noted where it stands?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from sayso.errors import Problem, Severity, did_you_mean
from sayso.facts.yaml_reader import Node
from sayso.rubric.model import Axis, Place

ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
BAND_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
RESERVED = frozenset({"unknown", "else", "none"})


@dataclass
class Notes:
    """The problems of one file, as they are found."""

    problems: list[Problem] = field(default_factory=list)

    def error(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        self.add("error", code, place, message, hint)

    def add(self, severity: Severity, code: str, place: Place, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(code, message, hint, line=place[0], column=place[1], severity=severity))

    @property
    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


class Map:
    """A map being read: unknown keys and missing ones are noted, and each value is asked for with its type."""

    def __init__(self, node: Node, what: str, notes: Notes, allowed: Collection[str]) -> None:
        self.node, self.what, self.notes = node, what, notes
        self.place: Place = (node.line, node.column)
        self.items: dict[str, Node] = {}
        if not isinstance(node.value, dict):
            notes.error("wrong_type", self.place, f"{what} is {shown(node)}, but a map of keys and values is expected")
            return
        self.items = node.value
        for key in node.value:
            if key not in allowed:
                near = did_you_mean(key, allowed) or f"known here: {', '.join(sorted(allowed))}"
                notes.error("unknown_key", node.keys[key], f'unknown key "{key}" in {what}', near)

    def get(self, key: str) -> Node | None:
        node = self.items.get(key)
        return None if node is None or node.value is None else node

    def key_place(self, key: str) -> Place:
        return self.node.keys.get(key, self.place)

    def need(self, key: str) -> Node | None:
        node = self.get(key)
        if node is None:
            self.notes.error("missing_key", self.place, f'{self.what} has no "{key}"', f'add "{key}"')
        return node

    def text(self, key: str, default: str | None = None) -> str:
        """Text under a key; without a default the key must be there."""
        node = self.get(key) if default is not None else self.need(key)
        if node is None:
            return default or ""
        if not isinstance(node.value, str):
            self.wrong(key, node, "text")
            return ""
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
            self.notes.error(code, (node.line, node.column), message)
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
        return value

    def identifier(self, key: str = "id") -> str:
        node = self.need(key)
        if node is None:
            return ""
        place = (node.line, node.column)
        if not isinstance(node.value, str) or not ID.fullmatch(node.value):
            message = f"{self.what}: {key} is {shown(node)}, but a name is expected"
            hint = "lower-case letters, digits, _ or -, beginning with a letter"
            self.notes.error("bad_id", place, message, hint)
            return ""
        return node.value

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

    def wrong(self, key: str, node: Node, wanted: str) -> None:
        hint = "remove the quotation marks" if wanted.startswith("a whole") and isinstance(node.value, str) else None
        message = f"{self.what}: {key} is {shown(node)}, but {wanted} is expected"
        self.notes.error("wrong_type", (node.line, node.column), message, hint)


def shown(node: Node) -> str:
    """A value as a message shows it: short, and with its type where that may be the mistake."""
    value = node.value
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:39] + "…"}" (text)'
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else str(value)[:40]


def unique(ids: list[tuple[str, Place]], what: str, notes: Notes) -> None:
    """Notes every id that stands twice, naming the line of the first."""
    seen: dict[str, Place] = {}
    for id_, place in ids:
        if id_ and id_ in seen:
            notes.error("duplicate_id", place, f'{what} id "{id_}" is used again; it is already on line {seen[id_][0]}')
        seen.setdefault(id_, place)


def dangling(notes: Notes, axes: Iterable[Axis], where: Node | Place, message: str) -> None:
    """Notes a reference to an axis or band that is not there, naming those that are."""
    place = (where.line, where.column) if isinstance(where, Node) else where
    notes.error("dangling", place, message, f"axes: {', '.join(axis.id for axis in axes)}")
