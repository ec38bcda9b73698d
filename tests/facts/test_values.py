"""Is every declared field taken with a right value, dropped where unknown, and refused with any other?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.facts.reading import VOCABULARY, claim_of, codes, faults, read

from sayso.facts.claim import read_claim
from sayso.facts.vocabulary import Field

GOOD: dict[str, list[Any]] = {
    "text": ["some words", "12", "true"],
    "boolean": [True, False],
    "integer": [0, 1, 7],
    "date": ["2023-11-16", "2023-11-16T08:30:00Z", "2024-02-29"],
    "kind": ["eyewitness", "untraced", "relay"],
    "spans": [[[0, 3]], [], [{"quote": "so he said", "prefix": "and ", "suffix": "", "start": 4, "end": 14}]],
    "found": [{"/hedges/0": {"rule": "lexicon", "span": [[0, 3]]}}, {"/text": {"rule": "sentence"}}],
}
BAD: dict[str, list[Any]] = {
    "text": [1, True, 1.5, [], ["x"], {"x": 1}],
    "enum": ["no such value", "", "Direct", 1, True, [], ["direct"], {"x": 1}],
    "list": ["what", 1, True, {"x": 1}],
    "hedges": ["may", 1, True, {"term": "may"}],
    "boolean": ["true", "yes", "", 1, 0, [], {"x": 1}],
    "integer": ["1", "", 1.0, 1.5, -1, 10**12, True, float("nan"), float("inf"), [], {"x": 1}],
    "date": ["16.11.2023", "2023-11", "2023-02-30", "yesterday", "", "20231116", 20231116, True, [], {"x": 1}],
    "kind": [1, True, [], ["eyewitness"], {"x": 1}],
    "record": ["x", "", 1, True, [], ["x"]],
    "spans": ["0-3", 1, True, [[3, 3]], [[4, 3]], [[-1, 3]], [[0]], [[0, 1, 2]], [["0", "3"]], [[0, 1.0]],
              [{"quote": "x", "start": 3, "end": 3}], [{"start": 0, "end": 3}]],
    "found": ["x", 1, [], {"/text": "rule"}, {"/text": {"span": [[0, 3]]}}, {"/text": {"rule": 1}}],
}  # fmt: skip


def kind_of(field: Field) -> str:
    return "hedges" if field.format == "hedges" else field.type


def places() -> Iterator[tuple[str, Field, tuple[str, ...]]]:
    """Every declared fact of a claim: its pointer, its field, and the keys that lead to it."""
    for section, fields, way in (
        ("", VOCABULARY.claim, ()),
        ("/attributions/0", VOCABULARY.attribution, ("attribution",)),
        ("/attributions/0/chain/0", VOCABULARY.link, ("link",)),
    ):
        for name, field in fields.items():
            if field.type not in ("attributions", "chain"):
                yield f"{section}/{name.replace('.', '/')}", field, (*way, *name.split("."))


PLACES = list(places())
each_place = pytest.mark.parametrize(("pointer", "field", "way"), PLACES, ids=[place[0] for place in PLACES])


def with_value(way: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A claim that says one thing more."""
    claim = claim_of([{"source": "x"}])
    at: Any = claim
    if way[0] in ("attribution", "link"):
        at = claim["attributions"][0] if way[0] == "attribution" else claim["attributions"][0]["chain"][0]
        way = way[1:]
    for key in way[:-1]:
        at = at.setdefault(key, {})
    at[way[-1]] = value
    return claim


def value_in(claim: dict[str, Any], pointer: str) -> Any:
    at: Any = claim
    for key in pointer.split("/")[1:]:
        at = at[int(key)] if isinstance(at, list) else at[key]
    return at


def good_values(field: Field) -> list[Any]:
    if field.type == "enum":
        return list(field.values)
    if kind_of(field) == "hedges":
        return [[{"term": "may"}], [{"term": "likely", "place": "inner", "yardstick": "phia", "span": [[0, 6]]}], []]
    if field.type == "list":
        return [list(field.values), list(field.values)[:1], []]
    if field.type == "record":
        return []
    return GOOD[field.type]


@each_place
def test_every_right_value_is_kept_as_it_is(pointer: str, field: Field, way: tuple[str, ...]) -> None:
    if pointer == "/roots/count":
        assert [value_in(read(with_value(way, value)), pointer) for value in (0, 1, 7)] == [0, 1, 7]
        return
    for value in good_values(field):
        if pointer == "/roots/independence":
            claim = with_value(way, value)
            claim["roots"]["count"] = 2 if value in ("established", "not_established") else 1
            assert value_in(read(claim), pointer) == value
        elif pointer == "/likelihood/term":
            assert read(with_value(("likelihood",), {"term": "likely", "yardstick": "icd203"}))["likelihood"]["term"]
        else:
            assert value_in(read(with_value(way, value)), pointer) == value


@each_place
def test_absent_null_and_the_word_unknown_are_the_same(pointer: str, field: Field, way: tuple[str, ...]) -> None:
    silent = read(claim_of([{"source": "x"}]))
    if pointer.endswith("/chain/0/source"):
        silent = {"attributions": [{"chain": [{}]}]}
    for nothing in (None, "unknown", " unknown "):
        assert read(with_value(way, nothing)) == silent


@each_place
def test_every_wrong_value_is_refused_at_its_place(pointer: str, field: Field, way: tuple[str, ...]) -> None:
    for value in BAD[kind_of(field)]:
        found = faults(with_value(way, value))
        assert all(place == pointer or place.startswith(f"{pointer}/") for place in found), (value, list(found))


@each_place
def test_an_empty_text_says_nothing_and_an_empty_map_neither(pointer: str, field: Field, way: tuple[str, ...]) -> None:
    silent = read(claim_of([{"source": "x"}]))
    if field.type == "record":
        assert read(with_value(way, {})) == silent
    elif field.type == "text" and not pointer.endswith("/source"):
        assert read(with_value(way, "  ")) == silent


def test_a_source_of_white_space_is_no_source() -> None:
    assert read(claim_of([{"source": " \t\n"}])) == {"attributions": [{"chain": [{}]}]}


@pytest.mark.parametrize("field", ["specifics", "hedges"])
def test_an_empty_list_is_a_known_none_and_not_unknown(field: str) -> None:
    assert read(claim_of([{}], **{field: []}))[field] == []
    assert field not in read(claim_of([{}]))


def test_what_a_list_holds_is_checked_item_by_item() -> None:
    found = codes(claim_of([{}], specifics=["what", "why", 7, None, "unknown", ["who"]]))
    assert found == {f"/specifics/{at}": "unknown_value" for at in (1, 2, 3, 4, 5)}


def test_particulars_stand_once_and_in_the_declared_order() -> None:
    assert read(claim_of([{}], specifics=["when", "who", "when"]))["specifics"] == ["who", "when"]


def test_a_hedge_is_a_word_or_a_record_and_becomes_a_record() -> None:
    hedges = ["reportedly", {"term": "may", "place": "outer"}]
    assert read(claim_of([{"hedges": hedges}], hedges=hedges)) == claim_of(
        [{"hedges": [{"term": "reportedly"}, {"term": "may", "place": "outer"}]}],
        hedges=[{"term": "reportedly"}, {"term": "may", "place": "outer"}],
    )


def test_a_hedge_said_twice_stands_once_with_both_its_places() -> None:
    hedges = [{"term": "may", "span": [[0, 3]]}, "may", {"term": "may", "span": [[9, 12]]}, {"term": "might"}]
    assert read(claim_of([{}], hedges=hedges))["hedges"] == [
        {"term": "may", "span": [[0, 3], [9, 12]]},
        {"term": "might"},
    ]


def test_a_hedge_in_and_outside_a_quotation_is_two() -> None:
    hedges = [{"term": "may", "place": "inner"}, {"term": "may", "place": "outer"}]
    assert read(claim_of([{}], hedges=hedges))["hedges"] == hedges


@pytest.mark.parametrize(
    ("hedge", "place", "code"),
    [
        (1, "", "wrong_type"),
        (None, "", "wrong_type"),
        (["may"], "", "wrong_type"),
        ("", "", "empty"),
        (" ", "", "empty"),
        ({}, "/term", "missing_key"),
        ({"place": "outer"}, "/term", "missing_key"),
        ({"term": ""}, "/term", "missing_key"),
        ({"term": "may", "place": "nearby"}, "/place", "unknown_value"),
        ({"term": "may", "yardstick": "none"}, "/yardstick", "unknown_value"),
        ({"term": "may", "strength": "weak"}, "/strength", "unknown_key"),
        ({"term": "may", "span": [[3, 1]]}, "/span/0", "bad_span"),
    ],
)
def test_a_hedge_that_is_none_is_refused(hedge: Any, place: str, code: str) -> None:
    for pointer, claim in (
        ("/hedges/0", claim_of([{}], hedges=[hedge])),
        ("/attributions/0/chain/0/hedges/0", claim_of([{"hedges": [hedge]}])),
    ):
        assert codes(claim) == {pointer + place: code}


def test_texts_are_trimmed_and_composed_and_quoted_places_stay_to_the_letter() -> None:
    claim = read(claim_of([{"source": " Cafe\u0301  Noir ", "mention": [
        {"quote": "Cafe\u0301 ", "prefix": " in ", "start": 3, "end": 8}]}], text="\ta\u030a\n"))  # fmt: skip
    assert claim["text"] == "\u00e5"
    link = claim["attributions"][0]["chain"][0]
    assert link["source"] == "Caf\u00e9  Noir"
    assert link["mention"] == [{"quote": "Cafe\u0301 ", "prefix": " in ", "start": 3, "end": 8}]


def test_reading_leaves_what_was_sent_alone() -> None:
    hedge = {"term": " may ", "span": [[0, 3]]}
    raw = claim_of([{"kind": "no_such_kind", "access": None}], hedges=[hedge, {"term": "may", "span": [[5, 8]]}])
    before = repr(raw)
    read_claim(raw, VOCABULARY)
    assert repr(raw) == before


def test_reading_what_was_read_changes_nothing() -> None:
    once = read(claim_of([{"source": " x ", "access": None, "hedges": ["may"]}], hedges=["may", "may"], specifics=[]))
    assert read(once) == once
