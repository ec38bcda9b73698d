"""What does output look like on a terminal: how wide, in which colours, with which bars?"""

from __future__ import annotations

import sys

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.cli.plain import plain

BAR = 10
_BLOCKS, _LETTERS = ("█", "▒", "░"), ("#", "=", ".")
STRONG, SOFT, GOOD, BAD = "bold", "dim", "green", "red"


def paper() -> Console:
    """Where a report is written: nothing in a text is markup; NO_COLOR and the terminal's width are kept to."""
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False, soft_wrap=False)


def words(text: str, style: str = "") -> Text:
    """Text that somebody else may have written, as it stands."""
    return Text(plain(text), style=style)


def bar(low: int | None, high: int | None) -> Text:
    """Ten cells for 0 to 100: full up to the low end of a range, half full up to its high end."""
    full, open_, empty = _BLOCKS if _has_blocks() else _LETTERS
    first, last = ((low or 0) + 5) // 10, ((high or 0) + 5) // 10
    return Text(full * first + open_ * (last - first) + empty * (BAR - last))


def columns(*styles: str, indent: int = 2) -> Table:
    """A table without lines; "right" and "wide" say how a column stands."""
    table = Table.grid(padding=(0, 2, 0, 0))
    if indent:
        table.add_column(width=indent - 2 if indent > 2 else 0)
    for style in styles:
        if style == "right":
            table.add_column(justify="right", no_wrap=True)
        elif style == "wide":
            table.add_column(overflow="fold", ratio=None)
        else:
            table.add_column(no_wrap=True)
    return table


def indented(what: RenderableType, by: int = 2) -> Padding:
    return Padding(what, (0, 0, 0, by))


def _has_blocks() -> bool:
    try:
        "".join(_BLOCKS).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
