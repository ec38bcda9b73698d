"""Does reading a file once give what reading it each time gives, under whatever names?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.facts.read_once import ReadOnce
from sayso.facts.vocabulary import load_vocabulary
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.load import load_rubric

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
FILES = sorted(RUBRICS.glob("*.yaml"))
SOUND, BROKEN = b"a: {b: [1, two]}\n", (b"a: 1\na: 2\n", b"a: [\n", b"a: &x 1\n", b"", b"\xff", b"1: a\n", b"- a\n")


def test_a_sound_file_is_read_once_whatever_it_is_called() -> None:
    trees = ReadOnce()
    first, problems = trees(SOUND, "one.yaml")
    assert (first, problems) == read_yaml(SOUND, "one.yaml")
    assert trees(SOUND, "other.yaml")[0] is first
    assert trees(SOUND + b"\n", "one.yaml")[0] is not first


@pytest.mark.parametrize("data", BROKEN)
def test_what_is_wrong_is_told_under_the_name_of_each_reading(data: bytes) -> None:
    trees = ReadOnce()
    for name in ("one.yaml", "other.yaml", "one.yaml"):
        assert trees(data, name) == read_yaml(data, name)
        assert trees(data, name)[1]


@given(st.lists(st.tuples(st.sampled_from([SOUND, *BROKEN]) | st.text("ab:{}[]-&*#'\n ").map(str.encode), st.text())))
def test_no_order_of_readings_makes_a_difference(asked: list[tuple[bytes, str]]) -> None:
    trees = ReadOnce()
    for data, name in asked:
        assert trees(data, name) == read_yaml(data, name)


def test_what_extends_a_tree_and_what_reads_it_leave_it_as_it_was() -> None:
    trees, vocabulary = ReadOnce(), load_vocabulary(RUBRICS / "vocabulary.yaml")
    by_ref = {_ref(path): path.read_bytes() for path in FILES if path.name != "vocabulary.yaml"}
    for _ in range(2):
        for path in FILES:
            data = path.read_bytes()
            once = load_rubric(data, path.name, vocabulary, by_ref.get, trees)
            assert once == load_rubric(data, path.name, vocabulary, by_ref.get)
    for path in FILES:
        assert trees(path.read_bytes(), path.name) == read_yaml(path.read_bytes(), path.name)


def _ref(path: Path) -> str:
    words = dict(
        line.split(": ", 1) for line in path.read_text().splitlines() if line.startswith(("id: ", "version: "))
    )
    return f"{words['id']}@{words['version']}"
