"""How are any number of claims sent and answered in memory that does not grow? In windows, one request each.

ADR 0019: a window is sent whole before its answer is read, and can be sent again when the connection breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Unpack

from pydantic import TypeAdapter, ValidationError

from sayso.client.calls import NDJSON, Answer, Call, Claim, json_bytes, path
from sayso.client.failures import unexpected
from sayso.client.scoring import Options
from sayso.wire.batch import BatchRefusal, BatchResult

Item = BatchResult | BatchRefusal
Line = Claim | str | bytes
"""A claim, or the JSON of one as it stands in a line of a file."""
WINDOW = 200
_MOST_BYTES = 1024 * 1024
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


@dataclass
class Windows:
    """Takes claims one by one and gives a call whenever a window is full."""

    size: int
    rubric: str | None
    options: Options
    _lines: list[bytes] = field(default_factory=list)
    _bytes: int = 0
    _first: int = 0

    def add(self, claim: Line) -> Call[list[Item]] | None:
        """The call of a full window, of which this claim is the last. Blank lines are passed over."""
        line = _line(claim)
        if line:
            self._lines.append(line)
            self._bytes += len(line)
        return self.rest() if len(self._lines) >= self.size or self._bytes >= _MOST_BYTES else None

    def rest(self) -> Call[list[Item]] | None:
        """The call of what has not been sent; None where there is nothing."""
        if not self._lines:
            return None
        first, lines = self._first, self._lines
        self._first, self._lines, self._bytes = first + len(lines), [], 0
        call = Call("POST", path("score", "batch"), lambda answer: list(_items(answer, first, len(lines))))
        return call.asking(rubric=self.rubric, **self.options).sending(b"\n".join(lines), NDJSON)


def windows(size: int, rubric: str | None, **options: Unpack[Options]) -> Windows:
    """An empty one. Raises ValueError where a window could hold nothing."""
    if size < 1:
        raise ValueError("a window holds at least one claim")
    return Windows(size, rubric, options)


def _line(claim: Line) -> bytes:
    if not isinstance(claim, (str, bytes)):
        return json_bytes(claim)
    line = (claim.encode("utf-8", "surrogatepass") if isinstance(claim, str) else claim).strip(b" \t\r\n")
    if b"\n" in line:
        raise ValueError("a claim that is given as text stands in one line")
    return line


def _items(answer: Answer, first: int, count: int) -> Iterator[Item]:
    """The items of a window, counted from the beginning of the stream."""
    lines = answer.content.splitlines()
    if len(lines) != count:
        raise unexpected(answer, f"{count} claims were sent, and {len(lines)} were answered")
    for line in lines:
        try:
            item = _ITEM.validate_json(line, extra="ignore")
        except ValidationError as error:
            raise unexpected(answer, "a line is no item of a batch") from error
        yield _moved(item, first)


def _moved(item: Item, first: int) -> Item:
    """The same item, its index and its lines counted from the beginning of the stream."""
    index = {"index": item.index + first}
    if isinstance(item, BatchResult):
        return item.model_copy(update=index)
    errors = [each.model_copy(update={"line": each.line and each.line + first}) for each in item.problem.errors]
    return item.model_copy(update={**index, "problem": item.problem.model_copy(update={"errors": errors})})
