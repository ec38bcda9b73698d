"""Do the derived facts of chains and claims follow from what is stated, and stay unknown where it is not?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.facts.reading import VOCABULARY, claim_of, facts_of, of_chain, of_claim, of_link

from sayso.facts.dates import day_number

RELAYS = [kind.id for kind in VOCABULARY.kinds.values() if kind.relay]
OTHERS = [kind.id for kind in VOCABULARY.kinds.values() if not kind.relay]


def sources(names: str) -> list[dict[str, Any]]:
    """A chain of sources by one-letter names; a dash is a link without a source."""
    return [{} if name == "-" else {"source": name} for name in names]


@pytest.mark.parametrize("links", [1, 2, 12])
def test_hops_are_the_links_minus_one(links: int) -> None:
    assert of_chain(claim_of([{}] * links), "hops") == links - 1


@pytest.mark.parametrize(
    ("names", "circular"),
    [
        ("a", False),
        ("aa", False),
        ("aaa", False),
        ("aba", True),
        ("abca", True),
        ("abcb", True),
        ("aab", False),
        ("abb", False),
        ("abcd", False),
        ("a-a", True),
        ("-a-", False),
        ("---", False),
        ("aaba", True),
        ("aA", False),
        ("abA", True),
    ],
)
def test_a_chain_is_circular_where_a_source_is_met_again_with_another_between(names: str, circular: bool) -> None:
    assert of_chain(claim_of(sources(names)), "circular") is circular


def test_sources_are_the_same_by_registry_id_or_by_name() -> None:
    def circular(*chain: dict[str, Any]) -> Any:
        return of_chain(claim_of(list(chain)), "circular")

    assert circular({"source": "The Post", "source_id": "p"}, {"source": "x"}, {"source_id": "p", "source": "WaPo"})
    assert circular({"source_id": "p"}, {}, {"source_id": "p"})
    assert circular({"source": "the  POST", "source_id": "p"}, {"source": "x"}, {"source": "The Post"})
    assert not circular({"source": "x", "source_id": "p"}, {"source": "y"}, {"source": "z", "source_id": "q"})
    assert not circular({"source": "x", "source_id": "p"}, {"source_id": "p"}, {"source": "x"})
    assert not circular({"source": "x", "lineage": "l"}, {"source": "y"}, {"source": "z", "lineage": "l"})


def test_names_and_ids_that_one_link_joins_are_one_source_all_along_the_chain() -> None:
    post, by_id, by_name = {"source": "The Post", "source_id": "p"}, {"source_id": "p"}, {"source": "The Post"}
    assert not of_chain(claim_of([by_name, by_id, by_name, post]), "circular")
    assert of_chain(claim_of([by_name, {"source": "The Star"}, by_id, post]), "circular")


@pytest.mark.parametrize("kind", OTHERS)
def test_a_root_is_stated_by_any_kind_but_a_relay(kind: str) -> None:
    assert of_chain(claim_of([{"kind": "secondhand_media"}, {"kind": kind}]), "root_stated") is True


@pytest.mark.parametrize("kind", [*RELAYS, None])
def test_a_chain_that_ends_in_a_relay_or_in_no_kind_states_no_root(kind: str | None) -> None:
    assert of_chain(claim_of([{"kind": "eyewitness"}, {"kind": kind}]), "root_stated") is False


def test_the_relays_are_those_of_the_design() -> None:
    assert set(RELAYS) == {
        "relay", "wire_service", "secondhand_media", "prior_own_reporting", "state_media", "aligned_media",
    }  # fmt: skip


def letters(*records: Any) -> list[dict[str, Any]]:
    return [{"track_record": {"letter": record} if record and len(record) == 1 else {"status": record}}
            for record in records]  # fmt: skip


@pytest.mark.parametrize(
    ("records", "counts"),
    [
        (["A"], "A"),
        ([None], None),
        (["E", "B"], "B"),
        (["A", "E", "C"], "C"),
        (["B", None], "B"),
        (["A", "D", "B", None], "D"),
        (["A", None, "B", None], None),
        ([None, None], None),
        (["A", "generally_reliable"], "B"),
        (["no_consensus", None], "C"),
        (["generally_unreliable", "A", None], "D"),
        (["A", "deprecated"], "D"),
        (["blacklisted", "B", None], "E"),
    ],
)
def test_the_record_that_counts_is_the_roots_else_the_lowest_among_the_relays(
    records: list[str | None], counts: str | None
) -> None:
    assert of_chain(claim_of(letters(*records)), "record") == counts


def test_a_letter_stands_before_a_status() -> None:
    both = {"track_record": {"letter": "A", "status": "blacklisted"}}
    assert of_chain(claim_of([both]), "record") == "A"
    assert of_chain(claim_of([{"track_record": {"topic": "harbours", "registry": "x"}}]), "record") is None


@given(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=6), st.sampled_from("ABCDE"))
def test_the_relays_count_only_where_the_root_has_no_letter(relays: list[str], root: str) -> None:
    assert of_chain(claim_of(letters(*relays, None)), "record") == max(relays)
    assert of_chain(claim_of(letters(*relays, root)), "record") == root
    assert of_chain(claim_of(letters(*relays[1:], None, None)), "record") is None


@pytest.mark.parametrize(
    ("specifics", "number"),
    [(None, None), ([], 0), (["who"], 1), (["when", "when"], 1), (["who", "what", "where", "when", "how_many"], 5)],
)
def test_specificity_counts_the_particulars(specifics: Any, number: int | None) -> None:
    assert of_claim(claim_of([{}], specifics=specifics), "specificity") == number


@pytest.mark.parametrize(
    ("hedges", "strength"),
    [
        (None, None),
        ([], "none"),
        (["reportedly"], "weak"),
        (["allegedly"], "strong"),
        (["ALLEGEDLY"], "strong"),
        (["may", "unverified", "could"], "strong"),
        (["so to speak"], "weak"),
        ([{"term": "Rumoured", "place": "inner"}], "strong"),
        (["possibly", "probably"], "weak"),
    ],
)
def test_the_strongest_hedge_counts_on_a_claim_and_on_a_link(hedges: Any, strength: str | None) -> None:
    raw = claim_of([{"hedges": hedges}, {}], hedges=hedges)
    assert of_claim(raw, "hedge") == strength
    assert facts_of(raw).chains[0].hedges == (strength, None)
    assert of_link(raw, "hedge", 0) == strength


def test_every_listed_word_is_as_strong_as_the_lexicon_says() -> None:
    for strength, words in (("strong", VOCABULARY.hedges.strong), ("weak", VOCABULARY.hedges.weak)):
        assert words
        for word in words:
            assert of_claim(claim_of([{}], hedges=[word.upper()]), "hedge") == strength


def dated(observed: str | None = None, reported: str | None = None, outlet: str | None = None) -> list[dict[str, Any]]:
    return [{"reported_at": outlet}, {"observed_at": observed, "reported_at": reported}]


@pytest.mark.parametrize(
    ("chains", "as_of", "age"),
    [
        ([dated("2023-11-01")], "2023-11-16", 15),
        ([dated("2023-11-01")], None, None),
        ([dated("2023-11-01", outlet="2023-11-15")], "2023-11-16", 15),
        ([dated(None, "2023-11-01", "2023-11-10")], "2023-11-16", 6),
        ([dated(None, "2023-11-01")], "2023-11-16", None),
        ([dated()], "2023-11-16", None),
        ([dated("2023-12-01")], "2023-11-16", 0),
        ([dated("2023-11-01"), dated("2023-11-14")], "2023-11-16", 2),
        ([dated("2023-11-14"), dated(None, None, "2023-11-15")], "2023-11-16", 1),
        ([dated("2023-11-01"), dated()], "2023-11-16", None),
        ([[{"reported_at": "2023-11-10"}]], "2023-11-16", 6),
        ([[{"reported_at": "2023-11-10", "observed_at": "2023-11-01"}]], "2023-11-16T23:59:59+02:00", 15),
    ],
)
def test_age_counts_from_the_newest_attribution_and_is_unknown_while_one_has_no_date(
    chains: list[list[dict[str, Any]]], as_of: str | None, age: int | None
) -> None:
    assert of_claim(claim_of(*chains), "age_days", as_of) == age


@pytest.mark.parametrize(
    ("observed", "reported", "days"),
    [
        ("2023-11-01", "2023-11-16", 15),
        ("2023-11-16", "2023-11-16", 0),
        ("2023-11-16", "2023-11-01", -15),
        (None, "2023-11-16", None),
        ("2023-11-01", None, None),
    ],
)
def test_attenuation_is_from_seeing_to_saying_at_the_root(
    observed: str | None, reported: str | None, days: int | None
) -> None:
    assert of_link(claim_of(dated(observed, reported)), "attenuation_days", 1) == days


def test_only_the_root_has_an_attenuation() -> None:
    link = {"observed_at": "2023-11-01", "reported_at": "2023-11-16"}
    assert of_link(claim_of([link, {}]), "attenuation_days", 0) is None


def test_stated_facts_stand_in_their_rows_as_a_rubric_reads_them() -> None:
    raw = claim_of(
        [{"access": "direct", "plural": False, "observed_at": "2023-11-16", "hedges": ["May"],
          "track_record": {"letter": "B", "as_of": "2020-01-01"}}],
        specifics=["who"], likelihood={"term": "likely", "yardstick": "phia"}, falsifiable="no",
    )  # fmt: skip
    link = {name: of_link(raw, name, 0) for name in VOCABULARY.layout.link}
    assert {name: value for name, value in link.items() if value is not None} == {
        "access": "direct",
        "plural": False,
        "observed_at": day_number("2023-11-16"),
        "hedges": frozenset({"may"}),
        "hedge": "weak",
        "track_record.letter": "B",
        "track_record.as_of": day_number("2020-01-01"),
    }
    claim = {name: of_claim(raw, name) for name in VOCABULARY.layout.claim}
    assert {name: value for name, value in claim.items() if value is not None} == {
        "specifics": frozenset({"who"}),
        "specificity": 1,
        "likelihood.term": "likely",
        "likelihood.yardstick": "phia",
        "falsifiable": "no",
        "roots.count": 1,
        "roots.independence": "single",
    }


def test_one_attribution_carries_no_form_and_several_are_told_apart_by_theirs() -> None:
    assert facts_of(claim_of([{"source": "a"}])).chains[0].form == b""
    forms = [chain.form for chain in facts_of(claim_of([{"source": "a"}], [{"source": "b"}])).chains]
    assert forms == sorted(forms)
    assert len(set(forms)) == 2
