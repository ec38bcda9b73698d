"""Is each kind of change told as what it is: settings, bands, gates, words, links, and cases in words?"""

from __future__ import annotations

import json
from typing import Any

from tests.rubric.making import criterion, load, rubric, vocabulary

from sayso.rubric.diff import diff_rubrics
from sayso.rubric.diff_model import Change, Diff
from sayso.rubric.diff_rules import NOT_KNOWN

Json = dict[str, Any]
KNOWS = [{"id": "direct", "when": {"root": {"access": "direct"}}, "points": 100}]
ELSE = {"points": 10}
LEAK = {"any_attribution": {"root": {"kind": "leak"}}}


def told(before: Json, after: Json) -> Diff:
    read = []
    for source in (before, after):
        loaded = load(json.dumps(source))
        assert loaded.rubric is not None, [problem.message for problem in loaded.problems]
        read.append(loaded.rubric)
    return diff_rubrics(read[0], read[1], vocabulary())


def small(levels: list[Json] | None = None, /, of: str = "attribution", top: Json | None = None, **more: Any) -> Json:
    entries = {"else": dict(ELSE), **more}
    return rubric([criterion([dict(level) for level in levels or KNOWS], **entries)], of, **(top or {}))


def gate(**more: Any) -> Json:
    return {"id": "g", "when": LEAK, "note": True, "because": "so it is", "reference": "none", **more}


def test_a_level_between_takes_cases_from_the_else() -> None:
    indirect = {"id": "indirect", "when": {"root": {"access": "indirect"}}, "points": 60}
    (rule,) = told(small(), small([*KNOWS, indirect])).changed
    assert (rule.cases, rule.settings) == (4, ())
    (shift,) = [each for each in rule.shifts if each.before.points != each.after.points]
    assert (shift.before.level, shift.after.level, shift.cases) == ("else", "indirect", 1)
    assert (shift.before.points, shift.after.points, shift.when) == (10, 60, "the root had it from those who knew")
    assert shift.told == "root.access indirect"


def test_a_changed_estimate_is_a_shift_of_what_is_not_known() -> None:
    (rule,) = told(small(unknown={"points": 20}), small(unknown={"points": 30})).changed
    (shift,) = rule.shifts
    assert (shift.before.level, shift.before.points, shift.after.points) == (NOT_KNOWN, 20, 30)
    assert (shift.before.low, shift.before.high) == (10, 100)
    assert shift.when == "the root has no stated way of knowing it"


def test_unknown_lowest_is_a_setting_and_a_shift_where_an_estimate_stood() -> None:
    found = told(small(unknown={"points": 20}), small(unknown={"points": 20}, top={"unknown": "lowest"}))
    assert found.settings == (Change("unknown", "estimate", "lowest"),)
    assert [(shift.before.points, shift.after.points) for shift in found.changed[0].shifts] == [(20, 10)]


def test_the_largest_change_comes_first_among_shifts_and_among_criteria() -> None:
    def two(first: int, second: int) -> Json:
        levels = {"a": ("access", 60, first), "b": ("identification", 40, second)}
        values = {"access": "direct", "identification": "named_with_position"}
        return rubric(
            [
                criterion(
                    [{"id": "l", "when": {"root": {f: values[f]}}, "points": top}], id=name, **{"else": {"points": p}}
                )
                for name, (f, top, p) in levels.items()
            ]
        )

    found = told(two(10, 5), two(12, 25))
    assert [rule.id for rule in found.changed] == ["b", "a"]


def test_the_same_condition_in_other_words_is_words_only() -> None:
    listed = [{"id": "it", "when": {"root": {"access": ["direct", "indirect"]}}, "points": 100}]
    other = [
        {"id": "it", "when": {"any": [{"root": {"access": "indirect"}}, {"root": {"access": "direct"}}]}, "points": 100}
    ]
    found = told(small(listed), small(other))
    assert (found.changed, found.grades, found.empty) == ((), False, False)
    assert [change.what for change in found.words] == ["criterion c, level it: when"]


def test_a_criterion_on_another_axis_and_one_that_is_new_or_gone_are_told() -> None:
    def on(axis: str, *ids: str) -> Json:
        made = small()
        made["axes"] = {name: {**made["axes"]["it"]} for name in ("it", "that")}
        made["criteria"] = [
            {**made["criteria"][0], "id": each, "axis": axis if each == "c" else other(axis)} for each in ids
        ]
        return made

    def other(axis: str) -> str:
        return "that" if axis == "it" else "it"

    found = told(on("it", "c", "old"), on("that", "c", "new"))
    assert found.changed[0].settings == (Change("axis", "it", "that"),)
    assert [each.id for each in found.criteria.added] == ["new"]
    assert [each.says for each in found.criteria.removed] == ["What? (on that, at most 100)"]


def test_scores_that_stand_in_another_band_are_told_in_stretches() -> None:
    after = small()
    after["axes"]["it"]["bands"] = [
        {"id": band, "from": start, "label": band} for band, start in (("A", 60), ("B", 55), ("E", 0))
    ]
    found = told(small(), after)
    assert [(m.first, m.last, m.before, m.after) for m in found.bands] == [(50, 54, "A", "E"), (55, 59, "A", "B")]
    assert found.grades


def test_weights_a_table_and_the_share_that_must_be_known_are_settings() -> None:
    before = small(top={"judge_if_known": 300})
    table = {"A": "go", "E": "stop", "F": "ask"}
    before["overall"] = {"method": "table", "table": table}
    after = small(top={"judge_if_known": 400})
    after["overall"] = {"method": "table", "table": {**table, "E": "wait"}}
    assert set(told(before, after).settings) == {
        Change("it.judge_if_known", "300", "400"),
        Change("overall.table.E", "stop", "wait"),
    }


def test_a_gate_is_widened_narrowed_or_moved_with_an_example() -> None:
    def asks(kind: object) -> Json:
        return small(top={"gates": [gate(when={"any_attribution": {"root": {"kind": kind}}})]})

    (wider,) = told(asks("classified_leak"), asks("leak")).gates_changed
    assert wider.condition == "widened"
    assert (wider.shifts[0].before, wider.shifts[0].after) == (0, 1)
    assert "leak" in wider.shifts[0].when
    (narrower,) = told(asks("leak"), asks("classified_leak")).gates_changed
    assert narrower.condition == "narrowed"
    (moved,) = told(asks("leak"), asks("court_record")).gates_changed
    assert moved.condition == "moved"


def test_what_a_gate_does_is_told_beside_what_it_asks() -> None:
    before = small(top={"gates": [gate(when={"root": {"kind": "leak"}}, note=False, cap={"it": 40})]})
    del before["gates"][0]["note"]
    after = json.loads(json.dumps(before))
    after["gates"][0] |= {"cap": {"it": 30}, "if_unknown": "bind"}
    (found,) = told(before, after).gates_changed
    assert found.condition is None
    assert [each.what for each in found.settings] == ["cap it", "if_unknown"]
    added = told(small(), before).gates.added
    assert [each.says for each in added] == ["Where the root is a leak, it is at most 40 (band E)."]


def test_other_links_are_compared_level_by_level_and_the_same_ones_case_by_case() -> None:
    def over(take: str, points: int) -> Json:
        return small(
            [{"id": "quoted", "when": {"link": {"relation": "quotes"}}, "points": 100}],
            over={"links": "relays", "take": take},
            none={"points": 100},
            **{"else": {"points": points}},
        )

    (same,) = told(over("worst", 10), over("worst", 20)).changed
    assert same.why is None
    assert ("else", 10, 20) in [(s.before.level, s.before.points, s.after.points) for s in same.shifts]
    (other,) = told(over("worst", 10), over("best", 20)).changed
    assert (other.cases, other.shifts) == (None, ())
    assert other.why == "it is not asked of the same links"
    assert Change("else", "10", "20") in other.levels
    assert Change("take", "worst", "best") in other.settings


def test_too_many_cases_are_said_to_be_and_compared_level_by_level() -> None:
    facts = [
        "access",
        "expertise",
        "identification",
        "custody",
        "publisher_verification",
        "relation",
        "interest",
        "medium",
        "seen",
        "authentication",
    ]

    def many(points: int) -> Json:
        values = {name: next(iter(vocabulary().link[name].values)) for name in facts}
        last = {
            "id": "some",
            "when": {"any": [{"root": {name: value}} for name, value in values.items()]},
            "points": points,
        }
        first = {"id": "all", "when": {"root": values}, "points": 100}
        return small([first, last])

    (rule,) = told(many(60), many(50)).changed
    assert rule.cases is None
    assert "more than 20000 cases" in str(rule.why)
    assert [(each.what, str(each.before)[:2], str(each.after)[:2]) for each in rule.levels] == [("some", "60", "50")]


def test_remedies_and_tests_are_told_and_change_no_grade() -> None:
    def with_(text: str, name: str, score: int) -> Json:
        claim = {"attributions": [{"chain": [{"kind": "eyewitness", "access": "direct"}]}]}
        tests = [
            {"name": "kept", "claim": claim, "expect": {"it": {"score": score}}},
            {"name": name, "claim": claim, "expect": {}},
        ]
        remedy = {"text": text, "effort": "low", "set": {"root.access": "direct"}}
        return small(top={"remedies": {"ask": remedy}, "tests": tests})

    found = told(with_("Ask", "old", 100), with_("Ask again", "new", 99))
    assert not found.grades
    assert [(change.what, change.after) for change in found.remedies] == [
        ("ask", "Ask again (low effort), then the root had direct access")
    ]
    assert {(change.what, change.before, change.after) for change in found.tests} == {
        ("kept", "there", "with another expectation"),
        ("old", "there", None),
        ("new", None, "there"),
    }


def test_a_chain_that_is_new_or_keeps_less_is_told() -> None:
    def kept(share: int) -> Json:
        keep = [{"id": "quoted", "when": {"link": {"relation": "quotes"}}, "per_mille": share, "because": "so"}]
        return small(
            top={"chain": {"axis": "it", "keep": keep, "else": {"id": "rest", "per_mille": 500, "because": "so"}}}
        )

    found = told(kept(900), kept(800)).chain
    assert found is not None
    assert [
        (s.before.level, s.before.points, s.after.points, s.when) for s in found.shifts if s.before.level == "quoted"
    ] == [("quoted", 900, 800, "the link quotes it")]
    assert [each.id for each in told(small(), kept(900)).criteria.added] == ["chain"]
