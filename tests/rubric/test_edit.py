"""Is a number changed in a rubric's text in its place, and everything else left as it was written?"""

from __future__ import annotations

import difflib

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.generated.vocabulary import shipped_vocabulary
from tests.usecases.small import SHIPPED

from sayso.facts.yaml_reader import plain, read_yaml
from sayso.rubric.edit import CannotEdit, Edit, edited, lines_of, said, split_lines
from sayso.rubric.load import load_rubric
from sayso.usecases.knobs import knobs_of

FILES = {path.stem: path.read_text(encoding="utf-8") for path in SHIPPED.glob("*.yaml") if path.stem != "vocabulary"}
TEXT = """\
# The desk's own.
id: small   # do not change
version: 1.0.0
criteria:
  # asked first
  - id: named
    levels:
      - {id: by_name, points: 60, because: "a } and a # in it"}   # agreed in May
      - id: by_role
        points: "20"  # once 25
    else: {id: nobody, points: 0}
chain:
  keep: [{id: quoted, per_mille: 900}, {id: retold, per_mille: 800}]
gates:
  # why it is there
  - id: lone
    cap: {sourcing: D}
    because: |
      many lines
      # no remark
  # about the second
  - {id: bare,
     cap: {sourcing: 16}}
# at the end
tests: []
"""


def changed(before: str, after: str) -> list[str]:
    """The lines that are gone and those that are new."""
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_only_the_values_change_and_every_remark_stays() -> None:
    after = edited(
        TEXT,
        [
            Edit(("version",), "1.0.1"),
            Edit(("criteria", "named", "levels", "by_name", "points"), 55),
            Edit(("criteria", "named", "levels", "by_role", "points"), 25),
            Edit(("criteria", "named", "else", "points"), 5),
            Edit(("chain", "keep", "retold", "per_mille"), 750),
            Edit(("gates", "lone", "cap", "sourcing"), 30),
        ],
    )
    assert changed(TEXT, after) == [
        "- version: 1.0.0",
        "+ version: 1.0.1",
        '-       - {id: by_name, points: 60, because: "a } and a # in it"}   # agreed in May',
        '+       - {id: by_name, points: 55, because: "a } and a # in it"}   # agreed in May',
        '-         points: "20"  # once 25',
        "+         points: 25  # once 25",
        "-     else: {id: nobody, points: 0}",
        "+     else: {id: nobody, points: 5}",
        "-   keep: [{id: quoted, per_mille: 900}, {id: retold, per_mille: 800}]",
        "+   keep: [{id: quoted, per_mille: 900}, {id: retold, per_mille: 750}]",
        "-     cap: {sourcing: D}",
        "+     cap: {sourcing: 30}",
    ]


def test_a_gate_goes_with_its_lines_and_what_is_said_of_the_next_one_stays() -> None:
    without_first = edited(TEXT, [Edit(("gates", "lone"), None)])
    assert "  # about the second\n  - {id: bare," in without_first
    assert "many lines" not in without_first
    without_second = edited(TEXT, [Edit(("gates", "bare"), None)])
    assert without_second.endswith("# no remark\n  # about the second\n# at the end\ntests: []\n")
    neither = edited(without_second, [Edit(("gates", "lone"), None)])
    assert said(neither, ("gates",)) is None
    node, problems = read_yaml(neither.encode(), "x")
    assert node is not None
    assert problems == ()
    told = plain(node)
    assert isinstance(told, dict)
    assert told["gates"] == []


def test_an_entry_of_a_list_on_one_line_goes_with_its_comma() -> None:
    first = edited(TEXT, [Edit(("chain", "keep", "quoted"), None)])
    assert "keep: [{id: retold, per_mille: 800}]" in first
    last = edited(TEXT, [Edit(("chain", "keep", "retold"), None)])
    assert "keep: [{id: quoted, per_mille: 900}]" in last


@pytest.mark.parametrize(
    "path",
    [("criteria", "none", "points"), ("criteria", "named", "unknown", "points"), ("nothing",), ("id", "x"),
     ("criteria", "named")],
)  # fmt: skip
def test_a_place_that_holds_no_value_is_refused(path: tuple[str, ...]) -> None:
    with pytest.raises(CannotEdit):
        edited(TEXT, [Edit(path, 1)])


@pytest.mark.parametrize("text", ["", "[", "a: *b", "\x00", "a: 1\na: 2", "- 1"])
def test_a_text_that_is_none_is_refused_or_has_no_such_place(text: str) -> None:
    assert said(text, ("criteria", "named")) is None
    assert ("criteria",) not in lines_of(text)
    with pytest.raises(CannotEdit):
        edited(text, [Edit(("criteria", "named", "points"), 1)])


def test_what_is_inherited_gets_an_entry_of_its_own() -> None:
    text = FILES["nato-admiralty-fm"]
    found = load(text)
    edits = [Edit(("chain", "unknown", "per_mille"), 600), Edit(("gates", "refuted"), None)]
    after = load(edited(text, edits))
    assert found.chain is not None
    assert after.chain is not None
    assert after.chain.unknown is not None
    assert after.chain.unknown.points == 600
    assert {gate.id for gate in found.gates} - {gate.id for gate in after.gates} == {"refuted"}
    assert [line for line in changed(text, edited(text, edits)) if "#" in line] == []


def load(text: str):  # type: ignore[no-untyped-def]
    files = {f"{name}@1.0.0": each.encode() for name, each in FILES.items()}
    loaded = load_rubric(text.encode(), "x", shipped_vocabulary(), files.get)
    assert loaded.rubric is not None, loaded.problems
    return loaded.rubric


RUBRICS = {name: load(text) for name, text in FILES.items()}


@settings(max_examples=25, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=st.data())
def test_any_number_of_a_shipped_rubric_can_be_turned_and_no_other_line_moves(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    knob = data.draw(st.sampled_from(list(knobs_of(RUBRICS[name]).values())))
    value = data.draw(st.integers(0, knob.most))
    after = edited(text, [Edit(knob.path, value)])
    assert said(after, knob.path) == str(value)
    if said(text, knob.path) is not None:  # else it was inherited
        at = lines_of(text)[knob.path] - 1
        others = [[line for number, line in enumerate(split_lines(each)) if number != at] for each in (text, after)]
        assert others[0] == others[1]


def test_every_line_is_where_an_editor_counts_it() -> None:
    text = "a: 1\r\nb: {c: 2}\rd: [{id: x, e: 3}]\n"
    assert dict(lines_of(text)) == {
        ("a",): 1, ("b",): 2, ("b", "c"): 2, ("d",): 3, ("d", "x"): 3, ("d", "x", "id"): 3, ("d", "x", "e"): 3,
    }  # fmt: skip
    assert edited(text, [Edit(("b", "c"), 7), Edit(("d", "x", "e"), 8)]) == "a: 1\r\nb: {c: 7}\rd: [{id: x, e: 8}]\n"
