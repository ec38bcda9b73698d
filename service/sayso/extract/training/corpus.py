"""What does annotated text look like on disk, and which label does it give each token?

One JSON object a line: ``{"id": ..., "text": ..., "attributions": [{"source": [[start, end], ...], "cue": [...],
"content": [...]}]}``, spans in code points, ``source`` empty where nobody is named. Part-of-speech tags may lie in a
second file: ``{"id": ..., "toks": "skip,length,TAG ..."}``, ``skip`` the characters since the end of the token before.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.errors import InvalidInput, Problem
from sayso.extract.prose import Prose, Token, take_apart
from sayso.extract.relation import Relation
from sayso.extract.tagger.columns import TAGS
from sayso.extract.tagger.labels import ROLES

Ints = npt.NDArray[np.int64]
_DELTA = re.compile(r"\d+,\d+,\S+")


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated text, and the tags that came with it: ``{start: tag}``, empty without any."""

    id: str
    prose: Prose
    relations: tuple[Relation, ...]
    tags: Mapping[int, str]


class UnusableArticles(InvalidInput):
    """A file of annotated articles with lines that are none."""

    code = "unusable_articles"


def articles_in(path: Path, tags: Path | None = None) -> list[Article]:
    """The articles of one file of JSON Lines, plain or gzipped, in the order of the file.

    Raises:
        UnusableArticles: lines that are no annotated article, each with its number and what is wrong.
    """
    rows, faults = _checked(path, _fault_of_article)
    tag_rows, tag_faults = _checked(tags, _fault_of_tags) if tags else ([], [])
    if faults or tag_faults:
        raise UnusableArticles([*faults, *tag_faults])
    tagged = {row["id"]: dict(_tags(row["toks"])) for row in tag_rows}
    return [
        Article(row["id"], take_apart(row["text"]), tuple(_relations(row["attributions"])), tagged.get(row["id"], {}))
        for row in rows
    ]


def gold_tags(article: Article) -> Ints:
    """The number of each token's tag in ``TAGS``, -1 where the file has none that begins at the same place."""
    numbers = {tag: number for number, tag in enumerate(TAGS)}
    return np.array([numbers.get(article.tags.get(t.start, ""), -1) for t in article.prose.tokens], np.int64)


def gold_labels(article: Article) -> Ints:
    """The label of each token; of spans that overlap, the later one in the file wins."""
    tokens = article.prose.tokens
    labels = np.zeros(len(tokens), np.int64)
    for relation in article.relations:
        for role, spans in enumerate((relation.source, relation.cue, relation.content)):
            for first, last in token_ranges(tokens, spans):
                labels[first:last] = 2 + 2 * role
                labels[first] = 1 + 2 * role
    return labels


def token_ranges(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The tokens that each span touches, as ranges."""
    for start, end in spans:
        first = bisect_right(tokens, start, key=lambda token: token.end)
        last = bisect_left(tokens, end, key=lambda token: token.start)
        if first < last:
            yield first, last


def _checked(path: Path, fault_of: Callable[[Any], str | None]) -> tuple[list[Any], list[Problem]]:
    """The rows of a file, and what is wrong with those that cannot be used."""
    rows, faults = [], []
    try:
        content = path.read_bytes()
        lines = (gzip.decompress(content) if path.suffix == ".gz" else content).splitlines()
    except (OSError, EOFError, zlib.error) as error:
        return [], [Problem("file_unreadable", f"{path.name} cannot be read: {error}")]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            fault = fault_of(row)
        except ValueError as error:
            fault = f"no JSON: {error}"
        if fault:
            faults.append(Problem("bad_annotation", f"{path.name}, line {number}: {fault}", line=number))
        else:
            rows.append(row)
    return rows, faults


def _fault_of_article(row: Any) -> str | None:
    if not isinstance(row, dict):
        return "an article is an object with id, text and attributions"
    if not isinstance(row.get("id"), str) or not isinstance(row.get("text"), str):
        return "id and text are needed, both text"
    attributions = row.get("attributions")
    if not isinstance(attributions, list) or not all(isinstance(each, dict) for each in attributions):
        return "attributions is needed, a list of objects with source, cue and content"
    for number, each in enumerate(attributions):
        for role in ROLES:
            spans = each.get(role) or []
            if not isinstance(spans, list) or not all(_is_span(span, len(row["text"])) for span in spans):
                return f"attributions[{number}].{role} is {spans!r:.60}; wanted: [[start, end], ...] within the text"
    return None


def _is_span(span: Any, length: int) -> bool:
    whole = isinstance(span, list) and len(span) == 2 and all(type(place) is int for place in span)
    return whole and 0 <= span[0] < span[1] <= length


def _fault_of_tags(row: Any) -> str | None:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not isinstance(row.get("toks"), str):
        return "tags are an object with id and toks, both text"
    if not all(_DELTA.fullmatch(delta) for delta in row["toks"].split()):
        return "toks is wanted as skip,length,TAG skip,length,TAG ..."
    return None


def _relations(rows: Sequence[Mapping[str, Sequence[Sequence[int]]]]) -> Iterator[Relation]:
    for row in rows:
        source, cue, content = (tuple((start, end) for start, end in row.get(role) or ()) for role in ROLES)
        yield Relation(source, cue, content)


def _tags(deltas: str) -> Iterator[tuple[int, str]]:
    at = 0
    for delta in deltas.split():
        skip, length, tag = delta.split(",", 2)
        at += int(skip)
        yield at, tag
        at += int(length)
