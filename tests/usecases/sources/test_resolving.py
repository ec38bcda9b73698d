"""Does a link get what the registry knows of its source, on its day and for its topic, and nobody else's?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.usecases.sources.making import VOCABULARY, claim, codes, entry, first, index, link, record, resolved

from sayso.facts.claim import read_claim
from sayso.usecases.sources.index import Asked, Index

POST = entry(
    "washington-post",
    "The Washington Post",
    aliases=["WaPo", "Post"],
    domains=["washingtonpost.com"],
    records=[record("generally_reliable", valid_from="2020-06-01")],
)
OTHER = entry("jerusalem-post", "The Jerusalem Post", aliases=["Post"], domains=["jpost.com"])
REGISTRY = index(POST, OTHER)


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        (link("anything else", source_id="washington-post"), "id"),
        (link("www.washingtonpost.com"), "domain"),
        (link("https://washingtonpost.com/a"), "domain"),
        (link("wapo"), "alias"),
        (link("the  washington POST"), "name"),
        (link(None, url="https://washingtonpost.com/a"), "domain"),
        (link("Post", url="https://washingtonpost.com/a"), "alias"),
    ],
)
def test_a_source_is_found_by_id_domain_alias_and_name(asked: dict[str, Any], by: str) -> None:
    found = resolved(REGISTRY, claim([asked]), "2024-01-01")
    assert first(found)["source_id"] == "washington-post"
    assert first(found)["track_record"] == {
        "as_of": "2024-01-01",
        "registry": "our-desk",
        "status": "generally_reliable",
    }
    assert found.sources is not None
    (told,) = json.loads(found.sources)["links"]
    assert (told["by"], told["source_id"], told["revision"]) == (by, "washington-post", 1)
    assert (told["pointer"], told["record"]["registry"]) == ("/attributions/0/chain/0", "our-desk")
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (link("Post"), "source_ambiguous"),
        (link("x", source_id="nobody"), "unknown_source_id"),
        (link("The Washington Post", source_id="jerusalem-post"), "source_disagrees"),
        (link("washingtonpost.com.co"), "look_alike"),
        (link("The Wаshington Post"), "look_alike"),
        (link("The Washington Post", url="https://washingtonpost.com.co/a"), "look_alike"),
        (link("WaPo", source_id="washington-post", url="https://washingtonpost.com.co/a"), "look_alike"),
        (link(None, url="https://washingtonpost.com.co/a"), "look_alike"),
        (link("blogs.washingtonpost.com"), "source_unresolved"),
    ],
)
def test_what_is_doubtful_is_warned_of_and_left_as_it_is(asked: dict[str, Any], code: str) -> None:
    found = resolved(REGISTRY, claim([asked]), "2024-01-01")
    assert codes(found) == [code]
    assert found.claim == read_claim(claim([asked]), VOCABULARY).claim
    assert found.sources is None
    assert found.warnings[0].hint


@pytest.mark.parametrize(
    "asked",
    [link("Reuters"), link(None), link("an official", url="https://washingtonpost.com/a"), link("The New York Post"),
     {"kind": "on_record_official", "url": "https://washingtonpost.com/a"}],
)  # fmt: skip
def test_who_is_not_in_the_registry_costs_nothing(asked: dict[str, Any]) -> None:
    reading = read_claim(claim([asked]), VOCABULARY)
    assert resolved(REGISTRY, claim([asked])) == reading


def test_what_the_caller_states_stays() -> None:
    stated = link("WaPo", track_record={"letter": "E"})
    found = first(resolved(REGISTRY, claim([stated]), "2024-01-01"))
    assert (found["source_id"], found["track_record"]) == ("washington-post", {"letter": "E"})


def test_a_known_imitation_has_its_own_entry_and_a_warning() -> None:
    false = entry("false", "washingtonpost.com.co", domains=["washingtonpost.com.co"], look_alike_of="washington-post")
    found = resolved(index(POST, false), claim([link("washingtonpost.com.co")]), "2024-01-01")
    assert (first(found)["source_id"], "track_record" in first(found)) == ("false", False)
    assert codes(found) == ["look_alike"]


# Days and topics

DATED = [
    record("generally_unreliable", valid_to="2020"),
    record("no_consensus", valid_from="2021-03-05", valid_to="2023-11-16"),
    record("deprecated", valid_from="2023-11-16"),
    record("blacklisted", valid_from="2022-02", topic="Sport"),
]


@pytest.mark.parametrize(
    ("as_of", "topic", "status"),
    [
        ("2019-12-31", None, "generally_unreliable"),
        ("2020-06-01", None, None),
        ("2021-01-01", None, None),
        ("2021-03-04", None, None),
        ("2021-03-05", None, "no_consensus"),
        ("2023-11-15", None, "no_consensus"),
        ("2023-11-16", None, "deprecated"),
        ("2024-01-01T10:00:00Z", None, "deprecated"),
        ("2024-01-01", "sport ", "blacklisted"),
        ("2022-01-31", "sport", "no_consensus"),
        ("2022-02-15", "sport", None),
        ("2024-01-01", "finance", "deprecated"),
        (None, None, "deprecated"),
        (None, "SPORT", "blacklisted"),
    ],
)
def test_the_record_of_the_day_and_the_topic_counts(as_of: str | None, topic: str | None, status: str | None) -> None:
    registry = index(entry("x", "X", records=DATED))
    asked = claim([link("X")], **({} if topic is None else {"topic": topic}))
    assert first(resolved(registry, asked, as_of)).get("track_record", {}).get("status") == status


def test_a_record_that_is_dated_by_its_year_only_is_asked_about() -> None:
    registry = index(entry("x", "X", records=[record("deprecated", valid_from="2023")]))
    found = resolved(registry, claim([link("X")]), "2023-11-16")
    assert codes(found) == ["record_not_dated"]
    assert "track_record" not in first(found)
    assert first(resolved(registry, claim([link("X")]), "2024-01-01"))["track_record"]["status"] == "deprecated"


def test_a_record_that_has_ended_does_not_count_without_a_day() -> None:
    registry = index(entry("x", "X", records=[record("deprecated", valid_from="2020", valid_to="2021")]))
    assert "track_record" not in first(resolved(registry, claim([link("X")])))


def test_registries_that_disagree_count_for_nothing_and_are_told() -> None:
    two = [record("deprecated"), {"registry": "another", "letter": "B"}]
    found = resolved(index(entry("x", "X", records=two)), claim([link("X")]))
    assert (codes(found), "track_record" in first(found)) == (["records_disagree"], False)
    agreeing = [record("deprecated", valid_from="2020"), {"registry": "another", "letter": "D"}]
    found = resolved(index(entry("x", "X", records=agreeing)), claim([link("X")]))
    assert first(found)["track_record"] == {"registry": "our-desk", "status": "deprecated"}


def test_a_rating_that_stands_for_nothing_at_this_desk_is_for_people_only() -> None:
    found = resolved(index(entry("x", "X", records=[{"registry": "r", "rating": "0.8"}])), claim([link("X")]))
    assert "track_record" not in first(found)


# Properties

NAMES = [
    "Ann",
    "ann",
    "Bob",
    "Post",
    "The Post",
    "post.com",
    "www.post.com",
    "pоst.com",
    "post.net",
    "Thе Post",
    "x-1",
    "x-2",
]
ENTRIES = st.lists(
    st.builds(
        lambda number, name, aliases, domains: entry(f"x-{number}", name, aliases=aliases, domains=domains),
        st.integers(1, 5),
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(NAMES), max_size=2),
        st.lists(st.sampled_from(["post.com", "post.net", "ann.org"]), max_size=2),
    ),
    max_size=5,
    unique_by=lambda each: each["id"],
)
ASKED = st.builds(
    Asked,
    st.none() | st.sampled_from(NAMES),
    st.none() | st.sampled_from(["x-1", "x-2", "x-9"]),
    st.none() | st.sampled_from(["https://post.com/a", "http://post.net", "no address"]),
    st.booleans(),
)


@given(ENTRIES, ASKED, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_changes_nothing(entries: list[Any], asked: Asked, chance: Any) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert index(*entries).match(asked) == index(*shuffled).match(asked)


@given(ENTRIES, ASKED)
def test_a_source_is_taken_for_one_entry_only_where_no_other_has_its_name(entries: list[Any], asked: Asked) -> None:
    registry: Index = index(*entries)
    found = registry.match(asked)
    if found.kept is None or asked.source is None:
        return
    means = {id_ for id_, _ in registry.named(asked.source)}
    if asked.id is not None:
        assert found.kept.entry.id == asked.id
        assert not means or asked.id in means
    else:
        assert found.kept.entry.id in means
        assert len(means) == 1 or asked.url is not None


@given(ENTRIES, st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), st.sampled_from([None, "2024-01-01"]))
def test_resolving_twice_adds_nothing(entries: list[Any], names: list[str], as_of: str | None) -> None:
    registry = index(*entries)
    once = resolved(registry, claim([link(name) for name in names]), as_of)
    again = resolved(registry, dict(once.claim), as_of)
    assert again.claim == once.claim
