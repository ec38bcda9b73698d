"""Is everything that is wrong with an entry told at once, each with its place, and what is right kept in one form?"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.usecases.sources.making import VOCABULARY, entry, record

from sayso.usecases.sources.checking import InvalidSource, read_entry
from sayso.usecases.sources.entry import entry_of


def problems(raw: object, id_: str | None = None) -> dict[str, str]:
    with pytest.raises(InvalidSource) as caught:
        read_entry(raw, VOCABULARY, id_)
    return {problem.pointer or "": problem.code for problem in caught.value.problems}


def test_everything_wrong_is_told_at_once() -> None:
    raw = {
        "id": "Not An Id", "kind": "paper", "name": "", "aliases": "WaPo", "domains": ["no domain", "jpost.com/x", 7],
        "owner": 1, "colour": "red", "look_alike_of": "X",
        "records": [{"status": "bad", "letter": "F", "valid_from": "soon", "lettre": 1}, 3, {"registry": "a"}],
    }  # fmt: skip
    assert problems(raw) == {
        "/id": "wrong_value", "/kind": "unknown_value", "/name": "wrong_value", "/aliases": "wrong_type",
        "/domains/0": "wrong_value", "/domains/1": "wrong_value", "/domains/2": "wrong_type", "/owner": "wrong_type",
        "/colour": "unknown_key", "/look_alike_of": "wrong_value", "/records/0/status": "unknown_value",
        "/records/0/letter": "unknown_value", "/records/0/valid_from": "wrong_value",
        "/records/0/lettre": "unknown_key", "/records/0/registry": "missing_key",
        "/records/1": "wrong_type", "/records/2": "missing_key",
    }  # fmt: skip


@pytest.mark.parametrize("raw", [None, [], "x", 1, True])
def test_what_is_no_object_is_no_entry(raw: object) -> None:
    assert problems(raw) == {"": "wrong_type"}


@pytest.mark.parametrize(
    "name", ["a\0b", "a\u202eb", "a\u2067b", "a\nb\x07", "a" + "\u0301" * 40, "\ud800", "x" * 201, "  "]
)
def test_a_name_that_no_source_has_is_refused(name: str) -> None:
    assert list(problems(entry("x", name))) == ["/name"]


@pytest.mark.parametrize(
    "id_",
    ["", "A", "a b", "-a", "a-", "a--b", "a/b", "é", "x" * 81, 1, None, [], pytest.param(10**5000, id="huge")],
)
def test_an_id_that_is_none_is_refused(id_: Any) -> None:
    assert "/id" in problems({"id": id_, "name": "x"})


def test_an_entry_does_not_go_by_another_id_than_its_address() -> None:
    assert problems(entry("a", "x"), "b") == {"/id": "wrong_value"}
    assert read_entry({"name": "x"}, VOCABULARY, "b").id == "b"


@pytest.mark.parametrize("date", ["2023-13", "2023-02-30", "23", "2023-1-1", "", 20231116, 0, 1.5, True, "0000", {}])
def test_a_date_that_is_none_is_refused(date: Any) -> None:
    assert problems(entry("x", "x", records=[record(valid_from=date)])) == {"/records/0/valid_from": "wrong_value"}


def test_a_year_may_be_a_number() -> None:
    assert read_entry(entry("x", "x", records=[record(valid_from=2023)]), VOCABULARY).records[0].valid_from == "2023"


def test_a_record_ends_after_it_began() -> None:
    wrong = record(valid_from="2023-05", valid_to="2023-04")
    assert problems(entry("x", "x", records=[wrong])) == {"/records/0/valid_to": "wrong_value"}


def test_one_registry_does_not_say_two_things_at_once() -> None:
    twice = [record(valid_from="2020"), record("blacklisted", valid_from="2022")]
    assert problems(entry("x", "x", records=twice)) == {"/records/1": "records_overlap"}
    for apart in ({"valid_to": "2022-01-01", "valid_from": "2020"}, {"topic": "sport"}, {"registry": "another"}):
        assert (
            len(read_entry(entry("x", "x", records=[record(**apart), record(valid_from="2022")]), VOCABULARY).records)
            == 2
        )


def test_more_than_is_kept_is_refused() -> None:
    assert problems(entry("x", "x", aliases=["a"] * 101)) == {"/aliases": "too_long"}
    assert problems(entry("x", "x", note="a" * 2001)) == {"/note": "too_long"}


def test_an_imitation_imitates_somebody_else() -> None:
    assert problems(entry("x", "x", look_alike_of="x")) == {"/look_alike_of": "wrong_value"}


def test_the_order_in_which_lists_are_sent_changes_nothing() -> None:
    records = [record(), record("blacklisted", topic="sport")]
    one = entry("x", "X", aliases=["b", "a", "A", "x"], domains=["b.com", "www.a.com"], records=records)
    other = entry("x", "X", aliases=["A", "b"], domains=["a.com", "b.com", "a.com"], records=records[::-1])
    found = read_entry(one, VOCABULARY)
    assert (found.aliases, found.domains) == (("A", "b"), ("a.com", "b.com"))
    assert read_entry(other, VOCABULARY).form == found.form


KEYS = st.sampled_from(["id", "name", "kind", "aliases", "domains", "records", "registry", "status", "valid_from", "x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_any_value_is_an_entry_or_refused(raw: object) -> None:
    with suppress(InvalidSource):
        found = read_entry(raw, VOCABULARY)
        assert entry_of(found.form) == found
