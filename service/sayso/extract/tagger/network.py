"""What does a trained network say of each token? Numpy only, and the same numbers for the same text.

Columns are looked up in tables and joined; layers of a long short-term memory (Hochreiter and Schmidhuber 1997) read
each window in both directions; a last matrix gives a score for each label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.extract.tagger.windows import Walk

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reader:
    """One layer: ``inner`` [2, input, 4 hidden], ``again`` [2, hidden, 4 hidden], ``bias`` [2, 1, 4 hidden].

    The first axis is the direction. The gates stand in the order input, forget, output, candidate; the first three are
    halved, so that one hyperbolic tangent serves all four: the logistic of x is (1 + tanh(x / 2)) / 2.
    """

    inner: Floats
    again: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """Tables [size, width] by column, layers, and the last matrix [2 hidden, labels] with its bias."""

    tables: tuple[Floats, ...]
    layers: tuple[Reader, ...]
    out: Floats
    out_bias: Floats

    def scores(self, columns: Ints, walk: Walk) -> Floats:
        """The score of each label for each token of a batch: ``columns`` [tokens, tables] to [tokens, labels]."""
        seen = np.concatenate([table[columns[:, at]] for at, table in enumerate(self.tables)], axis=1)
        for layer in self.layers:
            seen = _read(layer, seen, walk)
        return np.asarray(seen @ self.out + self.out_bias, np.float32)


def network_of(arrays: Mapping[str, Floats], name: str, columns: Sequence[str]) -> Network:
    """The network whose arrays are called ``name.…``, its tables in the order of ``columns``."""
    layers: list[Reader] = []
    while f"{name}.layer{len(layers)}.inner" in arrays:
        layers.append(_reader(arrays, f"{name}.layer{len(layers)}"))
    tables = tuple(arrays[f"{name}.table.{column}"] for column in columns)
    return Network(tables, tuple(layers), arrays[f"{name}.out"], arrays[f"{name}.out_bias"])


def _reader(arrays: Mapping[str, Floats], name: str) -> Reader:
    inner, again, bias = (arrays[f"{name}.{part}"] for part in ("inner", "again", "bias"))
    hidden = again.shape[0] // 2
    half = np.concatenate((np.full(3 * hidden, 0.5, np.float32), np.ones(hidden, np.float32)))
    return Reader(
        inner.reshape(2, -1, 4 * hidden) * half,
        again.reshape(2, hidden, 4 * hidden) * half,
        (bias.reshape(2, 1, 4 * hidden) * half).astype(np.float32),
    )


def _read(layer: Reader, seen: Floats, walk: Walk) -> Floats:
    hidden = layer.again.shape[1]
    gates = np.empty((2, *walk.forward.shape, 4 * hidden), np.float32)
    for direction, order in enumerate((walk.forward, walk.backward)):
        gates[direction] = (seen @ layer.inner[direction] + layer.bias[direction])[order]
    states = np.empty((2, len(walk.forward), hidden), np.float32)
    state = np.zeros((2, walk.counts[0], hidden), np.float32)
    memory = np.zeros_like(state)
    at = 0
    for count in walk.counts:
        gate = np.tanh(gates[:, at : at + count] + state[:, :count] @ layer.again)
        opened = 0.5 * gate[:, :, : 3 * hidden] + 0.5
        memory = opened[:, :, hidden : 2 * hidden] * memory[:, :count]
        memory += opened[:, :, :hidden] * gate[:, :, 3 * hidden :]
        state = opened[:, :, 2 * hidden :] * np.tanh(memory)
        states[:, at : at + count] = state
        at += count
    told = np.empty((len(walk.forward), 2 * hidden), np.float32)
    told[walk.forward, :hidden] = states[0]
    told[walk.backward, hidden:] = states[1]
    return told
