"""Does training run from articles to weights, the same way twice? Collected only where torch is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.cli.ending import UnusableFile
from sayso.cli.training import train
from sayso.extract.tagger.weights import read_weights
from sayso.extract.training.folder import folder_at
from sayso.extract.training.recipe import Effort, trained

SHORT = Effort(1, 1, 2)
SENTENCES = (
    ("Ada Moss", "said", "the gate is shut", "."),
    ("The captain", "denied", "that the boat was late", "."),
    ("A report", "says", "the river is rising", "."),
)


def articles(folder: Path, *, tagged: bool) -> Path:
    rows, tags = [], []
    for number in range(12):
        text, deltas = "", []
        spans: list[list[int]] = []
        for part in SENTENCES[number % 3]:
            text += " " if spans and part != "." else ""
            spans.append([len(text), len(text) + len(part)])
            text += part
        for at, word in enumerate(text[:-1].split()):
            deltas.append(f"{int(at > 0)},{len(word)},NN")
        row = {"source": spans[:1], "cue": spans[1:2], "content": spans[2:3]}
        rows.append(json.dumps({"id": f"a{number}", "text": text, "attributions": [row]}))
        tags.append(json.dumps({"id": f"a{number}", "toks": " ".join(deltas)}))
    (folder / "desk.jsonl").write_text("\n".join(rows), encoding="utf-8")
    if tagged:
        (folder / "desk_pos.jsonl").write_text("\n".join(tags), encoding="utf-8")
    return folder


@pytest.mark.parametrize("tagged", [True, False])
def test_the_same_articles_and_seed_give_the_same_bytes(tmp_path: Path, tagged: bool) -> None:
    folder = folder_at(articles(tmp_path, tagged=tagged))
    files = [tmp_path / name for name in ("one.npz", "two.npz", "other.npz")]
    for file, seed in zip(files, (1, 1, 2), strict=True):
        trained(folder, file, seed, SHORT, lambda _: None)
    assert files[0].read_bytes() == files[1].read_bytes() != files[2].read_bytes()
    header = read_weights(files[0]).header
    assert header["seed"] == 1
    assert header["files"] == folder.files
    assert sorted(folder.files) == (["desk.jsonl", "desk_pos.jsonl"] if tagged else ["desk.jsonl"])


@pytest.mark.parametrize("name", ["taken/w.npz", "taken"])
def test_a_place_that_cannot_be_written_is_told_before_training(tmp_path: Path, name: str) -> None:
    articles(tmp_path, tagged=False)
    (tmp_path / "taken").write_text("a file", encoding="utf-8") if "/" in name else (tmp_path / "taken").mkdir()
    with pytest.raises(UnusableFile, match="cannot be written"):
        train(tmp_path, tmp_path / name, 1, quick=True)
