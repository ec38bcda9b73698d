"""Do imports point one way, and does the core keep out of the world: no clock, no chance, no network, no files?"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "service" / "sayso"

# The engine and the derived facts are functions of their arguments. Whatever could make two runs differ stays out.
WORLD = {
    "time", "random", "secrets", "uuid", "os", "sys", "locale", "socket", "ssl", "urllib", "http", "httpx", "asyncio",
    "threading", "multiprocessing", "subprocess", "tempfile", "shutil", "sqlite3", "logging", "getpass", "platform",
}  # fmt: skip
PURE = sorted([*(PACKAGE / "engine").rglob("*.py"), *(PACKAGE / "facts").rglob("*.py"), PACKAGE / "errors.py"])
A_LOCK = "threading.Lock"  # guards the tables of outcomes; it decides nothing
CALLS = {"now", "today", "utcnow", "eval", "exec", "__import__", "breakpoint", "hash", "id"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_import_linter_finds_no_dependency_pointing_up() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", PURE, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_core_does_not_reach_for_the_world(path: Path) -> None:
    reached = {name for name in imports(path) - {A_LOCK} if name.split(".")[0] in WORLD}
    assert not reached, f"{path.relative_to(ROOT)} imports {sorted(reached)}: the same facts must give the same bytes"


@pytest.mark.parametrize("path", sorted((PACKAGE / "engine").rglob("*.py")), ids=lambda p: p.name)
def test_the_engine_calls_no_clock_and_runs_no_text(path: Path) -> None:
    allowed = {"exec"} if path.name == "lookup.py" else set()  # what it runs is made of scopes and positions only
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in CALLS - allowed, f"{path.name}:{node.lineno} calls {called}()"


@pytest.mark.parametrize("path", sorted((PACKAGE / "engine").rglob("*.py")), ids=lambda p: p.name)
def test_the_engine_holds_no_floating_point_number(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path.name}:{node.lineno}"


def test_importing_the_package_does_no_work() -> None:
    heavy = {"fastapi", "pydantic", "ruamel.yaml", "rich", "jinja2"}
    probe = f"import sys, sayso, sayso.errors; print(sorted(sys.modules.keys() & {heavy}))"
    run = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "service")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
