"""Is every library that Sayso imports declared, and every declared one imported?"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

from uvicorn.config import Config
from uvicorn.importer import import_from_string

import sayso

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "service" / "sayso"
CARRIED = {
    "starlette": "fastapi",
    "pydantic-core": "pydantic",
    "markupsafe": "jinja2",
}  # parts of a declared library, pinned by it
TAKEN_BY_UVICORN = {"httptools", "uvloop"}  # declared, so that they are there: it imports them where they are
TAKEN_BY_STARLETTE = {"python-multipart"}  # what it reads forms with that carry files
TRACES = {"opentelemetry"}  # parts of it are an extra, imported where traces are asked for
HOUSE = {"authlib", "joserfc"}  # an extra and what it stands on, imported where the house's own sign-in is set
CLUSTER = {"pyarrow", "ray"}  # an extra, imported where archives are graded on a cluster
DRAWING = {"weasyprint"}  # an extra, imported where a PDF is asked for
TRAINING = PACKAGE / "extract" / "training"  # its library is an extra
IMPORT_NAMES = {
    "argon2": "argon2-cffi",
    "docx": "python-docx",
    "markdown_it": "markdown-it-py",
    "readability": "readability-lxml",
    "ruamel": "ruamel.yaml",
    "yaml": "pyyaml",
}


def imported(room: Path = PACKAGE, but: Path | None = TRAINING) -> set[str]:
    found: set[str] = set()
    for path in room.rglob("*.py"):
        if but in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    outside = found - set(sys.stdlib_module_names) - {"sayso", "__future__"}
    names = {IMPORT_NAMES.get(name, name.replace("_", "-")) for name in outside}
    return {CARRIED.get(name, name) for name in names}


def declared(extra: str | None = None) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split(r"[<>=!~\[ ]", line)[0] for line in lines}


def test_nothing_is_imported_that_is_not_declared() -> None:
    assert sorted(imported() - declared() - TRACES - HOUSE - DRAWING - CLUSTER) == []


def test_nothing_is_declared_that_is_not_imported() -> None:
    assert sorted(declared() - imported() - TAKEN_BY_UVICORN - TAKEN_BY_STARLETTE) == []


def test_training_imports_only_its_own_extra_beside() -> None:
    assert sorted(imported(TRAINING, None) - declared()) == sorted(declared("train")) == ["torch"]


def test_uvicorn_takes_the_fast_parts_that_are_declared_for_it() -> None:
    config = Config("sayso.app:LiveApp", log_config=None)
    assert import_from_string("uvicorn.protocols.http.auto:AutoHTTPProtocol").__name__ == "HttpToolsProtocol"
    loop = config.get_loop_factory()
    assert loop is not None
    assert loop.__module__ == "uvloop"


def test_the_package_promises_these_names_and_no_others() -> None:
    """A name that goes needs a deprecation for one minor version; tests/client/test_names.py has the rest."""
    assert sorted(sayso.__all__) == [
        "AsyncSayso",
        "CallFailed",
        "Changed",
        "Conflict",
        "NotAllowed",
        "NotFound",
        "RateLimited",
        "Refused",
        "Retries",
        "Sayso",
        "ServiceFailed",
        "Unavailable",
    ]
