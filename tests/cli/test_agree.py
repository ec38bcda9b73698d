"""Does ``sayso extractor agree`` tell how near the extractor comes to the seed as it was read by hand?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.calling import Ran, process

from sayso.cli.ending import FINE


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return process("extractor", "agree", "--json", cwd=tmp_path_factory.mktemp("work"))


def test_most_claims_of_the_seed_are_found_where_a_person_found_them(report: Ran) -> None:
    assert report.code == FINE, report.err
    assert len(report.json["pairs"]) >= 20
    assert len(report.json["missed"]) <= 5


@pytest.mark.parametrize(("name", "share"), [("kinds", 0.75), ("links", 0.75), ("root kind", 0.75), ("spans", 0.5)])
def test_most_pairs_agree_in_what_a_grade_rests_on(report: Ran, name: str, share: float) -> None:
    count = report.json["counts"][name]
    assert count["same"] >= share * count["of"]


def test_every_pair_says_both_grades(report: Ran) -> None:
    for pair in report.json["pairs"]:
        assert pair["grade"]["read"]
        assert pair["grade"]["found"]


def test_the_same_is_told_in_words(tmp_path: Path) -> None:
    ran = process("extractor", "agree", cwd=tmp_path, SAYSO_EXTRACTOR="rules")
    assert ran.code == FINE, ran.err
    for words in ("claims read by hand were found", "found by rules", "same kinds", "same grade", "seed-02"):
        assert words in ran.out


def test_a_folder_without_an_article_is_said_to_have_none(tmp_path: Path) -> None:
    ran = process("extractor", "agree", "--folder", str(tmp_path), cwd=tmp_path)
    assert ran.code == 2
    assert "article.txt" in ran.err
