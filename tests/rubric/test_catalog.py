"""Is a rubric found by its id, its version and its digest, whatever order the files were read in?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rubric.making import criterion, load, rubric

from sayso.errors import UnknownRubric
from sayso.rubric.catalog import Catalog
from sayso.rubric.model import Rubric


def made(id_: str, version: str) -> Rubric:
    levels = [{"id": "direct", "when": {"root": {"access": "direct"}}, "points": 100}]
    source = rubric([criterion(levels, **{"else": {"points": 0}})], id=id_, version=version)
    loaded = load(json.dumps(source))
    assert loaded.rubric is not None
    return loaded.rubric


ALL = [made("a", "1.2.0"), made("a", "1.10.0"), made("a", "1.9.9"), made("b", "0.0.1"), made("ab", "2.0.0")]


@given(st.permutations(ALL))
def test_any_order_of_reading_gives_the_same_catalog(order: list[Rubric]) -> None:
    assert Catalog.of(order) == Catalog.of(ALL)
    assert Catalog.of(order).get("a").version == "1.10.0"


def test_versions_are_ordered_by_number_not_by_letter() -> None:
    assert [each.ref for each in Catalog.of(ALL).rubrics] == ["a@1.10.0", "a@1.9.9", "a@1.2.0", "ab@2.0.0", "b@0.0.1"]


def test_a_rubric_is_found_by_id_version_and_digest() -> None:
    catalog = Catalog.of(ALL)
    for each in ALL:
        assert catalog.get(each.ref) is each
        assert catalog.get(f"{each.id}@{each.digest}") is each


@pytest.mark.parametrize("ref", ["", "c", "a@", "a@1.2", "a@1.2.0@", "@1.2.0", "A", "a@sha256:00", "b@1.2.0", "a "])
def test_anything_else_is_unknown_and_names_what_there_is(ref: str) -> None:
    with pytest.raises(UnknownRubric) as caught:
        Catalog.of(ALL).get(ref)
    assert caught.value.hint
    assert "a" in caught.value.hint


def test_an_empty_catalog_says_so() -> None:
    with pytest.raises(UnknownRubric) as caught:
        Catalog.of([]).get("a")
    assert caught.value.hint == "known here: none"


def test_a_digest_of_another_rubric_is_not_found_under_this_id() -> None:
    other = replace(ALL[3], digest=ALL[3].digest)
    with pytest.raises(UnknownRubric):
        Catalog.of(ALL).get(f"a@{other.digest}")
