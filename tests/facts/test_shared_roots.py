"""Which claims of a file hang on the same root?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.facts.reading import ROOT, VOCABULARY, claim_of, read

from sayso.facts.shared_roots import roots_across

OUTLET = {"source": "Daily Ledger", "kind": "secondhand_media"}


def witness(source: str, **facts: Any) -> dict[str, Any]:
    return {"source": source, "kind": "eyewitness", **facts}


def across(*claims: dict[str, Any]) -> list[tuple[str | None, list[str]]]:
    return [(line["root"], line["claims"]) for line in roots_across([read(claim) for claim in claims], VOCABULARY)]


def claim(id_: str | None, *roots: dict[str, Any]) -> dict[str, Any]:
    return claim_of(*([OUTLET, root] for root in roots), **({"id": id_} if id_ else {}))


def test_claims_of_one_root_stand_together_in_order_of_first_mention() -> None:
    assert across(claim("1", witness("b")), claim("2", witness("a")), claim("3", witness(" B "))) == [
        ("b", ["1", "3"]),
        ("a", ["2"]),
    ]


def test_a_claim_without_an_id_goes_by_its_number() -> None:
    assert across(claim("x", witness("a")), claim(None, witness("a"))) == [("a", ["x", "1"])]


def test_a_claim_with_several_roots_stands_under_each_once() -> None:
    assert across(claim("1", witness("a"), witness("b"), witness("a")), claim("2", witness("b"))) == [
        ("a", ["1"]),
        ("b", ["1", "2"]),
    ]


@pytest.mark.parametrize(
    "root",
    [
        {"source": "x", "kind": "hearsay"},
        {"source": "x", "kind": "secondhand_media"},
        {"source": "x"},
        {"kind": "eyewitness"},
        witness("x", identification="bare"),
        {"source": "Daily Ledger", "kind": "prior_own_reporting"},
        {"source": "Daily Ledger", "kind": "prior_own_reporting", "lineage": "l"},
    ],
)
def test_a_root_that_is_unknown_or_none_is_not_listed(root: dict[str, Any]) -> None:
    assert across(claim("1", root), claim("2", root)) == []


def test_a_leak_that_nobody_names_is_listed_by_its_lineage() -> None:
    leak = {"source": "a report", "kind": "classified_leak", "identification": "bare", "lineage": "leak"}
    assert across(claim("1", leak), claim("2", {**leak, "source": "another page"})) == [("a report", ["1", "2"])]


def test_one_claim_shows_two_names_to_be_the_same_for_every_other() -> None:
    both = claim("3", witness("a", source_id="r"), witness("b", source_id="r"))
    assert across(claim("1", witness("a")), claim("2", witness("b")), both, claim("4", witness("b"))) == [
        ("a", ["1", "2", "3", "4"])
    ]


def test_the_outlet_of_every_claim_is_not_their_common_root() -> None:
    seen = claim_of([{"source": "Daily Ledger", "kind": "direct_observation"}], id="1")
    assert across(seen, claim("2", witness("a"))) == [("Daily Ledger", ["1"]), ("a", ["2"])]


def test_no_claims_have_no_roots() -> None:
    assert across() == []


def test_the_seed_hangs_on_few_roots() -> None:
    claims = json.loads((ROOT / "fixtures" / "seed" / "claims.json").read_text(encoding="utf-8"))["claims"]
    found = across(*claims)
    assert [f"seed-{number}" for number in (14, 15, 16)] in [ids for _, ids in found]
    assert all(ids for _, ids in found)


NAMES = st.sampled_from("abcde")
IDS = st.none() | st.sampled_from("rs")


@given(st.lists(st.tuples(NAMES, IDS), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_only_the_order(roots: list[tuple[str, str | None]], chance: Any) -> None:
    claims = [claim(str(at), witness(name, source_id=id_)) for at, (name, id_) in enumerate(roots)]
    before = {frozenset(ids) for _, ids in across(*claims)}
    chance.shuffle(claims)
    assert {frozenset(ids) for _, ids in across(*claims)} == before
    assert frozenset().union(*before) == {str(at) for at in range(len(roots))}
