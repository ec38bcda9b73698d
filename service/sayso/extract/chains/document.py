"""Which claims does an article make, through whom did each come, and what does the text show of them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sayso.errors import Problem
from sayso.extract.chains.author_voice import Voice, own_words
from sayso.extract.chains.cast import Cast, read_cast
from sayso.extract.chains.claims import Writer
from sayso.extract.chains.cue_class import CLAIMS
from sayso.extract.chains.evidential import clauses_of
from sayso.extract.chains.layout import Layout, lay_out
from sayso.extract.chains.lexicon.cues import IMPRESSION, QUESTION
from sayso.extract.chains.link import Publication
from sayso.extract.chains.merging import merged
from sayso.extract.chains.nesting import inside
from sayso.extract.chains.phrase_reader import read_phrase
from sayso.extract.chains.straighten import straightened
from sayso.extract.chains.trace import Trace, trace_all, trustworthy
from sayso.extract.prose import Prose
from sayso.extract.relation import Finder, Relation, Span


@dataclass(frozen=True, slots=True)
class Rest:
    """An attribution that asserts nothing: a wish, a vote, a question. ``cue_class`` says which."""

    cue_class: str
    claim: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Findings:
    """What an article claims, in the order of the text, in the vocabulary's field names; what it only wishes or asks;
    and what the rules could not settle.
    """

    claims: tuple[dict[str, Any], ...]
    rest: tuple[Rest, ...]
    warnings: tuple[Problem, ...]


def read_claims(
    prose: Prose, relations: Sequence[Relation], publication: Publication, nested: Finder | None = None
) -> Findings:
    """The claims of a text whose attributions have been found; ``nested`` looks for further ones inside the contents.

    Every sentence, and every part of one, that no attribution covers is a claim in the author's voice. Nothing is
    raised for any text; what stays open is a warning.
    """
    layout = lay_out(prose)
    cast = read_cast(layout)
    whole = [relation for relation in relations if relation.cue and relation.content]
    affordable = _affordable(whole, len(prose.text))
    usable = straightened(layout, affordable)
    more = [each for each in inside(prose, usable, nested) if each.content] if nested is not None and usable else []
    traces = trace_all(layout, cast, [*usable, *more], publication)
    further = [trace for trace in traces[len(usable) :] if _adds_something(trace, traces)]
    findings = _written(layout, cast, [*traces[: len(usable)], *further], publication)
    if len(affordable) < len(whole):
        findings = replace(findings, warnings=(*findings.warnings, _left_out(len(whole) - len(affordable))))
    return findings


def _adds_something(trace: Trace, traces: Sequence[Trace]) -> bool:
    """Whether an attribution inside a content names somebody further back than the one around it."""
    around = traces[trace.parent].links if trace.parent is not None else ()
    named = bool(trace.links) and trace.links[-1].sort != "nobody"
    return named and trustworthy(trace) and len(trace.links) > len(around)


def _affordable(relations: list[Relation], length: int) -> list[Relation]:
    """The attributions in order, as long as they do not cover the text time and again: a finder that lays thousands
    over one another would make the work grow with the square of the text.
    """
    left = length * _MOST_OFTEN
    for at, relation in enumerate(relations):
        left -= sum(end - start for spans in (relation.source, relation.cue, relation.content) for start, end in spans)
        if left < 0:
            return relations[:at]
    return relations


_MOST_OFTEN = 8


def _left_out(number: int) -> Problem:
    return Problem(
        "attributions_left_out",
        f"{number} attributions cover the same words time and again and are left out",
        "look at what the extractor finds",
        "/claims",
        severity="warning",
    )


def _written(layout: Layout, cast: Cast, traces: list[Trace], publication: Publication) -> Findings:
    writer = Writer(layout, cast, publication)
    claiming = [trace for trace in traces if trace.cue_class in CLAIMS and trace.alone != "author_inference"]
    said = [trace for trace in claiming if not _only_cites(layout, trace)]
    concluded = [span for trace in traces if trace.alone == "author_inference" for span in _conclusion(trace)]
    taken = [span for trace in claiming for spans in _spans(trace) for span in spans]
    items: list[tuple[int, Trace | Voice]] = [(voice.span[0], voice) for voice in own_words(layout, taken, concluded)]
    for trace in merged(layout, said):
        items.extend((part.relation.content[0][0], part) for part in _parts(layout, trace))
    items.sort(key=lambda item: item[0])
    claims: list[dict[str, Any]] = []
    warnings: list[Problem] = []
    asked: list[Rest] = []
    for _, item in items:
        claim = writer.author(item) if isinstance(item, Voice) else writer.attributed(item)
        if claim is None:
            continue
        if isinstance(item, Voice) and claim["text"].endswith("?"):
            asked.append(Rest(QUESTION, claim))
            continue
        claim = {"id": f"c{len(claims) + 1}", **claim}
        if not isinstance(item, Voice):
            warnings.extend(_doubts(item, len(claims)))
        claims.append(claim)
    rest = asked
    for trace in traces:
        if trace.cue_class not in CLAIMS:
            claim = writer.attributed(trace)
            if claim is not None:
                rest.append(Rest(trace.cue_class, claim))
    return Findings(tuple(claims), tuple(rest), tuple(warnings))


def _spans(trace: Trace) -> Iterator[tuple[Span, ...]]:
    """What an attribution takes up; not its source where that is first the subject of something else."""
    relation = trace.relation
    if _beside(relation.source, (*relation.cue, *relation.content)):
        yield relation.source
    yield from (relation.cue, relation.content, trace.own)
    yield from (link.mention for link in trace.links if link.sort == "document")


def _beside(source: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    return any(-_GAP <= start - stop <= _GAP or -_GAP <= begin - end <= _GAP
               for begin, stop in source for start, end in others)  # fmt: skip


_GAP = 3


def _only_cites(layout: Layout, trace: Trace) -> bool:
    """Whether it is but the naming of a document ("citing satellite images"), which is a link and no claim."""
    cue = [layout.lower[at] for at in layout.words_of(trace.relation.cue)]
    if cue not in (["citing"], ["quoting"]):
        return False
    return read_phrase(layout, layout.words_of(trace.relation.content)).form == "document"


def _conclusion(trace: Trace) -> tuple[tuple[int, int], ...]:
    """The words by which the writer concludes: "This shows", "appears"."""
    if trace.cue_class not in CLAIMS:
        return ()
    return (*trace.relation.source, *trace.relation.cue) if trace.cue_class != IMPRESSION else trace.relation.cue


def _parts(layout: Layout, trace: Trace) -> Iterator[Trace]:
    """The trace, and each clause of it that hedges itself ("which reportedly ...") as a claim of its own."""
    whole, clauses = clauses_of(layout, trace.relation.content)
    if clauses and whole:
        yield replace(trace, relation=replace(trace.relation, content=tuple(whole)))
        for clause in clauses:
            yield replace(trace, relation=replace(trace.relation, content=(clause,)), statement_type="report_of_speech")
    else:
        yield trace


def _doubts(trace: Trace, index: int) -> Iterator[Problem]:
    for at, link in enumerate(trace.links, 1):
        if not link.resolved:
            yield Problem(
                "unresolved_source",
                f'whom "{link.name[:80]}" stands for is not settled by the text',
                "name the source, or leave it as it is written",
                f"/claims/{index}/attributions/0/chain/{at}/source",
                severity="warning",
            )
