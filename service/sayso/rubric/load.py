"""What is in a rubric file, with everything that it extends merged in, and everything wrong with it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sayso.errors import Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.facts.yaml_reader import Node, read_yaml
from sayso.rubric.check import check_rubric
from sayso.rubric.digest import rubric_digest
from sayso.rubric.extends import merge
from sayso.rubric.model import Rubric
from sayso.rubric.read import read_rubric
from sayso.rubric.reading import Map, Notes

Finder = Callable[[str], bytes | None]
"""Gives the text of the rubric ``id@version`` that another one extends, or None where there is none."""


@dataclass(frozen=True)
class Loaded:
    """A file as read: its rubric, None where an error stands in the way, and all problems, sorted."""

    rubric: Rubric | None
    problems: tuple[Problem, ...]


def load_rubric(data: bytes, name: str, vocabulary: Vocabulary, find: Finder) -> Loaded:
    """Reads, merges and checks one file; its tests are run later, by ``sayso.engine.trial``. Never raises for a
    bad file.
    """
    notes = Notes()
    node = _resolved(data, name, notes, find, ())
    if node is None:
        return Loaded(None, _sorted(notes))
    rubric = read_rubric(node, vocabulary, notes)
    if not notes.broken:
        check_rubric(rubric, vocabulary, notes)
    if notes.broken:
        return Loaded(None, _sorted(notes))
    text = data.decode("utf-8-sig")
    return Loaded(replace(rubric, text=text, digest=rubric_digest(rubric, vocabulary)), _sorted(notes))


def _resolved(data: bytes, name: str, notes: Notes, find: Finder, path: tuple[str, ...]) -> Node | None:
    node, problems = read_yaml(data, name)
    notes.problems.extend(problems)
    if node is None or not isinstance(node.value, dict) or "extends" not in node.value:
        return node
    extends = Map(node, "the rubric", Notes(), node.value).text("extends")
    place = node.keys["extends"]
    if "@" not in extends:
        notes.error(
            "dangling",
            place,
            f'extends is "{extends}", but an id and an exact version are expected',
            "such as newsroom@1.0.0",
        )
        return None
    own = _own(node)
    if extends in path or extends == own:
        notes.error("extends_cycle", place, f"{' extends '.join((*path, own, extends))}: a rubric cannot extend itself")
        return None
    parent_data = find(extends)
    if parent_data is None:
        notes.error("dangling", place, f'there is no rubric "{extends}" to extend')
        return None
    inner = Notes()
    parent = _resolved(parent_data, extends, inner, find, (*path, own))
    if parent is None or inner.broken:
        cycle = next((problem for problem in inner.problems if problem.code == "extends_cycle"), None)
        message = cycle.message if cycle is not None else f'the rubric "{extends}" that this one extends is broken'
        notes.error(cycle.code if cycle is not None else "dangling", place, message, "check that file first")
        return None
    return merge(parent, node, notes)


def _own(node: Node) -> str:
    entries = node.value if isinstance(node.value, dict) else {}
    return "@".join(str(entries[key].value) if key in entries else "?" for key in ("id", "version"))


def _sorted(notes: Notes) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(notes.problems), key=Problem.sort_key))
