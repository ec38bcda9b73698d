"""Do the same facts always have the same bytes, and other facts other ones?"""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from tests.facts.reading import claim_of, read

from sayso.errors import Bug
from sayso.facts.canonical import canonical, digest, facts_digest, graded_facts

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=25,
)
CLAIM: dict[str, Any] = claim_of(
    [
        {"source": "The Post", "kind": "secondhand_media", "relation": "quotes", "hedges": ["may"], "plural": False},
        {"source": "a minister", "track_record": {"letter": "B", "topic": "harbours"}, "observed_at": "2023-11-16"},
    ],
    text="It was closed.",
    specifics=["what", "when"],
    roots={"count": 1},
)


@given(VALUES)
def test_the_form_is_that_of_an_independent_implementation(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, {1: 2}, "\ud800", {"\ud800": 1}, b"x", {1}, object()])
def test_what_has_no_canonical_form_is_a_bug(value: Any) -> None:
    with pytest.raises(Bug):
        canonical(value)


def test_a_digest_is_named_by_its_algorithm() -> None:
    assert digest({}) == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_the_digest_of_facts_is_that_of_their_canonical_form() -> None:
    claim = read(CLAIM)
    assert facts_digest(claim) == digest(graded_facts(claim)) == digest(claim)


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: shuffled(value[name], chance) for name in names}
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


@given(st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_nothing(chance: random.Random) -> None:
    assert facts_digest(read(shuffled(CLAIM, chance))) == facts_digest(read(CLAIM))


def changed(**fields: Any) -> dict[str, Any]:
    claim: dict[str, Any] = json.loads(json.dumps(CLAIM))
    for name, value in fields.items():
        (claim["attributions"][0]["chain"][0] if name in ("mention", "source", "access", "hedges") else claim)[name] = (
            value
        )
    return claim


@pytest.mark.parametrize(
    "same",
    [
        {"spans": [[0, 3]]},
        {"found": {"/text": {"rule": "sentence", "span": [[0, 3]]}}},
        {"mention": [[4, 8]]},
        {"hedges": [{"term": "may", "span": [[0, 3]]}]},
        {"hedges": [{"term": "may", "span": [[0, 3]]}, {"term": "may", "span": [[5, 8]]}]},
        {"hedges": ["may", {"term": " may "}]},
        {"specifics": ["when", "what", "when"]},
        {"text": " It was closed.\n"},
        {"access": None},
        {"access": "unknown"},
        {"topic": ""},
        {"likelihood": {"term": None}},
    ],
)
def test_places_spelling_and_unknown_facts_change_nothing(same: dict[str, Any]) -> None:
    assert facts_digest(read(changed(**same))) == facts_digest(read(CLAIM))


def test_the_cue_of_an_attribution_changes_nothing() -> None:
    claim = changed()
    claim["attributions"][0]["cue"] = [[1, 2]]
    assert facts_digest(read(claim)) == facts_digest(read(CLAIM))


def test_composed_and_decomposed_letters_are_the_same() -> None:
    one, other = (facts_digest(read(changed(source=name))) for name in ("Caf\u00e9", "Cafe\u0301"))
    assert one == other


@pytest.mark.parametrize(
    "other",
    [{"access": "direct"}, {"source": "the post"}, {"text": "It was open."}, {"hedges": []}, {"hedges": ["might"]},
     {"specifics": []}, {"roots": {"count": 2}}, {"reply": "carried"}, {"topic": "x"}, {"id": "x"}],
)  # fmt: skip
def test_another_fact_is_another_digest(other: dict[str, Any]) -> None:
    assert facts_digest(read(changed(**other))) != facts_digest(read(CLAIM))
