"""Do the Dockerfile's own commands build and serve, from a folder that holds nothing but what they copy?

Nothing is downloaded: the locked packages are those of this environment, as the lock files name the same ones.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.architecture.dockerfile import ROOT, commands, copied, environment, listed, stages
from tests.end_to_end.running import PATIENCE, free_port
from tests.end_to_end.test_server import CLAIM, KEY

USER = 10_001
pytestmark = pytest.mark.wheel


@dataclass(frozen=True)
class Image:
    """What the build left: the folder that packages were installed in, and an empty one to run in."""

    installed: Path
    workdir: Path
    key: Path

    def environment(self) -> dict[str, str]:
        """What the container has, and no more: no HOME, nothing of this shell."""
        image = environment(stages()[-1])
        path = f"{self.installed / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin"
        return {**image, "PATH": path, "PYTHONPATH": str(self.installed), "SAYSO_KEY_FILE": str(self.key)}


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """The build stage, run. Not in pytest's own folder, which other users may not enter."""
    room = Path(tempfile.mkdtemp(prefix="sayso-image-"))
    try:
        room.chmod(0o755)
        source, installed, wheel = room / "src", room / "installed", room / "wheel"
        source.mkdir()
        for name in copied(stages()[0]):
            _copy(ROOT / name, source / name)
        build, install = commands(stages()[0])[-2:]
        assert build[1:4] == ["-m", "hatchling", "build"]
        assert install[1] == "install"
        _run([sys.executable, *(str(wheel) if word == "/tmp/wheel" else word for word in build[1:])], source)
        (built,) = wheel.glob("*.whl")
        options = [word for word in install[2:] if word.startswith("--")]
        assert "--no-deps" in options
        _run([sys.executable, "-m", "pip", "install", *options, "--no-index", "--target", str(installed), str(built)])
        workdir = room / "work"
        workdir.mkdir()
        workdir.chmod(0o555)
        key = room / "key"
        key.write_text(KEY + "\n")
        key.chmod(0o644)  # as docker-compose.yml says of the secret
        yield Image(installed, workdir, key)
    finally:
        shutil.rmtree(room)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))  # as .dockerignore does
    else:
        shutil.copy(source, target)


def _run(command: list[str], folder: Path | None = None) -> None:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def _other_user() -> int | None:
    """The image's user, where we may become it and it may run this interpreter; else we stay who we are."""
    if os.getuid() != 0:
        return None
    try:
        subprocess.run([sys.executable, "-c", ""], user=USER, group=USER, extra_groups=[], check=True, env={})
    except (OSError, subprocess.CalledProcessError):
        return None
    return USER


def _called(image: Image, command: list[str]) -> subprocess.CompletedProcess[str]:
    user = _other_user()
    return subprocess.run(
        command,
        cwd=image.workdir,
        env=image.environment(),
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def _at_port(command: list[str], port: int) -> list[str]:
    adjusted = [word.replace("8321", str(port)) for word in command]
    assert adjusted != command, "the command names no port"
    return adjusted


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def test_the_image_serves_and_its_health_check_knows(image: Image) -> None:
    port, last = free_port(), stages()[-1]
    health = _at_port(listed(last, "HEALTHCHECK"), port)
    assert _called(image, health).returncode != 0, "well, though nothing runs"
    before = _files(image.installed)
    user = _other_user()
    process = subprocess.Popen(
        _at_port(listed(last, "CMD"), port),
        cwd=image.workdir,
        env=image.environment(),
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        until = time.monotonic() + PATIENCE
        while (checked := _called(image, health)).returncode != 0:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < until, checked.stderr
        address = f"http://127.0.0.1:{port}"
        assert httpx.get(f"{address}/v1/rubrics").status_code == 401
        holder = {"authorization": f"Bearer {KEY}"}
        answer = httpx.post(f"{address}/v1/score", json={"claim": CLAIM, "include": ["all"]}, headers=holder)
        assert (answer.status_code, answer.json()["status"]) == (200, "scored")
        assert httpx.get(f"{address}/").status_code == 200
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            told = process.communicate(timeout=PATIENCE)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode in (0, -signal.SIGTERM), told
    assert KEY not in told
    assert not _files(image.workdir), "the service writes where it runs"
    assert _files(image.installed) == before


def test_what_runs_is_what_was_installed_and_not_the_clone(image: Image) -> None:
    found = _called(
        image, ["python", "-c", "import sayso, sayso.settings as s; print(sayso.__file__, s.shipped('rubrics'))"]
    )
    module, rubrics = found.stdout.split()
    assert Path(module).is_relative_to(image.installed), found.stderr
    assert Path(rubrics).is_relative_to(image.installed)


def test_without_a_key_the_image_does_not_start(image: Image) -> None:
    keyless = Image(image.installed, image.workdir, image.workdir / "nothing")
    ended = _called(keyless, _at_port(listed(stages()[-1], "CMD"), free_port()))
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
