"""Is a claim that cannot be graded refused with everything that is wrong in it, each thing with its place?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json
from tests.facts.reading import VOCABULARY, claim_of, codes, faults, read

from sayso.errors import InvalidClaim
from sayso.facts.claim import read_claim
from sayso.facts.schema import DEFAULT_LIMITS

LINK: dict[str, Any] = {"source": "Daily Ledger", "kind": "secondhand_media"}


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (None, {"": "wrong_type"}),
        (1, {"": "wrong_type"}),
        ("a claim", {"": "wrong_type"}),
        ([], {"": "wrong_type"}),
        (True, {"": "wrong_type"}),
        ({}, {"/attributions": "missing_key"}),
        ({"text": "x"}, {"/attributions": "missing_key"}),
        ({"attributions": None}, {"/attributions": "missing_key"}),
        ({"attributions": "unknown"}, {"/attributions": "missing_key"}),
        ({"attributions": []}, {"/attributions": "empty"}),
        ({"attributions": {}}, {"/attributions": "wrong_type"}),
        ({"attributions": {"chain": []}}, {"/attributions": "wrong_type"}),
        ({"attributions": [None]}, {"/attributions/0": "wrong_type"}),
        ({"attributions": [{}]}, {"/attributions/0/chain": "missing_key"}),
        ({"attributions": [{"chain": None}]}, {"/attributions/0/chain": "missing_key"}),
        ({"attributions": [{"chain": []}]}, {"/attributions/0/chain": "empty"}),
        ({"attributions": [{"chain": {"source": "x"}}]}, {"/attributions/0/chain": "wrong_type"}),
        ({"attributions": [{"chain": [None]}]}, {"/attributions/0/chain/0": "wrong_type"}),
        ({"attributions": [{"chain": [[LINK]]}]}, {"/attributions/0/chain/0": "wrong_type"}),
        ({"attributions": [{"chain": [LINK] * 13}]}, {"/attributions/0/chain": "too_long"}),
        ({"attributions": [{"chain": [LINK]}] * 33}, {"/attributions": "too_long"}),
    ],
)
def test_what_has_not_the_shape_of_a_claim_is_refused(raw: Any, found: dict[str, str]) -> None:
    assert codes(raw) == found


def test_as_many_links_and_attributions_as_are_allowed_are_read() -> None:
    assert len(read(claim_of(*[[LINK] * 12] * 32))["attributions"]) == 32


def test_everything_wrong_is_reported_at_once() -> None:
    raw = claim_of(
        [{"relation": "quoting", "plural": "no"}, {"sorce": "x"}],
        [],
        text=7,
        specifics=["why"],
        zzz=1,
        roots={"count": -1, "independance": "single"},
    )
    assert codes(raw) == {
        "/attributions/0/chain/0/plural": "wrong_type",
        "/attributions/0/chain/0/relation": "unknown_value",
        "/attributions/0/chain/1/sorce": "unknown_key",
        "/attributions/1/chain": "empty",
        "/roots/count": "out_of_range",
        "/roots/independance": "unknown_key",
        "/specifics/0": "unknown_value",
        "/text": "wrong_type",
        "/zzz": "unknown_key",
    }


@pytest.mark.parametrize(
    ("raw", "pointer", "hint"),
    [
        (claim_of([{"sorce": "x"}]), "/attributions/0/chain/0/sorce", 'did you mean "source"?'),
        (claim_of([{"sorce": None}]), "/attributions/0/chain/0/sorce", 'did you mean "source"?'),
        (claim_of([{"sorce": "unknown"}]), "/attributions/0/chain/0/sorce", 'did you mean "source"?'),
        (claim_of([{"track_record": {"leter": "A"}}]), "/attributions/0/chain/0/track_record/leter",
         'did you mean "letter"?'),
        ({"attributions": [{"chain": [{}], "indipendent": {}, "independant": 1}]}, "/attributions/0/independant",
         'did you mean "independent"?'),
        (claim_of([{}], hedges=[{"term": "may", "yardstik": "phia"}]), "/hedges/0/yardstik",
         'did you mean "yardstick"?'),
        (claim_of([{}], txet="x"), "/txet", 'did you mean "text"?'),
        (claim_of([{"access": "directly"}]), "/attributions/0/chain/0/access", 'did you mean "direct"?'),
        (claim_of([{"track_record": {"letter": "F"}}]), "/attributions/0/chain/0/track_record/letter",
         "choose from A, B, C, D, E, or leave it out if it is not known"),
        (claim_of([{"plural": "true"}]), "/attributions/0/chain/0/plural", "remove the quotation marks"),
        (claim_of([{}], roots={"count": "2"}), "/roots/count", "remove the quotation marks"),
        (claim_of([{"mention": [{"quot": "x", "start": 0, "end": 1, "quote": "x"}]}]),
         "/attributions/0/chain/0/mention/0/quot", 'did you mean "quote"?'),
        (claim_of([{}], found={"/text": {"rule": "x", "spam": 1}}), "/found/~1text/spam", 'did you mean "span"?'),
        (claim_of([{}], found={"/text": {"rule": "x", "span": [{"quote": "x", "start": 0, "ende": 1, "end": 2}]}}),
         "/found/~1text/span/0/ende", 'did you mean "end"?'),
    ],
)  # fmt: skip
def test_a_hint_names_the_nearest_word_that_is_declared_there(raw: Any, pointer: str, hint: str) -> None:
    assert faults(raw)[pointer].hint == hint


@pytest.mark.parametrize(
    ("key", "pointer"),
    [("a/b~c", "/a~1b~0c"), ("", "/"), ("\0list", "/\0list"), ("\ud800", ""), ("9", "/9"), ("x" * 500, None)],
)
def test_whatever_a_key_is_called_its_refusal_can_be_sent(key: str, pointer: str | None) -> None:
    (found,) = faults(claim_of([{}], **{key: 1})).values()
    assert found.code == ("bad_text" if key == "\ud800" else "unknown_key")
    assert pointer is None or found.pointer == pointer
    assert len(found.message) < 120
    to_json(found.as_dict())


@pytest.mark.parametrize("field", ["text", "id", "topic"])
@pytest.mark.parametrize("value", ["\ud800", "a\udfffb", "\0", "a\0b"])
def test_half_a_character_and_nul_are_no_text(field: str, value: str) -> None:
    assert codes(claim_of([{}], **{field: value})) == {f"/{field}": "bad_text"}
    assert codes(claim_of([{"source": value, "relation": "quotes"}])) == {"/attributions/0/chain/0/source": "bad_text"}


@pytest.mark.parametrize("place", ["relation", "plural", "kind", "observed_at", "hedges", "track_record"])
def test_nul_is_refused_wherever_it_stands(place: str) -> None:
    assert codes(claim_of([{place: "\0"}])) == {f"/attributions/0/chain/0/{place}": "bad_text"}


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), -float("inf"), 10**9 + 1, 10**400, pytest.param(10**6000, id="huge"), -1, 1.0],
)
def test_a_number_that_is_none_or_too_large_is_refused(value: Any) -> None:
    found = faults(claim_of([{}], roots={"count": value}))["/roots/count"]
    assert found.code in ("wrong_type", "out_of_range")
    assert len(found.message) < 120


def test_text_is_taken_up_to_its_limit_and_no_further() -> None:
    assert len(read(claim_of([{}], text="x" * 500_000))["text"]) == 500_000
    assert codes(claim_of([{}], text="x" * 500_001)) == {"/text": "too_long"}
    assert codes(claim_of([{"source": "x" * 10_001}])) == {"/attributions/0/chain/0/source": "too_long"}
    assert codes(claim_of([{}], hedges=["may"] * 1001)) == {"/hedges": "too_long"}


@pytest.mark.parametrize(
    ("limit", "raw", "pointer"),
    [
        ({"text": 3}, claim_of([{}], text="xxxx"), "/text"),
        ({"links": 1}, claim_of([{}, {}]), "/attributions/0/chain"),
        ({"attributions": 1}, claim_of([{}], [{}]), "/attributions"),
    ],
)
def test_a_desk_can_lower_the_limits(limit: dict[str, int], raw: Any, pointer: str) -> None:
    read(raw)
    assert codes(raw, limits=replace(DEFAULT_LIMITS, **limit)) == {pointer: "too_long"}


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = {"attributions": [value]}
    return value


@pytest.mark.parametrize("depth", [3, 12, 13, 50, 5000])
def test_nesting_without_end_is_refused_and_not_walked(depth: int) -> None:
    found = codes(nested(depth))
    assert set(found.values()) <= {"unknown_key", "missing_key", "wrong_type"}
    assert found


def test_a_thousand_faults_are_told_up_to_two_hundred() -> None:
    with pytest.raises(InvalidClaim) as caught:
        read_claim(claim_of([{}], **{f"key{number:04}": 1 for number in range(1000)}), VOCABULARY)
    assert len(caught.value.problems) == 201
    assert "800 more" in next(each.message for each in caught.value.problems if each.code == "more")


def test_an_undeclared_kind_counts_as_unknown_with_a_warning() -> None:
    reading = read_claim(claim_of([{"kind": "eyewitnes", "source": "x"}]), VOCABULARY)
    (warning,) = reading.warnings
    assert reading.claim == claim_of([{"source": "x"}])
    assert (warning.code, warning.severity) == ("undeclared_kind", "warning")
    assert warning.pointer == "/attributions/0/chain/0/kind"
    assert warning.hint == 'did you mean "eyewitness"?'


def test_an_undeclared_kind_is_an_error_under_strict_beside_every_other() -> None:
    raw = claim_of([{"kind": "eyewitnes"}], [{"kind": "x"}, {"access": "direkt"}])
    assert codes(raw, strict=True) == {
        "/attributions/0/chain/0/kind": "undeclared_kind",
        "/attributions/1/chain/0/kind": "undeclared_kind",
        "/attributions/1/chain/1/access": "unknown_value",
    }
    assert codes(claim_of([{"kind": ""}]), strict=True) == {"/attributions/0/chain/0/kind": "undeclared_kind"}


@pytest.mark.parametrize(
    ("likelihood", "code"),
    [
        ({"term": "likely"}, "no_yardstick"),
        ({"term": "possibly"}, "no_yardstick"),
        ({"term": "may", "yardstick": "icd203"}, "not_on_yardstick"),
        ({"term": "remote", "yardstick": "kent"}, "not_on_yardstick"),
        ({"term": "likely", "yardstick": "icd203"}, None),
        ({"term": " LIKELY ", "yardstick": "phia"}, None),
        ({"yardstick": "phia"}, None),
    ],
)
def test_a_word_of_likelihood_needs_a_yardstick_that_lists_it(likelihood: Any, code: str | None) -> None:
    warnings = read_claim(claim_of([{}], likelihood=likelihood), VOCABULARY).warnings
    assert [(warning.code, warning.pointer) for warning in warnings] == ([(code, "/likelihood/term")] if code else [])
    assert code is None or warnings[0].hint


def test_a_hedge_is_measured_only_where_it_names_a_yardstick() -> None:
    hedges = ["likely", {"term": "may", "yardstick": "phia"}, {"term": "likely", "yardstick": "phia"}]
    warnings = read_claim(claim_of([{"hedges": hedges}], hedges=hedges), VOCABULARY).warnings
    assert [warning.pointer for warning in warnings] == [
        "/attributions/0/chain/0/hedges/1/term",
        "/hedges/1/term",
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["attributions", "chain", "hedges", "roots", "count", "kind", "source", "spans", "found", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@given(ANYTHING, st.booleans())
def test_whatever_is_sent_is_read_or_refused_with_pointers_that_can_be_sent(raw: Any, strict: bool) -> None:
    try:
        reading = read_claim(raw, VOCABULARY, strict=strict)
    except InvalidClaim as error:
        problems = error.problems
    else:
        assert read_claim(reading.claim, VOCABULARY, strict=strict).claim == reading.claim
        to_json(reading.claim)
        return
    assert problems
    to_json([problem.as_dict() for problem in problems])
