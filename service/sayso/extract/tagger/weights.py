"""How are trained weights kept in a file, small and free of anything but numbers?

One ``.npz``, read with ``allow_pickle=False``: matrices as eight-bit integers with a scale for each row, small arrays
as half floats, hashes of words as unsigned integers, and a header of JSON in bytes.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sayso.errors import ExtractorFailed
from sayso.extract.tagger.columns import VERSION

SHIPPED = Path(__file__).with_name("weights.npz")
_SMALL = 1_000
"""Arrays with fewer numbers are kept as half floats."""
_HEADER = "header"

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class UnusableWeights(ExtractorFailed):
    """The extractor's weights are missing, damaged, or made for another version of the features."""

    code = "extractor_weights"


@dataclass(frozen=True, slots=True)
class Weights:
    """The header, the float arrays by name, and the sorted hashes of the words that have a vector of their own."""

    header: Mapping[str, object]
    arrays: Mapping[str, Floats]
    vocabulary: Ints


def read_weights(path: Path = SHIPPED) -> Weights:
    """The weights in a file.

    Raises:
        UnusableWeights: no such file, no weights in it, or weights of another version.
    """
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            kept = {name: stored[name] for name in stored.files}
        header = json.loads(kept.pop(_HEADER).tobytes())
        version = header["features"]
        vocabulary = kept.pop("vocabulary").astype(np.int64)
        arrays = {name: _floats(kept, name) for name in kept if not name.endswith(".scale")}
    except FileNotFoundError as error:
        message = f"the extractor's weights are not there: {path}"
        raise UnusableWeights(message, hint=_HINT) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise UnusableWeights(f"{path} holds no weights of the extractor, or is damaged", hint=_HINT) from error
    if version != VERSION:
        message = f"{path} was trained for version {version} of the features, and this Sayso has version {VERSION}"
        raise UnusableWeights(message, hint="Train anew with: sayso extractor train --data DIR")
    return Weights(header, arrays, vocabulary)


def write_weights(path: Path, weights: Weights) -> None:
    """Writes the weights rounded; the same weights give the same bytes."""
    kept: dict[str, npt.NDArray[np.generic]] = {
        _HEADER: np.frombuffer(json.dumps(weights.header, sort_keys=True).encode(), np.uint8),
        "vocabulary": weights.vocabulary.astype(np.uint32),
    }
    for name, array in sorted(weights.arrays.items()):
        if array.size < _SMALL:
            kept[name] = array.astype(np.float16)
            continue
        scale = (np.abs(array).max(axis=1, keepdims=True) / 127).astype(np.float16)
        steps = np.where(scale > 0, scale, 1).astype(np.float32)
        kept[name] = np.clip(np.rint(array / steps), -127, 127).astype(np.int8)
        kept[f"{name}.scale"] = scale
    with path.open("wb") as file:
        np.savez_compressed(file, **kept)  # type: ignore[arg-type]  # names never meet allow_pickle


_HINT = "Install Sayso anew, train with sayso extractor train --data DIR, or set SAYSO_EXTRACTOR=rules."


def _floats(kept: Mapping[str, npt.NDArray[np.generic]], name: str) -> Floats:
    array = kept[name].astype(np.float32)
    scale = kept.get(f"{name}.scale")
    return array if scale is None else array * scale.astype(np.float32)
