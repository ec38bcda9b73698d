"""Does an archive give each claim the numbers that the service gives it, and are they the same every time?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.archive.making import AS_OF, content, derived, desk, files, graded, plan, scores, written

from sayso.archive.explained import Explained
from sayso.archive.scores import score_archive
from sayso.usecases.score import score

RUBRICS = [rubric.id for rubric in desk().catalog.rubrics]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    derived(files(written(folder, claims=120, seed=5)), folder / "facts")
    return folder


def answers(folder: Path, rubric: str) -> list[dict[str, Any]]:
    lines = (folder / "claims.ndjson").read_text(encoding="utf-8").splitlines()
    return [score(desk(), json.loads(line), rubric=rubric, as_of=AS_OF) for line in lines]


def thousandths(number: str | None) -> int | None:
    return None if number is None else int(number.replace(".", ""))


@pytest.mark.parametrize("rubric", RUBRICS)
def test_every_number_is_that_of_the_service(rubric: str, archive: Path) -> None:
    out = archive / f"scores-{rubric}"
    manifest = graded([archive / "facts"], out, rubric=rubric)
    records = {
        (row["axis"], row["outcome"]): row for row in pl.read_parquet(out / "records.parquet").iter_rows(named=True)
    }
    holding: dict[str, int] = {}
    for row, told in zip(scores(out).iter_rows(named=True), answers(archive, rubric), strict=True):
        assert (row["id"], row["status"], row["grade"]) == (told["claim"]["id"], told["status"], told["grade"])
        assert row.get("overall.exact") == thousandths(told["overall"]["exact"])
        assert row.get("overall.label") == told["overall"]["label"]
        for axis, expected in told["axes"].items():
            found = {name: row[f"{axis}.{name}"] for name in ("status", "band", "known")}
            assert found == {name: expected[name] for name in found}
            assert row[f"{axis}.exact"] == thousandths(expected["exact"])
            assert row.get(f"{axis}.attribution") == expected["attribution"]
            for end in ("low", "high"):
                exact = row[f"{axis}.{end}"]
                assert (None if exact is None else (exact + 500) // 1000) == expected[end]
            if told["status"] == "scored":
                record = records[axis, row[f"{axis}.outcome"]]
                losses = sorted((loss["code"], loss["points"]) for loss in record["losses"])
                assert losses == sorted(
                    (loss["code"], thousandths(loss["points"])) for loss in told["losses"] if loss["axis"] == axis
                )
        if told["status"] != "not_applicable":
            for gate in {each["id"] for each in told["gates"] if each["status"] != "possible"}:
                holding[gate] = holding.get(gate, 0) + 1
    assert manifest["claims"] == 120
    assert {gate: count for gate, count in manifest["gates"].items() if count >= holding.get(gate, 0)} == manifest[
        "gates"
    ]
    assert set(holding) <= set(manifest["gates"])


def test_explained_each_claim_has_the_words_of_the_service(archive: Path) -> None:
    graded([archive / "facts"], archive / "explained", explain=True)
    rows = scores(archive / "explained").select("rationale", "losses").iter_rows(named=True)
    for row, told in zip(rows, answers(archive, "newsroom"), strict=True):
        assert row["rationale"] == told["rationale"]
        losses = [{name: loss[name] for name in ("code", "axis", "basis", "because")} for loss in told["losses"]]
        assert [{name: loss[name] for name in losses[0]} for loss in row["losses"]] == losses
        assert [loss["points"] for loss in row["losses"]] == [thousandths(loss["points"]) for loss in told["losses"]]
    plain = graded([archive / "facts"], archive / "plain")
    assert plain["grades"] == json.loads((archive / "explained" / "manifest.json").read_bytes())["grades"]


def test_from_claims_or_from_their_facts_it_is_the_same(archive: Path) -> None:
    graded([archive / "facts"], archive / "from-facts")
    source = files(archive / "claims.ndjson")
    score_archive(source, plan(), archive / "from-claims", lambda _: None)
    found = [content(archive / name) for name in ("from-facts", "from-claims")]
    for each in found:
        del each["manifest.json"]
    assert found[0] == found[1]


def test_without_records_the_parts_are_the_same(archive: Path) -> None:
    for name, records in (("noted", True), ("unnoted", False)):
        graded([archive / "facts"], archive / name, records=records)
    noted, unnoted = content(archive / "noted"), content(archive / "unnoted")
    assert noted.keys() - unnoted.keys() == {"records.parquet"}
    parts = [name for name in noted if name.startswith("part")]
    assert [noted[name] for name in parts] == [unnoted[name] for name in parts]
    told = [json.loads(each["manifest.json"]) for each in (noted, unnoted)]
    assert told[0]["gates"] == told[1]["gates"] != {}


def test_the_manifest_says_what_was_graded_by_what(archive: Path) -> None:
    manifest = graded([archive / "facts"], archive / "told")
    request = manifest["request"]
    rubric = plan().rubric
    assert request["rubric"] == {"id": rubric.id, "version": rubric.version, "digest": rubric.digest}
    assert request["as_of"] == AS_OF
    assert [each["bytes"] for each in request["inputs"]] == [
        path.stat().st_size for path in sorted((archive / "facts").glob("part-*"))
    ]
    assert all(len(each["sha256"]) == 64 for each in request["inputs"])
    assert sum(manifest["statuses"].values()) == manifest["claims"]
    assert sum(manifest["grades"].values()) == manifest["claims"] - manifest["statuses"].get("not_applicable", 0)


def test_nothing_is_explained_of_nothing() -> None:
    from sayso.engine.facts_frame import rows

    assert Explained(plan(), desk().vocabulary).columns(rows([], desk().vocabulary)).is_empty()
