"""How do the claims of an archive become parts: so many claims each, their facts in a table, and what was refused?

A part has ``size`` places of the input, whether or not a claim could be read there. So the same files make the same
parts, whichever of them a process works on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import polars as pl

from sayso.archive.gather import Asked, ClaimReader, Gathered, Parse, Refused
from sayso.archive.inputs import Input, Row, Sizes, Step, fingerprint
from sayso.archive.readers import rows
from sayso.archive.shards import Shard
from sayso.engine import facts_frame
from sayso.facts.schema import Limits
from sayso.facts.vocabulary import Vocabulary

PART = 131_072
"""Claims of a part, where nothing else is said: their facts are some ten to thirty megabytes in memory."""
_AT_ONCE = 8192


class Part(NamedTuple):
    """A part of an archive: its number, the rows of its facts, how many claims it has, and those that were refused."""

    number: int
    frame: pl.DataFrame
    claims: int
    refused: tuple[Refused, ...] = ()


def with_all(frame: pl.DataFrame, columns: Sequence[str], vocabulary: Vocabulary) -> pl.DataFrame:
    """The frame with these columns and no other; a fact that nothing in it states is unknown everywhere."""
    types = facts_frame.schema(vocabulary)
    absent = [pl.lit(None, dtype=types[name]).alias(name) for name in columns if name not in frame.columns]
    return frame.with_columns(absent).select(columns)


@dataclass(frozen=True)
class ClaimFiles:
    """Files of claims, and how they are to be read."""

    inputs: tuple[Input, ...]
    vocabulary: Vocabulary
    limits: Limits
    sizes: Sizes
    parse: Parse
    asked: Asked
    size: int = PART

    @property
    def as_of(self) -> str | None:
        return self.asked.as_of

    @property
    def bytes(self) -> int:
        """How much there is to read, as ``step`` is told of it."""
        return sum(each.path.stat().st_size for each in self.inputs)

    def identity(self) -> dict[str, Any]:
        """By what a second start knows that the same is asked for."""
        return {
            "inputs": [fingerprint(each.path) for each in self.inputs],
            "as_of": self.asked.as_of,
            "strict": self.asked.strict,
            "claims_per_part": self.size,
        }

    def parts(
        self,
        shard: Shard,
        done: Callable[[int], bool],
        step: Step,
        columns: Sequence[str] | None = None,
    ) -> Iterator[Part]:
        """The parts of a shard that are not done, in order, with these columns of facts where some are named."""
        reader = ClaimReader(self.vocabulary, self.limits, self.parse, self.asked)
        placed = enumerate(rows(self.inputs, self.vocabulary, self.sizes, step))
        for number, group in groupby(placed, key=lambda each: each[0] // self.size):
            if shard.has(number) and not done(number):
                part = self._part(number, group, reader)
                yield part if columns is None else part._replace(frame=with_all(part.frame, columns, self.vocabulary))

    def _part(self, number: int, group: Iterator[tuple[int, Row]], reader: ClaimReader) -> Part:
        frames: list[pl.DataFrame] = []
        held: list[Gathered] = []
        refused: list[Refused] = []
        claims = 0
        for place, row in group:
            found = reader.read(place, row)
            if isinstance(found, Refused):
                refused.append(found)
                continue
            claims += 1
            held.append(found)
            if len(held) == _AT_ONCE:
                frames.append(self._frame(held))
                held = []
        frames.append(self._frame(held))
        return Part(number, pl.concat(frames, how="diagonal", rechunk=True), claims, tuple(refused))

    def _frame(self, claims: Sequence[Gathered]) -> pl.DataFrame:
        """The rows of some claims, without the columns in which nothing is stated."""
        frame = facts_frame.rows([each.facts for each in claims], self.vocabulary)
        places = pl.Series("claim", [each.place for each in claims], dtype=pl.UInt64)
        stated = [name for name in frame.columns if name in facts_frame.PLACES or frame[name].null_count() < len(frame)]
        return frame.select(stated).with_columns(places.gather(frame["claim"]))
