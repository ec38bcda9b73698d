"""What does a condition see of a batch of rows: each fact as small numbers, each quantified part as truths?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.engine.columnar_classes import Codes, Coding, coding_of
from sayso.engine.facts_frame import column_of, schema
from sayso.engine.plan import MOST_LINKS
from sayso.errors import InvalidRequest, Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import FactRef, Node, Test, atoms, tests

Rows = NDArray[np.intp]
Standing = NDArray[np.int64]
"""What decides between attributions that tie: the fewer links, the canonical form; then which one it is, eight bits."""
_AT = {"root": "link0", "teller": "link1", "outlet": "outlet"}


class Codings:
    """How each fact that a rubric reads is numbered, and in which columns it stands."""

    def __init__(self, conditions: Iterable[tuple[Node, int]], vocabulary: Vocabulary) -> None:
        """Each condition with the place from the root of the first link that may be at hand there."""
        asked: dict[tuple[str, str], list[Test]] = {}
        columns: dict[str, tuple[str, str]] = {}
        for node, first in conditions:
            for test in tests(node):
                asked.setdefault(_fact(test.ref), []).append(test)
            for ref, place in _read(node, first):
                columns |= dict.fromkeys(_columns_of(ref, place), _fact(ref))
        types = schema(vocabulary, MOST_LINKS)
        fields = {"link": fields_of(vocabulary, "root"), **{s: fields_of(vocabulary, s) for s in ("claim", "chain")}}
        self.facts: Mapping[tuple[str, str], Coding] = {
            (scope, name): coding_of(fields[scope][name], types[_any_column(scope, name)], found)
            for (scope, name), found in asked.items()
        }
        self.columns: Mapping[str, Coding] = {column: self.facts[fact] for column, fact in columns.items()}

    def of(self, ref: FactRef) -> Coding:
        return self.facts[_fact(ref)]


class Several(NamedTuple):
    """The claims that have several attributions, by their places, with their rows and where among these each begins."""

    claims: Rows
    rows: Rows
    starts: Rows


class Batch:
    """The rows of some claims, ``starts`` their first ones. ``codes_of`` has the numbers of each column in which
    anything is stated.
    """

    def __init__(
        self, codings: Codings, codes_of: dict[str, Codes], links: Codes, starts: Rows, standing: Standing
    ) -> None:
        self.codings, self.links, self.starts, self.standing = codings, links, starts, standing
        self.height = len(links)
        self.longest = int(links.max()) if self.height else 0
        self._codes = codes_of
        self._reaching: dict[int, Rows | None] = {}

    @property
    def single(self) -> bool:
        """Whether no claim has several attributions."""
        return len(self.starts) == self.height

    @cached_property
    def several(self) -> Several:
        """What has to be weighed against each other."""
        sizes = np.diff(self.starts, append=self.height)
        claims = np.flatnonzero(sizes > 1)
        own = sizes.take(claims)
        starts = np.cumsum(own) - own
        rows = np.arange(int(own.sum()), dtype=np.intp) + np.repeat(self.starts.take(claims) - starts, own)
        return Several(claims, rows, starts)

    def part(self, first: int, after: int) -> Batch:
        """Some of the claims, by their places."""
        start = int(self.starts[first])
        stop = int(self.starts[after]) if after < len(self.starts) else self.height
        codes = {column: found[start:stop] for column, found in self._codes.items()}
        starts = self.starts[first:after] - start
        return Batch(self.codings, codes, self.links[start:stop], starts, self.standing[start:stop])

    def codes(self, column: str) -> Codes:
        """The numbers of a column, for every row."""
        found = self._codes.get(column)
        if found is None:
            found = self._codes[column] = self.codings.columns[column].none(self.height)
        return found

    def reaching(self, place: int) -> Rows | None:
        """The rows whose chain has a link at a place from the root; None for all of them."""
        if place not in self._reaching:
            has = self.links > place
            self._reaching[place] = None if has.all() else np.flatnonzero(has)
        return self._reaching[place]


def batch_of(frame: pl.DataFrame, starts: Rows, codings: Codings) -> Batch:
    """The claims of a frame. Columns of links may be absent where no chain is so long. Raises InvalidRequest where
    another one is.
    """
    links = frame["links"].to_numpy()
    _check_columns(frame, codings, int(links.max()) if len(links) else 0)
    empty = frame.null_count().row(0, named=True)
    stated = {
        column: coding for column, coding in codings.columns.items() if empty.get(column, frame.height) < frame.height
    }
    told = frame.select(coding.told(pl.col(column)).alias(column) for column, coding in stated.items())
    codes = {column: coding.codes(told[column]) for column, coding in stated.items()}
    standing = (15 - links.astype(np.int64)) << 16
    standing |= (255 - frame["order"].to_numpy().astype(np.int64)) << 8
    standing |= frame["attribution"].to_numpy()
    return Batch(codings, codes, links, starts, standing)


def _check_columns(frame: pl.DataFrame, codings: Codings, longest: int) -> None:
    """Raises InvalidRequest where a column is missing or has another type than the vocabulary says."""
    types = frame.schema
    absent = [
        column
        for column in codings.columns
        if column not in types and not (column.startswith("link") and int(column[4:].split(".")[0]) >= longest)
    ]
    if absent:
        more = f" and {len(absent) - 3} more" if len(absent) > 3 else ""
        message = f"the facts have no column {', '.join(absent[:3])}{more}, which the rubric reads"
        raise InvalidRequest([Problem("facts_incomplete", message, "derive the facts again with sayso archive facts")])
    wrong = [column for column, coding in codings.columns.items() if types.get(column, coding.dtype) != coding.dtype]
    if wrong:
        message = (
            f"the column {wrong[0]} is {types[wrong[0]]}, and the vocabulary says {codings.columns[wrong[0]].dtype}"
        )
        raise InvalidRequest([Problem("other_vocabulary", message, "name the vocabulary the facts were derived with")])


class Seen:
    """Some rows of a batch (None: all), with the link at a place from the root at hand. Where the rows are the first
    ones of claims, ``claims`` has which (None: of all).
    """

    def __init__(
        self, batch: Batch, rows: Rows | None = None, place: int | None = None, claims: Rows | None = None
    ) -> None:
        self.batch, self.rows, self.place, self.claims = batch, rows, place, claims
        self.size = batch.height if rows is None else len(rows)

    def some(self, at: Rows) -> Seen:
        """A few of these rows, by their places among them."""
        claims = at if self.claims is None else self.claims.take(at)
        return Seen(self.batch, at if self.rows is None else self.rows.take(at), self.place, claims)

    def codes(self, ref: FactRef) -> Codes:
        """The numbers of a fact in these rows."""
        scope = f"link{self.place}" if ref.scope == "link" else _AT.get(ref.scope, ref.scope)
        found = self.these(self.batch.codes(column_of(scope, ref.name)))
        if ref.scope == "teller" and self.batch.reaching(1) is not None:
            found = np.where(
                self.these(self.batch.links) > 1, found, found.dtype.type(self.batch.codings.of(ref).nowhere)
            )
        return found

    def these(self, whole: Codes) -> Codes:
        """What there is for every row of the batch, for these rows."""
        return whole if self.rows is None else whole.take(self.rows)


def _fact(ref: FactRef) -> tuple[str, str]:
    return (ref.scope if ref.scope in ("claim", "chain") else "link", ref.name)


def _any_column(scope: str, name: str) -> str:
    return column_of("link0" if scope == "link" else scope, name)


def _read(node: Node, first: int) -> Iterator[tuple[FactRef, int]]:
    for atom in atoms(node):
        if isinstance(atom, FactRef):
            yield atom, first
        else:
            yield from _read(atom.part, 0)


def _columns_of(ref: FactRef, first: int) -> list[str]:
    if ref.scope == "link":
        return [column_of(f"link{at}", ref.name) for at in range(first, MOST_LINKS)]
    return [column_of(_AT.get(ref.scope, ref.scope), ref.name)]
