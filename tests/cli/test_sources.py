"""Does ``sayso sources`` fill the registry, all or nothing, and show what is in it?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.calling import ROOT, call, process

SEED = str(ROOT / "fixtures" / "seed" / "sources.yaml")


@pytest.fixture
def sayso(tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Calls with a registry of the test's own."""
    monkeypatch.setenv("SAYSO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: call(["sources", *arguments], b"", capsys, monkeypatch)


def test_the_seed_s_registry_is_imported_and_shown(sayso: Any) -> None:
    dry = sayso("import", SEED, "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert dry.out.endswith("6 would be added, 0 would be changed, 0 the same already.\n")
    assert sayso("list").out == "The registry is empty.\n"
    assert sayso("import", SEED).out.endswith("6 added, 0 changed, 0 the same already.\n")
    assert sayso("import", SEED).out == "0 added, 0 changed, 6 the same already.\n"
    listed = sayso("list", "--json").json["sources"]
    assert next(each["source"]["id"] for each in listed) == "al-mayadeen"
    assert sayso("list", "--name", "mayadeen").out.count("\n") == 1
    shown = sayso("show", "wapo")
    assert shown.out.startswith("The Washington Post  (washington-post, outlet)\n")
    assert "record of wikipedia-rsp: generally_reliable" in shown.out
    for named in ("washington-post", "The Washington Post", "https://washingtonpost.com/a"):
        assert sayso("show", named, "--json").json["source"]["id"] == "washington-post"


def test_an_import_in_json_says_what_becomes_of_each_source(sayso: Any, tmp_path: Path) -> None:
    sayso("import", SEED)
    (tmp_path / "scores.csv").write_text("domain,pc1\npresstv.com,0.234\npresstv.ir,0.691\nwashingtonpost.net,0.254\n")
    told = sayso("import", "scores.csv", "--registry", "ours", "--valid-from", "2023-09", "--json").json
    assert [(step["id"], step["becomes"], step["line"]) for step in told["sources"]] == [
        ("press-tv", "changed", 3),
        ("washingtonpost-net", "added", 4),
    ]
    assert [(each["line"], each["code"]) for each in told["warnings"]] == [(3, "records_disagree"), (4, "look_alike")]
    records = sayso("show", "press-tv", "--json").json["source"]["records"]
    assert {each["registry"] for each in records} == {"ours", "wikipedia-rsp"}


def test_the_desk_says_what_scores_stand_for(sayso: Any, tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_text("domain,score\na.example,0.9\n")
    (tmp_path / "desk.yaml").write_text("sayso: source-ratings/1\nscores: [{from: 0.8, letter: B}]\n")
    assert sayso("import", "scores.csv", "--ratings", "desk.yaml").code == 0
    assert sayso("show", "a.example", "--json").json["source"]["records"][0]["letter"] == "B"


def test_nothing_is_written_of_a_file_with_something_wrong(sayso: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(
        "sayso: sources/1\nsources:\n- {id: a, name: A}\n- {id: B, name: B}\n"
        "- {id: c, name: C, records: [{registry: r, letter: F}]}\n"
    )
    ran = sayso("import", "bad.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(" ")[0] for line in ran.err.splitlines()] == ["bad.yaml:4:4", "bad.yaml:5:44"]
    assert "(one of A, B, C, D, E)" in ran.err
    assert sayso("list").out == "The registry is empty.\n"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("washingtonpost.net", "has another ending than washingtonpost.com"),
        ("blogs.jpost.com", "jerusalem-post"),
        ("washington-pots", 'did you mean "washington-post"?'),
        ("nobody at all", "the registry has no"),
        ("\x1b[31mred", '"?[31mred"'),
        ("", "the registry has no"),
    ],
)
def test_who_is_not_in_the_registry_is_a_finding(sayso: Any, named: str, told: str) -> None:
    sayso("import", SEED)
    ran = sayso("show", named)
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["import", "nowhere.yaml"], "nowhere.yaml cannot be read"),
        (["import", SEED, "--format", "yml"], 'did you mean "yaml"?'),
        (["import", SEED, "--valid-from", "soon"], "a date is expected"),
        (["import", SEED, "--format", "scores"], "has no such columns"),
        (["import", SEED, "--ratings", SEED], "source-ratings/1"),
        (["import", SEED, "--ratings", "nowhere"], "nowhere cannot be read"),
        (["import", "."], "cannot be read"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(sayso: Any, arguments: list[str], told: str) -> None:
    ran = sayso(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


@pytest.mark.postgres
def test_the_registry_of_a_postgresql_is_filled_as_well(postgres: Any, tmp_path: Path) -> None:
    url = postgres.bare_database()
    behind = process("sources", "list", cwd=tmp_path, SAYSO_DATABASE_URL=url)
    assert (behind.code, "sayso db upgrade" in behind.err) == (2, True)
    process("db", "upgrade", cwd=tmp_path, SAYSO_DATABASE_URL=url)
    ran = process("sources", "import", SEED, "--json", cwd=tmp_path, SAYSO_DATABASE_URL=url)
    assert (ran.code, json.loads(ran.out)["added"]) == (0, 6)
