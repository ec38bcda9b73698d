"""Do weights come back from a file as they went in, and is a file that holds none refused with a reason?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sayso.extract.tagger.columns import VERSION
from sayso.extract.tagger.weights import UnusableWeights, Weights, read_weights, write_weights

SOME = Weights(
    {"features": VERSION, "seed": 7},
    {
        "large": np.random.default_rng(1).normal(size=(40, 50)).astype(np.float32),
        "small": np.array([[0.5, -2.0]], np.float32),
        "nothing": np.zeros((40, 50), np.float32),
    },
    np.array([3, 2**32 - 1], np.int64),
)


def written(folder: Path, weights: Weights = SOME) -> Path:
    path = folder / "weights.npz"
    write_weights(path, weights)
    return path


def test_weights_come_back_rounded_to_a_step_of_their_row(tmp_path: Path) -> None:
    back = read_weights(written(tmp_path))
    assert back.header == SOME.header
    assert back.vocabulary.tolist() == SOME.vocabulary.tolist()
    assert back.arrays["small"].tolist() == SOME.arrays["small"].tolist()
    assert not back.arrays["nothing"].any()
    steps = np.abs(SOME.arrays["large"]).max(axis=1, keepdims=True) / 127
    assert (np.abs(back.arrays["large"] - SOME.arrays["large"]) <= 0.6 * steps).all()


def test_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path).read_bytes()
    assert written(tmp_path).read_bytes() == first


def test_rounding_twice_changes_nothing(tmp_path: Path) -> None:
    once = read_weights(written(tmp_path))
    again = read_weights(written(tmp_path, once))
    assert all(np.array_equal(once.arrays[name], again.arrays[name]) for name in once.arrays)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnusableWeights, match=r"nowhere\.npz") as caught:
        read_weights(tmp_path / "nowhere.npz")
    assert "SAYSO_EXTRACTOR=rules" in str(caught.value.hint)


@pytest.mark.parametrize("content", [b"", b"no weights", b"PK\x03\x04 cut off"])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    with pytest.raises(UnusableWeights, match="holds no weights"):
        read_weights(path)


def test_a_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UnusableWeights):
        read_weights(path)


def test_a_file_with_pickled_objects_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    np.savez(path, header=np.array([{"features": VERSION}], dtype=object))
    with pytest.raises(UnusableWeights):
        read_weights(path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    np.savez(path, numbers=np.arange(3))
    with pytest.raises(UnusableWeights, match="holds no weights"):
        read_weights(path)


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    other = Weights({"features": VERSION + 1}, SOME.arrays, SOME.vocabulary)
    with pytest.raises(UnusableWeights, match=f"version {VERSION + 1}"):
        read_weights(written(tmp_path, other))
