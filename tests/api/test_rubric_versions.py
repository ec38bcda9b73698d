"""Is a version kept once and for ever, does activating one change what serves at once, and is what is wrong refused?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.api.asking import assert_problem
from tests.api.versions import YAML, Live, stricter
from tests.usecases.small import rubric

from sayso.app import LiveApp
from sayso.errors import UnknownRubric
from sayso.wire.rubrics import RubricList, RubricVersion


@pytest.fixture
def live(tmp_path: Path, storage: dict[str, Any]) -> Iterator[Live]:
    found = Live(tmp_path / "rubrics", storage)
    yield found
    found.close()


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service in which nothing is ever kept: what is asked of it is refused."""
    path = tmp_path_factory.mktemp("same")
    found = Live(path / "rubrics", {"data_dir": path / "data"})
    yield found
    found.close()


def test_a_new_version_is_kept_and_shown_and_does_not_serve_before_it_is_activated(live: Live) -> None:
    put = live.put(stricter(), "1.1.0")
    assert put.status_code == 201
    told = RubricVersion.model_validate_json(put.content)
    assert (told.active, told.origin, told.by, told.text) == (False, ["database"], "local", stricter())
    assert put.headers["etag"] == f'"{told.digest}"'
    assert live.ask("GET", put.headers["location"]).content == put.content
    assert live.served()[0] == "1.0.0"
    named = live.ask("POST", "/v1/score", json={"claim": {"attributions": [{"chain": [{"kind": "eyewitness"}]}]}})
    assert named.json()["rubric"]["version"] == "1.0.0"


def test_the_same_again_is_200_whatever_its_form_and_another_409(live: Live) -> None:
    assert live.put(stricter(), "1.1.0").status_code == 201
    again = live.put("# the same, with a word about it\n" + stricter(), "1.1.0")
    assert again.status_code == 200
    assert again.json()["text"] == stricter()
    other = live.put(stricter().replace("Stricter", "Other"), "1.1.0")
    assert_problem(other, 409, "version_taken")
    assert live.ask("GET", "/v1/rubrics/small/versions/1.1.0").json()["title"] == "Stricter"


def test_a_version_of_a_file_is_kept_only_where_it_says_the_same(live: Live) -> None:
    assert_problem(live.put(rubric(title="Other"), "1.0.0"), 409, "version_taken")
    assert live.put(rubric(), "1.0.0").status_code == 201
    assert live.ask("GET", "/v1/rubrics/small").json()["origin"] == ["file", "database"]


def test_an_activated_version_serves_with_the_next_request_and_says_so(live: Live) -> None:
    live.put(stricter(), "1.1.0")
    before = live.served()[1]
    done = live.activate("1.1.0", before)
    assert (done.status_code, done.json()["active"]) == (200, True)
    scored = live.ask("POST", "/v1/score", json={"claim": {"attributions": [{"chain": [{"kind": "eyewitness"}]}]}})
    assert (scored.json()["rubric"]["version"], scored.json()["grade"]) == ("1.1.0", "M")
    assert live.served() == ("1.1.0", done.headers["etag"])
    listed = RubricList.model_validate_json(live.ask("GET", "/v1/rubrics").content).rubrics
    assert [(each.version, each.active, each.default, each.origin) for each in listed] == [
        ("1.1.0", True, True, ["database"]),
        ("1.0.0", False, False, ["file"]),
    ]
    assert live.activate("1.0.0", done.headers["etag"]).status_code == 200
    assert live.served() == ("1.0.0", before)


def test_a_rubric_that_is_in_no_file_is_unknown_until_one_of_its_versions_is_activated(live: Live) -> None:
    assert live.put(rubric("fresh"), "1.0.0", "fresh").status_code == 201
    assert_problem(live.ask("GET", "/v1/rubrics/fresh"), 404, "unknown_rubric")
    asked = {"claim": {"attributions": [{"chain": [{"kind": "eyewitness"}]}]}, "rubric": "fresh"}
    assert_problem(live.ask("POST", "/v1/score", json=asked), 422, "unknown_rubric")
    assert live.ask("POST", "/v1/score", json={**asked, "rubric": "fresh@1.0.0"}).status_code == 200
    assert_problem(live.activate("1.0.0", '"sha256:' + "0" * 64 + '"', "fresh"), 412, "changed")
    assert live.activate("1.0.0", "*", "fresh").status_code == 200
    assert live.ask("POST", "/v1/score", json=asked).status_code == 200


def test_a_version_may_extend_one_of_a_file_and_one_of_the_database(live: Live) -> None:
    def extending(version: str, parent: str) -> str:
        tests = rubric()[rubric().index("tests:") :]
        head = f"sayso: rubric/1\nid: small\nversion: {version}\ntitle: Grown {version}\nextends: {parent}\n"
        return head + tests

    assert live.put(extending("1.2.0", "small@1.0.0"), "1.2.0").status_code == 201
    assert live.put(extending("1.3.0", "small@1.2.0"), "1.3.0").status_code == 201
    errors = assert_problem(live.put(extending("1.4.0", "small@9.9.9"), "1.4.0"), 422, "invalid_rubric")
    assert (errors[0]["code"], errors[0]["line"]) == ("dangling", 5)


def test_another_service_on_the_database_knows_what_is_kept_when_it_starts(live: Live) -> None:
    live.put(stricter(), "1.1.0")
    live.activate("1.1.0")
    with live.beside() as twin:
        assert twin.served()[0] == "1.1.0"


def test_what_another_service_activates_is_known_where_something_is_written(live: Live) -> None:
    with live.beside() as twin:
        live.put(stricter(), "1.1.0")
        etag = live.served()[1]
        live.activate("1.1.0", etag)
        assert twin.served() == ("1.0.0", etag)
        assert_problem(twin.activate("1.0.0", etag), 412, "changed")
        assert twin.served()[0] == "1.1.0"


def test_of_two_activations_with_the_same_etag_one_is_refused(live: Live) -> None:
    live.put(stricter("1.1.0"), "1.1.0")
    live.put(stricter("1.2.0"), "1.2.0")
    with live.beside() as twin:
        etag = live.served()[1]
        for _ in range(5):
            with ThreadPoolExecutor(2) as threads:
                asked = [threads.submit(live.activate, "1.1.0", etag), threads.submit(twin.activate, "1.2.0", etag)]
            answers = [each.result() for each in asked]
            assert sorted(each.status_code for each in answers) == [200, 412]
            won = next(each for each in answers if each.status_code == 200)
            for service in (live, twin):
                service.activate("9.9.9")  # there is none of that name: it only looks what is new
                assert service.served() == (won.json()["version"], won.headers["etag"])
            etag = live.activate("1.0.0", won.headers["etag"]).headers["etag"]


def test_of_two_texts_put_as_one_version_the_second_is_refused(live: Live) -> None:
    with live.beside() as twin:
        with ThreadPoolExecutor(2) as threads:
            asked = [
                threads.submit(live.put, stricter(), "1.1.0"),
                threads.submit(twin.put, rubric(version="1.1.0"), "1.1.0"),
            ]
        assert sorted(each.result().status_code for each in asked) == [201, 409]


def test_a_file_wins_over_the_database_and_the_service_says_that_they_differ(live: Live) -> None:
    live.put(stricter(), "1.1.0")
    live.activate("1.1.0")
    (live.rubrics / "newer.yaml").write_text(rubric(version="1.1.0", title="Of the file"), encoding="utf-8")
    with live.beside() as twin:
        ready = twin.ask("GET", "/readyz").json()
        assert (ready["status"], ready["problems"][0]["file"]) == ("degraded", "database/small@1.1.0")
        assert ready["problems"][0]["code"] == "same_version"
        assert twin.ask("GET", "/v1/rubrics/small").json()["title"] == "Of the file"


def test_an_active_version_that_is_gone_stops_the_start_and_not_what_serves(live: Live) -> None:
    (live.rubrics / "newer.yaml").write_text(rubric(version="1.1.0"), encoding="utf-8")
    with live.beside() as twin:
        assert twin.activate("1.1.0", '"sha256:0"').status_code == 412
        assert twin.activate("1.1.0").status_code == 200
    (live.rubrics / "newer.yaml").unlink()
    with pytest.raises(
        UnknownRubric, match=r"no version of the rubric .small. is active.*1\.1\.0 is the active version"
    ):
        LiveApp(live.settings)
    assert live.served()[0] == "1.0.0"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", {"not_a_mapping"}),
        ("[", {"yaml_syntax"}),
        ("a: 1", None),
        (rubric(version="1.1.0", points=99), None),
        (rubric(version="1.1.0", points=101), {"points_range"}),
        (rubric(version="1.1.0").replace("score: 100", "score: 99"), {"test_fails"}),
        (rubric(version="1.2.0"), {"misnamed"}),
        (rubric("other", "1.2.0"), {"misnamed"}),
        (rubric("other", "1.2.0", points=101), {"misnamed", "points_range"}),
        (rubric(version="1.1.0").replace("criteria:", "extends: small@7.0.0\ncriteria:"), {"dangling"}),
        (rubric(version="1.1.0") + "zzz: 1\nyyy: 2\n", {"unknown_key"}),
    ],
)
def test_a_rubric_that_does_not_check_is_refused_with_all_its_problems_and_not_kept(
    same: Live, text: str, codes: set[str] | None
) -> None:
    response = same.put(text, "1.1.0")
    errors = assert_problem(response, 422, "invalid_rubric")
    assert errors
    assert codes is None or codes <= {error["code"] for error in errors}, errors
    assert all(error["line"] and error["column"] for error in errors), errors
    checked = same.ask("POST", "/v1/rubrics/check", content=text.encode(), headers=YAML).json()["problems"]
    told = {(each["line"], each["column"], each["code"], each["hint"]) for each in errors}
    assert {
        (each["line"], each["column"], each["code"], each["hint"]) for each in checked if each["severity"] == "error"
    } <= told
    assert_problem(same.ask("GET", "/v1/rubrics/small/versions/1.1.0"), 404, "unknown_rubric")


@pytest.mark.parametrize(
    "address",
    [
        "small%00/versions/1.1.0",
        "small/versions/%00",
        "sm%20all/versions/1.1.0",
        "%F0%9F%92%A9/versions/1.1.0",
        "small/versions/1.1.0%0A",
        "small@1/versions/1.1.0",
    ],
)
def test_an_address_that_the_rubric_does_not_have_is_refused(same: Live, address: str) -> None:
    response = same.ask("PUT", f"/v1/rubrics/{address}", content=stricter().encode(), headers=YAML)
    assert {error["code"] for error in assert_problem(response, 422, "invalid_rubric")} == {"misnamed"}


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{}", "application/json", 415, "unsupported_media_type"),
        (b"\xff\xfe\x00", "application/yaml", 422, "invalid_rubric"),
        (b"a: \x00", "application/yaml", 422, "invalid_rubric"),
        (b"x" * 300_000, "application/yaml", 413, "body_too_large"),
        (b"&a [*a]", "application/yaml", 422, "invalid_rubric"),
        (b"version: 1" + b"0" * 5000, "application/yaml", 422, "invalid_rubric"),
    ],
)
def test_a_body_that_is_no_rubric_is_refused(same: Live, content: bytes, kind: str, status: int, code: str) -> None:
    response = same.ask("PUT", "/v1/rubrics/small/versions/1.1.0", content=content, headers={"content-type": kind})
    assert_problem(response, status, code)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        ({"version": "1.0.0"}, {}, 428, "precondition_required"),
        ({"version": "1.0.0"}, {"if-match": "sha256:0"}, 422, "invalid_request"),
        ({"version": "1.0.0"}, {"if-match": '"r0"'}, 412, "changed"),
        ({"version": "1.0.0"}, {"if-match": 'W/"{tag}"'}, 412, "changed"),
        ({"version": "2.0.0"}, {"if-match": "*"}, 422, "unknown_rubric"),
        ({"version": ""}, {"if-match": "*"}, 422, "invalid_request"),
        ({"version": 1}, {"if-match": "*"}, 422, "invalid_request"),
        ({"version": None}, {"if-match": "*"}, 422, "invalid_request"),
        ({"version": "\x00"}, {"if-match": "*"}, 422, "unknown_rubric"),
        ({"version": "9" * 200}, {"if-match": "*"}, 422, "unknown_rubric"),
        ({"version": "9" * 201}, {"if-match": "*"}, 422, "invalid_request"),
        ({"version": "sha256:0"}, {"if-match": "*"}, 422, "unknown_rubric"),
        ({}, {"if-match": "*"}, 422, "invalid_request"),
        ([], {"if-match": "*"}, 422, "invalid_request"),
        ({"version": "1.0.0", "zzz": 1}, {"if-match": "*"}, 422, "invalid_request"),
    ],
)
def test_an_activation_that_makes_no_sense_changes_nothing(
    same: Live, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    tag = same.served()[1].strip('"')
    headers = {name: value.replace("{tag}", tag) for name, value in headers.items()}
    assert_problem(same.ask("POST", "/v1/rubrics/small/activate", json=body, headers=headers), status, code)
    assert same.served()[0] == "1.0.0"


@pytest.mark.parametrize("id_", ["none", "small@1.0.0", "%00", "..", "%ED%A0%80", "a%27--"])
def test_what_is_no_rubric_cannot_be_activated_or_rescored(same: Live, id_: str) -> None:
    for response in (same.activate("1.0.0", id=id_), same.rescore(id_)):
        assert_problem(response, 404, response.json()["code"])


def test_a_lone_surrogate_is_refused(same: Live) -> None:
    headers = {"if-match": "*", "content-type": "application/json"}
    response = same.ask("POST", "/v1/rubrics/small/activate", content=b'{"version": "\\ud800"}', headers=headers)
    assert response.status_code in (400, 422)


def test_with_a_rubrics_folder_that_is_broken_meanwhile_an_activation_still_serves(live: Live) -> None:
    live.put(stricter(), "1.1.0")
    (live.rubrics / "small.yaml").write_text("[", encoding="utf-8")
    assert live.activate("1.1.0").status_code == 200
    assert live.served()[0] == "1.1.0"
    assert live.ask("GET", "/v1/rubrics/small/versions/1.0.0").status_code == 200
