"""How long does each of several ways take, on the same inputs, in turns?"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time_ns
from typing import Any


def microseconds(
    ways: Mapping[str, tuple[Callable[[Any], Any], Sequence[Any]]], turns: int, budget_ms: int = 40
) -> dict[str, float]:
    """CPU microseconds per input of each way: the median over turns, each turn running every way once.

    A fast way repeats its inputs until it has run for about ``budget_ms``, so that the clock's grain does not matter.
    """
    repeats = {name: _repeats(way, inputs, budget_ms) for name, (way, inputs) in ways.items()}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    gc.collect()
    gc.disable()
    try:
        for _ in range(turns):
            for name, (way, inputs) in ways.items():
                taken[name].append(_run(way, inputs, repeats[name]) / repeats[name] / len(inputs) / 1000)
    finally:
        gc.enable()
    return {name: median(times) for name, times in taken.items()}


def microseconds_once(way: Callable[[Any], Any], inputs: Sequence[Any]) -> float:
    """CPU microseconds per input where no input may be met twice: one pass."""
    gc.collect()
    gc.disable()
    try:
        return _run(way, inputs, 1) / len(inputs) / 1000
    finally:
        gc.enable()


def _repeats(way: Callable[[Any], Any], inputs: Sequence[Any], budget_ms: int) -> int:
    once = max(_run(way, inputs, 1), 1)
    return max(1, budget_ms * 1_000_000 // once)


def _run(way: Callable[[Any], Any], inputs: Sequence[Any], repeats: int) -> int:
    start = process_time_ns()
    for _ in range(repeats):
        for item in inputs:
            way(item)
    return process_time_ns() - start
