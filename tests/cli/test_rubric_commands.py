"""Do the rubric commands list, tell, check and test rubrics, good ones and bad ones?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from tests.cli.calling import RUBRIC, Ran

Sayso = Callable[..., Ran]


def write(name: str, text: str | bytes) -> str:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def test_the_list_marks_the_default(sayso: Sayso) -> None:
    ran = sayso("rubric", "list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split() == ["harbour", "1.0.0", "Harbour", "news", "the", "default"]
    found = sayso("rubric", "list", "--json").json["rubrics"]
    assert [(each["id"], each["version"], each["default"]) for each in found] == [("harbour", "1.0.0", True)]


def test_a_broken_file_is_named_and_the_rest_listed(sayso: Sayso, desk: Path) -> None:
    (desk / "broken.yaml").write_text("sayso: rubric/1\n")
    ran = sayso("rubric", "list", "--json")
    assert ran.code == 1
    assert [each["id"] for each in ran.json["rubrics"]] == ["harbour"]
    assert "broken.yaml cannot be used" in ran.err
    assert "sayso rubric check" in ran.err


def test_a_rubric_is_told_in_sentences(sayso: Sayso) -> None:
    ran = sayso("rubric", "show", "harbour")
    assert (ran.code, ran.err) == (0, "")
    text = " ".join(ran.out.split())
    for part in (
        "Harbour news harbour@1.0.0",
        "SOURCE RELIABILITY",
        "Could a reader go back to the person who said it?",
        "60 if the root is named or named with a position “the root is named”",
        "0 otherwise “nobody is named”",
        "10 for now, while that is not known",
        "90% if the link quotes it",
        "Where in at least one attribution the root is a leak, the claim waits until a senior editor releases it.",
        "Ask whether the source may be named (medium effort). Then the root is named.",
        "3 tests in the file.",
    ):
        assert part in text, f"{part!r} is not in\n{ran.out}"


def test_an_id_a_version_and_a_file_show_the_same(sayso: Sayso, desk: Path) -> None:
    named = ("harbour", "harbour@1.0.0", str(desk / "harbour.yaml"), write("mine.yml", RUBRIC))
    assert len({sayso("rubric", "show", each).out for each in named}) == 1
    assert sayso("rubric", "show", "-", given=RUBRIC.encode()).out == sayso("rubric", "show", "harbour").out


def test_shown_as_json_it_is_what_the_service_answers(sayso: Sayso) -> None:
    shown = sayso("rubric", "show", "harbour", "--json").json
    assert shown.keys() == {
        *("id", "version", "title", "reference", "digest", "source", "text"),
        *("active", "origin", "created", "by"),
    }
    assert shown["digest"].startswith("sha256:")


def test_a_rubric_may_not_write_on_the_terminal(sayso: Sayso) -> None:
    text = RUBRIC.replace("title: Harbour news", 'title: "[red]Harbour\\u202e"')
    out = sayso("rubric", "show", write("mine.yaml", text)).out
    assert "[red]Harbour" in out
    assert not set("\x1b\u202e") & set(out)


UNKNOWN = {
    "an id": ("harbor", 'did you mean "harbour"?'),
    "a version": ("harbour@2.0.0", "harbour@1.0.0"),
    "a file": ("nowhere.yaml", "there is no such file"),
    "a folder": ("desk/", "this is a folder"),
}


@pytest.mark.parametrize(("named", "words"), UNKNOWN.values(), ids=UNKNOWN)
@pytest.mark.parametrize("command", ["show", "test"])
def test_what_is_not_there_ends_with_two(sayso: Sayso, command: str, named: str, words: str) -> None:
    ran = sayso("rubric", command, named)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_showing_a_broken_file_names_what_is_wrong(sayso: Sayso) -> None:
    ran = sayso("rubric", "show", write("mine.yaml", RUBRIC.replace("axis: source_reliability", "axis: sauce", 1)))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("mine.yaml:16:")


def test_a_good_file_is_checked_without_an_error(sayso: Sayso) -> None:
    ran = sayso("rubric", "check", write("mine.yaml", RUBRIC))
    assert ran.code == 0
    assert " error " not in ran.out
    assert ran.err.startswith("1 file checked: ")


def test_problems_are_lines_with_file_line_column_severity_and_code(sayso: Sayso) -> None:
    text = RUBRIC.replace("points: 60", 'points: "60"').replace("root: {access: direct}", "root: {acess: direct}")
    ran = sayso("rubric", "check", write("mine.yaml", text))
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert [line.split()[1:3] for line in lines] == [["error", "wrong_type"], ["error", "unknown_fact"]]
    assert [line.split(":")[1] for line in lines] == ["20", "29"]
    assert lines[1].endswith('(did you mean "access"?)')
    assert ran.err == "1 file checked: 2 errors\n"


def test_warnings_are_no_failure(sayso: Sayso) -> None:
    text = RUBRIC.replace("    reference: our own style guide, section 2.1\n", "")
    ran = sayso("rubric", "check", write("mine.yaml", text))
    assert ran.code == 0
    assert " warning no_reference " in ran.out


def test_the_check_as_json_has_every_file(sayso: Sayso) -> None:
    ran = sayso("rubric", "check", "--json", write("good.yaml", RUBRIC), write("bad.yaml", "id: [1]"))
    assert ran.code == 1
    good, bad = ran.json["files"]
    assert (good["file"], good["ok"], [test["ok"] for test in good["tests"]]) == ("good.yaml", True, [True] * 3)
    assert (bad["file"], bad["ok"], bad["digest"]) == ("bad.yaml", False, None)
    assert bad["problems"][0]["line"] == 1


def test_a_broken_rubric_of_the_desk_itself_can_be_checked(sayso: Sayso, desk: Path) -> None:
    (desk / "harbour.yaml").write_text(RUBRIC.replace("else: {id: nobody", "else: {id: by_name"))
    ran = sayso("rubric", "check", str(desk / "harbour.yaml"))
    assert ran.code == 1
    assert " error duplicate_id " in ran.out


def test_a_draft_may_extend_a_rubric_of_the_desk(sayso: Sayso) -> None:
    draft = "sayso: rubric/1\nextends: harbour@1.0.0\nid: mine\nversion: 1.0.0\ntitle: Mine\n"
    assert sayso("rubric", "check", write("mine.yaml", draft)).code == 0
    wrong = sayso("rubric", "check", write("mine.yaml", draft.replace("@1.0.0", "@9.0.0")))
    assert (wrong.code, " error dangling " in wrong.out) == (1, True)


UNUSABLE = {
    "nothing": (b"", 1, "error"),
    "no YAML": (b"a: [", 1, "error"),
    "not UTF-8": (b"\xff\xfe", 1, "yaml_encoding"),
    "an alias": (b"a: &x 1\nb: *x\n", 1, "error"),
    "a claim": (b'{"attributions": []}', 1, "error"),
    "too large": (b"#" * 300_000, 2, "file_too_large"),
}


@pytest.mark.parametrize(("data", "code", "words"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_no_rubric_is_told_so(sayso: Sayso, data: bytes, code: int, words: str) -> None:
    ran = sayso("rubric", "check", write("mine.yaml", data))
    assert ran.code == code
    assert words in ran.out + ran.err


def test_a_file_that_cannot_be_read_does_not_hide_the_others(sayso: Sayso) -> None:
    ran = sayso("rubric", "check", "nowhere.yaml", write("mine.yaml", RUBRIC.replace("points: 60", "points: 61")))
    assert ran.code == 2
    assert "nowhere.yaml error file_unreadable" in ran.err
    assert "mine.yaml:" in ran.out


def test_a_vocabulary_is_checked_as_one(sayso: Sayso, desk: Path) -> None:
    assert sayso("rubric", "check", str(desk / "vocabulary.yaml")).code == 0
    mood = "link:\n  mood: {type: text, label: Mood, gloss: g, reference: r}\n"
    own = write("own.yaml", f"sayso: vocabulary/1\n{mood}")
    assert (sayso("rubric", "check", own).code, sayso("rubric", "check", own).out) == (0, "")
    wrong = sayso("rubric", "check", write("own.yaml", f"sayso: vocabulary/1\n{mood.replace('text', 'txt')}"))
    assert wrong.code == 1
    assert wrong.out.startswith("own.yaml:3:")


def test_tests_are_named_and_what_they_reach_is_told(sayso: Sayso) -> None:
    ran = sayso("rubric", "test", "harbour")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()[1:4]] == ["ok"] * 3
    assert "3 of 3 tests hold." in ran.out
    assert "They reach 7 of 7 levels and 1 of 1 gate." in ran.out


def test_without_a_name_all_of_the_desk_is_tested(sayso: Sayso) -> None:
    assert sayso("rubric", "test").out.startswith("harbour@1.0.0")


def test_a_failing_test_has_its_breakdown_and_ends_with_one(sayso: Sayso) -> None:
    ran = sayso("rubric", "test", write("mine.yaml", RUBRIC.replace("score: 21", "score: 22")))
    assert ran.code == 1
    assert "FAIL  a member of staff who heard of it, retold" in ran.out
    assert "score is 21, expected 22" in ran.out
    assert "100.000 - " in ran.out
    assert "2 of 3 tests hold." in ran.out


def test_what_no_test_reaches_is_named(sayso: Sayso) -> None:
    cut = RUBRIC[: RUBRIC.index("  - name: a leak that nobody")]
    ran = sayso("rubric", "test", write("mine.yaml", cut))
    assert ran.code == 0
    assert "They reach 6 of 7 levels and 0 of 1 gate; not named.nobody, gate.refer." in " ".join(ran.out.split())


def test_tests_as_json_have_the_coverage(sayso: Sayso) -> None:
    found = sayso("rubric", "test", "harbour", "--json").json["rubrics"][0]
    assert (found["rubric"], found["ok"], found["coverage"]["missed"]) == ("harbour", True, [])
    assert "gate.refer" in found["coverage"]["reached"]


def test_tests_of_a_broken_file_are_not_run(sayso: Sayso) -> None:
    ran = sayso("rubric", "test", write("mine.yaml", RUBRIC.replace("points: 60", "points: 61")))
    assert ran.code == 1
    assert "error maxima_sum" in ran.out
    assert "No test was run: the file has errors." in ran.out


def test_the_schema_takes_the_rubric_and_the_vocabulary(sayso: Sayso, desk: Path) -> None:
    from sayso.facts.yaml_reader import plain, read_yaml

    for options, file in (((), "harbour.yaml"), (("--vocabulary", "--json"), "vocabulary.yaml")):
        schema = json.loads(sayso("rubric", "schema", *options).out)
        node, _ = read_yaml((desk / file).read_bytes(), file)
        assert node is not None
        jsonschema.validate(plain(node), schema)
