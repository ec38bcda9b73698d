"""Are lines the same however the body is cut, and is a line that is too long given up without being kept?"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sayso.api.lines import Lines

MOST = 8
BODIES = st.lists(st.sampled_from([b"\n", b"\r\n", b"\r", b"a", b"bc", b"defgh", b"12345678"]), max_size=30).map(
    b"".join
)


def lines_of(pieces: list[bytes]) -> list[bytes | None]:
    lines = Lines(MOST)
    return [line for piece in pieces for line in lines.feed(piece)] + lines.end()


def expected(body: bytes) -> list[bytes | None]:
    """Slowly, from the whole body at once."""
    *whole, last = body.split(b"\n")
    kept: list[bytes | None] = [line if len(line.removesuffix(b"\r")) <= MOST else None for line in whole]
    return kept if last == b"" else [*kept, last if len(last.removesuffix(b"\r")) <= MOST else None]


@given(BODIES, st.lists(st.integers(0, 300), max_size=12))
def test_the_lines_are_the_same_however_the_body_is_cut(body: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    assert lines_of([body[start:end] for start, end in pairwise(places)]) == expected(body)


def test_a_line_is_given_up_as_soon_as_it_is_too_long_and_what_follows_is_read() -> None:
    lines = Lines(MOST)
    assert lines.feed(b"123456789") == []  # a CR might still follow the eighth
    assert lines.feed(b"0") == [None]
    for _ in range(1000):
        assert lines.feed(b"x" * 1000) == []
    assert lines.feed(b"x\nshort\nlast") == [b"short"]
    assert lines.end() == [b"last"]


def test_a_long_line_in_single_bytes_costs_no_more_than_it_is_long() -> None:
    lines = Lines(300_000)
    for _ in range(200_000):
        assert lines.feed(b"x") == []
    assert lines.end() == [b"x" * 200_000]
