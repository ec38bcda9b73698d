"""What is in a rubric file, with everything that it extends merged in, and everything wrong with it?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sayso.errors import Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.facts.yaml_reader import Node, read_yaml
from sayso.rubric.check import check_rubric
from sayso.rubric.digest import rubric_digest
from sayso.rubric.extends import merge
from sayso.rubric.model import Place, Rubric
from sayso.rubric.read import read_rubric
from sayso.rubric.reading import Notes, shown

MOST_PARENTS = 8
_EXACT = re.compile(r"[^@\s]+@\d+\.\d+\.\d+")
Finder = Callable[[str], bytes | None]
"""Gives the text of the rubric ``id@version`` that another one extends, or None where there is none."""
Reader = Callable[[bytes, str], tuple[Node | None, tuple[Problem, ...]]]
"""Reads a file as ``read_yaml`` does."""


@dataclass(frozen=True)
class Loaded:
    """A file as read: its rubric, None where an error stands in the way, and all problems, sorted."""

    rubric: Rubric | None
    problems: tuple[Problem, ...]


def load_rubric(data: bytes, name: str, vocabulary: Vocabulary, find: Finder, read: Reader = read_yaml) -> Loaded:
    """Reads, merges and checks one file; its tests are run later, by ``sayso.engine.trial``. Never raises for a
    bad file.
    """
    notes = Notes()
    node = _resolved(data, name, notes, _Files(find, read), ())
    if node is None:
        return Loaded(None, _sorted(notes))
    rubric, sound = read_rubric(node, vocabulary, notes)
    check_rubric(rubric, sound, vocabulary, notes)
    if notes.broken:
        return Loaded(None, _sorted(notes))
    text = data.decode("utf-8-sig")
    return Loaded(replace(rubric, text=text, digest=rubric_digest(rubric, vocabulary)), _sorted(notes))


@dataclass(frozen=True)
class _Files:
    """How a file that is extended is found, and how any file is read."""

    find: Finder
    read: Reader


def _resolved(data: bytes, name: str, notes: Notes, files: _Files, path: tuple[str, ...]) -> Node | None:
    node, problems = files.read(data, name)
    notes.problems.extend(problems)
    if node is None or not isinstance(node.value, dict) or "extends" not in node.value:
        return node
    place = node.keys["extends"]
    extends = node.value["extends"].value
    if not isinstance(extends, str) or not _EXACT.fullmatch(extends):
        message = f"extends is {shown(node.value['extends'])}, but an id and an exact version are expected"
        notes.error("dangling", place, message, "such as newsroom@1.0.0")
        return None
    own = _own(node)
    if extends in path or extends == own:
        told = " extends ".join((*path, own, extends))
        notes.error("extends_cycle", place, f"{told}: a rubric cannot extend itself", "extend another rubric")
        return None
    if len(path) >= MOST_PARENTS:
        message = f"{path[0]} extends a rubric that extends another, {MOST_PARENTS} times over"
        notes.error("extends_depth", place, message, "extend one that is nearer to the root")
        return None
    parent = _parent(extends, place, notes, files, (*path, own))
    return None if parent is None else merge(parent, node, notes)


def _parent(extends: str, place: Place, notes: Notes, files: _Files, path: tuple[str, ...]) -> Node | None:
    data = files.find(extends)
    if data is None:
        message = f'there is no rubric "{extends}" to extend'
        notes.error("dangling", place, message, "name one that is there, with its exact version")
        return None
    inner = Notes()
    parent = _resolved(data, extends, inner, files, path)
    if parent is not None and not inner.broken:
        return parent
    first = next(problem for problem in inner.problems if problem.severity == "error")
    if first.code in ("extends_cycle", "extends_depth"):
        notes.error(first.code, place, first.message, first.hint)
    else:
        message = f'the rubric "{extends}" that this one extends is broken: {first.message}'
        notes.error("dangling", place, message, "check that file first")
    return None


def _own(node: Node) -> str:
    entries = node.value if isinstance(node.value, dict) else {}
    return "@".join(str(entries[key].value) if key in entries else "?" for key in ("id", "version"))


def _sorted(notes: Notes) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(notes.problems), key=Problem.sort_key))
