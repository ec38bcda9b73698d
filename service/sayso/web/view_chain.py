"""How did the claim reach us? Each chain from the outlet to its root, an unknown root shown as unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.english import capital, plain
from sayso.web.article import Span
from sayso.web.graded import Graded, GradedDocument
from sayso.web.words import per_cent, value_words
from sayso.wire.answer import ChainLine

# Shown elsewhere on the link, or no fact about the source.
_ELSEWHERE = {"source", "kind", "relation", "note", "source_id", "url"}


@dataclass(frozen=True, slots=True)
class StepView:
    """How a link took the claim from the one behind it, and what that cost; no number where the axis has none."""

    how: str
    because: str | None
    keeps: str | None
    loss: str | None
    unknown: bool


@dataclass(frozen=True, slots=True)
class FactView:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link. ``source`` is None where nobody is named; ``step`` is None on the last one."""

    role: str
    source: str | None
    kind: str | None
    unknown: bool
    facts: tuple[FactView, ...]
    quotes: tuple[str, ...]
    note: str | None
    step: StepView | None


@dataclass(frozen=True, slots=True)
class ChainView:
    """One chain, nearest first. ``missing`` says what the chain does not: where its last link has it from."""

    title: str | None
    spoken: str | None
    links: tuple[LinkView, ...]
    missing: str | None
    circular: bool


def chain_views(graded: Graded, page: GradedDocument) -> tuple[ChainView, ...]:
    """Every chain of the claim, in the order sent."""
    attributions = graded.facts["attributions"]
    return tuple(_chain(graded, page, at, len(attributions)) for at in range(len(attributions)))


def _chain(graded: Graded, page: GradedDocument, at: int, count: int) -> ChainView:
    answer, vocabulary = graded.answer, page.desk.vocabulary
    chain = graded.facts["attributions"][at]["chain"]
    derived = answer.derived.chains[at]
    lines = {line.index: line for line in answer.chain if line.attribution == at}
    links = tuple(
        LinkView(
            role=_role(index, len(chain)),
            source=link.get("source"),
            kind=_kind(link, vocabulary),
            unknown=_unknown(link, vocabulary),
            facts=_facts(link, vocabulary),
            quotes=_quotes(link, page.document.text),
            note=link.get("note"),
            step=None if index == len(chain) - 1 else _step(link, lines.get(index), vocabulary),
        )
        for index, link in enumerate(chain)
    )
    title = f"Chain {at + 1} of {count}" if count > 1 else None
    missing = None if derived.root_stated else f"where {chain[-1].get('source') or 'it'} has it from is not stated"
    return ChainView(title, _spoken(graded, at), links, missing, derived.circular)


def _spoken(graded: Graded, at: int) -> str | None:
    """Whether this chain speaks for the claim, said only where there are several."""
    if len(graded.facts["attributions"]) == 1:
        return None
    said = []
    for name, axis in graded.answer.axes.items():
        if axis.attribution == at:
            said.append(f"speaks for the claim on {plain(name).lower()}")
        for other in axis.others:
            if other.attribution == at:
                mark = other.band if other.exact is None else f"{other.band}, {other.exact}"
                said.append(f"does not speak on {plain(name).lower()} ({mark or 'not applicable'})")
    return capital("; ".join(said)) or None


def _role(index: int, count: int) -> str:
    if count == 1:
        return "Outlet and root"
    if index == 0:
        return "Outlet"
    return "Root" if index == count - 1 else "Passed on by"


def _kind(link: Mapping[str, Any], vocabulary: Vocabulary) -> str | None:
    kind = link.get("kind")
    return None if kind is None else value_words(kind, vocabulary.link["kind"], vocabulary)


def _unknown(link: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    kind = vocabulary.kinds.get(str(link.get("kind")))
    return link.get("source") is None or kind is None or kind.untraced


def _facts(link: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[FactView, ...]:
    shown = []
    for name, field in vocabulary.link.items():
        value: Any = link
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if field.matchable and name not in _ELSEWHERE and name != "lineage" and value is not None:
            shown.append(FactView(field.label, value_words(value, field, vocabulary)))
    return tuple(shown)


def _quotes(link: Mapping[str, Any], text: str) -> tuple[str, ...]:
    spans: list[Span] = [(start, end) for start, end in link.get("mention") or ()]
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))


def _step(link: Mapping[str, Any], line: ChainLine | None, vocabulary: Vocabulary) -> StepView:
    relation = link.get("relation")
    how = value_words(relation, vocabulary.link["relation"], vocabulary)
    if relation is None:
        how = "How it was taken over is not stated"
    if line is None:
        return StepView(how, None, None, None, relation is None)
    return StepView(how, line.because, per_cent(line.keep), line.loss, line.basis == "unknown")
