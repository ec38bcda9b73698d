"""How are a claim and its chain written down in the vocabulary's words, with the place and rule of every fact?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.link import Found, Link
from sayso.extract.relation import Span

Claim = dict[str, Any]


@dataclass(slots=True)
class Facts:
    """A map in the vocabulary's field names that is filled fact by fact, with how each was found."""

    at: str
    found: dict[str, Any]
    fields: dict[str, Any] = field(default_factory=dict)

    def put(self, name: str, value: object, rule: str, spans: Sequence[Span] = ()) -> None:
        self.fields[name] = value
        how: dict[str, Any] = {"rule": rule}
        if spans:
            how["span"] = pairs(spans)
        self.found[f"{self.at}/{name}"] = how


def pairs(spans: Iterable[Span]) -> list[list[int]]:
    """Spans as the vocabulary has them: distinct, in order, none of them empty."""
    return [[start, end] for start, end in sorted(set(spans)) if start < end]


def link_facts(link: Link, at: str, found: dict[str, Any]) -> Claim:
    """A link in the vocabulary's field names."""
    facts = Facts(at, found)
    if link.name:
        facts.put(
            "source", link.name[:_LONGEST_NAME], "named_in_the_text" if link.resolved else "as_written", link.mention
        )
    facts.put("kind", link.kind, link.rule, link.mention)
    if link.identification:
        facts.put("identification", link.identification, f"described_as_{link.sort}", link.mention)
    for name, fact in link.facts.items():
        facts.put(name, fact.value, fact.rule, fact.spans)
    if link.mention:
        facts.fields["mention"] = pairs(link.mention)
    return facts.fields


def claim_text(layout: Layout, spans: Sequence[Span]) -> str:
    """What is claimed, as one sentence: the words of the article, without "that", with a capital and a full stop."""
    text = " ".join(layout.slice(span) for span in spans).strip(" ,;:—–")
    if not text:
        return text
    opening = next((at for at, sign in enumerate(text) if sign.isalnum()), 0)
    if opening <= 1:
        text = text[:opening] + text[opening].upper() + text[opening + 1 :]
    inner = text.rstrip("\"”’'")
    if inner[-1:] in (",", ";"):
        text = f"{inner[:-1]}.{text[len(inner) :]}"
    if text.rstrip("\"”’')")[-1:] not in _ENDS:
        text += "."
    return text


def content_spans(layout: Layout, spans: Iterable[Span]) -> list[Span]:
    """The spans of a content without a leading "that" and without loose commas at their ends."""
    kept = []
    for n, (start, end) in enumerate(spans):
        words = layout.words_in((start, end))
        if not n and len(words) > 1 and layout.lower[words[0]] == "that":
            pronoun = layout.tokens[words[0]].tag == "DT" and layout.lower[words[1]] not in _SUBJECTS
            start = start if pronoun else layout.tokens[words[1]].start
        while start < end and layout.text[start] in " \t\n\r,;:":
            start += 1
        while end > start and layout.text[end - 1] in " \t\n\r,;:—–":
            end -= 1
        if start < end:
            kept.append((start, end))
    return kept


def joined(spans: Iterable[Span], layout: Layout) -> list[Span]:
    """Spans in order, those that touch or stand a space or a mark apart made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and not layout.text[merged[-1][1] : start].strip(" \t\n\r,") and start - merged[-1][1] <= _APART:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def outlet_fields(
    outlet: str | None, kind: str, date: str | None, extra: Mapping[str, Found], at: str, found: dict[str, Any]
) -> Claim:
    """The first link of every chain: the outlet being read."""
    facts = Facts(at, found)
    if outlet:
        facts.put("source", outlet[:_LONGEST_NAME], "given_with_the_document")
    facts.put("kind", kind, "outlet_being_read")
    if date and kind != "prior_own_reporting":
        facts.put("reported_at", date, "given_with_the_document")
    for name, fact in extra.items():
        facts.put(name, fact.value, fact.rule, fact.spans)
    return facts.fields


_LONGEST_NAME = 1000
_APART = 3
_ENDS = frozenset([".", "!", "?", "…"])
_SUBJECTS = listed("the a an he she they it we i there his her their its this these those")
