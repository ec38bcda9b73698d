"""Do ``sayso extractor train`` and ``evaluate`` say what they find, and what they need?"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.cli.calling import Ran

TEXT = "Ada Moss said that the gate is shut.\n\nThe gate is made of iron."
ROW = {"id": "a1", "text": TEXT, "attributions": [{"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 35]]}]}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "annotated"
    folder.mkdir()
    (folder / "desk_train.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    (folder / "desk_dev.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    return folder


def test_evaluate_shows_the_figures(sayso: Callable[..., Ran], data: Path) -> None:
    ran = sayso("extractor", "evaluate", "--data", str(data))
    assert ran.code == 0
    assert "attributions in 1 articles: 1 marked, 1 found" in ran.out
    assert "relation               P 100.0  R 100.0  F1 100.0" in ran.out
    assert "recall of indirect     100.0  of 1" in ran.out
    assert ran.err == ""


def test_evaluate_gives_the_figures_to_a_program(sayso: Callable[..., Ran], data: Path) -> None:
    found = sayso("extractor", "evaluate", "--data", str(data), "--json").json
    assert found["relation"] == [100.0, 100.0, 100.0]
    assert found["spans"] == {"source": 100.0, "cue": 100.0, "content": 100.0}
    assert found["false"] == 0


def test_evaluate_refuses_weights_that_are_none(sayso: Callable[..., Ran], data: Path) -> None:
    ran = sayso("extractor", "evaluate", "--data", str(data), "--weights", str(data / "desk_dev.jsonl"))
    assert ran.code == 2
    assert "desk_dev.jsonl holds no weights of the extractor" in ran.err
    assert ran.out == ""


def test_a_folder_without_articles_is_told_with_what_to_put_there(sayso: Callable[..., Ran], tmp_path: Path) -> None:
    ran = sayso("extractor", "evaluate", "--data", str(tmp_path / "nowhere"))
    assert ran.code == 2
    assert "holds no annotated articles" in ran.err


def test_every_line_that_is_no_article_is_told(sayso: Callable[..., Ran], data: Path) -> None:
    (data / "desk_dev.jsonl").write_text('{"id": 1}\nnothing\n', encoding="utf-8")
    ran = sayso("extractor", "evaluate", "--data", str(data))
    assert ran.code == 2
    assert "desk_dev.jsonl, line 1: id and text are needed" in ran.err
    assert "desk_dev.jsonl, line 2: no JSON" in ran.err


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed here")
def test_training_without_torch_says_how_to_get_it(sayso: Callable[..., Ran], data: Path, tmp_path: Path) -> None:
    ran = sayso("extractor", "train", "--data", str(data), "--out", str(tmp_path / "w.npz"))
    assert ran.code == 2
    assert 'pip install "sayso[train]"' in ran.err
    assert not (tmp_path / "w.npz").exists()
