"""What holds for the roots of any claim, whatever its chains look like?"""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.facts.reading import VOCABULARY, read

from sayso.facts.derive import resolve_roots
from sayso.facts.roots import Roots

Attribution = dict[str, Any]
LINK = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from(["a", "b", "c", "A ", "d"]),
        "source_id": st.sampled_from(["r", "s"]),
        "lineage": st.sampled_from(["l", "m"]),
        "kind": st.sampled_from(["eyewitness", "classified_leak", "secondhand_media", "rumour", "prior_own_reporting"]),
        "identification": st.sampled_from(["named", "bare"]),
    },
)
ATTRIBUTION = st.fixed_dictionaries(
    {"chain": st.lists(LINK, min_size=1, max_size=4)}, optional={"independent": st.just({"reason": "no common owner"})}
)
ATTRIBUTIONS = st.lists(ATTRIBUTION, min_size=1, max_size=5)
UNKNOWN = st.fixed_dictionaries(
    {"chain": st.lists(LINK, max_size=2).map(lambda chain: [*chain, {"source": "z", "kind": "hearsay"}])}
)


def roots(attributions: list[Attribution]) -> Roots:
    return resolve_roots(read({"attributions": attributions}), VOCABULARY)


def partition(groups: tuple[int | None, ...], places: list[int] | None = None) -> set[frozenset[int]]:
    """Which attributions bring the same root, by the place each had before it was moved."""
    places = list(range(len(groups))) if places is None else places
    return {
        frozenset(places[at] for at, found in enumerate(groups) if found == group) for group in set(groups) - {None}
    }


@given(ATTRIBUTIONS, st.randoms(use_true_random=False))
def test_the_order_of_attributions_changes_nothing(attributions: list[Attribution], chance: Any) -> None:
    places = list(range(len(attributions)))
    chance.shuffle(places)
    before, after = roots(attributions), roots([attributions[place] for place in places])
    assert (before.count, before.independence) == (after.count, after.independence)
    assert partition(before.groups) == partition(after.groups, places)


@given(ATTRIBUTIONS)
def test_the_count_is_that_of_the_known_roots_and_numbers_run_from_nought(attributions: list[Attribution]) -> None:
    found = roots(attributions)
    known = {group for group in found.groups if group is not None}
    assert known == set(range(len(known)))
    own = all(one["chain"][-1].get("kind") == "prior_own_reporting" for one in attributions)
    assert found.count == (len(known) or (0 if own else 1))
    assert (found.independence in ("established", "not_established")) == (found.count >= 2)


@given(ATTRIBUTIONS, UNKNOWN)
def test_an_unknown_root_adds_nothing_to_a_known_one(attributions: list[Attribution], more: Attribution) -> None:
    attributions = [*attributions, {"chain": [{"source": "e", "kind": "eyewitness"}]}]
    before, after = roots(attributions), roots([*attributions, more])
    assert after == before._replace(groups=(*before.groups, None))


@given(ATTRIBUTIONS, st.data())
def test_saying_the_same_again_never_counts_as_more(attributions: list[Attribution], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(attributions))
    before, after = roots(attributions), roots([*attributions, again])
    assert after.count == before.count
    if before.count >= 2:
        assert after.independence == before.independence


@given(ATTRIBUTIONS, ATTRIBUTION)
def test_a_further_attribution_takes_no_root_from_those_that_brought_one(
    attributions: list[Attribution], more: Attribution
) -> None:
    before, after = roots(attributions).groups, roots([*attributions, more]).groups
    for one in range(len(before)):
        assert before[one] is None or after[one] is not None
        for other in range(len(before)):
            if before[one] is not None and before[one] == before[other]:
                assert after[one] == after[other]


@given(ATTRIBUTIONS)
def test_a_stated_reason_never_changes_which_roots_there_are(attributions: list[Attribution]) -> None:
    silent = [{"chain": one["chain"]} for one in attributions]
    sworn = [{**one, "independent": {"reason": "x"}} for one in silent]
    assert roots(attributions).groups == roots(silent).groups == roots(sworn).groups
    if roots(silent).count >= 2:
        assert roots(silent).independence == "not_established"
        assert roots(sworn).independence == "established"


@given(ATTRIBUTIONS, st.sampled_from(["a", "b"]))
def test_names_differ_in_capitals_and_spaces_only_to_the_eye(attributions: list[Attribution], name: str) -> None:
    spelled = [
        {**one, "chain": [{**link, "source": f"  {name.upper()}\t"} if link.get("source") == name else link
                          for link in one["chain"]]}
        for one in attributions
    ]  # fmt: skip
    assert roots(spelled) == roots(attributions)
