"""Does each worker collect the same tests? A parameter read from the clock or from chance has another name in each."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
CHANGING = {"time", "time_ns", "monotonic", "perf_counter", "now", "utcnow", "today", "getpid"}
CHANGING |= {"uuid1", "uuid4", "random", "randint", "choice", "token_hex", "token_urlsafe", "token_bytes"}


def changing_parameters(tree: ast.Module) -> list[str]:
    """Calls in decorators whose answer differs between two collections: each as `line: what`."""
    found = []
    for node in ast.walk(tree):
        for decorator in getattr(node, "decorator_list", []):
            for call in (part for part in ast.walk(decorator) if isinstance(part, ast.Call)):
                called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                if called in CHANGING:
                    found.append(f"{call.lineno}: {ast.unparse(call)}")
    return found


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: str(path.relative_to(TESTS)))
def test_no_parameter_changes_from_one_collection_to_the_next(path: Path) -> None:
    assert changing_parameters(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("said", ["int(time.time()) - 3_600", "datetime.now(UTC)", "uuid4().hex", "token_hex(8)"])
def test_a_parameter_that_changes_is_found(said: str) -> None:
    text = f"@pytest.mark.parametrize('wrong', [{{'exp': {said}}}])\ndef test_x(wrong): ..."
    assert len(changing_parameters(ast.parse(text))) == 1
