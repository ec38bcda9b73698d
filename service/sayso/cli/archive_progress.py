"""How does long work on an archive show how far it is, on standard error and only where somebody looks?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text


@contextmanager
def progress(what: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """A bar with the rate and the time left; what it gives is told of each step. ``unit`` is bytes or claims."""
    console = Console(file=sys.stderr, markup=False, emoji=False, highlight=False)
    columns = [TextColumn("{task.description}"), BarColumn(bar_width=30), TextColumn("{task.percentage:>3.0f}%")]
    timing = [_Rate(unit), TextColumn("elapsed"), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()]
    with Progress(*columns, *timing, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda step: bar.update(task, advance=step)


class _Rate(ProgressColumn):
    """So many megabytes, or thousands of claims, a second."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._divisor, self._words = (1 << 20, "MiB/s") if unit == "bytes" else (1000, "thousand claims/s")

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed / self._divisor:,.1f} {self._words}")
