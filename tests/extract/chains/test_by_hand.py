"""Chains made by hand against those of the rules: which files are read, and what is refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from sayso.extract.chains.by_hand import UnusableChains, compare_chains
from sayso.extract.finders import Options, open_extractor

TEXT = "Mayor Ada Moss said that the gate is shut.\n\nThe gate is made of iron."
ARTICLE = {
    "id": "a1",
    "publisher": "The Ledger",
    "date": "2024-03-14",
    "text": TEXT,
    "attributions": [{"id": "E1", "source": [[0, 14]], "cue": [[15, 19]], "content": [[20, 41]]}],
}
CHAIN = [
    {"name": "The Ledger", "kind": "secondhand_media", "identification": "named"},
    {"name": "Ada Moss", "kind": "on_record_official", "identification": "named_with_position"},
]
LINE = {"doc": "a1", "id": "E1", "claim": True, "statement_type": "observation", "hedges": [], "chain": CHAIN}
RULES = open_extractor("rules", Options())


def written(folder: Path, lines: list[Any], articles: list[Any], *, zipped: bool = False) -> tuple[Path, Path]:
    chains = folder / "chains.jsonl"
    chains.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    content = "\n".join(json.dumps(article) for article in articles).encode()
    data = folder / "data"
    data.mkdir()
    (data / f"desk.jsonl{'.gz' if zipped else ''}").write_bytes(gzip.compress(content) if zipped else content)
    return chains, data


@pytest.mark.parametrize("zipped", [False, True])
def test_an_attribution_is_compared_on_the_spans_of_the_people_and_end_to_end(tmp_path: Path, zipped: bool) -> None:
    found = compare_chains(*written(tmp_path, [LINE], [ARTICLE], zipped=zipped), RULES)
    assert found.on_their_spans.shares["exact_chain"] == 1
    assert found.on_their_spans.shares["root_kind"] == 1
    assert found.end_to_end.matched.right == 1


def test_a_line_may_bring_spans_of_its_own(tmp_path: Path) -> None:
    own = {**LINE, "id": "N1", "source": [[6, 14]], "cue": [[15, 19]], "content": [[25, 41]]}
    found = compare_chains(*written(tmp_path, [own], [ARTICLE]), RULES)
    assert found.on_their_spans.matched.right == 1


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "holds no chains"),
        ([{"doc": "a1"}], "line 1"),
        ([LINE, {**LINE, "chain": []}], "line 2"),
        (["text"], "line 1"),
        ([{**LINE, "doc": "a9"}], "article 'a9'"),
        ([{**LINE, "id": "E9"}], "attribution 'E9' of 'a1'"),
    ],
)
def test_lines_that_are_none_or_have_no_article_are_refused_by_name(
    tmp_path: Path, lines: list[Any], message: str
) -> None:
    with pytest.raises(UnusableChains, match=message):
        compare_chains(*written(tmp_path, lines, [ARTICLE]), RULES)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    chains, data = written(tmp_path, [LINE], [ARTICLE])
    with pytest.raises(UnusableChains, match="cannot be read"):
        compare_chains(tmp_path / "none.jsonl", data, RULES)
    (data / "broken.jsonl.gz").write_bytes(b"no zip")
    with pytest.raises(UnusableChains, match="cannot be read"):
        compare_chains(chains, data, RULES)
