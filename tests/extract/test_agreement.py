"""Are two readings of a text paired by where their claims stand, and is every difference between them told?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.agreement import compare


def claim(*spans: list[int], root: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    links = [
        {"source": "Daily Ledger", "kind": "secondhand_media"},
        root or {"source": "Ana Ruiz", "kind": "eyewitness"},
    ]
    return {"spans": list(spans), "attributions": [{"chain": links}], **more}


def test_the_same_reading_agrees_in_everything() -> None:
    claims = [claim([0, 10], hedges=["may"]), claim([20, 30], [40, 50], statement_type="forecast")]
    found = compare(claims, claims)
    assert [pair.shared for pair in found.pairs] == [1.0, 1.0]
    assert all(same == of for same, of in found.counts().values())
    assert (found.missed, found.extra) == ((), ())
    assert [pair.also for pair in found.pairs] == [(), ()]


def test_the_pair_that_shares_most_comes_first() -> None:
    read = [claim([0, 10], id="r1"), claim([10, 20], id="r2")]
    found = compare(read, [claim([0, 12], id="f1"), claim([0, 10], id="f2")])
    assert [(pair.read["id"], pair.found["id"]) for pair in found.pairs] == [("r1", "f2")]
    assert [each["id"] for each in found.missed] == ["r2"]
    assert [each["id"] for each in found.extra] == ["f1"]


@pytest.mark.parametrize("span", [[6, 20], [100, 110]])
def test_claims_that_share_less_than_half_of_the_shorter_are_no_pair(span: list[int]) -> None:
    assert compare([claim([0, 10])], [claim(span)]).pairs == ()


@pytest.mark.parametrize(
    ("root", "differs"),
    [
        ({"source": "Ana Ruiz", "kind": "hearsay"}, {"kinds", "root kind"}),
        ({"source": "Bert Ode", "kind": "eyewitness"}, {"names"}),
        ({"source": "Ruiz", "kind": "eyewitness"}, set()),
        ({"source": "Ana Ruiz", "kind": "eyewitness", "identification": "named"}, {"root identification"}),
        ({"kind": "eyewitness"}, {"names"}),
    ],
)
def test_a_root_that_is_read_otherwise_is_told(root: dict[str, Any], differs: set[str]) -> None:
    (pair,) = compare([claim([0, 10])], [claim([0, 10], root=root)]).pairs
    assert {name for name, same in pair.same.items() if not same} == differs


def test_a_chain_of_another_length_differs_in_its_links() -> None:
    other = claim([0, 10])
    other["attributions"][0]["chain"].insert(1, {"source": "Reuters", "kind": "wire_service"})
    (pair,) = compare([claim([0, 10])], [other]).pairs
    assert not pair.same["links"]
    assert not pair.same["names"]


def test_hedges_are_compared_by_their_words() -> None:
    hedged = claim([0, 10], hedges=[{"term": "May", "span": [[2, 5]]}])
    assert compare([claim([0, 10], hedges=["may"])], [hedged]).counts()["hedges"] == (1, 1)
    assert compare([claim([0, 10])], [hedged]).counts()["hedges"] == (0, 1)
    assert "hedges" not in compare([claim([0, 10])], [claim([0, 10])]).counts()


def test_any_other_fact_on_which_a_grade_may_rest_is_told_too() -> None:
    read = claim([0, 10], root={"source": "Ana Ruiz", "kind": "eyewitness", "lineage": "x"}, seriousness="routine")
    (pair,) = compare([read], [claim([0, 10])]).pairs
    assert pair.also == ("seriousness", "root lineage")


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: [pair[0], pair[0] + pair[1]])
CLAIMS = st.lists(st.lists(SPANS, max_size=3).map(lambda spans: claim(*spans)), max_size=6)


@given(CLAIMS, CLAIMS)
def test_every_claim_is_in_one_pair_or_in_none(read: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    both = compare(read, found)
    assert len(both.pairs) + len(both.missed) == len(read)
    assert len(both.pairs) + len(both.extra) == len(found)
    assert all(0 < pair.shared <= 1 for pair in both.pairs)
