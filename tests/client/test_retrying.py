"""Is a call tried again where that is safe and may help, and only there? Asked of a server that fails as told."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.client.conftest import Open
from tests.client.serving import CUT, Told, failing, problem

from sayso import CallFailed, RateLimited, Refused, Retries, ServiceFailed, Unavailable
from sayso.client.failures import seconds_of

QUICK = Retries(most=3, first=0.001)
GOOD = Told(200, b'{"rubrics": []}')
BUSY = problem(503, "storage_busy", **{"retry-after": "0"})


@pytest.mark.parametrize(
    "trouble",
    [
        [CUT],
        [BUSY],
        [problem(429, "too_many_calls", **{"retry-after": "0"})],
        [Told(502, b"<html>", {"content-type": "text/html"})],
        [Told(504)],
        [CUT, BUSY, Told(502)],
    ],
    ids=["cut", "503", "429", "502", "504", "all"],
)
def test_what_passes_is_tried_until_it_has_passed(open_client: Open, trouble: list[Told | str]) -> None:
    with failing([*trouble, GOOD]) as (address, heard), open_client(address, retries=QUICK) as sayso:
        assert sayso.rubrics.list() == []
    assert len(heard) == len(trouble) + 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 500, 501])
def test_what_does_not_pass_is_asked_once(open_client: Open, status: int) -> None:
    told = problem(status, "so", **{"retry-after": "0"})
    with failing([told, GOOD]) as (address, heard), open_client(address, retries=QUICK) as sayso:
        with pytest.raises(CallFailed) as failed:
            sayso.rubrics.list()
        assert (failed.value.status, failed.value.code, len(heard)) == (status, "so", 1)


@pytest.mark.parametrize(
    ("always", "kind", "code"),
    [
        (BUSY, Unavailable, "storage_busy"),
        (CUT, Unavailable, "unreachable"),
        (problem(429, "too_many_calls"), RateLimited, "too_many_calls"),
    ],
    ids=["503", "cut", "429"],
)
@pytest.mark.parametrize("most", [0, 2])
def test_patience_has_an_end(open_client: Open, always: Any, kind: type[CallFailed], code: str, most: int) -> None:
    with failing([always]) as (address, heard), open_client(address, retries=Retries(most, 0.001)) as sayso:
        with pytest.raises(kind) as failed:
            sayso.rubrics.list()
        assert (failed.value.code, len(heard)) == (code, most + 1)


def test_who_is_to_wait_longer_than_that_is_told_for_how_long(open_client: Open) -> None:
    told = problem(429, "too_many_calls", **{"retry-after": "3600"})
    with failing([told, GOOD]) as (address, heard), open_client(address, retries=QUICK) as sayso:
        with pytest.raises(RateLimited) as limited:
            sayso.rubrics.list()
        assert (limited.value.retry_after, len(heard)) == (3600.0, 1)


def test_where_nobody_listens_there_is_no_answer(open_client: Open) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with open_client(address, retries=Retries(most=1, first=0.001)) as sayso, pytest.raises(Unavailable) as failed:
            sayso.rubrics.list()
    assert (failed.value.status, failed.value.retry_after, failed.value.problems) == (None, None, ())
    assert failed.value.__cause__ is not None


def test_an_answer_that_does_not_come_in_time_is_none(open_client: Open) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with (
            open_client(address, timeout=0.05, retries=Retries(most=1, first=0.001)) as sayso,
            pytest.raises(Unavailable, match="does not answer"),
        ):
            sayso.score({})


# Writes


@pytest.mark.parametrize("trouble", [CUT, BUSY], ids=["cut", "503"])
def test_a_write_that_is_tried_again_is_the_same_write(open_client: Open, trouble: Any) -> None:
    wrong = problem(422, "so")
    with failing([trouble, trouble, wrong]) as (address, heard), open_client(address, retries=QUICK) as sayso:
        for _ in range(2):
            with pytest.raises(Refused):
                sayso.assessments.create({"text": "So."}, "newsroom")
    assert len({(each.method, each.path, each.body) for each in heard}) == 1
    first, second = (each.headers["idempotency-key"] for each in (heard[0], heard[3]))
    assert [each.headers["idempotency-key"] for each in heard] == [first] * 3 + [second]
    assert first != second


def test_what_keeps_nothing_has_no_key_and_is_tried_again_all_the_same(open_client: Open) -> None:
    asks: list[Any] = [
        lambda sayso: sayso.score({}),
        lambda sayso: sayso.batch([{}]),
        lambda sayso: list(sayso.stream([{}])),
        lambda sayso: sayso.extract("So."),
        lambda sayso: sayso.assessments.what_if("1", {}),
        lambda sayso: sayso.assessments.replay("1"),
        lambda sayso: sayso.rubrics.check("id: x"),
    ]
    for ask in asks:
        with failing([CUT, problem(422, "so")]) as (address, heard), open_client(address, retries=QUICK) as sayso:
            with pytest.raises(Refused):
                ask(sayso)
            assert ["idempotency-key" in each.headers for each in heard] == [False, False]


# How long


@given(
    most=st.integers(0, 10),
    first=st.floats(0, 10),
    longest=st.floats(0, 100),
    failed=st.integers(1, 2000),
    asked=st.none() | st.floats(0, 200),
    chance=st.floats(0, 1),
)
def test_the_wait_grows_is_never_less_than_asked_and_has_its_bounds(
    most: int, first: float, longest: float, failed: int, asked: float | None, chance: float
) -> None:
    wait = Retries(most, first, longest).wait(failed, asked, chance)
    if failed > most or (asked is not None and asked > longest):
        assert wait is None
    else:
        assert wait is not None
        assert (asked or 0.0) <= wait <= (asked or 0.0) + min(longest, first * 2.0 ** (failed - 1))


def test_the_wait_doubles_and_is_spread_out() -> None:
    retries = Retries(most=9, first=1.0, longest=6.0)
    assert [retries.wait(number, None, 1.0) for number in range(1, 6)] == [1.0, 2.0, 4.0, 6.0, 6.0]
    assert [retries.wait(1, None, chance) for chance in (0.0, 0.5)] == [0.0, 0.5]
    assert retries.wait(2, 5.0, 0.5) == 6.0


def test_a_date_is_understood_as_well_as_seconds() -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    found = seconds_of(format_datetime(later, usegmt=True))
    assert found is not None
    assert 3500 < found <= 3600
    assert seconds_of(format_datetime(later - timedelta(hours=2), usegmt=True)) == 0.0
    assert seconds_of("7") == 7.0


@pytest.mark.parametrize("header", [None, "", "soon", "inf", "nan", "Mon, 99 Foo 2024", "\0"])
def test_what_says_no_time_is_passed_over(header: str | None) -> None:
    assert seconds_of(header) is None


def test_less_than_no_time_is_none() -> None:
    assert seconds_of("-5") == 0.0


# Answers that are none


@pytest.mark.parametrize(
    "told",
    [
        Told(200, b"<html>", {"content-type": "text/html"}),
        Told(200, b""),
        Told(200, b"[]"),
        Told(200, b'{"rubrics": [{"id": 7}]}'),
        Told(200, b"{}", {"content-encoding": "gzip"}),
        Told(301, b"", {"location": "http://127.0.0.1:1/"}),
        Told(500, b"<html>"),
        Told(418, b"{}"),
        Told(422, b"[]", {"content-type": "application/problem+json"}),
    ],
    ids=["a page", "nothing", "a list", "another model", "not gzip", "elsewhere", "500", "418", "no problem"],
)
def test_an_answer_that_is_none_of_ours_is_a_fault_and_no_riddle(open_client: Open, told: Told) -> None:
    with failing([told]) as (address, _), open_client(address, retries=Retries(0)) as sayso:
        with pytest.raises((ServiceFailed, Unavailable)) as failed:
            sayso.rubrics.list()
        assert failed.value.code in ("unexpected_answer", "unreachable")


def test_what_a_newer_service_says_more_is_passed_over(open_client: Open) -> None:
    body = b'{"rubrics": [{"id": "a", "version": "1.0.0", "title": "A", "reference": null, "digest": "sha256:%b", '
    body = body % (b"0" * 64) + b'"default": true, "active": true, "origin": ["file"], "mood": "new"}], "more": {}}'
    with failing([Told(200, body)]) as (address, _), open_client(address) as sayso:
        assert [each.id for each in sayso.rubrics.list()] == ["a"]


@pytest.mark.parametrize("errors", [b"null", b"[7]", b'[{"line": "x"}]', b"{}"])
def test_a_problem_that_is_told_badly_is_still_a_problem(open_client: Open, errors: bytes) -> None:
    body = b'{"code": "invalid_claim", "errors": %b}' % errors
    told = Told(422, body, {"content-type": "application/problem+json; charset=utf-8"})
    with failing([told]) as (address, _), open_client(address) as sayso:
        with pytest.raises(Refused) as refused:
            sayso.rubrics.list()
        assert refused.value.code == "invalid_claim"


def test_a_page_that_leads_elsewhere_leads_nowhere_else(open_client: Open) -> None:
    first = Told(200, b'{"assessments": []}', {"link": '<http://evil.example/v1/x?cursor=1&limit=2>; rel="next"'})
    with failing([first, Told(200, b'{"assessments": []}')]) as (address, heard), open_client(address, "k") as sayso:
        assert list(sayso.assessments.list(rubric="a b")) == []
    assert [each.path for each in heard] == ["/v1/assessments?rubric=a+b", "/v1/assessments?cursor=1&limit=2"]
    assert heard[1].headers["host"] == address.removeprefix("http://")
