"""What does annotated text look like on disk, and which label does it give each token?

One JSON object a line: ``{"id": ..., "text": ..., "attributions": [{"source": [[start, end], ...], "cue": [...],
"content": [...]}]}``, spans in code points, ``source`` empty where nobody is named. Part-of-speech tags may lie in a
second file: ``{"id": ..., "toks": "skip,length,TAG ..."}``, ``skip`` the characters since the end of the token before.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.extract.prose import Prose, Token, take_apart
from sayso.extract.relation import Relation
from sayso.extract.tagger.columns import TAGS

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated text, and the tags that came with it: ``{start: tag}``, empty without any."""

    id: str
    prose: Prose
    relations: tuple[Relation, ...]
    tags: Mapping[int, str]


def articles_in(path: Path, tags: Path | None = None) -> list[Article]:
    """The articles of one file of JSON Lines, plain or gzipped, in the order of the file."""
    tagged = {row["id"]: dict(_tags(row["toks"])) for row in _rows(tags)} if tags else {}
    return [
        Article(row["id"], take_apart(row["text"]), tuple(_relations(row["attributions"])), tagged.get(row["id"], {}))
        for row in _rows(path)
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


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    content = path.read_bytes()
    for line in (gzip.decompress(content) if path.suffix == ".gz" else content).splitlines():
        if line.strip():
            yield json.loads(line)


def _relations(rows: Sequence[Mapping[str, Sequence[Sequence[int]]]]) -> Iterator[Relation]:
    for row in rows:
        source, cue, content = (
            tuple((start, end) for start, end in row.get(role) or ()) for role in ("source", "cue", "content")
        )
        yield Relation(source, cue, content)


def _tags(deltas: str) -> Iterator[tuple[int, str]]:
    at = 0
    for delta in deltas.split():
        skip, length, tag = delta.split(",", 2)
        at += int(skip)
        yield at, tag
        at += int(length)
