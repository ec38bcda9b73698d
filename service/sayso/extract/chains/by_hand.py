"""How far do chains agree with those that people made of annotated articles, on their spans and end to end?"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.errors import InvalidInput, Problem
from sayso.extract.chains.guidelines import chain_lines
from sayso.extract.chains.link import Publication
from sayso.extract.chains.measuring import Agreement, chain_agreement
from sayso.extract.finders import Extractor
from sayso.extract.prose import take_apart
from sayso.extract.relation import Relation


@dataclass(frozen=True, slots=True)
class Comparison:
    """The agreement where the attributions are those of the people, and where the extractor found them itself."""

    on_their_spans: Agreement
    end_to_end: Agreement


class UnusableChains(InvalidInput):
    """Chains made by hand that cannot be read, or whose articles are missing."""

    code = "unusable_chains"


def compare_chains(chains: Path, data: Path, extractor: Extractor) -> Comparison:
    """Reads ``chains``, one line an attribution in the guidelines' form, and their articles in ``data``.

    A line names its article (``doc``) and an attribution of it (``id``), or has its own ``source``, ``cue`` and
    ``content``. An article may have ``publisher`` and ``date``.

    Raises:
        UnusableChains: lines that are none, and articles or attributions that are nowhere in ``data``.
    """
    gold = _lines(chains)
    articles = _articles(data, {line["doc"] for line in gold})
    placed = _placed(gold, articles, chains.name)
    theirs: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for doc, article in articles.items():
        prose = extractor.tagged(take_apart(article["text"]))
        publication = Publication(article.get("publisher"), None, article.get("date"))
        lines = [line for line in placed if line["doc"] == doc]
        relations = [Relation(*(_spans(line[part]) for part in _PARTS)) for line in lines]
        told = chain_lines(prose, relations, publication)
        theirs += [{**new, "doc": doc, "id": line["id"]} for line, new in zip(lines, told, strict=True)]
        found += [{**new, "doc": doc} for new in chain_lines(prose, list(extractor.find(prose)), publication)]
    return Comparison(chain_agreement(placed, theirs), chain_agreement(placed, found, by_place=True))


_PARTS = ("source", "cue", "content")


def _placed(gold: Sequence[Mapping[str, Any]], articles: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Each line with the spans of its attribution."""
    placed, faults = [], []
    for line in gold:
        article = articles.get(line["doc"])
        known = {each["id"]: each for each in article["attributions"] if "id" in each} if article else {}
        attribution = known.get(line["id"], line if "cue" in line else None)
        if article is None or attribution is None:
            missing = (
                f"article {line['doc']!r}" if article is None else f"attribution {line['id']!r} of {line['doc']!r}"
            )
            faults.append(Problem("bad_annotation", f"{name}: {missing} is not in the annotated articles"))
            continue
        placed.append({**line, **{part: attribution.get(part) or [] for part in _PARTS}})
    if faults:
        raise UnusableChains(faults[:_MOST_FAULTS])
    return placed


_MOST_FAULTS = 50


def _articles(data: Path, wanted: set[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(data.glob("*.jsonl*")):
        if file.name.endswith((".jsonl", ".jsonl.gz")):
            for _, row in _rows(file):
                if isinstance(row, dict) and row.get("id") in wanted and "attributions" in row and "text" in row:
                    found[row["id"]] = row
    return found


def _lines(chains: Path) -> list[dict[str, Any]]:
    lines, faults = [], []
    for number, row in _rows(chains):
        if isinstance(row, dict) and all(isinstance(row.get(name), str) for name in ("doc", "id")) and row.get("chain"):
            lines.append(row)
        else:
            message = f"{chains.name}, line {number}: a line has doc, id and a chain that is not empty"
            faults.append(Problem("bad_annotation", message, line=number))
    if faults or not lines:
        raise UnusableChains(faults[:_MOST_FAULTS] or [Problem("bad_annotation", f"{chains.name} holds no chains")])
    return lines


def _rows(file: Path) -> Iterator[tuple[int, Any]]:
    try:
        content = file.read_bytes()
        text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UnusableChains([Problem("file_unreadable", f"{file.name} cannot be read: {error}")]) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, None


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in pairs)
