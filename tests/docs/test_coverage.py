"""Does the table of published rules notice a name that is not there, and a rule that no row names?"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from docs.generator.coverage import Row, Section, names, uncovered

from sayso.facts.vocabulary import load_vocabulary
from sayso.rubric.model import Rubric
from sayso.usecases.desk import read_file

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"


@lru_cache
def rubric(name: str) -> Rubric:
    vocabulary = load_vocabulary(RUBRICS / "vocabulary.yaml")
    found = read_file((RUBRICS / f"{name}.yaml").read_bytes(), name, vocabulary, {}).rubric
    assert found is not None
    return found


def rows(*by: str, rubrics: tuple[str, ...] = ("osint-verification",)) -> list[Section]:
    return [Section("Title", rubrics, (Row("a rule", "a document", rubrics, by, ""),))]


def everything(name: str) -> list[str]:
    return [each for each in names(rubric(name)) if not each.startswith("test: ")]


def test_a_row_that_names_what_is_not_there_fails() -> None:
    found = list(
        uncovered(
            rows(*everything("osint-verification"), "provenence", "gate.rejekted", "test: no such test"),
            [rubric("osint-verification")],
        )
    )
    assert found == [
        f'"a rule": osint-verification has no "{name}"'
        for name in ("provenence", "gate.rejekted", "test: no such test")
    ]


def test_a_row_for_a_rubric_that_is_not_shipped_fails() -> None:
    assert list(uncovered(rows("x", rubrics=("osint",)), [])) == ['"a rule": there is no rubric "osint"']


def test_a_row_that_is_met_by_nothing_fails() -> None:
    assert list(uncovered(rows(), [])) == [
        '"a rule" is met by nothing',
        '"a rule": there is no rubric "osint-verification"',
    ]


@pytest.mark.parametrize("name", ["seen", "gate.forged", "chain"])
def test_a_criterion_a_gate_and_a_chain_that_no_row_names_fail(name: str) -> None:
    left = [each for each in everything("leak-and-anonymous") if each != name and not each.startswith(f"{name}.")]
    found = list(uncovered(rows(*left, rubrics=("leak-and-anonymous",)), [rubric("leak-and-anonymous")]))
    assert found == [f'no row names "{name}" of leak-and-anonymous']


def test_a_level_names_its_criterion() -> None:
    levels = [each for each in everything("leak-and-anonymous") if "." in each]
    assert list(uncovered(rows(*levels, rubrics=("leak-and-anonymous",)), [rubric("leak-and-anonymous")])) == []
