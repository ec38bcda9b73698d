"""Which files were read as YAML already, so that none of them is read twice?"""

from __future__ import annotations

from sayso.errors import Problem
from sayso.facts.yaml_reader import Node, read_yaml


class ReadOnce:
    """Reads as ``read_yaml`` does, and keeps the tree of every sound file for as long as this object lives.

    A tree holds nothing of the name that a file was read under, and nobody changes one. A file with a problem is read
    each time, since its problems tell the name.
    """

    def __init__(self) -> None:
        self._sound: dict[bytes, Node] = {}

    def __call__(self, data: bytes, name: str) -> tuple[Node | None, tuple[Problem, ...]]:
        """The file as a tree with places, and everything wrong with it."""
        known = self._sound.get(data)
        if known is not None:
            return known, ()
        node, problems = read_yaml(data, name)
        if node is not None and not problems:
            self._sound[data] = node
        return node, problems
