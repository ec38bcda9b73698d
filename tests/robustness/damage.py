"""What can happen to the bytes of a file: bits flip, pieces go missing, come twice or come from elsewhere?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

STRANGE = (
    *(b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xf0\x9f"),
    *(b"\t", b"\r", b"\r\n", b"\n---\n", b"\n...\n", b"%YAML 1.1\n", b"? ", b"- ", b": ", b":", b", ", b"&a ", b"*a"),
    *(b"!!int ", b"!x ", b"<<: ", b"{", b"}", b"[", b"]", b"{" * 60, b'"', b"'", b"|", b">", b"|9\n", b"#", b"\\"),
    *(b'"\\ud800"', b'"\\U00110000"', b'"\\0"', b"\\", b"{{", b"}}", b"{}", b"{root.source", b"{a.b.c}", b"~", b"null"),
    *(
        b"9" * 30,
        b"9" * 5000,
        b"-1",
        b"1.5",
        b"1e400",
        b".nan",
        b"0x" + b"f" * 39,
        b"0o777",
        b"true",
        b"1_000",
        b"1:30",
    ),
)
"""Pieces that mean something to one of the readers, or would to a careless one."""


def damaged(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """The file after one to four accidents."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        whole = chance.choice(_ACCIDENTS)(whole, others, chance)
    return whole


def _flip(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    at = chance.randrange(len(whole) or 1)
    return whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))] if whole else b"") + whole[at + 1 :]


def _overwrite(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    at = chance.randrange(len(whole) + 1)
    piece = bytes(chance.randrange(256) for _ in range(chance.choice((1, 1, 2, 8))))
    return whole[:at] + piece + whole[at + len(piece) :]


def _delete(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    start, stop = _span(whole, chance)
    return whole[:start] + whole[stop:]


def _repeat(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    start, stop = _span(whole, chance)
    return whole[:stop] + whole[start:stop] * chance.choice((1, 1, 3)) + whole[stop:]


def _insert(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    at = chance.randrange(len(whole) + 1)
    return whole[:at] + chance.choice(STRANGE) + whole[at:]


def _splice(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    other = chance.choice(others)
    start, stop = _span(other, chance)
    at = chance.randrange(len(whole) + 1)
    return whole[:at] + other[start:stop] + whole[at:]


def _cut(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    return whole[: chance.randrange(len(whole) + 1)]


def _replace_word(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """A value after a colon becomes another thing: the surest way past the YAML reader."""
    at = whole.find(b": ", chance.randrange(len(whole) + 1))
    if at < 0:
        return whole
    ends = [end for mark in (b"\n", b",", b"}") if (end := whole.find(mark, at)) >= 0]
    return whole[: at + 2] + chance.choice(STRANGE) + whole[min(ends, default=len(whole)) :]


def _by_lines(change: Callable[[list[bytes], list[bytes], Random], None]) -> Accident:
    def accident(whole: bytes, others: Sequence[bytes], chance: Random) -> bytes:
        lines = whole.splitlines(keepends=True) or [b"\n"]
        change(lines, chance.choice(others).splitlines(keepends=True), chance)
        return b"".join(lines)

    return accident


def _drop_line(lines: list[bytes], others: list[bytes], chance: Random) -> None:
    at = chance.randrange(len(lines))
    del lines[at : at + chance.choice((1, 1, 2, 5))]


def _repeat_line(lines: list[bytes], others: list[bytes], chance: Random) -> None:
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))


def _swap_lines(lines: list[bytes], others: list[bytes], chance: Random) -> None:
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]


def _splice_line(lines: list[bytes], others: list[bytes], chance: Random) -> None:
    at, start = chance.randrange(len(lines) + 1), chance.randrange(len(others))
    lines[at:at] = others[start : start + chance.choice((1, 1, 3))]


def _indent_line(lines: list[bytes], others: list[bytes], chance: Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = b"  " + lines[at] if chance.random() < 0.5 else lines[at][2:]


def _span(whole: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(whole) + 1)
    return start, min(len(whole), start + chance.choice((1, 2, 5, 20, 100, 1000)))


Accident = Callable[[bytes, Sequence[bytes], Random], bytes]
_ACCIDENTS: tuple[Accident, ...] = (
    *(_flip, _overwrite, _delete, _repeat, _insert, _splice, _cut, _replace_word, _replace_word),
    *map(_by_lines, (_drop_line, _repeat_line, _swap_lines, _splice_line, _indent_line)),
)
