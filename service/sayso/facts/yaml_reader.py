"""What does a YAML file say, and on which line does it say it?

YAML 1.2, core schema, a subset that cannot surprise: no aliases, no tags, one document, text keys, each key once. The
parser's events are read as they come, so a file built to explode is refused before anything of it is kept or walked.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from math import isfinite
from typing import NoReturn

from sayso.errors import Problem
from sayso.facts.yaml_events import (
    DEPTH_LIMIT,
    Event,
    Events,
    Kind,
    Place,
    TooDeep,
    Unreadable,
    Unsure,
    careful_events,
    place_after,
    quick_events,
    short,
)

SIZE_LIMIT = 262_144
VALUE_LIMIT = 20_000
PROBLEM_LIMIT = 50

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value with the place where it stands; line and column count from 1, ``keys`` has the places of a map's keys."""

    value: dict[str, Node] | list[Node] | Scalar
    line: int
    column: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)


def read_yaml(data: bytes, name: str, limit: int = SIZE_LIMIT) -> tuple[Node | None, tuple[Problem, ...]]:
    """The file as a tree with places, and everything wrong with it.

    The node is None where the file cannot be used at all. Repeated and non-text keys leave a node beside their
    problems (the first of the repeated ones holds), so that what else is wrong can be told in the same go.
    """
    if len(data) > limit:
        message = f"{name} has {len(data)} bytes, but at most {limit} are read"
        return None, (Problem("yaml_size", message, hint="split the file or shorten it"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = place_after(data[: error.start].decode("utf-8", "replace"))
        message = f"{name} is not UTF-8 text: byte {data[error.start]:#04x} at offset {error.start} cannot be read"
        return None, (Problem("yaml_encoding", message, "save the file as UTF-8", line=line, column=column),)
    with suppress(Unsure):
        node, problems = _Tree(name, text).read(quick_events)
        if not problems:
            return node, ()
    return _Tree(name, text).read(careful_events)


def plain(node: Node) -> object:
    """The bare data of a node: dicts, lists and scalars, places left out."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


class _Stop(Exception):
    """Reading on makes no sense; the problem is already noted."""


@dataclass(slots=True)
class _Open:
    """A map or list whose end has not come yet; ``key`` is what the next value of a map belongs to."""

    node: Node
    key: tuple[str | None, int, int] | None = None  # its text is None where the key is no scalar
    is_key: bool = False


class _Tree:
    """One file being read; all state of the reading lives here."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.problems: list[Problem] = []
        self.fatal = False
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.documents = 0
        self.values = 0

    def read(self, events: Events) -> tuple[Node | None, tuple[Problem, ...]]:
        try:
            self._follow(events)
        except _Stop:
            self.fatal = True
        if self.fatal:
            return None, tuple(self.problems)
        if self.root is None or (self.root.value is None):
            self._note("not_a_mapping", f"{self.name} is empty", (1, 1), "start with a key, such as sayso: rubric/1")
            return None, tuple(self.problems)
        if not isinstance(self.root.value, dict):
            message = f"{self.name} holds {_named(self.root.value)}, but a map of keys and values is expected"
            hint = "start with a key, such as sayso: rubric/1"
            self._note("not_a_mapping", message, (self.root.line, self.root.column), hint)
            return None, tuple(self.problems)
        return self.root, tuple(self.problems)

    def _follow(self, events: Events) -> None:
        try:
            for event in events(self.text):
                self._take(event)
        except TooDeep as error:
            self._note_too_deep(error.place)
        except Unreadable as error:
            self._refuse("yaml_syntax", f"{self.name} {error.says}", error.place, error.hint)

    def _take(self, event: Event) -> None:
        kind, place = event.kind, event.place
        self.values += 1
        if self.values > VALUE_LIMIT:
            self._stop("yaml_size", f"{self.name} holds more than {VALUE_LIMIT} values", place, "split the file")
        if kind is Kind.SCALAR:
            self._refuse_marks(event)
            self._scalar(event)
        elif kind in (Kind.MAP, Kind.LIST):
            self._refuse_marks(event)
            self._enter(Node({} if kind is Kind.MAP else [], *place))
        elif kind is Kind.END:
            done = self.open.pop()
            if not done.is_key:
                self._place_value(done.node)
        elif kind is Kind.DOCUMENT:
            self.documents += 1
            if self.documents > 1:
                self._stop(
                    "yaml_documents", f"{self.name} holds more than one document", place, 'remove the line "---"'
                )
        elif kind is Kind.ALIAS:
            message = f"{self.name} uses the alias *{short(event.anchor or '')}"
            self._refuse("yaml_alias", message, place, "write the value out")
            self._place_value(Node(None, *place))

    def _refuse_marks(self, event: Event) -> None:
        if event.anchor is not None:
            message = f"{self.name} marks a value with &{short(event.anchor)}"
            self._refuse("yaml_alias", message, event.place, "write the value out")
        if event.tag is not None:
            self._refuse("yaml_tag", f"{self.name} uses the tag {short(event.tag)}", event.place, "remove the tag")

    def _enter(self, node: Node) -> None:
        if len(self.open) >= DEPTH_LIMIT:
            self._note_too_deep((node.line, node.column))
            raise _Stop
        is_key = False
        if self._awaits_key():
            self._note("key_not_text", "a key is a map or a list", (node.line, node.column), "use a word as the key")
            self.fatal = is_key = True
            self.open[-1].key = (None, node.line, node.column)
        self.open.append(_Open(node, is_key=is_key))

    def _scalar(self, event: Event) -> None:
        text, place = event.text, event.place
        if not text.isascii() and _SURROGATE.search(text):
            try:  # JSON writes what is beyond the first plane as two escapes, and YAML has JSON within it
                text = text.encode("utf-16", "surrogatepass").decode("utf-16")
            except UnicodeDecodeError:
                message = f"{self.name} holds half of a character pair (a lone surrogate)"
                self._refuse("yaml_syntax", message, place, "remove the escape")
        control = None if event.plain else _CONTROL.search(text)
        if control is not None:
            message = f"{self.name} holds a control character (U+{ord(control[0]):04X}), written as an escape"
            self._refuse("yaml_syntax", message, place, "remove the escape")
        value = self._resolved(text, place) if event.plain else text
        if self._awaits_key():
            if not isinstance(value, str):
                message = f"the key {short(text)} is read as {_named(value)}, not as text"
                self._note("key_not_text", message, place, f'put it in quotation marks: "{short(text)}"')
            elif value == "<<" and event.plain:
                self._refuse("yaml_alias", f"{self.name} uses the merge key <<", place, "write the values out")
            self.open[-1].key = (text, *place)
        else:
            self._place_value(Node(value, *place))

    def _place_value(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict):
            if top.key is None:  # an alias in the place of a key, already refused
                top.key = (None, node.line, node.column)
                return
            key, line, column = top.key
            top.key = None
            if key is None:
                return
            if key in top.node.value:
                first = top.node.keys[key][0]
                message = f'the key "{short(key)}" stands here again; it is already on line {first}'
                self._note("duplicate_key", message, (line, column), "remove or rename one of them")
            else:
                top.node.value[key] = node
                top.node.keys[key] = (line, column)

    def _awaits_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].node.value, dict) and self.open[-1].key is None

    def _resolved(self, text: str, place: Place) -> Scalar:
        if text in _WORDS:
            return _WORDS[text]
        if len(text) > 40 and _FRACTION.fullmatch(text):
            self._refuse("yaml_syntax", f"the number {short(text)} is too long", place, "put it in quotation marks")
            return text
        if _WHOLE.fullmatch(text):
            return int(text)
        if _OCTAL_OR_HEX.fullmatch(text):
            return int(text, 0)
        number = float(text) if _FRACTION.fullmatch(text) else None
        if _NOT_FINITE.fullmatch(text) or (number is not None and not isfinite(number)):
            self._refuse(
                "yaml_syntax", f"{short(text)} is no number that can be counted with", place, "quote it as text"
            )
            return text
        return text if number is None else number

    def _note_too_deep(self, place: Place) -> None:
        message = f"{self.name} nests deeper than {DEPTH_LIMIT} levels"
        self._refuse("yaml_depth", message, place, "close brackets sooner")

    def _note(self, code: str, message: str, place: Place, hint: str | None = None) -> None:
        self.problems.append(Problem(code, message, hint, line=place[0], column=place[1]))
        if len(self.problems) >= PROBLEM_LIMIT:
            raise _Stop

    def _refuse(self, code: str, message: str, place: Place, hint: str | None = None) -> None:
        self.fatal = True
        self._note(code, message, place, hint)

    def _stop(self, code: str, message: str, place: Place, hint: str | None = None) -> NoReturn:
        self._refuse(code, message, place, hint)
        raise _Stop


_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"[-+]?[0-9]{1,40}")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def _named(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, (int, float)):
        return "a number"
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else "text"
