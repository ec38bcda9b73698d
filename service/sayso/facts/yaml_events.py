"""Which events does a YAML text have, and where? Two parsers tell them, and only this module knows their libraries.

The careful one (ruamel.yaml: YAML 1.2, in Python) decides, and says what is wrong. The quick one (libyaml: YAML 1.1, in
C) is a tenth of the work. It is followed as long as a text holds nothing on which the two differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import NamedTuple, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml import events as careful
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import Scanner
from yaml import YAMLError as QuickError
from yaml import events as quick

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML was built without libyaml: every text is read carefully
    CParser = None

DEPTH_LIMIT = 40

Place = tuple[int, int]


class Kind(Enum):
    """What an event says."""

    DOCUMENT = auto()
    ALIAS = auto()
    SCALAR = auto()
    MAP = auto()
    LIST = auto()
    END = auto()
    """Of a map or a list."""
    OTHER = auto()


class Event(NamedTuple):
    """One event; line and column count from 1. ``text`` is that of a scalar, ``plain`` says that it is not quoted."""

    kind: Kind
    place: Place
    text: str = ""
    plain: bool = True
    anchor: str | None = None
    tag: str | None = None


Events = Callable[[str], Iterator[Event]]


class Unsure(Exception):
    """The quick parser met what only the careful one is trusted with."""


class TooDeep(Exception):
    """Brackets nest too deep; seen by the scanner, which looks far ahead of the parser, slower with each level."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Unreadable(Exception):
    """It is no YAML: what is wrong, as words behind the file's name, where, and what to do."""

    def __init__(self, says: str, place: Place, hint: str) -> None:
        super().__init__(says)
        self.says, self.place, self.hint = says, place, hint


def quick_events(text: str) -> Iterator[Event]:
    """The events as libyaml has them. Raises Unsure wherever it might err, so also at whatever is wrong."""
    if CParser is None or _DIFFERS.search(text):
        raise Unsure
    parser = CParser(text)
    try:
        while (event := parser.get_event()) is not None:
            mark = event.start_mark
            place = (mark.line + 1, mark.column + 1)
            if isinstance(event, quick.ScalarEvent):
                yield Event(Kind.SCALAR, place, *_certain(event))
            else:
                yield Event(_QUICK.get(_unmarked(event), Kind.OTHER), place)
    except (QuickError, ValueError, OverflowError) as error:
        raise Unsure from error


def careful_events(text: str) -> Iterator[Event]:
    """The events as YAML 1.2 has them. Raises Unreadable and TooDeep."""
    strange = _STRANGE_BREAK.search(text)
    if strange is not None:
        says = f"holds an invisible line break (U+{ord(strange[0]):04X})"
        raise Unreadable(says, place_after(text[: strange.start()]), "remove the character")
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _ShallowScanner
    try:
        for event in yaml.parse(text):
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            kind = _CAREFUL.get(type(event), Kind.OTHER)
            if kind is Kind.SCALAR:
                yield Event(kind, place, event.value, not event.style, event.anchor, _tag(event))
            elif kind in (Kind.MAP, Kind.LIST):
                yield Event(kind, place, anchor=event.anchor, tag=_tag(event))
            else:
                yield Event(kind, place, anchor=event.anchor if kind is Kind.ALIAS else None)
    except (YAMLError, ValueError, OverflowError) as error:
        _explain(error, text)


def place_after(before: str) -> Place:
    """The place of what follows this text."""
    lines = _BREAK.split(before)
    return len(lines), len(lines[-1]) + 1


def short(text: str) -> str:
    """A text that is fit for a message."""
    return text if len(text) <= 40 else text[:39] + "…"


class _ShallowScanner(Scanner):
    def fetch_flow_collection_start(self, TokenClass: type, to_push: str) -> None:  # noqa: N803  (the library's name)
        if len(self.flow_context) >= DEPTH_LIMIT:
            mark = self.reader.get_mark()
            raise TooDeep((mark.line + 1, mark.column + 1))
        super().fetch_flow_collection_start(TokenClass, to_push)


def _certain(event: quick.ScalarEvent) -> tuple[str, bool]:
    """A scalar's text, and whether it is plain. Where nothing is written the two parsers see it at different places."""
    if event.anchor is not None or event.tag is not None or not (event.value or event.style):
        raise Unsure
    return event.value, not event.style


def _unmarked(event: quick.Event) -> type[quick.Event]:
    """The class of an event that has no anchor, no tag and no version."""
    if isinstance(event, quick.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
        raise Unsure
    if isinstance(event, quick.DocumentStartEvent) and (event.version or event.tags):
        raise Unsure
    return type(event)


def _tag(event: careful.ScalarEvent | careful.CollectionStartEvent) -> str | None:
    return None if event.tag is None else str(event.tag)


def _explain(error: Exception, text: str) -> NoReturn:
    """Says of an error of the careful parser where it is and what to do."""
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        words = " ".join(part for part in (error.context, error.problem) if part)
        raise Unreadable(f"cannot be read as YAML: {words}", place, _advice(words)) from error
    if isinstance(error, ReaderError):
        says = f"holds a control character (U+{ord(text[error.position]):04X})"
        raise Unreadable(says, place_after(text[: error.position]), "remove the character") from error
    escape = _BEYOND_UNICODE.search(text)  # an escape beyond Unicode, else a version of 5,000 digits
    place = (1, 1) if escape is None else place_after(text[: escape.start()])
    hint = "look for an escape or a directive that is no YAML"
    raise Unreadable(f"cannot be read as YAML: {short(str(error))}", place, hint) from error


def _advice(words: str) -> str:
    return next((advice for part, advice in _ADVICE if part in words), "look at the brackets and marks before it")


_QUICK: dict[type[quick.Event], Kind] = {
    quick.DocumentStartEvent: Kind.DOCUMENT,
    quick.MappingStartEvent: Kind.MAP,
    quick.SequenceStartEvent: Kind.LIST,
    quick.MappingEndEvent: Kind.END,
    quick.SequenceEndEvent: Kind.END,
}
_CAREFUL: dict[type[careful.Event], Kind] = {
    careful.DocumentStartEvent: Kind.DOCUMENT,
    careful.AliasEvent: Kind.ALIAS,
    careful.ScalarEvent: Kind.SCALAR,
    careful.MappingStartEvent: Kind.MAP,
    careful.SequenceStartEvent: Kind.LIST,
    careful.MappingEndEvent: Kind.END,
    careful.SequenceEndEvent: Kind.END,
}
_STRANGE_BREAK = re.compile("[\x85\u2028\u2029]")  # a line break to some, and to no editor
_DIFFERS = re.compile(
    "[\t\x85\u2028\u2029\ufeff]|^\\.\\.\\.|[|>][-+0-9]*(#| *( #[^\r\n]*)?(\r\n?|\n) *[\r\n])|[\"'\\]}]:[^ \r\n]",
    re.MULTILINE,
)
"""For libyaml tabs and marks of byte order stand in more places, documents end where none began, and the head of a
block may touch a comment or stand before an empty line that is indented less than the text. A value may touch the colon
of a quoted key in a list.
"""
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
