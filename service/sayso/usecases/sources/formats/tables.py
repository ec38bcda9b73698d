"""What does a table in JSON or in Lua say, and on which line? One reader for both: they differ in a few marks.

Read as data and never run: names, texts, numbers, true, false, nil or null, and tables of these.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import NoReturn

from sayso.errors import Problem
from sayso.facts.yaml_reader import Node
from sayso.usecases.sources.checking import InvalidSource

_TOKEN = re.compile(
    r"""(?:\s+|--[^\n]*)*(?P<mark>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}\[\],;=:]|[A-Za-z_]\w*|-?\d[\w.+-]*|\Z|.)""",
    re.DOTALL,
)
_WORDS = {"true": True, "false": False, "nil": None, "null": None}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|\d{1,3}|.)", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_DEEPEST = 40


def read_tables(text: str) -> list[Node]:
    """The values that stand one after the other. Raises InvalidSource with the line where it cannot be read."""
    reader = _Reader(text)
    found = []
    while reader.mark:
        if reader.mark == "return":
            reader.step()
        found.append(reader.value(0))
        if reader.mark in (",", ";"):
            reader.step()
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = self._start = 0
        self._line, self._counted = 1, 0
        self.mark = ""
        self.step()

    def step(self) -> str:
        """Goes on to the next mark; gives the one before."""
        before = self.mark
        match = _TOKEN.match(self._text, self._at)
        assert match is not None  # the last branch takes anything
        self._start, self._at, self.mark = match.start("mark"), match.end(), match["mark"]
        return before

    def value(self, depth: int) -> Node:
        line, column = self._place()
        mark = self.mark
        if mark in ("{", "["):
            if depth >= _DEEPEST:
                self._stop("this is nested too deeply")
            return self._table(depth, line, column)
        self.step()
        if mark[:1] in ("'", '"') and len(mark) > 1:
            return Node(self._unescaped(mark), line, column)
        if mark in _WORDS:
            return Node(_WORDS[mark], line, column)
        if re.fullmatch(r"-?\d{1,15}", mark):
            return Node(int(mark), line, column)
        if re.fullmatch(r"-?\d{1,15}\.\d{1,30}", mark):
            return Node(float(mark), line, column)
        return self._stop(f"{json.dumps(mark[:20])} is no value" if mark else "the file ends too early", line, column)

    def _table(self, depth: int, line: int, column: int) -> Node:
        close = "}" if self.step() == "{" else "]"
        items: list[Node] = []
        members: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        while self.mark != close:
            place = self._place()
            key = self._key(close)
            node = self.value(depth + 1)
            if key is None:
                items.append(node)
            else:
                members[key], keys[key] = node, place
            if self.mark in (",", ";"):
                self.step()
            elif self.mark != close:
                self._stop(f"a comma or {close} is expected")
        self.step()
        return Node(members, line, column, keys) if members else Node(items, line, column)

    def _key(self, close: str) -> str | None:
        """The key that the next value stands under; None where it stands in a list."""
        if close == "]":
            return None
        here = self._at, self._start, self.mark
        bracket = self.mark == "["
        if bracket:
            self.step()
        name = self.step()
        if bracket and self.mark == "]":
            self.step()
        if self.mark in ("=", ":") and name:
            self.step()
            return self._unescaped(name) if name[0] in "'\"" else name
        self._at, self._start, self.mark = here
        return None

    def _unescaped(self, mark: str) -> str:
        if mark[0] == '"' and "\\" in mark:
            with suppress(ValueError):
                return str(json.loads(mark, strict=False))

        def one(match: re.Match[str]) -> str:
            said = match[1]
            if said.isdigit():
                return chr(int(said)) if int(said) < 128 else "�"
            return chr(int(said[1:], 16)) if len(said) == 5 else _SHORT.get(said, said)

        return _ESCAPE.sub(one, mark[1:-1])

    def _place(self) -> tuple[int, int]:
        self._line += self._text.count("\n", self._counted, self._start)
        self._counted = max(self._counted, self._start)
        return self._line, self._start - self._text.rfind("\n", 0, self._start)

    def _stop(self, message: str, line: int | None = None, column: int | None = None) -> NoReturn:
        if line is None or column is None:
            line, column = self._place()
        hint = "the file is a table in JSON or Lua, as its publisher gives it out"
        raise InvalidSource([Problem("wrong_format", message, hint, None, line, column)])
