"""Is bad input told with its file, line and pointer, does it leave the rest alone, and is nothing else said?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.calling import Ran, claim, link

Sayso = Callable[..., Ran]


def write(name: str, data: str | bytes) -> str:
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return name


UNREADABLE = {
    "nothing in it": ("", "malformed_json", ":1:1 ", "the file is empty"),
    "no JSON": ('{"text": }', "malformed_json", ":1:10 ", "not JSON"),
    "cut short": ('{"text": "x', "malformed_json", ":1:", "not JSON"),
    "NaN": ('{"attributions": NaN}', "malformed_json", ":1:18 ", "NaN and Infinity are not JSON"),
    "Infinity": ("[Infinity]", "malformed_json", ":1:2 ", "NaN and Infinity"),
    "a key twice": ('{"text": "a", "text": "b"}', "repeated_key", " ", 'the key "text" is given twice'),
    "too deep": ("[" * 40 + "]" * 40, "body_too_deep", " ", "deeper than 32 levels"),
    "too large": (" " * (2 * 1024 * 1024 + 1), "file_too_large", " ", "larger than 2048 KiB"),
    "not UTF-8": (b'{"text": "\xff"}', "not_utf8", ":1:11 ", "save it as UTF-8"),
    "UTF-16": ("{}".encode("utf-16"), "not_utf8", ":1:1 ", "not UTF-8"),
    "half a character": ('{"text": "\\ud800"}', "malformed_json", ":1:", "needs its other half"),
    "a document with a word misspelt": (
        '{"claims": [],\n "titel": "x"}',
        "unknown_key",
        ":2:11 ",
        'did you mean "title"?',
    ),
    "a document without a list": ('{"claims": 3}', "wrong_type", ":1:12 ", "a list is expected"),
}


@pytest.mark.parametrize(("data", "code", "place", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_whole(
    sayso: Sayso, data: str | bytes, code: str, place: str, words: str
) -> None:
    ran = sayso("score", write("a.json", data), write("b.json", json.dumps(claim())))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"a.json{place}"), ran.err
    assert f" error {code} " in ran.err
    assert words in ran.err
    assert "body" not in ran.err.replace(code, "")
    assert ran.err.count("\n") == 1


def test_every_file_that_cannot_be_read_is_named(sayso: Sayso) -> None:
    Path("folder").mkdir()
    ran = sayso("score", "nowhere.json", "folder", write("a.json", "{"))
    assert (ran.code, ran.out) == (2, "")
    assert [line.split()[0] for line in ran.err.splitlines()] == ["nowhere.json", "folder", "a.json:1:1"]
    assert "there is no such file" in ran.err
    assert "this is a folder" in ran.err


def test_a_path_through_a_file_is_told_as_what_it_is(sayso: Sayso) -> None:
    ran = sayso("score", f"{write('a.json', '{}')}/b.json")
    assert ran.code == 2
    assert ran.err.startswith("a.json/b.json error file_unreadable it cannot be read: not a directory")


@pytest.mark.parametrize("name", ["odd\x1b[31m.json", "odd\u202e.json", "odd\n.json", "odd\udcff.json", "nul\0.json"])
def test_an_odd_name_does_nothing_to_the_terminal(sayso: Sayso, name: str) -> None:
    ran = sayso("score", name)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert not set("\x1b\u202e\0") & set(ran.err)


def test_a_file_without_end_is_refused_after_its_beginning(sayso: Sayso) -> None:
    ran = sayso("score", "/dev/zero")
    assert (ran.code, "larger than" in ran.err) == (2, True)


def test_one_bad_claim_leaves_the_others_alone(sayso: Sayso) -> None:
    bad = claim(link("somebody", "eyewitness", access="dirct"), text="bad")
    text = json.dumps({"claims": [claim(), bad, claim()]}, indent=1)
    ran = sayso("score", "--json", write("a.json", text))
    assert ran.code == 1
    assert ["problem" in item for item in ran.json["results"]] == [False, True, False]
    problem = ran.json["results"][1]["problem"]
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "dirct" in line)
    assert (problem["code"], problem["file"]) == ("invalid_claim", "a.json")
    assert problem["errors"][0]["pointer"] == "/attributions/0/chain/0/access"
    assert problem["errors"][0]["line"] == line
    assert ran.err.startswith(f"a.json:{line}:")
    assert 'did you mean "direct"?' in ran.err
    assert ran.err.splitlines()[-1] == "sayso: 1 of 3 claims could not be graded"


def test_a_bad_claim_stands_in_its_place_in_the_report(sayso: Sayso) -> None:
    ran = sayso("score", write("a.json", json.dumps([claim(), {"text": "bad"}])))
    assert ran.code == 1
    assert "1  not graded" in ran.out
    assert "a.json:1:" in ran.out
    assert "missing_key at /attributions" in ran.out
    assert "1 claim graded" in ran.out


def test_bad_lines_are_told_by_their_line_and_the_others_graded(sayso: Sayso) -> None:
    lines = [json.dumps(claim()), "{bad", '{"attributions": [{"chain": []}]}', "3", '{"text": "a", "text": "b"}']
    ran = sayso("score", "--json", write("a.ndjson", "\n".join(lines)))
    assert ran.code == 1
    assert ["result" in item for item in ran.json["results"]] == [True, False, False, False, False]
    places = [line.split()[0] for line in ran.err.splitlines()[:-1]]
    assert places == ["a.ndjson:2:2", "a.ndjson:3:29", "a.ndjson:4:1", "a.ndjson:5:1"]
    errors = [item["problem"]["errors"][0] for item in ran.json["results"][1:]]
    assert [error["line"] for error in errors] == [2, 3, 4, 5]
    assert [error["code"] for error in errors] == ["malformed_json", "empty", "wrong_type", "repeated_key"]


def test_a_line_too_long_is_one_problem(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_MAX_BODY_BYTES", "2000")
    lines = [json.dumps(claim()), json.dumps(claim(text="x" * 3000)), json.dumps(claim())]
    ran = sayso("score", "--json", write("a.ndjson", "\n".join(lines)))
    assert ["result" in item for item in ran.json["results"]] == [True, False, True]
    assert "a.ndjson:2:1 error file_too_large" in ran.err
    piped = sayso("score", "--json", "-", given="\n".join(lines).encode())
    assert ["result" in item for item in piped.json["results"]] == [True, False, True]


def test_everything_wrong_with_a_claim_is_told_at_once(sayso: Sayso) -> None:
    ran = sayso("score", write("a.json", '{"content": "fct", "reply": 3, "nonsense": 1, "attributions": []}'))
    assert ran.code == 1
    for pointer in ("/content", "/reply", "/nonsense", "/attributions"):
        assert f"at {pointer}:" in " ".join(ran.out.split())


REQUESTS = {
    "a rubric that is not there": ({"rubric": "harbor"}, "unknown_rubric", "/rubric"),
    "several rubrics": ({"rubric": ["harbour", "other"]}, "wrong_type", "/rubric"),
    "a day that is none": ({"as_of": "soon"}, "wrong_type", "/as_of"),
    "a part that is none": ({"include": ["everything"]}, "unknown_option", "/include/0"),
    "a key that is none": ({"rubrik": "harbour"}, "unknown_key", "/rubrik"),
    "a pointer to nowhere": ({"disputed": ["/nowhere"]}, "dangling", "/disputed/0"),
}


@pytest.mark.parametrize(("more", "code", "pointer"), REQUESTS.values(), ids=REQUESTS)
def test_a_request_that_cannot_be_answered_is_one_problem(
    sayso: Sayso, more: dict[str, object], code: str, pointer: str
) -> None:
    lines = [json.dumps({"claim": claim(), **more}), json.dumps(claim())]
    ran = sayso("score", "--json", write("a.ndjson", "\n".join(lines)))
    assert ran.code == 1
    assert "result" in ran.json["results"][1]
    error = ran.json["results"][0]["problem"]["errors"][0]
    assert (error["code"], error["pointer"], error["line"]) == (code, pointer, 1)
    assert error["column"] > len('{"claim": ') + len(json.dumps(claim()))


WRONG_USE = {
    "no file": ((), "Missing argument"),
    "an option that is none": (("--json", "--fast", "a.json"), "No such option"),
    "a rubric that is not there": (("--rubric", "harbor", "a.json"), 'did you mean "harbour"?'),
    "a rubric file that is not there": (("--rubric", "nowhere.yaml", "a.json"), "there is no such file"),
    "a day that is none": (("--as-of", "soon", "a.json"), "a date is expected"),
    "a part that is none": (("--include", "rais", "a.json"), 'did you mean "raise"?'),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_is_told_and_ends_with_two(sayso: Sayso, arguments: tuple[str, ...], words: str) -> None:
    write("a.json", json.dumps(claim()))
    ran = sayso("score", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_a_rubric_file_with_errors_is_a_finding(sayso: Sayso, desk: Path) -> None:
    text = (desk / "harbour.yaml").read_text().replace("points: 60", "points: sixty")
    ran = sayso("score", "--rubric", write("mine.yaml", text), write("a.json", json.dumps(claim())))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("mine.yaml:20:")
    assert " error wrong_type " in ran.err


def test_a_desk_without_a_rubric_that_works_ends_with_two(sayso: Sayso, desk: Path) -> None:
    (desk / "harbour.yaml").write_text("sayso: rubric/1\n")
    ran = sayso("score", write("a.json", json.dumps(claim())))
    assert (ran.code, ran.out) == (2, "")
    assert "no rubric can be used" in ran.err


def test_a_setting_that_is_none_ends_with_two(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_RUBRIK", "harbour")
    ran = sayso("score", "a.json")
    assert (ran.code, 'did you mean "SAYSO_RUBRIC"?' in ran.err) == (2, True)


def test_text_of_a_claim_is_printed_as_it_stands_and_does_nothing(sayso: Sayso) -> None:
    nasty = "[red]x[/red] :smile: \x1b[31m\x9b31m\u202eevil\u2066\x07"
    one = claim(link(f"{nasty} source", "eyewitness", identification="named", access="direct"), text=nasty, id=nasty)
    for file in (write("a.json", json.dumps(one)), write("b.json", json.dumps([one, one]))):
        out = sayso("score", file).out
        assert "[red]x[/red] :smile:" in out
        assert not set("\x1b\x9b\u202e\u2066\x07") & set(out)
    ran = sayso("score", "--json", "a.json")
    assert not set("\x1b\x9b\u202e\u2066\x07") & set(ran.out)
    assert ran.json["results"][0]["result"]["claim"]["text"] == nasty
