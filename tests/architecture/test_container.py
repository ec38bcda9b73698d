"""Does the container keep what it promises: no privileges, nothing writable, this machine only, locked packages?"""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from tests.architecture.dockerfile import environment, listed, stages

from sayso.cli.serving import _PATIENCE
from sayso.settings import Settings
from sayso.version import __version__

ROOT = Path(__file__).resolve().parents[2]
TEXT = {"type": "string", "minLength": 1}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}
BYTES = {"type": "string", "pattern": "^[1-9][0-9]*(b|k|m|g|kb|mb|gb)$"}
DURATION = {"type": "string", "pattern": "^[1-9][0-9]*(s|m|h)$"}
SERVICE = {
    "build": TEXT,
    "image": {"type": "string", "pattern": "^[a-z0-9./_-]+(:[A-Za-z0-9._-]+)?$"},
    "init": {"type": "boolean"},
    "user": {"type": "string", "pattern": "^[0-9]+:[0-9]+$"},  # a number in YAML would be another user
    "read_only": {"type": "boolean"},
    "cap_drop": TEXTS,
    "security_opt": TEXTS,
    "tmpfs": {
        "type": "array",
        "items": {"type": "string", "pattern": "^/[^:]+(:[a-z]+=[0-9a-z]+(,[a-z]+=[0-9a-z]+)*)?$"},
    },
    "mem_limit": BYTES,
    "pids_limit": {"type": "integer", "minimum": 1},
    "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
    "environment": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
    "secrets": TEXTS,
    "ports": {"type": "array", "items": {"type": "string", "pattern": r"^([0-9.]+:)?[0-9]+:[0-9]+(/tcp)?$"}},
    "volumes": {"type": "array", "items": {"type": "string", "pattern": r"^([./][^:]*|[a-z-]+):/[^:]+(:ro|:rw)?$"}},
    "command": TEXTS,
    "profiles": TEXTS,
    "shm_size": BYTES,
    "stop_grace_period": DURATION,
    "depends_on": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {"condition": {"enum": ["service_healthy", "service_completed_successfully"]}},
            "required": ["condition"],
            "additionalProperties": False,
        },
    },
    "healthcheck": {
        "type": "object",
        "properties": {
            "test": {"type": "array", "items": TEXT, "contains": {"enum": ["CMD", "CMD-SHELL"]}},
            "interval": DURATION,
            "timeout": DURATION,
            "retries": {"type": "integer", "minimum": 1},
            "start_period": DURATION,
        },
        "required": ["test", "interval", "timeout", "retries"],
        "additionalProperties": False,
    },
}
COMPOSE = {
    "type": "object",
    "properties": {
        "services": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "object", "properties": SERVICE, "additionalProperties": False},
        },
        "secrets": {
            "type": "object",
            "additionalProperties": {"type": "object", "properties": {"file": TEXT}, "required": ["file"]},
        },
        "volumes": {"type": "object", "additionalProperties": {"type": "object", "maxProperties": 0}},
    },
    "required": ["services"],
    "additionalProperties": False,
}
"""What we use of the Compose Specification, in its words."""


@pytest.fixture(scope="module")
def instructions() -> list[list[str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


FILES = ("docker-compose.yml", "docker-compose.simple.yml")


@pytest.fixture(scope="module", params=FILES)
def compose(request: pytest.FixtureRequest) -> dict[str, Any]:
    return loaded(request.param)


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(ROOT / name)
    return found


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


def override() -> dict[str, Any]:
    """The file that the operator's guide shows for a desk's own rubrics."""
    guide = (ROOT / "docs" / "guides" / "operator.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n# docker-compose.override.yml\n(.*?)```", guide, re.DOTALL)
    found: dict[str, Any] = YAML(typ="safe").load(block)
    return found


def test_compose_files_keep_to_the_specification(compose: dict[str, Any]) -> None:
    for each in (compose, override()):
        Draft202012Validator(COMPOSE).validate(each)
    assert override()["services"].keys() <= compose["services"].keys()
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= compose["secrets"].keys()


def test_what_is_kept_is_in_a_volume_of_its_own() -> None:
    simple, normal = loaded("docker-compose.simple.yml"), loaded("docker-compose.yml")
    places = environment(stages()[-1])["SAYSO_DATA_DIR"], "/var/lib/postgresql/data"
    for compose, name, place in ((simple, "sayso", places[0]), (normal, "database", places[1])):
        mounted = dict(each.split(":")[:2] for each in compose["services"][name]["volumes"])
        assert [volume for volume, target in mounted.items() if target == place and volume in compose["volumes"]]


def test_every_volume_and_file_that_is_mounted_is_there_and_files_cannot_be_written(compose: dict[str, Any]) -> None:
    used = set()
    for service in compose["services"].values():
        for source, *rest in (mount.split(":") for mount in service.get("volumes", ())):
            if source.startswith("./"):
                assert (ROOT / source).is_dir(), source
                assert rest[-1] == "ro"
            else:
                used.add(source)
    assert used == compose["volumes"].keys()


def test_who_waits_for_another_waits_for_one_that_says_when_it_is_well() -> None:
    services = loaded("docker-compose.yml")["services"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            assert other in services, name
            if how["condition"] == "service_healthy":
                assert "healthcheck" in services[other]
            else:
                assert services[other]["restart"] == "no"
    assert services["sayso"]["depends_on"].keys() == {"upgrade", "database"}


def test_images_of_others_are_pinned_by_version_and_the_watch_is_asked_for(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        image, _, version = service["image"].partition(":")
        assert image == "sayso" or re.fullmatch(r"v?\d+\.\d+(\.\d+)?(-[a-z]+)?", version), name
        assert service.get("profiles") == (["watch"] if image.startswith(("prom/", "grafana/")) else None)


def test_only_what_people_look_at_is_reached_and_from_this_machine_only(compose: dict[str, Any]) -> None:
    published = {name for name, service in compose["services"].items() if service.get("ports")}
    assert published <= {"sayso", "prometheus", "grafana"}
    for service in compose["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        assert "no-new-privileges:true" in service["security_opt"]
        assert {"mem_limit", "pids_limit", "restart"} <= service.keys()


def test_a_stop_is_given_the_time_that_it_may_take(compose: dict[str, Any]) -> None:
    assert int(compose["services"]["sayso"]["stop_grace_period"].removesuffix("s")) > _PATIENCE


def test_every_setting_of_a_compose_file_is_one(compose: dict[str, Any]) -> None:
    known = {f"SAYSO_{name.upper()}" for name in Settings.model_fields}
    for each in (compose, override()):
        for service in each["services"].values():
            if not service.get("image", "sayso").startswith("sayso"):
                continue
            assert service["environment"].keys() <= known
            for mount in service.get("volumes", ()):
                assert mount.split(":")[1] in service["environment"].values()


def test_health_check_command_and_published_port_are_of_one_port(compose: dict[str, Any]) -> None:
    last = stages()[-1]
    (port,) = [step.rest for step in last if step.word == "EXPOSE"]
    assert f":{port}/" in " ".join(listed(last, "HEALTHCHECK"))
    assert listed(last, "CMD")[-2:] == ["--port", port]
    assert [mapping.split(":")[-1] for mapping in compose["services"]["sayso"]["ports"]] == [port]
    assert environment(last)["PATH"].startswith("/opt/sayso/bin:")


def test_the_service_has_no_privileges_and_is_reached_from_this_machine_only(compose: dict[str, Any]) -> None:
    service = compose["services"]["sayso"]
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["image"] == f"sayso:{__version__}"


def test_the_key_comes_as_a_secret_that_git_and_the_image_never_see(compose: dict[str, Any]) -> None:
    service = compose["services"]["sayso"]
    files = [value for name, value in service["environment"].items() if name.endswith("_FILE")]
    assert service["secrets"] == [Path(file).name for file in files]
    for secret in compose["secrets"].values():
        file = Path(secret["file"]).name
        assert f"/{file}" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
        assert f"!{file}" not in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
