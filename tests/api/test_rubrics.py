"""Are rubrics shown whole under their digest, and is a draft checked line by line?"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem

from sayso.wire.rubrics import RubricList, RubricReport, RubricVersion

YAML = {"content-type": "application/yaml"}


def check(service: FastAPI, text: bytes) -> dict[str, Any]:
    response = ask(service, "POST", "/v1/rubrics/check", content=text, headers=YAML)
    assert response.status_code == 200, response.text
    RubricReport.model_validate_json(response.content)
    report: dict[str, Any] = response.json()
    return report


def newsroom(root: Path) -> bytes:
    return (root / "rubrics" / "newsroom.yaml").read_bytes()


def test_the_list_names_every_rubric_and_the_one_used_by_default(service: FastAPI) -> None:
    listed = RubricList.model_validate_json(ask(service, "GET", "/v1/rubrics").content).rubrics
    assert {"newsroom", "nato-admiralty", "nato-admiralty-fm"} <= {rubric.id for rubric in listed}
    assert [rubric.id for rubric in listed if rubric.default] == ["newsroom"]


def test_a_rubric_is_shown_with_the_file_as_the_desk_wrote_it(service: FastAPI, root: Path) -> None:
    shown = RubricVersion.model_validate_json(ask(service, "GET", "/v1/rubrics/newsroom").content)
    assert shown.text.encode() == newsroom(root)
    assert shown.source["id"] == "newsroom"


def test_a_version_is_the_same_as_the_rubric_and_its_etag_is_its_digest(service: FastAPI) -> None:
    current = ask(service, "GET", "/v1/rubrics/newsroom")
    version = ask(service, "GET", f"/v1/rubrics/newsroom/versions/{current.json()['version']}")
    assert version.content == current.content
    assert version.headers["etag"] == f'"{current.json()["digest"]}"'


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_it_already_gets_304_without_a_body(service: FastAPI, form: str) -> None:
    etag = ask(service, "GET", "/v1/rubrics/newsroom").headers["etag"]
    response = ask(service, "GET", "/v1/rubrics/newsroom", headers={"if-none-match": form.format(etag)})
    assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", etag)


def test_who_has_another_gets_it_whole(service: FastAPI) -> None:
    assert ask(service, "GET", "/v1/rubrics/newsroom", headers={"if-none-match": '"sha256:00"'}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["newsrom", "newsroom@1.0.0", "%2e%2e", "newsroom/versions/99.0.0", "newsrom/versions/1.0.0", "a@b/versions/c@d",
     "newsroom/versions/sha256:00"],
)  # fmt: skip
def test_a_rubric_that_is_not_there_is_404(service: FastAPI, path: str) -> None:
    response = ask(service, "GET", f"/v1/rubrics/{path}")
    assert response.json()["code"] in ("unknown_rubric", "not_found")
    assert_problem(response, 404, response.json()["code"])


def test_a_name_longer_than_any_is_refused(service: FastAPI) -> None:
    assert_problem(ask(service, "GET", f"/v1/rubrics/{'x' * 201}"), 422, "invalid_request")


def test_a_good_rubric_is_ok_with_its_digest_and_its_tests(service: FastAPI, root: Path) -> None:
    report = check(service, newsroom(root))
    assert report["ok"] is True
    assert report["digest"] == ask(service, "GET", "/v1/rubrics/newsroom").json()["digest"]
    assert [problem for problem in report["problems"] if problem["severity"] != "info"] == []
    assert report["tests"]
    assert all(test["ok"] for test in report["tests"])


def test_a_rubric_with_a_fault_names_its_line(service: FastAPI, root: Path) -> None:
    lines = newsroom(root).decode().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("unknown:"))
    lines[at] = "unknown: perhaps"
    report = check(service, "\n".join(lines).encode())
    assert (report["ok"], report["digest"]) == (False, None)
    assert at + 1 in [problem["line"] for problem in report["problems"]]


BOMB = b"a: &a [x, x]\n" + b"".join(b"k%d: &k%d [*a, *a, *a]\n" % (n, n) for n in range(20))


@pytest.mark.parametrize(
    "text",
    [
        b"", b"\xff\xfe", b"a: [", b"- 1\n- 2\n", b"null", b"!!python/object/apply:os.system [ls]", b"\x00",
        b"[" * 5000,
        b"a: 1\na: 2\n", BOMB, b"\t", b"%YAML 9.9\n---\na: 1\n", b"? [a]\n: 1\n", b"sayso: rubric/1\nid: .inf\n",
    ],
)  # fmt: skip
def test_what_is_no_rubric_is_a_report_with_problems_never_a_fault(service: FastAPI, text: bytes) -> None:
    report = check(service, text)
    assert report["ok"] is False
    assert report["problems"]
    assert all(problem["message"] and problem["code"] for problem in report["problems"])


def test_a_yaml_bomb_is_refused_before_it_is_walked(service: FastAPI) -> None:
    started = time.process_time()
    report = check(service, BOMB)
    assert time.process_time() - started < 2
    assert report["problems"][0]["line"] is not None


def test_a_rubric_over_its_limit_is_413(service: FastAPI) -> None:
    response = ask(service, "POST", "/v1/rubrics/check", content=b"#" * (256 * 1024 + 1), headers=YAML)
    assert "256 KiB" in assert_problem(response, 413, "body_too_large")[0]["message"]


def test_json_is_not_read_as_a_rubric(service: FastAPI) -> None:
    response = ask(service, "POST", "/v1/rubrics/check", json={"sayso": "rubric/1"})
    assert_problem(response, 415, "unsupported_media_type")
