"""What does a YAML file say, and on which line does it say it?

YAML 1.2, core schema, a subset that cannot surprise: no aliases, no tags, one document, text keys, each key once. The
parser's events are read as they come, so a file built to explode is refused before anything of it is kept or walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import Scanner

from sayso.errors import Problem

SIZE_LIMIT = 262_144
DEPTH_LIMIT = 40
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
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        message = f"{name} is not UTF-8 text: byte {data[error.start]:#04x} at offset {error.start} cannot be read"
        return None, (Problem("yaml_encoding", message, "save the file as UTF-8", line=line, column=column),)
    return _Tree(name, text).read()


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


class _TooDeep(Exception):
    """Brackets nest too deep; seen by the scanner, which looks far ahead of the parser and slows down with each
    level.
    """

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line = line
        self.column = column


class _ShallowScanner(Scanner):
    def fetch_flow_collection_start(self, TokenClass: type, to_push: str) -> None:  # noqa: N803  (the library's name)
        if len(self.flow_context) >= DEPTH_LIMIT:
            mark = self.reader.get_mark()
            raise _TooDeep(mark.line + 1, mark.column + 1)
        super().fetch_flow_collection_start(TokenClass, to_push)


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

    def read(self) -> tuple[Node | None, tuple[Problem, ...]]:
        try:
            for event in self._events():
                self._take(event)
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

    def _events(self) -> Iterator[Event]:
        strange = _STRANGE_BREAK.search(self.text)
        if strange is not None:
            message = f"{self.name} holds an invisible line break (U+{ord(strange[0]):04X})"
            self._stop("yaml_syntax", message, _place(self.text[: strange.start()]), "remove the character")
        yaml = YAML(typ="safe", pure=True)
        yaml.Scanner = _ShallowScanner
        try:
            yield from yaml.parse(self.text)
        except _TooDeep as error:
            self._too_deep((error.line, error.column))
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
            words = " ".join(part for part in (error.context, error.problem) if part)
            self._stop("yaml_syntax", f"{self.name} cannot be read as YAML: {words}", place, _advice(words))
        except ReaderError as error:
            place = _place(self.text[: error.position])
            message = f"{self.name} holds a control character (U+{ord(self.text[error.position]):04X})"
            self._stop("yaml_syntax", message, place, "remove the character")
        except (YAMLError, ValueError, OverflowError) as error:  # an escape beyond Unicode, a version of 5,000 digits
            escape = _BEYOND_UNICODE.search(self.text)
            place = (1, 1) if escape is None else _place(self.text[: escape.start()])
            message = f"{self.name} cannot be read as YAML: {_short(str(error))}"
            self._stop("yaml_syntax", message, place, "look for an escape or a directive that is no YAML")

    def _take(self, event: Event) -> None:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        self.values += 1
        if self.values > VALUE_LIMIT:
            self._stop("yaml_size", f"{self.name} holds more than {VALUE_LIMIT} values", place, "split the file")
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._stop(
                    "yaml_documents", f"{self.name} holds more than one document", place, 'remove the line "---"'
                )
        elif isinstance(event, AliasEvent):
            self._refuse(
                "yaml_alias", f"{self.name} uses the alias *{_short(event.anchor)}", place, "write the value out"
            )
            self._place_value(Node(None, *place))
        elif isinstance(event, ScalarEvent):
            self._refuse_marks(event, place)
            self._scalar(event, place)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._refuse_marks(event, place)
            self._enter(Node({} if isinstance(event, MappingStartEvent) else [], *place))
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            done = self.open.pop()
            if not done.is_key:
                self._place_value(done.node)

    def _refuse_marks(
        self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, place: tuple[int, int]
    ) -> None:
        if event.anchor is not None:
            self._refuse(
                "yaml_alias", f"{self.name} marks a value with &{_short(event.anchor)}", place, "write the value out"
            )
        if event.tag is not None:
            self._refuse("yaml_tag", f"{self.name} uses the tag {_short(str(event.tag))}", place, "remove the tag")

    def _enter(self, node: Node) -> None:
        if len(self.open) >= DEPTH_LIMIT:
            self._too_deep((node.line, node.column))
        is_key = False
        if self._awaits_key():
            self._note("key_not_text", "a key is a map or a list", (node.line, node.column), "use a word as the key")
            self.fatal = is_key = True
            self.open[-1].key = (None, node.line, node.column)
        self.open.append(_Open(node, is_key=is_key))

    def _scalar(self, event: ScalarEvent, place: tuple[int, int]) -> None:
        text: str = event.value
        if not text.isascii() and _SURROGATE.search(text):
            try:  # JSON writes what is beyond the first plane as two escapes, and YAML has JSON within it
                text = text.encode("utf-16", "surrogatepass").decode("utf-16")
            except UnicodeDecodeError:
                message = f"{self.name} holds half of a character pair (a lone surrogate)"
                self._refuse("yaml_syntax", message, place, "remove the escape")
        control = _CONTROL.search(text) if event.style else None
        if control is not None:
            message = f"{self.name} holds a control character (U+{ord(control[0]):04X}), written as an escape"
            self._refuse("yaml_syntax", message, place, "remove the escape")
        value = text if event.style else self._resolved(text, place)
        if self._awaits_key():
            if not isinstance(value, str):
                message = f"the key {_short(text)} is read as {_named(value)}, not as text"
                self._note("key_not_text", message, place, f'put it in quotation marks: "{_short(text)}"')
            elif value == "<<" and not event.style:
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
                message = f'the key "{_short(key)}" stands here again; it is already on line {first}'
                self._note("duplicate_key", message, (line, column), "remove or rename one of them")
            else:
                top.node.value[key] = node
                top.node.keys[key] = (line, column)

    def _awaits_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].node.value, dict) and self.open[-1].key is None

    def _resolved(self, text: str, place: tuple[int, int]) -> Scalar:
        if text in _WORDS:
            return _WORDS[text]
        if len(text) > 40 and _FRACTION.fullmatch(text):
            self._refuse("yaml_syntax", f"the number {_short(text)} is too long", place, "put it in quotation marks")
            return text
        if _WHOLE.fullmatch(text):
            return int(text)
        if _OCTAL_OR_HEX.fullmatch(text):
            return int(text, 0)
        number = float(text) if _FRACTION.fullmatch(text) else None
        if _NOT_FINITE.fullmatch(text) or (number is not None and not isfinite(number)):
            self._refuse(
                "yaml_syntax", f"{_short(text)} is no number that can be counted with", place, "quote it as text"
            )
            return text
        return text if number is None else number

    def _too_deep(self, place: tuple[int, int]) -> NoReturn:
        self._stop("yaml_depth", f"{self.name} nests deeper than {DEPTH_LIMIT} levels", place, "close brackets sooner")

    def _note(self, code: str, message: str, place: tuple[int, int], hint: str | None = None) -> None:
        self.problems.append(Problem(code, message, hint, line=place[0], column=place[1]))
        if len(self.problems) >= PROBLEM_LIMIT:
            raise _Stop

    def _refuse(self, code: str, message: str, place: tuple[int, int], hint: str | None = None) -> None:
        self.fatal = True
        self._note(code, message, place, hint)

    def _stop(self, code: str, message: str, place: tuple[int, int], hint: str | None = None) -> NoReturn:
        self._refuse(code, message, place, hint)
        raise _Stop


_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"[-+]?[0-9]{1,40}")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_STRANGE_BREAK = re.compile("[\x85\u2028\u2029]")  # a line break to some, and to no editor
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BEYOND_UNICODE = re.compile(r"\\U(?!0010|000)[0-9a-fA-F]{8}")
_BREAK = re.compile(r"\r\n|\r|\n")
_ADVICE = (  # a part of the parser's message, and what to do
    ("mapping values are not allowed", "put a sentence with a colon in it in quotation marks, or indent as above"),
    ("'\\t'", "use spaces instead of the tab"),
    ("cannot start any token", "put the value in quotation marks"),
    ("stream end", "close the bracket"),
    ("end of stream", "close the quotation mark"),
    ("expected ',' or", "separate with a comma, and put a value that holds a bracket in quotation marks"),
    ("expected <block end>", "indent it as the lines around it"),
    ("could not find expected ':'", "write key: value"),
)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def _place(before: str) -> tuple[int, int]:
    lines = _BREAK.split(before)
    return len(lines), len(lines[-1]) + 1


def _advice(words: str) -> str:
    return next((advice for part, advice in _ADVICE if part in words), "look at the brackets and marks before it")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _named(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, (int, float)):
        return "a number"
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else "text"
