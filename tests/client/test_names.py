"""Which names does ``import sayso`` promise, and what does it cost to have them?"""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.client.serving import Told, failing

import sayso
from sayso.client import asynchronous, blocking
from sayso.errors import InvalidInput

ROOT = Path(__file__).resolve().parents[2]
PARTS = {
    "Sayso": ["assessments", "batch", "close", "documents", "extract", "rubrics", "score", "stream"],
    "Assessments": ["correct", "create", "create_many", "get", "list", "replay", "review", "what_if"],
    "Documents": ["create", "delete", "get", "list"],
    "Rubrics": ["activate", "check", "get", "impact", "list", "put", "rescore", "test", "versions"],
}


def test_every_name_is_there() -> None:
    assert set(sayso.__all__) <= set(dir(sayso))
    for name in sayso.__all__:
        assert getattr(sayso, name).__name__ == name


def test_another_name_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Sayzo'"):
        sayso.Sayzo  # type: ignore[attr-defined]  # noqa: B018


def test_until_the_client_is_asked_for_nothing_of_it_is_imported() -> None:
    heavy = {"httpx", "pydantic", "typing", "sayso.client"}
    for line, wanted in (("import sayso", set()), ("from sayso import Sayso", heavy)):
        probe = f"import sys\n{line}\nprint(sorted(sys.modules.keys() & {heavy}))"
        environment = {"PYTHONPATH": str(ROOT / "service")}
        ran = subprocess.run(
            [sys.executable, "-S", "-c", f"import sys; sys.path[1:1] = {sys.path!r}\n{probe}"],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert ran.stdout.strip() == str(sorted(wanted))


def names(kind: type, instance: Any = None) -> list[str]:
    return sorted(name for name in {*dir(kind), *getattr(instance, "__dict__", {})} if not name.startswith("_"))


def test_both_clients_have_the_same_parts_with_the_same_methods_each_described() -> None:
    one, other = sayso.Sayso(), sayso.AsyncSayso()
    assert names(sayso.Sayso, one) == PARTS["Sayso"]
    assert sorted(name.replace("aclose", "close") for name in names(sayso.AsyncSayso, other)) == PARTS["Sayso"]
    for part in ("Assessments", "Documents", "Rubrics"):
        kinds = getattr(blocking, part), getattr(asynchronous, f"Async{part}")
        for kind in kinds:
            assert names(kind) == PARTS[part]
            assert all(inspect.getdoc(getattr(kind, name)) for name in names(kind))
    one.close()


def test_help_shows_what_a_method_takes_and_says() -> None:
    with sayso.Sayso() as client:
        assert list(inspect.signature(client.assessments.what_if).parameters) == ["assessment_id", "patch"]
        assert "merge patch" in (client.assessments.what_if.__doc__ or "")


# Whom it asks


@pytest.mark.parametrize(
    ("url", "key", "codes"),
    [
        ("127.0.0.1:8321", None, ["wrong_address"]),
        ("ftp://sayso.example.org", None, ["wrong_address"]),
        ("http://", None, ["wrong_address"]),
        ("http://host:99999", None, ["wrong_address"]),
        ("http://host:x", None, ["wrong_address"]),
        ("http://[::1", None, ["wrong_address"]),
        ("http://me:secret@host", None, ["wrong_address"]),
        ("http://host/?a=1", None, ["wrong_address"]),
        ("http://ho st/", "a b", ["wrong_address", "wrong_key"]),
        ("http://host", "a\nb", ["wrong_key"]),
        ("http://host", "schlüssel", ["wrong_key"]),
    ],
)
@pytest.mark.parametrize("kind", [sayso.Sayso, sayso.AsyncSayso])
def test_an_address_or_a_key_that_is_none_is_refused_at_once(
    kind: type, url: str, key: str | None, codes: list[str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        kind(url, key)
    assert [each.code for each in refused.value.problems] == codes
    assert key is None or key not in str(refused.value)


def test_the_environment_says_whom_and_an_argument_comes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with failing([Told(200, b'{"rubrics": []}')]) as (address, heard):
        monkeypatch.setenv("SAYSO_URL", f"{address}/prefix/")
        monkeypatch.setenv("SAYSO_KEY", "from-the-environment")
        with sayso.Sayso() as client:
            client.rubrics.list()
        with sayso.Sayso(address, "from-an-argument") as client:
            client.rubrics.list()
            assert "from-an-argument" not in repr(vars(client._sender))
    assert [(each.path, each.headers["authorization"]) for each in heard] == [
        ("/prefix/v1/rubrics", "Bearer from-the-environment"),
        ("/v1/rubrics", "Bearer from-an-argument"),
    ]


def test_without_a_key_none_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_KEY", "")
    with failing([Told(200, b'{"rubrics": []}')]) as (address, heard), sayso.Sayso(address) as client:
        client.rubrics.list()
    assert "authorization" not in heard[0].headers
    assert heard[0].headers["user-agent"].startswith("sayso-python/")


def test_a_client_of_ones_own_is_used_and_left_open() -> None:
    with failing([Told(200, b'{"rubrics": []}')]) as (address, heard), httpx.Client(headers={"x-mine": "1"}) as http:
        with sayso.Sayso(address, http=http) as client:
            client.rubrics.list()
        assert not http.is_closed
    assert heard[0].headers["x-mine"] == "1"


def test_what_was_closed_asks_nothing_more() -> None:
    client = sayso.Sayso("http://127.0.0.1:1")
    client.close()
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.rubrics.list()
