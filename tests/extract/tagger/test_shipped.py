"""Are the shipped weights the ones the model card speaks of, and nothing but numbers?"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np

from sayso.extract.tagger.columns import VERSION
from sayso.extract.tagger.weights import SHIPPED, read_weights

CARD = (Path(__file__).resolve().parents[3] / "docs" / "model-card.md").read_text(encoding="utf-8")
LARGEST = 5_000_000


def test_the_model_card_names_the_hash_and_size_of_the_shipped_file() -> None:
    content = SHIPPED.read_bytes()
    assert f"`{hashlib.sha256(content).hexdigest()}`" in CARD
    assert f"{len(content):,} bytes" in CARD
    assert len(content) <= LARGEST


def test_the_file_holds_numbers_only() -> None:
    with np.load(SHIPPED, allow_pickle=False) as stored:
        kinds = {name: stored[name].dtype.name for name in stored.files}
    assert kinds.pop("header") == "uint8"
    assert kinds.pop("vocabulary") == "uint32"
    assert set(kinds.values()) == {"int8", "float16"}


def test_the_header_says_what_it_was_trained_on_and_how_well_it_does() -> None:
    header = read_weights().header
    assert header["features"] == VERSION
    files, measured = header["files"], header["measured"]
    assert isinstance(files, dict)
    assert isinstance(measured, dict)
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in files.values())
    assert all(name in CARD for name in files)
    precision, recall, f1 = measured["relation"]
    assert f"| relation, P / R / F1 | {precision} / {recall} / **{f1}** |" in CARD
    assert f1 >= 70.5
