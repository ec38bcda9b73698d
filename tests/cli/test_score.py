"""Are claims of every shape graded, and is the grade shown so that it can be read?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.calling import Ran, claim, link

Sayso = Callable[..., Ran]
LEAK = link("an internal memo", "leaked_document", identification="named", access="direct")


def write(name: str, value: object) -> str:
    Path(name).write_text(json.dumps(value), encoding="utf-8")
    return name


SHAPES = {
    "one claim": claim(),
    "a list": [claim()],
    "a document": {"title": "Harbour", "claims": [claim()]},
    "a request": {"claim": claim()},
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_one_claim_in_every_shape_is_graded_alike(sayso: Sayso, shape: object) -> None:
    ran = sayso("score", "--json", write("a.json", shape))
    assert (ran.code, ran.err) == (0, "")
    assert [item["index"] for item in ran.json["results"]] == [0]
    assert ran.json["results"][0]["result"]["grade"] == "A"


def test_claims_one_a_line_are_graded_in_their_order(sayso: Sayso) -> None:
    lines = [json.dumps(claim(id="a")), "", json.dumps(claim(LEAK, id="b"))]
    for name in ("a.ndjson", "a.jsonl", "a.json"):
        Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = sayso("score", "--json", name).json["results"]
        assert [(item["index"], item["result"]["claim"]["id"]) for item in found] == [(0, "a"), (1, "b")]


def test_standard_input_is_read_where_a_dash_stands(sayso: Sayso) -> None:
    ran = sayso("score", "-", "--json", given=json.dumps(claim()).encode())
    assert (ran.code, ran.json["results"][0]["result"]["grade"]) == (0, "A")


def test_a_byte_order_mark_and_windows_lines_do_no_harm(sayso: Sayso) -> None:
    text = json.dumps(claim(), indent=1).replace("\n", "\r\n")
    Path("a.json").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert sayso("score", "a.json").code == 0
    Path("b.ndjson").write_bytes(b"\xef\xbb\xbf" + json.dumps(claim()).encode() + b"\r\n")
    assert sayso("score", "b.ndjson").code == 0


def test_several_files_are_numbered_through(sayso: Sayso) -> None:
    ran = sayso("score", "--json", write("a.json", [claim(), claim()]), write("b.json", claim(id="last")))
    assert [item["index"] for item in ran.json["results"]] == [0, 1, 2]
    assert ran.json["results"][2]["result"]["claim"]["id"] == "last"


def test_a_single_claim_is_shown_in_full(sayso: Sayso) -> None:
    weak = claim(
        link("Daily Ledger", "secondhand_media", relation="quotes"),
        link("a dock worker", "leaked_document", identification="role"),
        id="c-1",
    )
    out = sayso("score", write("a.json", weak)).out
    for part in (
        "c-1  C  by harbour 1.0.0",
        "The harbour is closed.",
        "source reliability",
        "Lost on source reliability: 100.000 to 27.000",
        "-35.000  only a role is given",
        "named.by_role · our own style guide, section 2.1",
        "saw.unknown · not known",
        "The chain, nearest first",
        "keeps 90%",
        "a dock worker",
        "hold  it rests on a leak: senior editor must release it",
        "In short",
        "What would raise it",
        "Ask whether the source may be named",
        "What is not known",
        "access of a dock worker",
        "How firm it is",
    ):
        assert part in out, f"{part!r} is not in\n{out}"


def test_the_losses_that_are_shown_add_up(sayso: Sayso) -> None:
    weak = claim(link("a dock worker", "eyewitness", identification="role"))
    lines = sayso("score", write("a.json", weak)).out.splitlines()
    lost = sum(int(line.split()[0].replace(".", "")[1:]) for line in lines if line.strip().startswith("-"))
    assert 100_000 - lost == 30_000


def test_several_claims_are_shown_side_by_side_with_their_roots(sayso: Sayso) -> None:
    claims = [claim(id="a"), claim(id="b"), claim(LEAK, text="It says so.")]
    out = sayso("score", write("a.json", claims)).out
    assert "a  A  The harbour is closed." in out
    assert "2  A  It says so." in out
    assert "2  Ana Ruiz  a, b" in out
    assert "3 claims graded by harbour 1.0.0; 1 claim on hold." in out
    assert "█████████░   90" in out


def test_claims_without_a_root_in_common_are_said_to_have_none(sayso: Sayso) -> None:
    assert "No two claims hang on the same root." in sayso("score", write("a.json", [claim(), claim(LEAK)])).out


def test_roots_are_in_the_json_too(sayso: Sayso) -> None:
    ran = sayso("score", "--json", write("a.json", [claim(id="a"), claim(id="b")]))
    assert ran.json["roots"] == [{"root": "Ana Ruiz", "claims": ["a", "b"]}]


def test_no_claims_are_no_fault(sayso: Sayso) -> None:
    ran = sayso("score", write("a.json", []))
    assert (ran.code, ran.out.strip()) == (0, "There is no claim in it.")
    Path("b.ndjson").write_text("\n")
    assert sayso("score", "--json", "b.ndjson").json == {"results": [], "roots": []}


def test_an_axis_that_cannot_be_judged_says_what_is_missing(sayso: Sayso) -> None:
    ran = sayso("score", write("a.json", claim(link("somebody", "eyewitness"))))
    assert ran.code == 0
    assert "cannot be judged" in ran.out
    assert "Why source reliability cannot be judged" in ran.out
    assert "whether the source is named is not stated" in ran.out


def test_a_rubric_can_be_a_file_an_id_or_a_version(sayso: Sayso, desk: Path) -> None:
    other = (desk / "harbour.yaml").read_text().replace("id: harbour", "id: other", 1)
    Path("other.yaml").write_text(other)
    file = write("a.json", claim())
    for named, id_ in (("harbour", "harbour"), ("harbour@1.0.0", "harbour"), ("other.yaml", "other")):
        assert sayso("score", "--json", "--rubric", named, file).json["results"][0]["result"]["rubric"]["id"] == id_


def test_a_rubric_file_is_used_even_where_the_desk_has_none_that_works(sayso: Sayso, desk: Path) -> None:
    good = (desk / "harbour.yaml").read_text()
    (desk / "harbour.yaml").write_text(good.replace("points: 60", "points: 61"))
    Path("mine.yaml").write_text(good)
    assert sayso("score", "--rubric", "mine.yaml", write("a.json", claim())).code == 0


def test_include_as_of_and_strict_reach_the_grade(sayso: Sayso) -> None:
    weak = claim(link("a dock worker", "eyewitness", identification="role"))
    ran = sayso("score", "--json", "--as-of", "2026-01-31", "--include", "raise", write("a.json", weak))
    result = ran.json["results"][0]["result"]
    assert result["as_of"] == "2026-01-31"
    assert result["raise"][0]["remedies"] == ["get_the_name"]
    assert result["questions"] is None
    made_up = write("b.json", claim(link("somebody", "eyewitnes")))
    assert (sayso("score", made_up).code, sayso("score", "--strict", made_up).code) == (0, 1)


def test_a_request_brings_its_own_options_and_the_command_line_comes_before_them(sayso: Sayso) -> None:
    request = {"claim": claim(), "as_of": "2026-01-31", "include": ["flip"]}
    file = write("a.json", request)
    own = sayso("score", "--json", file).json["results"][0]["result"]
    assert (own["as_of"], own["flip"] is not None) == ("2026-01-31", True)
    asked = sayso("score", "--json", "--as-of", "2026-02-01", file).json["results"][0]["result"]
    assert asked["as_of"] == "2026-02-01"


@pytest.mark.parametrize("width", ["30", "60", "80", "200"])
def test_whatever_the_width_every_line_keeps_to_it(sayso: Sayso, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for file in (write("a.json", [claim(text="word " * 60), claim(LEAK)]), write("b.json", claim(LEAK))):
        ran = sayso("score", file)
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= int(width)


def test_a_terminal_without_blocks_gets_letters(sayso: Sayso, desk: Path) -> None:
    from tests.cli.calling import process

    settings = {"SAYSO_RUBRICS_DIR": str(desk), "SAYSO_RUBRIC": "harbour", "PYTHONIOENCODING": "ascii"}
    ran = process("score", write("a.json", claim(text="Über “alles”")), cwd=desk.parent, **settings)
    assert (ran.code, ran.err) == (0, "")
    assert "#########." in ran.out


def test_the_seed_is_graded_by_the_shipped_desk(sayso: Sayso, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYSO_RUBRICS_DIR")
    monkeypatch.delenv("SAYSO_RUBRIC")
    ran = sayso("score", str(root / "fixtures" / "seed" / "claims.json"))
    assert (ran.code, ran.err) == (0, "")
    assert "25 claims graded by newsroom" in ran.out
    assert "seed-14, seed-15, seed-16" in ran.out
