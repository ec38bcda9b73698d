"""What does a rubric say that extends another: maps merged by key, lists by id, levels sorted by points again?"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from sayso.facts.yaml_reader import Node
from sayso.rubric.model import Place
from sayso.rubric.reading import Notes

_NOT_INHERITED = frozenset({"sayso", "id", "version", "tests", "extends"})
_WHOLE = frozenset({"when", "applies", "links"})  # a condition is replaced, never mixed with the one it replaces


def merge(parent: Node, child: Node, notes: Notes) -> Node:
    """The resolved file. What comes from the parent stands, for messages, where the child says ``extends``."""
    place = child.keys.get("extends", (child.line, child.column))
    inherited = _moved(parent, place)
    above = _without(inherited, _NOT_INHERITED)
    return _without(_map(above, child, notes), {"extends"})


def _map(parent: Node, child: Node, notes: Notes) -> Node:
    if not isinstance(parent.value, dict) or not isinstance(child.value, dict):
        return child
    merged, keys = dict(parent.value), dict(parent.keys)
    for key, node in child.value.items():
        keys[key] = child.keys[key]
        if _removes(node):
            if key not in merged:
                _nothing_to_remove(key, child.keys[key], notes)
            merged.pop(key, None)
        elif key in merged and key not in _WHOLE:
            merged[key] = _either(merged[key], node, key, notes)
        else:
            merged[key] = node
    return replace(child, value=merged, keys=keys)


def _either(parent: Node, child: Node, key: str, notes: Notes) -> Node:
    if isinstance(parent.value, dict) and isinstance(child.value, dict):
        return _map(parent, child, notes)
    if _by_id(parent) and _by_id(child):
        return _list(parent, child, key, notes)
    return child


def _list(parent: Node, child: Node, key: str, notes: Notes) -> Node:
    items = {_id(item): item for item in cast("list[Node]", parent.value)}
    for item in cast("list[Node]", child.value):
        id_ = _id(item)
        if _removes(item):
            if id_ not in items:
                _nothing_to_remove(str(id_), (item.line, item.column), notes)
            items.pop(id_, None)
        else:
            items[id_] = _map(items[id_], item, notes) if id_ in items else item
    values = list(items.values())
    if key in _SORTED_BY:
        values = _best_first(values, _SORTED_BY[key])
    return replace(child, value=values)


_SORTED_BY = {"levels": "points", "keep": "per_mille", "bands": "from"}


def _best_first(items: list[Node], by: str) -> list[Node]:
    """Sorted by points; an abstaining level may stand anywhere, and stays right behind the one it stood behind."""
    runs: list[list[Node]] = [[]]
    for item in items:
        if not _abstains(item):
            runs.append([])
        runs[-1].append(item)
    first, rest = runs[0], runs[1:]
    rest.sort(key=lambda run: -_number(run[0], by))
    return [*first, *(item for run in rest for item in run)]


def _abstains(item: Node) -> bool:
    entries = cast("dict[str, Node]", item.value)
    return "abstain" in entries and entries["abstain"].value is True


def _number(item: Node, key: str) -> int:
    node = cast("dict[str, Node]", item.value).get(key)
    return node.value if node is not None and isinstance(node.value, int) else 0


def _by_id(node: Node) -> bool:
    return isinstance(node.value, list) and all(_has_id(item) for item in node.value)


def _has_id(item: Node) -> bool:
    """Whether an entry can be told by its id; one whose id is a map or a list is refused later, where it stands."""
    return isinstance(item.value, dict) and "id" in item.value and not isinstance(_id(item), dict | list)


def _id(item: Node) -> object:
    return cast("dict[str, Node]", item.value)["id"].value


def _removes(node: Node) -> bool:
    return isinstance(node.value, dict) and "remove" in node.value and node.value["remove"].value is True


def _nothing_to_remove(name: str, place: Place, notes: Notes) -> None:
    notes.error(
        "dangling", place, f'"{name}" is removed, but the rubric extended here has no such entry', "remove the line"
    )


def _without(node: Node, names: frozenset[str] | set[str]) -> Node:
    entries = cast("dict[str, Node]", node.value)
    return replace(node, value={key: item for key, item in entries.items() if key not in names})


def _moved(node: Node, place: Place) -> Node:
    value = node.value
    if isinstance(value, dict):
        moved = {key: _moved(item, place) for key, item in value.items()}
        return Node(moved, *place, dict.fromkeys(value, place))
    if isinstance(value, list):
        return Node([_moved(item, place) for item in value], *place)
    return Node(value, *place)
