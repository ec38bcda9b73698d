"""Small articles with their attributions marked: {source}, [cue] and <content> in the text itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sayso.extract.chains import Findings, Publication, read_claims
from sayso.extract.prose import Prose, take_apart
from sayso.extract.relation import Relation, Span

_MARK = re.compile(r"([{}\[\]<>])(\d*)")
_PARTS = {"{": "source", "[": "cue", "<": "content"}


def marked(text: str) -> tuple[str, list[Relation]]:
    """The text without its marks, and the attributions: ``{1 source}``, ``[1 cue]``, ``<1 content>``, numbered where a
    text has several; parts may stand inside others.
    """
    plain: list[str] = []
    length = last = 0
    parts: dict[int, dict[str, list[Span]]] = {}
    open_: list[tuple[str, int, int]] = []
    for found in _MARK.finditer(text):
        plain.append(text[last : found.start()])
        length += found.start() - last
        last = found.end()
        if found[1] in _PARTS:
            open_.append((_PARTS[found[1]], int(found[2] or 1), length))
            if text[last : last + 1] == " ":
                last += 1
        else:
            part, number, start = open_.pop()
            parts.setdefault(number, {}).setdefault(part, []).append((start, length))
            last = found.start() + 1
    plain.append(text[last:])
    relations = [
        Relation(*(tuple(sorted(parts[number].get(part, ()))) for part in ("source", "cue", "content")))
        for number in sorted(parts)
    ]
    return "".join(plain), relations


def read(text: str, outlet: str | None = "The Daily Ledger", date: str | None = "2024-03-14") -> tuple[str, Findings]:
    """The plain text of a marked article and what is found in it."""
    plain, relations = marked(text)
    return plain, read_claims(take_apart(plain), relations, Publication(outlet, None, date), None)


def links(claim: dict[str, Any]) -> list[dict[str, Any]]:
    (attribution,) = claim["attributions"]
    chain: list[dict[str, Any]] = attribution["chain"]
    return chain


def names(claim: dict[str, Any]) -> list[str | None]:
    return [link.get("source") for link in links(claim)]


def kinds(claim: dict[str, Any]) -> list[str]:
    return [link["kind"] for link in links(claim)]


def attributed(findings: Findings) -> list[dict[str, Any]]:
    """The claims whose chain names somebody besides the outlet."""
    return [claim for claim in findings.claims if len(links(claim)) > 1 and "source" in links(claim)[-1]]


def slices(prose: Prose, spans: Sequence[Sequence[int]]) -> list[str]:
    return [prose.text[start:end] for start, end in spans]
