"""Which rubric was that, to the letter of its meaning?

SHA-256 of the RFC 8785 form of the resolved rubric and of the vocabulary entries it reads, those behind a derived fact
among them. Sentences count, and so do the words that are put into them; tests, comments and formatting do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sayso.facts.canonical import digest
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import FactRef, Node, tests
from sayso.rubric.model import Rubric
from sayso.rubric.placeholders import pieces, placeholder

_READS_KINDS = frozenset({"root_stated", "roots.count", "roots.independence"})
_READS_LETTERS = frozenset({"record"})
_READS_LEXICON = frozenset({"hedge"})


def rubric_digest(rubric: Rubric, vocabulary: Vocabulary) -> str:
    """The digest as ``sha256:`` and 64 hexadecimal digits."""
    return digest(digest_form(rubric, vocabulary))


def digest_form(rubric: Rubric, vocabulary: Vocabulary) -> Mapping[str, Any]:
    """All that a rubric means, as it is hashed."""
    source = {key: value for key, value in rubric.source.items() if key != "tests"}
    # Maps have no order in RFC 8785, and the grade is written in the order of the axes.
    order = [axis.id for axis in rubric.axes]
    return {"rubric": source, "axes": order, "vocabulary": _entries(rubric, vocabulary)}


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
    for ref in _facts(rubric, vocabulary):
        field = fields_of(vocabulary, ref.scope)[ref.name]
        scope = ref.scope if ref.scope in ("claim", "chain") else "link"
        entries[f"{scope}.{ref.name}"] = _entry(field)
        if field.type == "kind" or ref.name in _READS_KINDS:
            entries["kinds"] = {kind.id: [kind.label, kind.parent] for kind in vocabulary.kinds.values()}
        if ref.name in _READS_LETTERS:
            entries["statuses"] = dict(vocabulary.status_letters)
        if ref.name in _READS_LEXICON:
            entries["hedges"] = sorted(vocabulary.hedges.strong)
    return entries


def _entry(field: Field) -> Mapping[str, Any]:
    values = field.values
    return {
        "type": field.type,
        "values": [[value, values[value]] for value in values] if field.ordered else dict(values),
        "ordered": field.ordered,
        "better": field.better,
        "label": field.label,
    }


def _facts(rubric: Rubric, vocabulary: Vocabulary) -> Iterator[FactRef]:
    """What conditions test, what sentences speak of, what a missing fact asks for and what remedies set."""
    for condition in conditions(rubric):
        yield from (test.ref for test in tests(condition))
    for sentence in _sentences(rubric):
        for _, name in pieces(sentence):
            found = None if name is None else placeholder(vocabulary, name)
            if found is not None:
                yield found.ref
    asked = [c.unknown.fact for c in rubric.criteria if c.unknown is not None and c.unknown.fact is not None]
    for path in (*asked, *(path for remedy in rubric.remedies.values() for path in remedy.changes)):
        found = placeholder(vocabulary, path)
        if found is not None:
            yield found.ref


def _sentences(rubric: Rubric) -> Iterator[str]:
    for criterion in rubric.criteria:
        yield from (entry.because for entry in criterion.entries)
        yield from [] if criterion.unknown is None else [criterion.unknown.because]
    if rubric.chain is not None:
        yield from (keep.because for keep in rubric.chain.keeps)
        yield from (each.because for each in (rubric.chain.otherwise, rubric.chain.unknown) if each is not None)
    yield from (gate.because for gate in rubric.gates)
