"""Which codes can an error or a warning have? Found in the source; each has its meaning in code_meanings.yaml."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from sayso.api.problems import REFUSED, STATUSES

PACKAGE = Path(__file__).resolve().parents[2] / "service" / "sayso"
MEANINGS = Path(__file__).with_name("code_meanings.yaml")
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
MAKERS = {"Problem", "error", "_error", "warning", "_warning", "warn", "_warn", "info", "_info", "add", "_add", "_at"}
MAKERS |= {"problem", "_problem", "note", "_note", "respond", "fault", "_fault", "_stop", "_refuse"}
ROOMS = {  # where a module stands, the nearest entry counts -> where a reader meets its codes
    "facts": "Claims",
    "facts/vocabulary": "The vocabulary",
    "facts/vocabulary_file": "The vocabulary",
    "facts/vocabulary_merge": "The vocabulary",
    "facts/yaml_reader": "Every YAML file",
    "extract": "Articles",
    "usecases": "Claims",
    "usecases/extract": "Articles",
    "usecases/sources": "The registry of sources",
    "usecases/desk": "Rubrics",
    "archive": "Archives",
    "engine/columnar": "Archives",
    "engine/facts_frame": "Archives",
    "engine": "Rubrics",
    "rubric": "Rubrics",
    "store": "Requests",
    "usecases/reviews": "Requests",
    "api": "Requests",
    "web": "Requests",
    "client": "The Python client",
    "settings": "Start-up and the command line",
    "app": "Start-up and the command line",
    "cli": "Start-up and the command line",
}
INTERNAL = "internal_error"  # what a caller sees of every fault of ours, whatever its own code
HEAD = """# Error codes

A code is stable: branch on it, not on the words. A problem document has a `code` of its own and, in `errors`, one for
everything that is wrong. Warnings and the findings of the rubric checker use the same list.
"""


class UndocumentedCode(Exception):
    """A code of the source without a meaning, or a meaning without a code."""


def page() -> str:
    meanings: dict[str, str] = YAML(typ="safe").load(MEANINGS)
    answers = {kind.code: status for kind, (status, _) in STATUSES.items() if status < 500 or status == 503}
    answers |= {code: status for status, (code, _, _) in REFUSED.items()} | {INTERNAL: 500}
    found = {code: rooms for code, rooms in _found().items() if code not in answers}
    _compare(set(answers) | set(found), set(meanings))
    lines = [HEAD, "## Problem documents\n", "| code | status | meaning |", "|---|---|---|"]
    ranked = sorted(answers.items(), key=lambda item: (item[1], item[0]))
    lines += [f"| `{code}` | {status} | {meanings[code]} |" for code, status in ranked]
    for title in dict.fromkeys(ROOMS.values()):
        lines += [f"\n## {title}\n", "| code | meaning |", "|---|---|"]
        lines += [f"| `{code}` | {meanings[code]} |" for code in sorted(found) if title in found[code]]
    return "\n".join(lines) + "\n"


def _compare(used: set[str], explained: set[str]) -> None:
    if used != explained:
        raise UndocumentedCode(
            f"code_meanings.yaml has no meaning for {sorted(used - explained)}; "
            f"the source does not use {sorted(explained - used)}"
        )


def _found() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("")
        places = [module, *module.parents]
        room = next((ROOMS[place.as_posix()] for place in places if place.as_posix() in ROOMS), None)
        for code in _codes(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(code, set()).update({room} if room else set())
    return found


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _codes_of_call(node)
        elif isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "code":
                    yield from _texts(line.value)


def _codes_of_call(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for keyword in call.keywords:
        if keyword.arg == "code":
            yield from _texts(keyword.value)
    if name in MAKERS:
        texts = [text for argument in call.args[:2] for text in _texts(argument)]
        if name.endswith("add") and texts[:1] not in (["error"], ["warning"], ["info"]):
            return  # the add of a set, not of a list of problems
        yield from [text for text in texts if text not in ("error", "warning", "info")][:1]


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
