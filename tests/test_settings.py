"""Are settings read from SAYSO_* alone, and is every wrong one named before anything starts?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sayso.api.limits import Limits
from sayso.api.refusals import NoKey
from sayso.facts.schema import Limits as FactLimits
from sayso.lasting import engine_of
from sayso.settings import (
    PREFIX,
    InvalidSettings,
    Settings,
    check_host,
    load_settings,
    read_keys,
    read_password,
    shipped,
)


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SAYSO_"):
            monkeypatch.delenv(name)


def problems_of(**given: object) -> dict[str | None, str]:
    with pytest.raises(InvalidSettings) as caught:
        load_settings(**given)
    return {problem.pointer: f"{problem.message} | {problem.hint}" for problem in caught.value.problems}


def test_without_any_setting_the_service_listens_on_loopback() -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.rubric) == ("127.0.0.1", 8321, "newsroom")
    assert settings.limits == Limits(body_bytes=2_097_152, json_depth=32, rubric_bytes=262_144)


def test_the_limits_of_facts_are_settings_that_go_no_higher_than_the_engine() -> None:
    assert load_settings().fact_limits == FactLimits(text=500_000, claims=1_000, attributions=32, links=12)
    assert load_settings(max_links=3, max_attributions=1).fact_limits == FactLimits(attributions=1, links=3)
    assert set(problems_of(max_links=13, max_attributions=33, max_text=0, max_claims=0)) == {
        "SAYSO_MAX_LINKS", "SAYSO_MAX_ATTRIBUTIONS", "SAYSO_MAX_TEXT", "SAYSO_MAX_CLAIMS",
    }  # fmt: skip


def test_the_environment_sets_and_the_command_line_overrides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_PORT", "9000")
    monkeypatch.setenv("SAYSO_RUBRIC", "nato-admiralty")
    settings = load_settings(port=9001, rubric=None)
    assert (settings.port, settings.rubric) == (9001, "nato-admiralty")


def test_an_unknown_setting_is_an_error_that_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_RUBRICS_DRI", "x")
    monkeypatch.setenv("SAYSO_ZZZ", "x")
    found = problems_of()
    assert 'did you mean "SAYSO_RUBRICS_DIR"?' in found["SAYSO_RUBRICS_DRI"]
    assert "SAYSO_HOST" in found["SAYSO_ZZZ"]


@pytest.mark.parametrize("name", ["SAYSO_URL", "SAYSO_KEY"])
def test_what_the_client_reads_is_no_setting_and_no_mistake(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert load_settings() == Settings()
    assert name not in {PREFIX + field.upper() for field in Settings.model_fields}
    monkeypatch.setenv(f"{name}S", "x")
    with pytest.raises(InvalidSettings, match=f"{name}S"):
        load_settings()


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_PORT", "ninety")
    monkeypatch.setenv("SAYSO_MAX_JSON_DEPTH", "1000000")
    monkeypatch.setenv("SAYSO_HOTS", "x")
    assert set(problems_of()) == {"SAYSO_PORT", "SAYSO_MAX_JSON_DEPTH", "SAYSO_HOTS"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "sayso.example", ""])
def test_without_a_key_no_other_address_is_listened_on(host: str) -> None:
    with pytest.raises(InvalidSettings) as caught:
        check_host(load_settings(host=host), keyed=False)
    (problem,) = caught.value.problems
    assert problem.pointer == "SAYSO_HOST"
    assert "SAYSO_KEY_FILE" in str(problem.hint)


def test_with_a_key_any_address_is_listened_on() -> None:
    check_host(load_settings(host="0.0.0.0"), keyed=True)
    for host in ("127.0.0.1", "localhost", "::1"):
        check_host(load_settings(host=host), keyed=False)


@pytest.mark.parametrize("rate", ["600", "600/fortnight", "0/minute", "-1/second", "1/minute; 2/hour", "many"])
def test_a_rate_that_is_none_is_refused(rate: str) -> None:
    assert "SAYSO_RATE" in problems_of(rate=rate)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_key_in_the_file_is_accepted_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("s" * 43 + "\n")
    keys = read_keys(load_settings(key_file=file))
    assert keys.find([b"Bearer " + b"s" * 43]).actor == "key:file"
    with pytest.raises(NoKey):
        keys.find([b"Bearer " + b"s" * 42])
    assert "s" * 20 not in repr(vars(keys)), "a key is never kept as it was written"


@pytest.mark.parametrize("content", ["", "short", "k" * 31, "k" * 40 + "\n" + "l" * 40, "\u00e9" * 40])
def test_a_key_file_that_is_no_use_is_refused_without_showing_it(tmp_path: Path, content: str) -> None:
    file = tmp_path / "key"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidSettings) as caught:
        read_keys(load_settings(key_file=file))
    assert str(file) in caught.value.message
    assert not content or content not in caught.value.message


def test_a_key_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="cannot be read"):
        read_keys(load_settings(key_file=tmp_path / "nowhere"))


def test_a_checkout_serves_its_own_rubrics(root: Path) -> None:
    assert shipped("rubrics") == root / "rubrics"
    assert load_settings().rubrics_dir == root / "rubrics"


URL = "postgresql://sayso:old@db.example/sayso"


def test_the_password_of_a_database_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret: @/%\n")
    settings = load_settings(database_url=URL, database_password_file=tmp_path / "password")
    engine = engine_of(settings)
    assert engine.url.password == "s3cret: @/%"
    assert (engine.url.host, engine.url.username) == ("db.example", "sayso")
    assert "s3cret" not in repr(settings)
    assert engine_of(load_settings(database_url=URL)).url.password == "old"


@pytest.mark.parametrize("content", [b"", b"\n", b"two\nlines", b"\xff\xfe", b"with\0nul"])
def test_a_password_file_that_is_no_use_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "password").write_bytes(content)
    with pytest.raises(InvalidSettings) as found:
        engine_of(load_settings(database_url=URL, database_password_file=tmp_path / "password"))
    (problem,) = found.value.problems
    assert (problem.code, problem.pointer) == ("invalid_password_file", "SAYSO_DATABASE_PASSWORD_FILE")
    assert "two" not in problem.message


def test_a_password_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings):
        read_password(load_settings(database_password_file=tmp_path / "nowhere"))
