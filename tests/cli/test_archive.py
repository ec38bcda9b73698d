"""Does ``sayso archive`` say what it did, and end with the right code?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.cli.calling import RUBRIC, Ran, claim, link, process

Sayso = Callable[..., Ran]


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Two claims, and a line between them that is none."""
    other = claim(link("Evening Star", "secondhand_media"), link("an aide", "anonymous_official"), id="b")
    lines = [json.dumps(claim(id="a")), "{", json.dumps(other)]
    path = tmp_path / "claims.ndjson"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_facts_and_scores_are_made_and_what_is_refused_is_a_finding(sayso: Sayso, claims: Path, tmp_path: Path) -> None:
    ran = sayso("archive", "facts", "claims.ndjson", "facts")
    assert (ran.code, ran.out) == (1, "facts: 2 claims, 2 attributions, in 1 part\n")
    assert ran.err == "sayso: 1 claim could not be read, and why is said in facts/refused.ndjson\n"
    assert json.loads((tmp_path / "facts" / "refused.ndjson").read_bytes())["line"] == 2
    ran = sayso("archive", "score", "facts", "scores")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("scores: 2 claims graded by harbour@1.0.0, in 1 part\ngrades\n")
    again = sayso("archive", "score", "facts", "scores", "--json").json
    assert again["claims"] == 2
    assert again["request"]["rubric"]["id"] == "harbour"
    assert "parts" not in again


def test_a_rubric_can_be_a_file_and_claims_can_be_graded_straight(sayso: Sayso, claims: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text(RUBRIC.replace("version: 1.0.0", "version: 1.1.0"), encoding="utf-8")
    ran = sayso(
        "archive", "score", "claims.ndjson", "scores", "--rubric", "draft.yaml", "--shard", "1/1", "--part", "1"
    )
    assert ran.code == 1
    assert "harbour@1.1.0, in 3 parts" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["facts", "gone.ndjson", "out"], "gone.ndjson: there is no such file"),
        (["facts", "claims.ndjson", "out", "--as-of", "soon"], 'as_of is "soon"'),
        (["facts", "claims.ndjson", "out", "--shard", "3/2"], "'3/2' is no shard"),
        (["facts", "claims.ndjson", "desk"], "desk is there, and was not made by sayso archive"),
        (["score", "claims.ndjson", "out", "--rubric", "nobodys"], 'there is no rubric "nobodys"'),
        (["score", "desk", "out"], "desk holds no facts"),
        (["score", "desk", "claims.ndjson", "out"], "do not go together"),
        (["impact", "harbour", "nobodys", "claims.ndjson"], 'there is no rubric "nobodys"'),
        (["sample", "a.txt"], "'txt' is no form of an archive"),
        (["sample", "-", "--format", "parquet"], "cannot be written to standard output"),
        (["sample", "no/such/folder/a.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(sayso: Sayso, claims: Path, arguments: list[str], words: str) -> None:
    ran = sayso("archive", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert not (claims.parent / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["facts", "a"],
        ["score"],
        ["impact", "a", "b"],
        ["sample", "a.csv", "--claims", "-1"],
        ["facts", "a", "b", "--part", "0"],
    ],
)
def test_wrong_usage_ends_with_two(sayso: Sayso, arguments: list[str]) -> None:
    assert sayso("archive", *arguments).code == 2


def test_impact_tells_shows_and_draws_what_moves(sayso: Sayso, claims: Path, tmp_path: Path) -> None:
    stricter = RUBRIC.replace("version: 1.0.0", "version: 2.0.0").replace("per_mille: 900", "per_mille: 500")
    (tmp_path / "stricter.yaml").write_text(stricter, encoding="utf-8")
    told = sayso("archive", "impact", "harbour", "stricter.yaml", "claims.ndjson", "--picture", "impact.svg")
    assert told.code == 1
    assert "From harbour@1.0.0 to harbour@2.0.0" in told.out
    form = sayso("archive", "impact", "harbour", "stricter.yaml", "claims.ndjson", "--json").json
    assert (form["claims"], form["refused"]) == (2, 1)
    assert sum(each["claims"] for each in form["grades"]) == 2
    picture = ET.parse(tmp_path / "impact.svg").getroot()
    assert picture.get("role") == "img"
    words = {child.get("id"): child.text or "" for child in picture}
    assert words["title"].startswith("From harbour@1.0.0 to harbour@2.0.0")
    for moved in form["numbers"].values():
        assert f"rises in {moved['up']} claims" in words["words"]


def test_a_rubric_in_place_of_itself_moves_nothing(sayso: Sayso, claims: Path) -> None:
    form = sayso("archive", "impact", "harbour", "harbour", "claims.ndjson", "--json").json
    assert (form["changed"], form["movers"]) == (0, [])
    assert all(each["before"] == each["after"] for each in form["grades"])
    assert all(moved["up"] == moved["down"] == moved["one_only"] == 0 for moved in form["numbers"].values())


@pytest.mark.parametrize("form", ["ndjson", "json", "csv", "parquet"])
def test_a_sample_is_the_same_for_the_same_seed(sayso: Sayso, tmp_path: Path, form: str) -> None:
    for name in ("one", "two"):
        ran = sayso("archive", "sample", f"{name}.{form}", "--claims", "40", "--seed", "3")
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    other = sayso("archive", "sample", f"other.{form}", "--claims", "40", "--seed", "4")
    one, two, third = ((tmp_path / f"{name}.{form}").read_bytes() for name in ("one", "two", "other"))
    assert other.code == 0
    assert one == two != third


def test_a_sample_can_go_into_a_pipe_and_be_empty(tmp_path: Path) -> None:
    ran = process("archive", "sample", "-", "--claims", "2", cwd=tmp_path)
    assert ran.code == 0
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["sample-0", "sample-1"]
    assert process("archive", "sample", "none.json", "--claims", "0", cwd=tmp_path).code == 0
    assert json.loads((tmp_path / "none.json").read_bytes()) == []


def test_progress_is_shown_to_a_terminal_only(tmp_path: Path) -> None:
    process("archive", "sample", "a.ndjson", "--claims", "20", cwd=tmp_path)
    assert process("archive", "facts", "a.ndjson", "facts", cwd=tmp_path).err == ""
    shown = process("archive", "score", "facts", "scores", cwd=tmp_path, FORCE_COLOR="1", TERM="xterm-256color")
    assert "grading" in shown.err
    assert "left" in shown.err
    assert "grading" not in shown.out
