"""Does a rubric that extends another say exactly what the two say together?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.rubric.making import Json, criterion, load, rubric

LEVELS: list[Json] = [
    {"id": "nobody", "when": {"root": {"kind": "hearsay"}}, "abstain": True, "because": "hearsay"},
    {"id": "direct", "when": {"root": {"access": "direct"}}, "points": 100, "because": "it knew"},
    {"id": "told", "when": {"root": {"access": "indirect"}}, "points": 40, "because": "it was told"},
]
ELSE: Json = {"id": "other", "points": 0, "because": "no"}


def parent(**more: Any) -> Json:
    levels = [dict(level) for level in LEVELS]
    return rubric([criterion(levels, **{"else": dict(ELSE)})], tests=[{"name": "t", "claim": {}, "expect": {}}], **more)


def child(**more: Any) -> Json:
    head = {"sayso": "rubric/1", "id": "child", "version": "2.0.0", "extends": "small@1.0.0"}
    return {**head, **more}


def resolved(own: Json, above: Json | None = None) -> Json:
    others = {"small@1.0.0": json.dumps(above or parent()).encode()}
    loaded = load(json.dumps(own), others)
    assert loaded.rubric is not None, [problem.text("f") for problem in loaded.problems]
    return dict(loaded.rubric.source)


def refused(own: Json | str, others: dict[str, Json | str]) -> list[tuple[str, int, int]]:
    text = own if isinstance(own, str) else json.dumps(own)
    files = {ref: (each if isinstance(each, str) else json.dumps(each)).encode() for ref, each in others.items()}
    loaded = load(text, files)
    assert loaded.rubric is None
    return [(p.code, p.line or 0, p.column or 0) for p in loaded.problems if p.severity == "error"]


def levels_of(source: Json) -> list[str]:
    return [level["id"] for level in source["criteria"][0]["levels"]]


def test_a_child_that_adds_nothing_says_what_its_parent_says_under_its_own_name() -> None:
    source = resolved(child())
    above = parent()
    assert source == {
        **{key: value for key, value in above.items() if key != "tests"},
        "sayso": "rubric/1",
        "id": "child",
        "version": "2.0.0",
    }


@pytest.mark.parametrize("key", ["id", "version", "sayso"])
def test_a_child_has_its_own_name_version_and_format(key: str) -> None:
    own = child()
    del own[key]
    assert [code for code, _, _ in refused(own, {"small@1.0.0": parent()})] == ["missing_key"]


def test_tests_are_not_inherited() -> None:
    assert "tests" not in resolved(child())


def test_maps_are_merged_by_key() -> None:
    source = resolved(child(title="Other", axes={"it": {"judge_if_known": 300}}))
    assert source["title"] == "Other"
    assert source["axes"]["it"]["judge_if_known"] == 300
    assert source["axes"]["it"]["of"] == "attribution"


def test_lists_are_merged_by_id_and_levels_sorted_by_points() -> None:
    new = {"id": "sensed", "when": {"root": {"access": "inferred"}}, "points": 60, "because": "it worked it out"}
    own = child(criteria=[{"id": "c", "levels": [{"id": "told", "points": 70}, new]}])
    source = resolved(own)
    assert levels_of(source) == ["nobody", "direct", "told", "sensed"]
    told = source["criteria"][0]["levels"][2]
    assert told == {**LEVELS[2], "points": 70}


def test_an_abstaining_level_stays_behind_the_one_it_stood_behind() -> None:
    above = parent()
    above["criteria"][0]["levels"] = [dict(LEVELS[1]), dict(LEVELS[0]), dict(LEVELS[2])]
    new = {"id": "named", "when": {"root": {"interest": "neutral"}}, "points": 100, "because": "neutral"}
    source = resolved(child(criteria=[{"id": "c", "levels": [new]}]), above)
    assert levels_of(source) == ["direct", "nobody", "named", "told"]


def test_keeps_are_sorted_by_what_they_keep() -> None:
    keeps = [{"id": "quoted", "when": {"link": {"relation": "quotes"}}, "per_mille": 800, "because": "a quotation"}]
    chain = {"axis": "it", "keep": keeps, "else": {"id": "rest", "per_mille": 500, "because": "passed on"}}
    more = {"id": "first", "when": {"link": {"relation": "relies_on_primary"}}, "per_mille": 900, "because": "original"}
    source = resolved(child(chain={"keep": [more]}), parent(chain=chain))
    assert [keep["id"] for keep in source["chain"]["keep"]] == ["first", "quoted"]


def test_a_new_band_falls_into_its_place() -> None:
    own = child(axes={"it": {"bands": [{"id": "B", "from": 30, "label": "Fair"}]}})
    assert [band["id"] for band in resolved(own)["axes"]["it"]["bands"]] == ["A", "B", "E"]


def test_a_condition_is_replaced_and_never_mixed_with_the_one_it_replaces() -> None:
    own = child(criteria=[{"id": "c", "levels": [{"id": "told", "when": {"root": {"expertise": "specialist"}}}]}])
    assert resolved(own)["criteria"][0]["levels"][2]["when"] == {"root": {"expertise": "specialist"}}


def test_remove_drops_an_entry_of_a_list_and_of_a_map() -> None:
    own = child(criteria=[{"id": "c", "levels": [{"id": "told", "remove": True}]}], remedies={"r": {"remove": True}})
    remedy = {"text": "Ask", "effort": "low", "set": {"root.access": "direct"}}
    source = resolved(own, parent(remedies={"r": remedy, "s": remedy}))
    assert levels_of(source) == ["nobody", "direct"]
    assert list(source["remedies"]) == ["s"]


@pytest.mark.parametrize("id_", [{"by": "name"}, ["nobody"]])
def test_an_entry_whose_id_is_no_word_is_refused_where_it_stands(id_: Any) -> None:
    gates = [{"id": id_, "when": {"root": {"kind": "rumour"}}, "note": True, "because": "b", "reference": "r"}]
    above = parent(gates=[{**gates[0], "id": "noted"}])
    codes = [code for code, _, _ in refused(child(gates=gates), {"small@1.0.0": above})]
    assert "bad_id" in codes


def test_what_is_not_there_cannot_be_removed() -> None:
    own = "\n".join(
        [
            "sayso: rubric/1",
            "id: child",
            "version: 2.0.0",
            "extends: small@1.0.0",
            "criteria:",
            "  - {id: d, remove: true}",
            "remedies: {r: {remove: true}, s: {text: Ask, effort: low, set: {root.access: direct}}}",
        ]
    )
    remedy = {"text": "Ask", "effort": "low", "set": {"root.access": "direct"}}
    assert refused(own, {"small@1.0.0": parent(remedies={"s": remedy})}) == [("dangling", 6, 5), ("dangling", 7, 12)]


def test_a_fault_that_comes_from_the_parent_stands_where_the_child_says_extends() -> None:
    above = parent()
    above["criteria"][0]["levels"][1]["points"] = 90
    own = "sayso: rubric/1\nid: child\nversion: 2.0.0\nextends: small@1.0.0\n"
    assert refused(own, {"small@1.0.0": above}) == [("maxima_sum", 4, 1)]


@pytest.mark.parametrize("ref", ["small", "small@1.0", "small@latest", "@1.0.0", "", 1, None, ["small@1.0.0"]])
def test_a_parent_is_named_with_its_exact_version(ref: object) -> None:
    assert [code for code, _, _ in refused(child(extends=ref), {"small@1.0.0": parent()})] == ["dangling"]


def test_a_parent_that_is_not_there_is_told() -> None:
    assert [code for code, _, _ in refused(child(), {"small@1.0.1": parent()})] == ["dangling"]


@pytest.mark.parametrize("text", ["id: [", "a: &x 1", "- a", "id: small\nid: small"])
def test_a_parent_that_cannot_be_read_is_told_where_the_child_names_it(text: str) -> None:
    own = "sayso: rubric/1\nid: child\nversion: 2.0.0\nextends: small@1.0.0\n"
    assert refused(own, {"small@1.0.0": text}) == [("dangling", 4, 1)]


def test_a_rubric_that_extends_itself_is_refused() -> None:
    own = child(extends="child@2.0.0")
    assert [code for code, _, _ in refused(own, {"child@2.0.0": own})] == ["extends_cycle"]


@pytest.mark.parametrize("length", [2, 3, 7])
def test_a_circle_of_rubrics_is_refused(length: int) -> None:
    ring = [{**child(extends=f"r{(n + 1) % length}@1.0.0"), "id": f"r{n}", "version": "1.0.0"} for n in range(length)]
    files: dict[str, Json | str] = {f"r{n}@1.0.0": each for n, each in enumerate(ring)}
    assert [code for code, _, _ in refused(ring[0], files)] == ["extends_cycle"]


def test_a_row_of_parents_has_an_end() -> None:
    files: dict[str, Json | str] = {
        f"r{n}@1.0.0": {**child(extends=f"r{n + 1}@1.0.0"), "id": f"r{n}", "version": "1.0.0"} for n in range(5000)
    }
    assert [code for code, _, _ in refused(files["r0@1.0.0"], files)] == ["extends_depth"]


def test_a_grandparent_is_merged_too() -> None:
    middle = {**child(title="Middle"), "id": "middle", "version": "1.0.0"}
    others = {"small@1.0.0": json.dumps(parent()).encode(), "middle@1.0.0": json.dumps(middle).encode()}
    loaded = load(json.dumps(child(extends="middle@1.0.0")), others)
    assert loaded.rubric is not None
    assert loaded.rubric.title == "Middle"
    assert loaded.rubric.ref == "child@2.0.0"
