"""Is what a draft would change counted exactly, row for row, as if each were looked at by hand?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.api.asking import assert_problem
from tests.api.versions import YAML, Live, claim, stricter
from tests.generated.edited import edits
from tests.generated.rubrics import rubric_texts
from tests.oracle.claims_at_random import random_claim
from tests.usecases.small import SHIPPED, rubric

from sayso.store.port import Filters
from sayso.store.rubric_port import Graded
from sayso.usecases.desk import with_rubric
from sayso.usecases.score import score
from sayso.wire.rubric_versions import Impact

Json = dict[str, Any]
ROWS = 60
NEWSROOM = (SHIPPED / "newsroom.yaml").read_text(encoding="utf-8")


@pytest.fixture
def live(tmp_path: Path, storage: dict[str, Any]) -> Iterator[Live]:
    found = Live(tmp_path / "rubrics", storage)
    yield found
    found.close()


class Stored:
    """A service under whose newsroom rubric random claims are kept; each with the day it was asked for."""

    def __init__(self, live: Live) -> None:
        self.live = live
        random, words = Random(7), live.ask("GET", "/v1/vocabulary").json()
        self.rows: list[tuple[str, Json, str | None, Json]] = []
        for as_of in (None, "2026-02-01"):
            claims = [random_claim(random, words) for _ in range(ROWS // 2)]
            body = {"claims": claims, "rubric": "newsroom", "as_of": as_of}
            for raw, each in zip(claims, live.ask("POST", "/v1/assessments", json=body).json()["results"], strict=True):
                if "assessment" in each:
                    self.rows.append((each["assessment"]["id"], raw, as_of, each["assessment"]["result"]))
        assert len(self.rows) > ROWS // 2


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    path = tmp_path_factory.mktemp("impact")
    storage: Json = {"data_dir": path / "data"}
    if request.param == "postgresql":
        storage["database_url"] = request.getfixturevalue("postgres").database()
    live = Live(path / "rubrics", storage, small=rubric(), newsroom=NEWSROOM)
    yield Stored(live)
    live.close()


def by_hand(stored: Stored, text: str) -> Json:
    """What ``Impact`` says, by looking at every claim."""
    desk, ref = with_rubric(stored.live.app._app.state.desk, text.encode(), "draft")
    pairs = [(id_, was, score(desk, raw, rubric=ref, as_of=as_of)) for id_, raw, as_of, was in stored.rows]
    axes = [*pairs[0][2]["axes"], *(axis for axis in pairs[0][1]["axes"] if axis not in pairs[0][2]["axes"])]
    names = (*axes, "overall")
    gates = {gate for _, *both in pairs for told in both for gate in applied(told)}
    moves = [
        (id_, {name: by for name in (*axes, "overall") if (by := move(name, was, now))}) for id_, was, now in pairs
    ]
    far = sorted(((max(map(abs, by.values())), id_) for id_, by in moves if by), reverse=True)[:20]
    return {
        "rows": len(pairs),
        "flips": sum(was["grade"] != now["grade"] for _, was, now in pairs),
        "grades": Counter((was["grade"], now["grade"]) for _, was, now in pairs),
        "axes": {axis: Counter((band(was, axis), band(now, axis)) for _, was, now in pairs) for axis in axes},
        "scores": {
            name: Counter(-(-abs(by) // 5000) * (1 if by > 0 else -1) for _, was, now in pairs
                          if (by := move(name, was, now)) is not None)
            for name in names
        },
        "labels": Counter((label(was), label(now)) for _, was, now in pairs),
        "gates": {
            gate: (
                sum(gate in applied(was) for _, was, _ in pairs),
                sum(gate in applied(now) for _, _, now in pairs),
                sum(gate in applied(now) and gate not in applied(was) for _, was, now in pairs),
                sum(gate in applied(was) and gate not in applied(now) for _, was, now in pairs),
            )
            for gate in gates
        },
        "movers": [id_ for _, id_ in far],
        "flipped": sorted((id_ for id_, was, now in pairs if was["grade"] != now["grade"]), reverse=True),
        "changed": sum(shape(was) != shape(now) for _, was, now in pairs),
    }  # fmt: skip


def counted(impact: Json) -> Json:
    """The same, as it was answered."""

    def steps(given: list[Json]) -> Counter[Any]:
        return Counter({(each["before"], each["after"]): each["rows"] for each in given})

    def bins(scores: Json) -> Counter[int]:
        return Counter({_step(each): each["rows"] for each in scores["bins"]})

    overall = impact["overall"]
    names = ("before", "after", "starts", "stops")
    return {
        "rows": impact["rows"],
        "flips": impact["flips"],
        "grades": steps(impact["grades"]),
        "axes": {axis: steps(found["bands"]) for axis, found in impact["axes"].items()},
        "scores": {axis: bins(found["scores"]) for axis, found in impact["axes"].items()}
        | {"overall": bins(overall["scores"])},
        "labels": steps(overall["labels"]),
        "gates": {(gate["id"], gate["axis"]): tuple(gate[name] for name in names) for gate in impact["gates"]},
        "movers": [mover["id"] for mover in impact["movers"]],
        "flipped": [flip["id"] for flip in impact["flipped"]],
        "changed": impact["changed"],
    }


def _step(bin_: Json) -> int:
    low, high = (int(bin_[end].replace(".", "")) for end in ("low", "high"))
    return (high if high > 0 else low) // 5000


def band(told: Json, axis: str) -> str | None:
    found: str | None = told["axes"][axis]["band"] if axis in told["axes"] else None
    return found


def label(told: Json) -> str | None:
    found: str | None = None if told["overall"] is None else told["overall"]["label"]
    return found


def exact(told: Json, name: str) -> int | None:
    found = told["overall"] if name == "overall" else told["axes"].get(name)
    return None if found is None or found["exact"] is None else round(float(found["exact"]) * 1000)


def move(name: str, was: Json, now: Json) -> int | None:
    before, after = exact(was, name), exact(now, name)
    return None if before is None or after is None else after - before


def applied(told: Json) -> set[tuple[str, str | None]]:
    return {(gate["id"], gate["axis"]) for gate in told["gates"] if gate["status"] == "applied"}


def shape(told: Json) -> Any:
    axes = {axis: (band(told, axis), exact(told, axis)) for axis in told["axes"]}
    label = None if told["overall"] is None else told["overall"]["label"]
    return (
        {k: v for k, v in axes.items() if v != (None, None)},
        exact(told, "overall"),
        label,
        told["grade"],
        applied(told),
    )


def sums_add_up(impact: Json) -> None:
    graded = impact["rows"] - impact["ungradable"]["rows"]
    assert sum(each["rows"] for each in impact["before"]) == impact["rows"]
    assert sum(each["rows"] for each in impact["grades"]) == graded
    assert sum(each["rows"] for each in impact["grades"] if each["before"] != each["after"]) == impact["flips"]
    assert sum(each["rows"] for each in impact["overall"]["labels"]) == graded
    for axis in impact["axes"].values():
        assert sum(each["rows"] for each in axis["bands"]) == graded
        assert sum(each["rows"] for each in axis["bands"] if each["before"] != each["after"]) == axis["flips"]
    for scores in [impact["overall"]["scores"], *(axis["scores"] for axis in impact["axes"].values())]:
        rest = scores["unscored"] + scores["gained"] + scores["lost"]
        assert sum(each["rows"] for each in scores["bins"]) + rest == graded
    for gate in impact["gates"]:
        assert gate["before"] + gate["starts"] - gate["stops"] == gate["after"]
        assert gate["flips"] <= gate["starts"] + gate["stops"]


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(text=rubric_texts())
def test_the_impact_of_any_draft_is_what_is_counted_by_hand(stored: Stored, text: str) -> None:
    response = stored.live.impact(text, against="newsroom", limit=200)
    assume(response.status_code == 200)
    Impact.model_validate_json(response.content)
    sums_add_up(response.json())
    assert counted(response.json()) == by_hand(stored, text)


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(at=st.integers(0, 4))
def test_the_impact_of_a_small_edit_is_what_is_counted_by_hand(stored: Stored, at: int) -> None:
    text = json.dumps({key: value for key, value in json.loads(edits(5)[at][1].text).items() if key != "tests"})
    found = stored.live.impact(text, against="newsroom", limit=200).json()
    sums_add_up(found)
    assert counted(found) == by_hand(stored, text)


def test_what_is_stored_changes_nothing_under_its_own_rubric(stored: Stored) -> None:
    found = stored.live.impact(NEWSROOM).json()
    sums_add_up(found)
    assert (found["rows"], found["changed"], found["flips"], found["movers"], found["flipped"]) == (
        len(stored.rows), 0, 0, [], [],
    )  # fmt: skip


def test_the_flips_come_page_by_page_while_the_sums_stay(live: Live) -> None:
    ids = live.keep(*[None] * 5, "named", *[None] * 2)
    flips = [*ids[:5], *ids[6:]][::-1]
    first = live.impact(stricter(), limit=3)
    seen, pages = [], [first]
    while (link := pages[-1].headers.get("link")) is not None:
        pages.append(live.ask("POST", link[1 : link.index(">")], content=stricter().encode(), headers=YAML))
    for page in pages:
        assert (page.json()["rows"], page.json()["flips"]) == (8, 7)
        seen += [flip["id"] for flip in page.json()["flipped"]]
    assert (seen, len(pages)) == (flips, 3)
    assert first.json()["flipped"][0]["grade"] == {"before": "B", "after": "M"}
    assert first.json()["movers"][0]["by"] == {"sourcing": "-30.000"}


def test_a_claim_counts_once_as_it_was_graded_last(live: Live) -> None:
    first, second, third = live.keep(None, "named", "bare")
    body = {"claim": claim("named")}
    corrected = live.ask("POST", f"/v1/assessments/{first}/corrections", json=body, headers={"if-match": "*"})
    assert corrected.status_code == 201
    assert live.impact(stricter()).json()["rows"] == 3
    live.put(stricter(), "1.1.0")
    live.activate("1.1.0")
    assert live.rescore().json()["made"] == 3
    now = live.impact(stricter("1.2.0")).json()
    assert [(each["version"], each["rows"]) for each in now["before"]] == [("1.1.0", 3)]
    then = live.impact(stricter("1.2.0"), against="small@1.0.0").json()
    assert [(each["version"], each["rows"]) for each in then["before"]] == [("1.0.0", 3)]
    child = next(
        each["id"]
        for each in live.ask("GET", "/v1/assessments").json()["assessments"]
        if each["rescored_from"] == second
    )
    body = {"claim": claim("bare")}
    live.ask("POST", f"/v1/assessments/{child}/corrections", json=body, headers={"if-match": "*"})
    again = live.impact(stricter("1.2.0")).json()
    assert again["rows"] == 3
    assert [(each["before"], each["rows"]) for each in again["grades"]] == [("B", 2), ("A", 1)]
    assert third


def test_only_what_the_filters_let_through_is_counted(live: Live) -> None:
    first, *_ = live.keep(None, "named", "bare", None)
    live.ask("POST", f"/v1/assessments/{first}/reviews", json={"verdict": "agree"}, headers={"if-match": "*"})
    for query, rows in (
        ({"grade": "A"}, 1), ({"band": "sourcing:B"}, 3), ({"review": "agreed"}, 1), ({"since": "2999-01-01"}, 0),
        ({"since": "2001-01-01"}, 4), ({"root": "A Witness"}, 4), ({"source": "nobody"}, 0), ({"gate": "x"}, 0),
        ({"against": "none"}, 0), ({"against": "small@1.0.0", "grade": "B"}, 3),
    ):  # fmt: skip
        assert live.impact(stricter(), **query).json()["rows"] == rows, query


def test_more_than_one_piece_is_read_and_nothing_twice(live: Live) -> None:
    for _ in range(2):
        live.keep(*["named", None] * 150)
    found = live.impact(stricter()).json()
    sums_add_up(found)
    assert (found["rows"], found["flips"]) == (600, 300)
    store = live.app._lasting.storage.use()
    rows, following = store.rubrics.standing(Graded(Filters(rubric="small")), None, 1000)
    assert (len(rows), following) == (600, None)


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service in which nothing is ever kept."""
    path = tmp_path_factory.mktemp("same")
    found = Live(path / "rubrics", {"data_dir": path / "data"})
    yield found
    found.close()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"against": "small@9.9.9"}, "unknown_rubric"),
        ({"against": "@"}, "unknown_rubric"),
        ({"against": "@1.0.0"}, "unknown_rubric"),
        ({"against": ""}, "invalid_request"),
        ({"against": "x\x00"}, "invalid_request"),
        ({"against": "x" * 201}, "invalid_request"),
        ({"limit": "0"}, "invalid_request"),
        ({"limit": "201"}, "invalid_request"),
        ({"limit": "9" * 5000}, "invalid_request"),
        ({"cursor": "x"}, "invalid_request"),
        ({"since": "soon"}, "invalid_request"),
        ({"since": "\x00"}, "invalid_request"),
        ({"review": "maybe"}, "invalid_request"),
        ({"zzz": "1"}, "invalid_request"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(same: Live, query: dict[str, str], code: str) -> None:
    assert_problem(same.impact(stricter(), **query), 422, code)
    if "against" not in query and "limit" not in query and "cursor" not in query:
        assert_problem(same.rescore(**query), 422, code)


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"", "application/yaml", 422, "invalid_rubric"),
        (b"[" * 1000, "application/yaml", 422, "invalid_rubric"),
        (rubric(points=101).encode(), "application/yaml", 422, "invalid_rubric"),
        (b"\xff\x00", "application/yaml", 422, "invalid_rubric"),
        (b"{}", "application/json", 415, "unsupported_media_type"),
        (b"x" * 300_000, "application/yaml", 413, "body_too_large"),
    ],
)
def test_what_is_no_draft_is_refused(same: Live, content: bytes, kind: str, status: int, code: str) -> None:
    response = same.ask("POST", "/v1/rubrics/impact", content=content, headers={"content-type": kind})
    assert_problem(response, status, code)


def test_a_draft_whose_tests_do_not_hold_yet_is_measured(same: Live) -> None:
    text = rubric().replace("score: 100", "score: 99")
    assert same.impact(text).json()["rows"] == 0
