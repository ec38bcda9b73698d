"""How is a number changed in a rubric's text, so that everything else, comments too, stays as it was written?

Nothing is written anew: the places of the values are known, and what stands there is replaced. What a rubric inherits
is changed by an entry of its own, as its desk would write it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from sayso.errors import SaysoError
from sayso.facts.yaml_reader import Node, read_yaml

Where = tuple[str, ...]
"""Keys of maps, and the ids of entries of lists: ``("criteria", "origin", "levels", "leak_told", "points")``."""
_TOKEN = re.compile(r"""[^\s,}\]]+""")
_BREAK = re.compile(r"\r\n|\r|\n")
_CLOSING = {"{": "}", "[": "]"}


class CannotEdit(SaysoError):
    """There is nothing at that place that could be changed."""

    code = "cannot_edit"


@dataclass(frozen=True)
class Edit:
    """What is to stand at a place; with None the entry of a list goes."""

    path: Where
    value: int | str | None


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with these changes. Raises CannotEdit where a place is not there and nothing is inherited."""
    tree = _read(text)
    inherits = isinstance(tree.value, dict) and "extends" in tree.value
    pieces, later = [], []
    for edit in edits:
        node = _at(tree, edit.path)
        if node is None:
            later.append(edit)
        elif edit.value is not None:
            pieces.append(_replaced(text, node, edit))
        else:
            pieces.append(_gone(text, tree, edit.path))
            if inherits and "when" not in (node.value if isinstance(node.value, dict) else {}):
                later.append(edit)  # what it only added to is still inherited
    for start, stop, new in sorted(pieces, reverse=True):
        text = text[:start] + new + text[stop:]
    for edit in later:
        if not inherits:
            message = f"there is no {' '.join(edit.path)} in the text that could be changed"
            raise CannotEdit(message, hint="change it in the text of the rubric")
        text = _added(text, edit)
    return text


def said(text: str, path: Where) -> str | None:
    """What stands at a place, as text; None where nothing does, or the text cannot be read."""
    try:
        node = _at(_read(text), path)
    except CannotEdit:
        return None
    return None if node is None or isinstance(node.value, (dict, list)) or node.value is None else str(node.value)


def split_lines(text: str) -> list[str]:
    """The lines of a text, as they are counted."""
    return _BREAK.split(text.removesuffix("\n"))


def lines_of(text: str) -> Mapping[Where, int]:
    """The line of everything that has an id of its own, or stands in such a thing, by its place; empty where the text
    cannot be read.
    """
    try:
        return dict(_lines(_read(text), ()))
    except CannotEdit:
        return {}


def _lines(node: Node, path: Where) -> Iterator[tuple[Where, int]]:
    if isinstance(node.value, dict):
        for key, each in node.value.items():
            yield (*path, key), node.keys[key][0]
            yield from _lines(each, (*path, key))
    elif isinstance(node.value, list):
        for each in node.value:
            name = _id(each)
            if name is not None:
                yield (*path, name), each.line
                yield from _lines(each, (*path, name))


@lru_cache(maxsize=16)
def _read(text: str) -> Node:
    """The text as a tree, which is remembered: a simulator changes the same text again and again."""
    node, problems = read_yaml(text.encode(), "rubric")
    if node is None:
        first = problems[0].message if problems else "it is empty"
        raise CannotEdit(f"the text cannot be read: {first}", hint="correct the text")
    return node


def _at(node: Node, path: Where) -> Node | None:
    for step in path:
        found = _step(node, step)
        if found is None:
            return None
        node = found
    return node


def _step(node: Node, step: str) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(step)
    if isinstance(node.value, list):
        return next((each for each in node.value if _id(each) == step), None)
    return None


def _id(node: Node) -> str | None:
    if not isinstance(node.value, dict):
        return None
    for key in ("id", "name"):  # tests have names
        if key in node.value:
            return str(node.value[key].value)
    return None


def _replaced(text: str, node: Node, edit: Edit) -> tuple[int, int, str]:
    if isinstance(node.value, (dict, list)):
        raise CannotEdit(f"{' '.join(edit.path)} is no single value", hint="change it in the text of the rubric")
    start = _offset(text, node.line, node.column)
    stop = _end_of_scalar(text, start)
    return start, stop, _scalar(edit.value)


def _gone(text: str, tree: Node, path: Where) -> tuple[int, int, str]:
    """The entry of a list with its lines; what is said above the next one stays with that."""
    items, item = _at(tree, path[:-1]), _at(tree, path)
    if items is None or item is None or not isinstance(items.value, list):
        raise CannotEdit(f"{' '.join(path)} is no entry of a list", hint="change it in the text of the rubric")
    if len(items.value) == 1:
        start = _offset(text, items.line, items.column)
        return start, _end(text, items, tree), "[]" + ("" if text[start] == "[" else "\n")
    start = _offset(text, item.line, item.column)
    at = items.value.index(item)
    if text[_offset(text, items.line, items.column)] == "[":
        if at + 1 < len(items.value):
            following = items.value[at + 1]
            return start, _offset(text, following.line, following.column), ""
        before = text.rindex(",", 0, start)
        return before, _end_of_flow(text, start), ""
    first = text.rindex("-", 0, start + 1)
    line = text.rfind("\n", 0, first) + 1
    return line, _end(text, item, tree, items.value[at + 1] if at + 1 < len(items.value) else None), ""


def _end(text: str, node: Node, tree: Node, following: Node | None = None) -> int:
    """Where the lines of a value end: before those of what follows, without the remarks above that."""
    start = _offset(text, node.line, node.column)
    if text[start] in _CLOSING:
        stop = _end_of_flow(text, start)
        rest = text.find("\n", stop)
        return len(text) if rest < 0 else rest + 1 if following is not None or text[start] == "{" else stop
    if following is not None:
        stop = text.rfind("\n", 0, _offset(text, following.line, following.column)) + 1
    else:
        assert isinstance(tree.value, dict)
        lines = [line for line, _ in tree.keys.values() if line > node.line]
        stop = _offset(text, min(lines), 1) if lines else len(text)
    kept = text[:stop].splitlines(keepends=True)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        stop -= len(kept.pop())
    return stop


def _added(text: str, edit: Edit) -> str:
    """An entry of its own for what is inherited, in the text's own way."""
    tree, path = _read(text), edit.path
    node, at = tree, 0
    while at < len(path) and (found := _step(node, path[at])) is not None:
        node, at = found, at + 1
    value = {"remove": True} if edit.value is None else edit.value
    rest = _nested(path[at + 1 :], value, path)
    if isinstance(node.value, list):
        return _with_item(text, node, {"id": path[at], **(rest if isinstance(rest, dict) else {})})
    return _with_key(text, node, tree, path[at], rest)


def _nested(path: Where, value: object, whole: Where) -> object:
    """What stands below a key: lists have entries with ids, maps have keys."""
    if not path:
        return value
    place = len(whole) - len(path) - 1
    inner = _nested(path[1:], value, whole)
    if whole[place] in ("criteria", "levels", "gates", "keep"):
        return [{"id": path[0], **(inner if isinstance(inner, dict) else {})}]
    return {path[0]: inner}


def _with_item(text: str, node: Node, item: Mapping[str, object]) -> str:
    start = _offset(text, node.line, node.column)
    if text[start] == "[":
        return text[: start + 1] + _flow(item) + (", " if node.value else "") + text[start + 1 :]
    # First in the list, where its dash stands: the place of an entry in a list that is inherited means nothing.
    line = text.rfind("\n", 0, start) + 1
    return f"{text[:line]}{text[line:start]}- {_flow(item)}\n{text[line:]}"


def _with_key(text: str, node: Node, tree: Node, key: str, value: object) -> str:
    start = _offset(text, node.line, node.column)
    told = f"{_scalar(key)}: {_flow(value)}"
    if text[start] == "{":
        return text[: start + 1] + told + (", " if node.value else "") + text[start + 1 :]
    if node is tree:
        return f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{told}\n"
    line = text.rfind("\n", 0, start) + 1
    indent = " " * (start - line)
    stop = text.find("\n", start)
    # After the first key, which may stand behind a dash.
    first = next(iter(node.value.values())) if isinstance(node.value, dict) and node.value else None
    if first is None or first.line != node.line or isinstance(first.value, (dict, list)):
        raise CannotEdit(f"{key} cannot be added here", hint="change it in the text of the rubric")
    stop = len(text) if stop < 0 else stop
    return f"{text[:stop]}\n{indent}{told}{text[stop:]}"


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*|\d+\.\d+\.\d+", value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _offset(text: str, line: int, column: int) -> int:
    """Where a place stands among the characters of the text."""
    at = 0
    for end in islice(_BREAK.finditer(text), line - 1):
        at = end.end()
    return at + column - 1 + (text.startswith("\ufeff") and line == 1)


def _end_of_scalar(text: str, start: int) -> int:
    if text[start] in "\"'":
        return _end_of_quoted(text, start)
    if text[start] in "|>":
        raise CannotEdit("the value stands on several lines", hint="change it in the text of the rubric")
    found = _TOKEN.match(text, start)
    if found is None:
        raise CannotEdit("nothing stands there", hint="change it in the text of the rubric")
    return found.end()


def _end_of_quoted(text: str, start: int) -> int:
    quote, at = text[start], start + 1
    while text[at] != quote or (quote == "'" and text[at : at + 2] == "''"):
        at += 2 if (quote == '"' and text[at] == "\\") or (quote == "'" and text[at] == "'") else 1
    return at + 1


def _end_of_flow(text: str, start: int) -> int:
    """Behind the bracket that closes the one at ``start``."""
    open_, at = [_CLOSING[text[start]]], start + 1
    while open_:
        sign = text[at]
        if sign in "\"'" and text[at - 1] in " ,[{:\n\t":
            at = _end_of_quoted(text, at)
            continue
        if sign == "#" and text[at - 1] in " \n\t":
            at = text.index("\n", at)
        elif sign in _CLOSING:
            open_.append(_CLOSING[sign])
        elif sign == open_[-1]:
            open_.pop()
        at += 1
    return at
