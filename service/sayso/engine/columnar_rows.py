"""What does a condition see of a batch of rows: each fact as small numbers, each quantified part as truths?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

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
_AT = {"root": "link0", "teller": "link1", "outlet": "outlet"}
_RANK = np.array([0, 2, 1], dtype=np.uint8)
"""False, unknown, true in this order: Kleene's or is the greatest, and the least; it turns back what it turned."""


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


class Batch:
    """The rows of some claims. Columns of links may be absent where no chain is so long."""

    def __init__(self, frame: pl.DataFrame, codings: Codings) -> None:
        self.frame, self.codings, self.height = frame, codings, frame.height
        self.links = frame["links"].to_numpy()
        self.longest = int(self.links.max()) if self.height else 0
        self._reaching: dict[int, Rows | None] = {}
        check_columns(frame, codings, self.longest)
        self._codes = self._all_codes()

    def codes(self, column: str) -> Codes:
        """The numbers of a column, for every row."""
        found = self._codes.get(column)
        if found is None:
            found = self._codes[column] = self.codings.columns[column].none(self.height)
        return found

    def _all_codes(self) -> dict[str, Codes]:
        """The numbers of each column in which anything is stated, made in one go."""
        stated = {
            column: coding
            for column, coding in self.codings.columns.items()
            if column in self.frame and self.frame[column].null_count() < self.height
        }
        told = self.frame.select(coding.told(pl.col(column)).alias(column) for column, coding in stated.items())
        return {column: coding.codes(told[column]) for column, coding in stated.items()}

    def reaching(self, place: int) -> Rows | None:
        """The rows whose chain has a link at a place from the root; None for all of them."""
        if place not in self._reaching:
            has = self.links > place
            self._reaching[place] = None if has.all() else np.flatnonzero(has)
        return self._reaching[place]


def check_columns(frame: pl.DataFrame, codings: Codings, longest: int) -> None:
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


def joined(quantifier: str, parts: Sequence[tuple[Rows | None, NDArray[np.uint8]]]) -> NDArray[np.uint8]:
    """The truth of a quantified part, from its truth on each link: all rows first, then those that reach further."""
    join: Any = np.maximum if quantifier == "any" else np.minimum
    found: NDArray[np.uint8] = _RANK.take(parts[0][1])
    for rows, truths in parts[1:]:
        ranks = _RANK.take(truths)
        if rows is None:
            join(found, ranks, out=found)
        else:
            found[rows] = join(found[rows], ranks)
    return _RANK.take(found)


def joined_by_claim(quantifier: str, truths: NDArray[np.uint8], starts: Rows) -> NDArray[np.uint8]:
    """The truth of a quantified part for each claim, from its truth on each attribution."""
    if len(starts) == len(truths):
        return truths
    join: Any = np.maximum if quantifier == "any" else np.minimum
    found: NDArray[np.uint8] = _RANK.take(join.reduceat(_RANK.take(truths), starts))
    return found


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
