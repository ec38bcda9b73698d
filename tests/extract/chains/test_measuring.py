"""Figures of agreement, on lines small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.extract.chains.articles import marked

from sayso.extract.chains import Publication
from sayso.extract.chains.guidelines import chain_lines
from sayso.extract.chains.measuring import chain_agreement, same_name
from sayso.extract.prose import take_apart


def line(
    *names: str, doc: str = "d", id_: str = "E1", kind: str = "participant_statement", **more: Any
) -> dict[str, Any]:
    chain = [{"name": "Ledger", "kind": "secondhand_media"}, *({"name": name, "kind": kind} for name in names)]
    return {"doc": doc, "id": id_, "chain": chain, "claim": True, "hedges": [], **more}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann Holt", "Sen. Ann Holt", True),
        ("The Herald", "Herald", True),
        ("Ann Holt", "Bob Holt", False),
        ("", "", True),
        ("", "Ann", False),
        (None, None, True),
    ],
)
def test_names_are_the_same_if_one_holds_all_words_of_the_other(one: str | None, other: str | None, same: bool) -> None:
    assert same_name(one, other) is same


def test_what_agrees_with_itself_agrees_in_all() -> None:
    lines = [line("Herald", "Ann Holt"), line("Bob Lang", id_="E2", hedges=[{"term": "may", "place": "inner"}])]
    found = chain_agreement(lines, lines)
    assert set(found.shares.values()) == {1.0}
    assert (found.links.f1, found.hedges.f1, found.matched.f1) == (1.0, 1.0, 1.0)


def test_links_count_in_their_order() -> None:
    found = chain_agreement([line("Herald", "Ann Holt")], [line("Ann Holt", "Herald")])
    assert (found.links.right, found.links.found, found.links.marked) == (1, 2, 2)
    assert found.shares["exact_chain"] == 0
    assert found.shares["chain_length"] == 1


def test_hedges_count_with_their_place_and_number() -> None:
    gold = [line("A", hedges=[{"term": "may", "place": "inner"}, {"term": "May", "place": "inner"}])]
    found = [line("A", hedges=[{"term": "may", "place": "inner"}, {"term": "may", "place": "outer"}])]
    assert chain_agreement(gold, found).hedges.right == 1


def test_an_attribution_that_only_one_side_has_is_not_matched() -> None:
    found = chain_agreement([line("A"), line("B", id_="E2")], [line("A"), line("C", id_="E9")])
    assert (found.matched.right, found.matched.found, found.matched.marked) == (1, 2, 2)


def test_nothing_on_either_side_is_no_agreement_and_no_error() -> None:
    found = chain_agreement([], [])
    assert set(found.shares.values()) == {0.0}
    assert found.links.f1 == 0


@pytest.mark.parametrize(
    ("written", "meant", "outcome"),
    [("she", "Ann Holt", "right"), ("she", "she", "unresolved"), ("she", "Bob Lang", "wrong")],
)
def test_a_source_is_resolved_rightly_or_not_at_all_or_wrongly(written: str, meant: str, outcome: str) -> None:
    found = chain_agreement([line("Ann Holt")], [line(meant, source_text=written)])
    assert found.sources == {outcome: 1}


def test_a_source_that_is_named_where_it_speaks_needs_no_resolving() -> None:
    assert chain_agreement([line("Ann Holt")], [line("Ann Holt", source_text="Mayor Ann Holt")]).sources == {}


def test_by_place_each_is_paired_once_with_whoever_shares_most() -> None:
    gold = [line("A", cue=[[0, 4]], content=[[5, 25]]), line("B", id_="E2", cue=[[40, 44]], content=[[50, 60]])]
    found = [line("A", cue=[[2, 4]], content=[[5, 20]]), line("B", cue=[[0, 2]], content=[[5, 24]])]
    agreement = chain_agreement(gold, found, by_place=True)
    assert agreement.matched.right == 1
    assert agreement.shares["exact_chain"] == 0


def test_lines_in_the_guidelines_form_begin_with_the_outlet_and_say_what_is_inside_the_content() -> None:
    text, relations = marked("{Ann Holt} [claimed] <the bridge may be mined>, to The Herald.")
    (found,) = chain_lines(take_apart(text), relations, Publication("The Ledger", None, None))
    assert [link["name"] for link in found["chain"]] == ["The Ledger", "Ann Holt"]
    assert [(hedge["term"], hedge["place"]) for hedge in found["hedges"]] == [("may", "inner"), ("claimed", "outer")]
    assert (found["claim"], found["root_stated"]) == (True, True)
