"""Does an installed Sayso have what its pages are made of?"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.mark.wheel
def test_the_wheel_carries_every_template_and_static_file(tmp_path: Path, root: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    built = subprocess.run(build, cwd=root, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    web = root / "service" / "sayso" / "web"
    needed = [*web.glob("templates/*"), *web.glob("static/*")]
    assert len(needed) > 10
    assert {f"sayso/web/{path.relative_to(web).as_posix()}" for path in needed} <= inside
