"""Does a file change what it speaks of, and nothing else, in whatever order it is written?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.usecases.sources.making import VOCABULARY, entry, index, record

from sayso.usecases.sources.checking import InvalidSource, read_entry
from sayso.usecases.sources.formats.given import Given, Reading
from sayso.usecases.sources.formats.own import read_ratings
from sayso.usecases.sources.formats.reading import read_given
from sayso.usecases.sources.importing import Plan, plan_import
from sayso.usecases.sources.index import Index, Kept

Json = dict[str, Any]
SCORES = "domain,pc1\n"


def whole(*entries: Json) -> list[Given]:
    return [Given(read_entry(each, VOCABULARY), at, is_whole=True) for at, each in enumerate(entries, 1)]


def scores(*rows: str) -> list[Given]:
    return read_given((SCORES + "\n".join(rows)).encode(), "x", None, Reading(), VOCABULARY)


def planned(registry: Index, given: list[Given]) -> Plan:
    return plan_import(registry, given, VOCABULARY)


def after(registry: Index, given: list[Given]) -> Index:
    plan = planned(registry, given)
    kept = dict(registry.entries) | {step.entry.id: Kept(step.entry, step.revision) for step in plan.steps}
    return Index(kept.values())


def test_what_is_there_already_is_left_as_it_is() -> None:
    registry = index(entry("a", "A"), entry("b", "B"))
    plan = planned(registry, whole(entry("a", "A"), entry("b", "Bee"), entry("c", "C")))
    assert [(step.entry.id, step.becomes, step.revision) for step in plan.steps] == [
        ("a", "same", 1),
        ("b", "changed", 2),
        ("c", "added", 1),
    ]
    assert plan.counts() == {"added": 1, "changed": 1, "same": 1}


def test_records_of_other_registries_stay() -> None:
    registry = index(entry("a", "A", records=[record(), {"registry": "other", "letter": "B"}]))
    found = after(registry, whole(entry("a", "A", records=[record("blacklisted")]))).entries["a"].entry
    assert [(each.registry, each.status or each.letter) for each in found.records] == [
        ("other", "B"),
        ("our-desk", "blacklisted"),
    ]


def test_a_score_goes_to_whoever_has_the_domain() -> None:
    registry = index(entry("post", "The Post", domains=["post.example"], owner="x"))
    found = after(registry, scores("www.post.example,0.9", "new.example,0.5"))
    post = found.entries["post"].entry
    assert (post.name, post.owner, post.records[0].rating) == ("The Post", "x", "0.900 (band 0.8 to 1)")
    assert found.entries["new-example"].entry.name == "new.example"


def test_two_ratings_of_one_outlet_grade_nothing_and_are_told() -> None:
    registry = index(entry("press", "Press", domains=["press.example", "press2.example"]))
    ratings = b"sayso: source-ratings/1\nscores: [{from: 0.5, letter: B}, {from: 0, letter: D}]"
    how = Reading(ratings=read_ratings(ratings, "x", VOCABULARY))
    rows = (SCORES + "press.example,0.234\npress2.example,0.691\n").encode()
    plan = planned(registry, read_given(rows, "x", None, how, VOCABULARY))
    (rated,) = plan.steps[0].entry.records
    assert (rated.letter, rated.rating) == (None, "0.234 (band 0.2 to 0.4); 0.691 (band 0.6 to 0.8)")
    assert [(doubt.line, doubt.code) for doubt in plan.warnings] == [(3, "records_disagree")]


def listed(name: str, domain: str) -> list[Given]:
    data = f"{{ {{ name = '{name}', domain = '{domain}', status = 'd' }} }}".encode()
    return read_given(data, "x", None, Reading(), VOCABULARY)


def test_a_row_goes_to_whoever_has_the_name_only_where_no_domain_says_otherwise() -> None:
    found = after(index(entry("post", "The Post")), listed("The Post", "post.example"))
    assert list(found.entries) == ["post"]
    assert found.entries["post"].entry.domains == ("post.example",)
    with pytest.raises(InvalidSource, match="has other domains"):
        planned(index(entry("post", "The Post", domains=["other.example"])), listed("The Post", "post.example"))
    with pytest.raises(InvalidSource, match="means a and b"):
        planned(
            index(entry("a", "The Post"), entry("b", "X", aliases=["The Post"])), listed("The Post", "post.example")
        )
    both = [entry(id_, id_, domains=["post.example"]) for id_ in ("a", "b")]
    with pytest.raises(InvalidSource, match="belongs to a and b"):
        planned(index(*both), listed("The Post", "post.example"))


def test_everything_that_stands_in_the_way_is_told_with_its_line() -> None:
    registry = index(*(entry(id_, id_, domains=["a.example", "b.example"]) for id_ in ("x", "y")))
    with pytest.raises(InvalidSource) as caught:
        planned(registry, scores("a.example,0.1", "c.example,0.1", "b.example,0.2"))
    assert [problem.line for problem in caught.value.problems] == [2, 4]


def test_an_import_that_brings_an_imitation_says_so() -> None:
    registry = index(entry("post", "The Washington Post", domains=["washingtonpost.com"]))
    plan = planned(registry, scores("washingtonpost.com.co,0.254"))
    assert [(doubt.line, doubt.code) for doubt in plan.warnings] == [(2, "look_alike")]
    assert after(registry, scores("washingtonpost.com.co,0.254")).entries["post"].entry.records == ()


ENTRIES = st.lists(
    st.builds(
        lambda number, status, registry: entry(
            f"x-{number}",
            f"Name {number}",
            domains=[f"{number}.example.org"],
            records=[record(status, registry=registry)],
        ),
        st.integers(1, 6),
        st.sampled_from(["deprecated", "blacklisted"]),
        st.sampled_from(["one", "two"]),
    ),
    max_size=6,
    unique_by=lambda each: each["id"],
)


@given(ENTRIES, st.randoms(use_true_random=False), st.integers(0, 6))
def test_the_order_and_the_number_of_files_change_nothing(entries: list[Json], chance: Any, cut: int) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    at_once = after(Index(()), whole(*entries))
    in_parts = after(after(Index(()), whole(*shuffled[:cut])), whole(*shuffled[cut:]))
    assert {id_: kept.entry for id_, kept in at_once.entries.items()} == {
        id_: kept.entry for id_, kept in in_parts.entries.items()
    }


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(numbers: list[int], chance: Any) -> None:
    rows = [f"{number}.example.org,0.{number}" for number in numbers]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    registry = index(entry("known", "Known", domains=["1.example.org", "2.example.org"]))
    one, other = after(registry, scores(*rows)), after(registry, scores(*shuffled))
    assert {id_: kept.entry.form for id_, kept in one.entries.items() if id_ != "known"} == {
        id_: kept.entry.form for id_, kept in other.entries.items() if id_ != "known"
    }
    assert set(one.entries) == set(other.entries)
