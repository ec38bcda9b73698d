"""Are annotated articles read from a folder as the command's help says?"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from sayso.extract.tagger.columns import TAGS
from sayso.extract.tagger.labels import spans_of
from sayso.extract.training.corpus import UnusableArticles, articles_in, gold_labels, gold_tags
from sayso.extract.training.folder import NoArticles, folder_at

TEXT = "Ada Moss said the gate is shut."
ROW = {
    "id": "a1",
    "text": TEXT,
    "attributions": [{"id": "E1", "source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 30]]}],
}


def put(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def several(count: int) -> list[dict[str, Any]]:
    return [{**ROW, "id": f"a{number}"} for number in range(count)]


@pytest.mark.parametrize("name", ["desk.jsonl", "desk.jsonl.gz"])
def test_spans_become_labels(tmp_path: Path, name: str) -> None:
    article = articles_in(put(tmp_path, name, [ROW]))[0]
    assert spans_of(gold_labels(article)) == [(0, 0, 2), (1, 2, 3), (2, 3, 7)]
    assert article.id == "a1"


def test_a_part_that_is_left_out_is_empty(tmp_path: Path) -> None:
    row = {**ROW, "attributions": [{"cue": [[9, 13]], "content": [[14, 30]]}]}
    assert articles_in(put(tmp_path, "desk.jsonl", [row]))[0].relations[0].source == ()


def test_tags_are_matched_by_where_a_token_begins(tmp_path: Path) -> None:
    tags = put(tmp_path, "x_pos.jsonl", [{"id": "a1", "toks": "0,3,NNP 1,4,NNP 1,4,VBD 1,3,DT 1,4,NN 1,2,VBZ 1,4,VBN"}])
    article = articles_in(put(tmp_path, "x.jsonl", [ROW]), tags)[0]
    found = [TAGS[at] if at >= 0 else None for at in gold_tags(article)]
    assert found == ["NNP", "NNP", "VBD", "DT", "NN", "VBZ", "VBN", None]


def test_dev_is_measured_and_train_is_learned_from_with_its_tags(tmp_path: Path) -> None:
    put(tmp_path, "news_train.jsonl.gz", several(3))
    put(tmp_path, "news_pos_train.jsonl.gz", [{"id": "a1", "toks": "0,3,NNP"}])
    put(tmp_path, "news_dev.jsonl", several(2))
    folder = folder_at(tmp_path)
    assert (len(folder.learned), len(folder.measured)) == (3, 2)
    assert folder.learned[1].tags == {0: "NNP"}
    assert sorted(folder.files) == ["news_pos_train.jsonl.gz", "news_train.jsonl.gz"]


def test_without_a_file_to_measure_on_every_tenth_article_is_set_aside(tmp_path: Path) -> None:
    put(tmp_path, "desk.jsonl", several(21))
    folder = folder_at(tmp_path)
    assert [article.id for article in folder.measured] == ["a0", "a10", "a20"]
    assert len(folder.learned) == 18


def test_a_folder_without_articles_is_an_error_that_says_what_to_put_there(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(NoArticles) as caught:
        folder_at(tmp_path)
    assert "jsonl" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([], "an article is an object"),
        ({**ROW, "id": 7}, "id and text"),
        ({"id": "a", "attributions": []}, "id and text"),
        ({"id": "a", "text": TEXT}, "attributions is needed"),
        ({**ROW, "attributions": ["said"]}, "attributions is needed"),
        ({**ROW, "attributions": [{"cue": [9, 13]}]}, "attributions[0].cue"),
        ({**ROW, "attributions": [{"cue": [[9, 99]]}]}, "attributions[0].cue"),
        ({**ROW, "attributions": [{"cue": [[13, 9]]}]}, "attributions[0].cue"),
        ({**ROW, "attributions": [{"cue": [[9.0, 13]]}]}, "attributions[0].cue"),
    ],
)
def test_a_line_that_is_no_article_is_named_with_what_is_wrong(tmp_path: Path, row: Any, said: str) -> None:
    path = put(tmp_path, "desk.jsonl", [ROW, row])
    with pytest.raises(UnusableArticles) as caught:
        articles_in(path)
    assert [problem.message.startswith("desk.jsonl, line 2: ") for problem in caught.value.problems] == [True]
    assert said in caught.value.problems[0].message


def test_all_bad_lines_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "desk.jsonl"
    path.write_text("{\n\n[1]\n", encoding="utf-8")
    with pytest.raises(UnusableArticles) as caught:
        articles_in(path)
    assert [problem.line for problem in caught.value.problems] == [1, 3]


def test_a_file_that_is_not_what_its_name_says_is_named(tmp_path: Path) -> None:
    path = tmp_path / "desk.jsonl.gz"
    path.write_bytes(b"not packed")
    with pytest.raises(UnusableArticles, match=r"desk\.jsonl\.gz"):
        articles_in(path)


@pytest.mark.parametrize("toks", ["NNP", "0,3", "x,3,NNP", None])
def test_tags_that_are_none_are_refused(tmp_path: Path, toks: str | None) -> None:
    tags = put(tmp_path, "x_pos.jsonl", [{"id": "a1", "toks": toks}])
    with pytest.raises(UnusableArticles, match="toks"):
        articles_in(put(tmp_path, "x.jsonl", [ROW]), tags)
