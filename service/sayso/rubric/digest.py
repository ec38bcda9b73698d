"""Which rubric was that, to the letter of its meaning?

SHA-256 of the RFC 8785 form of the resolved rubric and of the vocabulary entries it reads. Sentences count; tests,
comments and formatting do not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sayso.facts.canonical import canonical
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import Node, tests
from sayso.rubric.model import Rubric


def rubric_digest(rubric: Rubric, vocabulary: Vocabulary) -> str:
    """The digest as ``sha256:`` and 64 hexadecimal digits."""
    source = {key: value for key, value in rubric.source.items() if key != "tests"}
    form = canonical({"rubric": source, "vocabulary": _entries(rubric, vocabulary)})
    return "sha256:" + hashlib.sha256(form).hexdigest()


def conditions(rubric: Rubric) -> list[Node]:
    """Every condition of a rubric, in file order."""
    found: list[Node | None] = []
    for criterion in rubric.criteria:
        found.append(criterion.applies)
        found.append(criterion.over.only if criterion.over is not None else None)
        found += [level.when for level in criterion.levels]
    found += [keep.when for keep in rubric.chain.keeps] if rubric.chain is not None else []
    found += [gate.when for gate in rubric.gates]
    return [node for node in found if node is not None]


def _entries(rubric: Rubric, vocabulary: Vocabulary) -> Mapping[str, Any]:
    entries: dict[str, Any] = {}
    for condition in conditions(rubric):
        for test in tests(condition):
            field = fields_of(vocabulary, test.ref.scope)[test.ref.name]
            scope = test.ref.scope if test.ref.scope in ("claim", "chain") else "link"
            values = [[value, label] for value, label in field.values.items()]
            entries[f"{scope}.{test.ref.name}"] = {
                "type": field.type,
                "values": values,
                "ordered": field.ordered,
                "label": field.label,
            }
            if field.type == "kind":
                entries["kinds"] = {kind.id: [kind.label, kind.parent] for kind in vocabulary.kinds.values()}
    return entries
