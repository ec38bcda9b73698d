"""Does an export over REST say what is kept, in either database, and refuse what it must?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.articles import claim, delete, kept
from tests.api.asking import ask, assert_problem
from tests.services import service_of
from tests.usecases.small import folder, rubric

from sayso.settings import Settings

TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
    "json-ld": "application/ld+json",
    "html": "text/html; charset=utf-8",
}
ENDINGS = {"json-ld": "jsonld"}
NOBODY = "0" * 32


@pytest.fixture
def app(storage: dict[str, Any], tmp_path: Path) -> Iterator[FastAPI]:
    rubrics = folder(tmp_path / "rubrics", small=rubric())
    settings = Settings(rubrics_dir=rubrics, rubric="small", **storage)
    made = service_of(settings)
    yield made
    made.state.storage.close()


def export(app: FastAPI, id_: str, form: str, **headers: str) -> Any:
    return ask(app, "GET", f"/v1/documents/{id_}/export", params={"format": form}, headers=headers)


def overridden(app: FastAPI) -> dict[str, Any]:
    """A document of two claims, the first of which was agreed with, then overridden."""
    document = kept(app, claims=[claim(id="one"), claim(id="two")], title="=Harbour", outlet="Daily Ledger")
    path = f"/v1/assessments/{document['claims'][0]['assessment']['id']}/reviews"
    said = {
        "verdict": "override",
        "axis": "sourcing",
        "band": "B",
        "reason": "other",
        "note": "She was misheard, I was there.",
    }
    for body in ({"verdict": "agree"}, said):
        assert ask(app, "POST", path, json=body, headers={"if-match": "*"}).status_code == 201
    return document


def test_each_format_has_its_media_type_its_file_name_and_a_tag_of_its_own(app: FastAPI) -> None:
    document = overridden(app)
    tags = set()
    for form, media_type in TYPES.items():
        response = export(app, document["id"], form)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == media_type
        name = f"sayso-review-{document['id']}.{ENDINGS.get(form, form)}"
        assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert response.headers["x-content-type-options"] == "nosniff"
        tags.add(response.headers["etag"])
        again = export(app, document["id"], form, **{"if-none-match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert len(tags) == len(TYPES)


def test_what_is_json_is_described_as_what_it_says(app: FastAPI) -> None:
    paths = ask(app, "GET", "/openapi.json").json()["paths"]
    content = paths["/v1/documents/{id}/export"]["get"]["responses"]["200"]["content"]
    told = export(app, overridden(app)["id"], "json-ld").json()
    for media, described in content.items():
        (example,) = described["examples"].values()
        assert described["schema"]["type"] == ("object" if media == "application/ld+json" else "string")
        if media == "application/ld+json":
            assert example["value"].keys() == told.keys()


def test_a_review_makes_another_tag(app: FastAPI) -> None:
    document = kept(app, claims=[claim(id="one")])
    before = export(app, document["id"], "ndjson").headers["etag"]
    path = f"/v1/assessments/{document['claims'][0]['assessment']['id']}/reviews"
    ask(app, "POST", path, json={"verdict": "agree"}, headers={"if-match": "*"})
    after = export(app, document["id"], "ndjson", **{"if-none-match": before})
    assert after.status_code == 200
    assert after.headers["etag"] != before


def test_lines_hold_the_very_bytes_that_the_assessment_is_shown_with(app: FastAPI) -> None:
    document = overridden(app)
    first, *claims = export(app, document["id"], "ndjson").content.removesuffix(b"\n").split(b"\n")
    assert json.loads(first)["sha256"] == document["sha256"]
    assert len(claims) == 2
    for line in claims:
        shown = ask(app, "GET", f"/v1/assessments/{json.loads(line)['assessment']}").content
        assert line.partition(b',"result":')[2] == shown.partition(b',"result":')[2]


def test_an_override_is_marked_in_every_format_with_the_computed_grade_beside(app: FastAPI) -> None:
    document = overridden(app)
    for form in TYPES:
        said = export(app, document["id"], form).text
        for part in ("OVERRIDDEN by local on 20", "sourcing set to B, Poor; computed was A, Good", "She was misheard"):
            assert part in said, (form, part)
    table = csv.DictReader(io.StringIO(export(app, document["id"], "csv").content.decode("utf-8-sig"), newline=""))
    assert [(row["computed_grade"], row["human_grade"], row["review"]) for row in table] == [
        ("A", "B", "overridden"), ("A", "", "open"),
    ]  # fmt: skip


def test_an_earlier_override_holds_no_more_once_somebody_agrees(app: FastAPI) -> None:
    document = overridden(app)
    path = f"/v1/assessments/{document['claims'][0]['assessment']['id']}/reviews"
    ask(app, "POST", path, json={"verdict": "agree"}, headers={"if-match": "*"})
    line = json.loads(export(app, document["id"], "ndjson").text.split("\n")[1])
    assert (line["overridden"], line["grade"]) == (False, {"computed": "A", "human": "A"})
    assert [each["holds"] for each in line["reviews"]] == [False, False, True]


def test_a_correction_takes_the_place_of_the_claim_and_names_it(app: FastAPI) -> None:
    document = kept(app, claims=[claim(id="one")])
    old = document["claims"][0]["assessment"]["id"]
    better = claim(id="one", root="The harbour master")
    path = f"/v1/assessments/{old}/corrections"
    assert ask(app, "POST", path, json={"claim": better}, headers={"if-match": "*"}).status_code == 201
    (line,) = [json.loads(each) for each in export(app, document["id"], "ndjson").text.splitlines()[1:]]
    assert (line["replaces"], line["index"]) == (old, 0)
    assert "The harbour master" in export(app, document["id"], "html").text


def test_of_a_deleted_document_only_what_is_left_is_exported(app: FastAPI) -> None:
    document = overridden(app)
    assert delete(app, document["id"]).status_code == 200
    for form in TYPES:
        response = export(app, document["id"], form)
        assert response.status_code == 200
        assert document["sha256"] in response.text
        for gone in ("Harbour", "harbour", "Ledger", "Ana Ruiz", "misheard", "closed."):
            assert gone not in response.text, (form, gone)
    assert json.loads(export(app, document["id"], "ndjson").text.splitlines()[0])["deleted"]["by"] == "local"


def test_a_document_without_claims_is_exported(app: FastAPI) -> None:
    document = kept(app, claims=[])
    for form in TYPES:
        assert export(app, document["id"], form).status_code == 200


@pytest.mark.parametrize("id_", [NOBODY, "x", "%00", "0" * 31])
def test_what_is_not_there_is_not_exported(app: FastAPI, id_: str) -> None:
    assert_problem(export(app, id_, "csv"), 404, "unknown_document")


@pytest.mark.parametrize("query", ["", "?format=xlsx", "?format=", "?format=csv&more=1", "?format=%00", "?format=CSV"])
def test_a_format_that_there_is_not_is_refused(app: FastAPI, query: str) -> None:
    assert_problem(ask(app, "GET", f"/v1/documents/{NOBODY}/export{query}"), 422, "invalid_request")


def test_the_policy_of_a_sheet_lets_in_its_own_style_alone(app: FastAPI) -> None:
    document = overridden(app)
    policy = export(app, document["id"], "html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.pdf
def test_the_sheet_is_drawn(app: FastAPI) -> None:
    document = overridden(app)
    response = export(app, document["id"], "pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert export(app, document["id"], "pdf").content == response.content


def test_without_what_draws_a_pdf_the_answer_is_501_and_says_what_to_do(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sayso.export.weasy", None)
    document = kept(app, claims=[])
    problem = assert_problem(export(app, document["id"], "pdf"), 501, "pdf_not_installed")
    assert "sayso[pdf]" in json.dumps(problem)


def test_backing_notes_and_releases_stand_beside_their_claim_in_every_format(app: FastAPI) -> None:
    document = kept(app, claims=[claim(id="one")])
    path = f"/v1/assessments/{document['claims'][0]['assessment']['id']}"
    for name, body in (
        ("backing", {"label": "Court file 12/23", "locator": "page 4", "note": "Seen in the original."}),
        ("backing", {"label": "A call to the office", "locator": "minute 3"}),
        ("notes", {"note": "Ask the mayor again."}),
    ):
        assert ask(app, "POST", f"{path}/{name}", json=body).status_code == 201
    lines = [json.loads(line) for line in export(app, document["id"], "ndjson").text.splitlines()]
    assert [each["label"] for each in lines[1]["backing"]] == ["Court file 12/23", "A call to the office"]
    for form in TYPES:
        said = export(app, document["id"], form).text
        for part in ("Court file 12/23", "page 4", "A call to the office", "Ask the mayor again."):
            assert part in said, (form, part)
    delete(app, document["id"])
    for form in TYPES:
        said = export(app, document["id"], form).text
        assert "Court file" not in said
        assert "mayor" not in said


def test_a_sign_off_is_exported_with_the_hash_that_it_is_of(app: FastAPI) -> None:
    document = kept(app, claims=[claim(id="one")])
    work = ask(app, "GET", f"/v1/documents/{document['id']}/work")
    signed = ask(
        app,
        "POST",
        f"/v1/documents/{document['id']}/sign-offs",
        json={"as": "author"},
        headers={"if-match": work.headers["etag"]},
    )
    assert signed.status_code == 201, signed.text
    for form in TYPES:
        assert document["sha256"] in export(app, document["id"], form).text
    assert "Signed as author by local" in export(app, document["id"], "html").text
    first = json.loads(export(app, document["id"], "ndjson").text.splitlines()[0])
    assert [(each["role"], each["sha256"], each["holds"]) for each in first["sign_offs"]] == [
        ("author", document["sha256"], True)
    ]
