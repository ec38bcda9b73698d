"""Does ``sayso extractor evaluate --chains`` show how far chains agree with those made by hand?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.calling import Ran
from tests.extract.chains.test_by_hand import ARTICLE, LINE, written


def test_both_columns_are_shown_and_given_to_a_program(sayso: Callable[..., Ran], tmp_path: Path) -> None:
    chains, data = written(tmp_path, [LINE], [ARTICLE])
    ran = sayso("extractor", "evaluate", "--data", str(data), "--chains", str(chains))
    assert ran.code == 0
    assert "exact chain" in ran.out
    assert "on their spans" in ran.out
    figures = sayso("extractor", "evaluate", "--data", str(data), "--chains", str(chains), "--json").json
    assert figures["on_their_spans"]["exact_chain"] == 100.0
    assert figures["on_their_spans"]["sources"] == {"right": 0, "unresolved": 0, "wrong": 0}


def test_chains_that_are_none_are_refused(sayso: Callable[..., Ran], tmp_path: Path) -> None:
    chains, data = written(tmp_path, [{"doc": "a1"}], [ARTICLE])
    ran = sayso("extractor", "evaluate", "--data", str(data), "--chains", str(chains))
    assert ran.code == 2
    assert "chains.jsonl, line 1" in ran.err
