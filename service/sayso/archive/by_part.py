"""How does another engine, such as Ray Data or Spark, grade an archive part by part?

Such engines cut rows where they like, and a claim with several attributions has several rows. So they are given the
numbers of parts in place of rows: a part has whole claims, and is read where it is graded, from a folder that every
machine can see. The rows that come out are those of ``sayso archive score``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from sayso.archive.refusals import ArchiveError
from sayso.archive.stored import FactsFolders
from sayso.engine.columnar import ColumnarReader
from sayso.engine.plan import compile_rubric
from sayso.rubric.model import Rubric

PART = "part"


@dataclass(frozen=True)
class PartGrader:
    """Grades parts of folders of facts by one rubric. It can be sent to another process, which compiles the rubric for
    itself; one process uses it in one thread at a time.
    """

    facts: FactsFolders
    rubric: Rubric

    @property
    def numbers(self) -> list[int]:
        """The parts that there are."""
        return [each.number for each in self.facts.stored]

    def frame(self, number: int) -> pl.DataFrame:
        """The scores of one part. Raises ArchiveError where there is none of this number, or it cannot be read."""
        reader = self._reader
        part = self.facts.part(number, reader.columns)
        if part is None:
            raise ArchiveError(f"there is no part {number}", code="input_unreadable", hint="name the parts there are")
        return reader.score(part.frame)

    def frames(self, batches: Iterable[Any]) -> Iterator[pl.DataFrame]:
        """The scores of the parts whose numbers stand in the column ``part`` of some batches, in order. Batches are
        tables or record batches of pyarrow, polars or whatever else has the Arrow PyCapsule interface.
        """
        for batch in batches:
            for number in pl.DataFrame(batch)[PART]:
                yield self.frame(number)

    def nothing(self) -> pl.DataFrame:
        """The columns of the scores, without a row."""
        first = self.facts.part(self.numbers[0], self._reader.columns) if self.numbers else None
        if first is None:
            raise ArchiveError("there is no part at all", code="input_unreadable", hint="derive facts first")
        return self._reader.score(first.frame.clear())

    @cached_property
    def _reader(self) -> ColumnarReader:
        return ColumnarReader(compile_rubric(self.rubric), self.facts.vocabulary, records=False)

    def __getstate__(self) -> dict[str, object]:
        return {"facts": self.facts, "rubric": self.rubric}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
