"""Does the container keep what it promises: no privileges, nothing writable, this machine only, locked packages?"""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sayso.version import __version__

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def instructions() -> list[list[str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    return loaded


def test_the_image_runs_as_nobody_in_particular_and_says_when_it_is_well(instructions: list[list[str]]) -> None:
    last_stage = max(at for at, words in enumerate(instructions) if words[0] == "FROM")
    final = instructions[last_stage:]
    users = [words[1] for words in final if words[0] == "USER"]
    assert users, "the last stage never leaves root"
    assert int(users[-1].split(":")[0]) >= 10_000
    health = [" ".join(words) for words in final if words[0] == "HEALTHCHECK"]
    assert len(health) == 1
    assert "/readyz" in health[0]


def test_everything_the_image_installs_is_locked_by_hash_or_is_our_own_wheel(instructions: list[list[str]]) -> None:
    parts = [part for words in instructions if words[0] == "RUN" for part in re.split(r"&&|;", " ".join(words[1:]))]
    installs = [part for part in parts if re.search(r"\bpip install\b", part)]
    assert len(installs) == 3
    for part in installs:
        assert "--require-hashes" in part or re.search(r"--no-deps \S+\.whl", part), part


def test_whatever_the_image_copies_is_there_and_reaches_the_build(instructions: list[list[str]]) -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert ignored[0] == "*", "what is not named must stay out of the image: keys, data, the whole history"
    let_in = [line[1:] for line in ignored if line.startswith("!")]
    copied = [
        source for words in instructions if words[0] == "COPY" and "--from" not in words[1] for source in words[1:-1]
    ]
    assert len(copied) > 5
    for source in copied:
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, name) or source.startswith(f"{name}/") for name in let_in), f"{source} is ignored"


def test_the_service_has_no_privileges_and_is_reached_from_this_machine_only(compose: dict[str, Any]) -> None:
    service = compose["services"]["sayso"]
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert {"mem_limit", "pids_limit", "restart"} <= service.keys()
    assert service["image"] == f"sayso:{__version__}"


def test_the_key_comes_as_a_secret_that_git_and_the_image_never_see(compose: dict[str, Any]) -> None:
    service = compose["services"]["sayso"]
    name = Path(service["environment"]["SAYSO_KEY_FILE"]).name
    assert service["secrets"] == [name]
    file = Path(compose["secrets"][name]["file"]).name
    assert f"/{file}" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert f"!{file}" not in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
