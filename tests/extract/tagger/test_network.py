"""Does the network compute what a long short-term memory computes, window by window and whatever is beside it?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.extract.tagger.network import network_of
from sayso.extract.tagger.windows import walk

HIDDEN, WIDTH, SIZE, OUT = 3, 2, 5, 4
Arrays = dict[str, npt.NDArray[np.float32]]


def arrays(seed: int) -> Arrays:
    chance = np.random.default_rng(seed)
    shapes = {
        "n.table.one": (SIZE, WIDTH),
        "n.table.two": (SIZE, WIDTH),
        "n.layer0.inner": (2 * 2 * WIDTH, 4 * HIDDEN),
        "n.layer0.again": (2 * HIDDEN, 4 * HIDDEN),
        "n.layer0.bias": (2, 4 * HIDDEN),
        "n.layer1.inner": (2 * 2 * HIDDEN, 4 * HIDDEN),
        "n.layer1.again": (2 * HIDDEN, 4 * HIDDEN),
        "n.layer1.bias": (2, 4 * HIDDEN),
        "n.out": (2 * HIDDEN, OUT),
        "n.out_bias": (OUT,),
    }
    return {name: chance.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def logistic(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return 1 / (1 + np.exp(-x))


def by_the_book(given: Arrays, columns: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The textbook's equations, one token after the other."""
    seen = np.concatenate((given["n.table.one"][columns[:, 0]], given["n.table.two"][columns[:, 1]]), axis=1)
    for layer in ("n.layer0", "n.layer1"):
        inner = given[f"{layer}.inner"].reshape(2, -1, 4 * HIDDEN)
        again = given[f"{layer}.again"].reshape(2, HIDDEN, 4 * HIDDEN)
        both = []
        for way, order in enumerate((seen, seen[::-1])):
            state = memory = np.zeros(HIDDEN)
            states = []
            for token in order:
                gates = token @ inner[way] + state @ again[way] + given[f"{layer}.bias"][way]
                enter, forget, leave = (logistic(gates[at * HIDDEN : (at + 1) * HIDDEN]) for at in range(3))
                memory = forget * memory + enter * np.tanh(gates[3 * HIDDEN :])
                state = leave * np.tanh(memory)
                states.append(state)
            both.append(states if not way else states[::-1])
        seen = np.concatenate(both, axis=1)
    return np.asarray(seen @ given["n.out"] + given["n.out_bias"])


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 7), min_size=1, max_size=5))
def test_every_window_is_read_by_the_book(seed: int, sizes: list[int]) -> None:
    sizes.sort(reverse=True)
    ends = np.cumsum(sizes).tolist()
    windows = list(zip([0, *ends[:-1]], ends, strict=True))
    columns = np.random.default_rng(seed).integers(0, SIZE, (ends[-1], 2))
    given_arrays = arrays(seed)
    scores = network_of(given_arrays, "n", ["one", "two"]).scores(columns, walk(windows))
    for first, last in windows:
        assert np.allclose(scores[first:last], by_the_book(given_arrays, columns[first:last]), atol=1e-4)
