"""How many distinct known roots stand behind a claim, and are they independent? Each sentence of the definition."""

from __future__ import annotations

from typing import Any

import pytest
from tests.facts.reading import VOCABULARY, claim_of, codes, facts_of, read

from sayso.facts.derive import resolve_roots

Link = dict[str, Any]
OUTLET: Link = {"source": "Daily Ledger", "kind": "secondhand_media"}


def root(source: str | None = None, kind: str | None = "eyewitness", **facts: Any) -> Link:
    return {"source": source, "kind": kind, **facts}


def told(*links: Link, reason: str | None = None, outlet: str = "Daily Ledger") -> Link:
    """An attribution: the outlet, then these links."""
    independent = {"independent": {"reason": reason}} if reason else {}
    return {"chain": [{**OUTLET, "source": outlet}, *links], **independent}


def roots(*attributions: Link, **stated: Any) -> tuple[int, str, tuple[int | None, ...]]:
    claim = {"attributions": list(attributions), **({"roots": stated} if stated else {})}
    found = resolve_roots(read(claim), VOCABULARY)
    facts = facts_of(claim)
    at = VOCABULARY.layout.claim
    assert (facts.claim[at["roots.count"]], facts.claim[at["roots.independence"]]) == found[:2]
    assert facts.root_groups == found.groups
    assert facts.stated == tuple(f"roots.{name}" for name in stated)
    return found.count, found.independence, found.groups


# What is known?

KINDS = VOCABULARY.kinds.values()


@pytest.mark.parametrize("kind", [kind.id for kind in KINDS if not kind.relay and not kind.untraced])
def test_a_named_root_of_a_traced_kind_is_known(kind: str) -> None:
    assert roots(told(root("a", kind)))[2] == (0,)


@pytest.mark.parametrize("kind", [kind.id for kind in KINDS if kind.relay or kind.untraced] + [None])
def test_a_root_that_is_untraced_or_a_relay_or_of_no_kind_is_not_known(kind: str | None) -> None:
    assert roots(told(root("a", kind)))[2] == (None,)
    assert roots(told(root("a", kind)), told(root("b", "eyewitness")))[2] == (None, 0)


@pytest.mark.parametrize(
    ("identification", "known"),
    [(None, True), ("named", True), ("named_with_position", True), ("role_and_access", False), ("role", False),
     ("group", False), ("bare", False), ("none", False)],
)  # fmt: skip
def test_a_known_root_is_identified_by_name_or_nothing_is_said_of_it(identification: str | None, known: bool) -> None:
    assert roots(told(root("a", identification=identification)))[2] == ((0,) if known else (None,))


def test_a_root_without_a_source_is_not_known_whatever_its_registry_id() -> None:
    assert roots(told(root(None)))[2] == (None,)
    assert roots(told(root(None, source_id="r1")))[2] == (None,)


def test_a_root_with_the_lineage_of_a_known_one_is_known() -> None:
    known = told(root("a", lineage="l"))
    for other in (
        root("b", "hearsay", lineage="l"),
        root(None, "eyewitness", lineage="l"),
        root("c", "classified_leak", identification="bare", lineage="l"),
        root("d", "secondhand_media", lineage="l"),
        root("e", None, lineage="l"),
    ):
        assert roots(known, told(other)) == (1, "dependent", (0, 0))


def test_lineage_alone_makes_nothing_known() -> None:
    assert roots(told(root("a", "rumour", lineage="l")), told(root("b", "rumour", lineage="l")))[:2] == (1, "single")


# Which are the same?


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (root("a"), root("a"), True),
        (root("a"), root("b"), False),
        (root("The  Mayor "), root("the mayor"), True),
        (root("Caf\u00e9"), root("CAFE\u0301"), True),
        (root("Stra\u00dfe"), root("STRASSE"), True),
        (root("a", source_id="r"), root("b", source_id="r"), True),
        (root("a", source_id="r"), root("a", source_id="s"), True),
        (root("a", source_id="r"), root("b", source_id="R"), False),
        (root("a", lineage="l"), root("b", lineage="l"), True),
        (root("a", lineage="l"), root("b", lineage="m"), False),
        (root("a", lineage="a"), root("b", source_id="a"), False),
        (root("r", lineage="x"), root("b", source_id="r"), False),
        (root("a"), root("a", "court_record"), True),
    ],
)
def test_known_roots_are_the_same_by_lineage_registry_id_or_name(one: Link, other: Link, same: bool) -> None:
    assert roots(told(one), told(other))[:2] == ((1, "dependent") if same else (2, "not_established"))


def test_roots_are_the_same_where_one_chain_runs_through_the_others_root() -> None:
    through = told(root("the ministry", "wire_service"), root("a witness"))
    assert roots(through, told(root("the ministry", "on_record_official"))) == (1, "dependent", (0, 0))
    assert roots(told(root("the ministry", "on_record_official")), through) == (1, "dependent", (0, 0))


def test_a_chain_runs_through_a_root_by_registry_id_and_by_lineage_as_well() -> None:
    for shared in ({"source_id": "r"}, {"lineage": "l"}):
        through = told(root("an agency", "wire_service", **shared), root("a witness"))
        assert roots(through, told(root("the ministry", "on_record_official", **shared)))[0] == 1


def test_the_outlet_itself_can_be_the_others_root() -> None:
    seen = {"chain": [root("Daily Ledger", "direct_observation")]}
    assert roots(seen, told(root("a witness")))[:2] == (1, "dependent")
    assert roots(seen, told(root("a witness"), outlet="Evening Star"))[:2] == (2, "not_established")


def test_two_chains_through_one_agency_have_the_roots_they_have() -> None:
    agency = root("the agency", "wire_service")
    assert roots(told(agency, root("a")), told(agency, root("b")))[0] == 2


def test_sameness_is_transitive() -> None:
    a, b, c = root("a", lineage="l"), root("b", lineage="l", source_id="r"), root("c", source_id="r")
    assert roots(told(a), told(c))[0] == 2
    assert roots(told(a), told(c), told(b)) == (1, "dependent", (0, 0, 0))


def test_an_unknown_root_joins_nothing() -> None:
    bridge = root("x", "hearsay", source_id="r")
    assert roots(told(root("a", source_id="r")), told(root("x")), told(bridge))[2] == (0, 1, None)


# What adds nothing?


def test_a_chain_that_ends_in_the_outlets_own_earlier_piece_adds_no_root() -> None:
    own = {"chain": [root("Daily Ledger", "prior_own_reporting")]}
    assert roots(own) == (0, "single", (None,))
    assert roots(own, own) == (0, "single", (None, None))
    assert roots(own, told(root("a"))) == (1, "single", (None, 0))
    assert roots({"chain": [root("Daily Ledger", "prior_own_reporting", lineage="l")]}, told(root("a", lineage="l")))[
        2
    ] == (None, 0)


def test_unknown_roots_add_nothing_to_a_known_one() -> None:
    unknown = [told(root("b", "rumour")), told(root(None, "eyewitness")), told(root("c", "secondhand_media"))]
    assert roots(*unknown) == (1, "single", (None, None, None))
    assert roots(told(root("a")), *unknown) == (1, "single", (0, None, None, None))


CIRCLE = [root("x", "secondhand_media"), root("Daily Ledger", "eyewitness")]


def test_a_circular_chain_has_an_unknown_root() -> None:
    assert roots(told(*CIRCLE)) == (1, "single", (None,))
    assert roots(told(*CIRCLE), told(root("a"), outlet="Evening Star")) == (1, "single", (None, 0))


def test_a_circular_chain_shares_the_known_root_of_another() -> None:
    around = told(root("x", "secondhand_media"), root("Daily Ledger", "secondhand_media"), root("a"))
    assert roots(around, told(root("a"), outlet="Evening Star")) == (1, "dependent", (0, 0))
    assert roots(around, told(root("b"), outlet="Evening Star"))[2] == (None, 0)


# Are they independent?


def test_two_roots_are_established_if_all_but_one_carry_a_reason() -> None:
    a, b, c = (root(name) for name in "abc")
    assert roots(told(a), told(b))[1] == "not_established"
    assert roots(told(a), told(b, reason="no common owner"))[1] == "established"
    assert roots(told(a, reason="x"), told(b, reason="x"))[1] == "established"
    assert roots(told(a), told(b, reason="x"), told(c))[1] == "not_established"
    assert roots(told(a), told(b, reason="x"), told(c, reason="x"))[1] == "established"


def test_a_root_carries_its_reason_on_every_attribution_that_brings_it() -> None:
    a, b = root("a"), root("b")
    assert roots(told(a), told(b, reason="x"), told(b))[1] == "not_established"
    assert roots(told(a), told(a), told(b, reason="x"), told(b, reason="y"))[:2] == (2, "established")


def test_an_unknown_roots_missing_reason_does_not_matter() -> None:
    assert roots(told(root("a")), told(root("b"), reason="x"), told(root("c", "rumour")))[:2] == (2, "established")


def test_one_root_is_dependent_only_where_several_attributions_share_it() -> None:
    assert roots(told(root("a")))[:2] == (1, "single")
    assert roots(told(root("a")), told(root("a"), outlet="Evening Star"))[:2] == (1, "dependent")
    assert roots(told(root("a"), reason="x"), told(root("a"), reason="x"))[:2] == (1, "dependent")
    assert roots(told(root("a")), told(root("b", "rumour")))[:2] == (1, "single")


# What a caller states


TWO = (told(root("a")), told(root("b"), reason="x"))
SHARED = (told(root("a")), told(root("a"), outlet="Evening Star"))


@pytest.mark.parametrize(
    ("attributions", "stated", "count", "independence"),
    [
        (TWO, {}, 2, "established"),
        (TWO, {"count": 2}, 2, "not_established"),
        (TWO, {"count": 5}, 5, "not_established"),
        (TWO, {"count": 1}, 1, "single"),
        (TWO, {"count": 0}, 0, "single"),
        (TWO, {"independence": "not_established"}, 2, "not_established"),
        (TWO, {"count": 3, "independence": "established"}, 3, "established"),
        (TWO, {"count": 1, "independence": "dependent"}, 1, "dependent"),
        (SHARED, {"count": 1}, 1, "dependent"),
        (SHARED, {"count": 2}, 2, "not_established"),
        (SHARED, {"independence": "single"}, 1, "single"),
        (TWO[:1], {"count": 1}, 1, "single"),
        (TWO[:1], {"independence": "dependent"}, 1, "dependent"),
    ],
)
def test_what_is_stated_replaces_what_is_derived(
    attributions: tuple[Link, ...], stated: dict[str, Any], count: int, independence: str
) -> None:
    assert roots(*attributions, **stated)[:2] == (count, independence)


@pytest.mark.parametrize(
    ("attributions", "stated", "pointer"),
    [
        (TWO, {"count": 1, "independence": "established"}, "/roots/independence"),
        (TWO, {"count": 1, "independence": "not_established"}, "/roots/independence"),
        (TWO, {"count": 0, "independence": "dependent"}, "/roots/independence"),
        (TWO, {"count": 2, "independence": "single"}, "/roots/independence"),
        (TWO, {"count": 2, "independence": "dependent"}, "/roots/independence"),
        (TWO, {"independence": "single"}, "/roots/independence"),
        (TWO[:1], {"independence": "established"}, "/roots/independence"),
    ],
)
def test_roots_that_contradict_themselves_are_an_error(
    attributions: tuple[Link, ...], stated: dict[str, Any], pointer: str
) -> None:
    assert codes({"attributions": list(attributions), "roots": stated}) == {pointer: "roots_contradict"}


def test_the_three_sources_of_the_toy_are_counted_as_worked_out_by_hand() -> None:
    leak = root("one of the classified intelligence reports", "classified_leak", identification="bare")
    tank = claim_of([root("The Jerusalem Post", "prior_own_reporting"), root("The Washington Post", "secondhand_media"),
                     leak])  # fmt: skip
    assert roots(*tank["attributions"]) == (1, "single", (None,))
    minister = root("the finance minister", "on_record_official", identification="named_with_position")
    governor = root("the central bank governor", "on_record_official", identification="named")
    assert roots(told(minister), told(governor, outlet="Evening Star"))[:2] == (2, "not_established")
