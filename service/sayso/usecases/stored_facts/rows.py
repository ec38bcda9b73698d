"""Which facts and answers of the assessments of one rubric are in memory, and how do more of them get there?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic_core import from_json

from sayso.engine import facts_frame
from sayso.errors import InvalidClaim, SaysoError
from sayso.facts.claim import Reading
from sayso.facts.derive import Facts, derive
from sayso.facts.vocabulary import Vocabulary
from sayso.store.port import Assessed
from sayso.usecases.desk import Desk
from sayso.usecases.regrading import reading_under, same_words, seen
from sayso.usecases.stored_facts.answers import Answers

Places = NDArray[np.intp]


class NotInColumns(SaysoError):
    """A stored claim states something that no column can hold."""

    code = "not_in_columns"


class StoredRows:
    """The rows of one rubric under one vocabulary, in no order; ``places`` has where each stands, by its id."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.places: dict[str, int] = {}
        self.answers = Answers()
        self._lost: list[bool] = []
        self._frames: list[pl.DataFrame] = []

    def __len__(self) -> int:
        return len(self.places)

    def add(self, desk: Desk, rows: Sequence[Assessed]) -> None:
        """Puts more of them into memory. Raises NotInColumns, and then none of these is there."""
        facts: list[Facts] = []
        placed: list[int] = []
        lost: list[bool] = []
        answers = [seen(row.answer) for row in rows]
        start = len(self.places)
        for at, row in enumerate(rows):
            try:
                # As regrading reads it: what the vocabulary of now took before is not asked again.
                same = same_words(desk, row)
                reading = Reading(from_json(row.facts), ()) if same else reading_under(desk, row)
            except InvalidClaim:
                lost.append(True)
                continue
            lost.append(False)
            placed.append(start + at)
            facts.append(derive(reading.claim, self._vocabulary, row.as_of, reading.links))
        frame = self._frame(facts, placed)
        for at, (row, answer) in enumerate(zip(rows, answers, strict=True)):
            self.places[row.id] = start + at
            self.answers.add(answer)
        self._lost += lost
        self._frames.append(frame)

    def drop(self, ids: Sequence[str]) -> None:
        """Lets go of these, facts and all."""
        left = [(id_, place) for id_, place in self.places.items() if id_ not in set(ids)]
        if len(left) == len(self.places):
            return
        keep = np.array([place for _, place in left], dtype=np.intp)
        moved = np.full(len(self.places), -1, dtype=np.int64)
        moved[keep] = np.arange(len(keep))
        frame = self._whole()
        after = pl.Series("claim", moved.take(frame["claim"].to_numpy().astype(np.intp)))
        self._frames = [frame.with_columns(after).filter(pl.col("claim") >= 0).cast({"claim": pl.UInt64})]
        self.places = {id_: at for at, (id_, _) in enumerate(left)}
        self._lost = [self._lost[place] for _, place in left]
        self.answers.keep(keep)

    def lost(self, places: Places) -> NDArray[np.bool_]:
        """Which of these have facts that the vocabulary of now does not take."""
        return np.array(self._lost, dtype=np.bool_).take(places)

    def facts(self, places: Places, columns: Sequence[str]) -> pl.DataFrame:
        """The facts of these, which must be in their order and graded, in these columns."""
        frame = self._whole()
        there = [name for name in columns if name in frame.columns]
        wanted = np.zeros(len(self.places), dtype=np.bool_)
        wanted[places] = True
        frame = frame.select(there)
        if len(places) < len(self.places) - sum(self._lost):
            frame = frame.filter(pl.Series(wanted.take(frame["claim"].to_numpy().astype(np.intp))))
        types = facts_frame.schema(self._vocabulary)
        absent = [pl.lit(None, dtype=types[name]).alias(name) for name in columns if name not in frame.columns]
        return frame.with_columns(absent)

    def _whole(self) -> pl.DataFrame:
        if len(self._frames) > 1:
            self._frames = [pl.concat(self._frames, how="diagonal", rechunk=True)]
        return self._frames[0] if self._frames else facts_frame.rows([], self._vocabulary)

    def _frame(self, facts: Sequence[Facts], placed: Sequence[int]) -> pl.DataFrame:
        """The rows of some claims, without the columns in which nothing is stated."""
        try:
            frame = facts_frame.rows(facts, self._vocabulary)
        except (OverflowError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
            raise NotInColumns("a stored claim states what no column holds") from error
        stated = [name for name in frame.columns if name in facts_frame.PLACES or frame[name].null_count() < len(frame)]
        places = pl.Series("claim", placed, dtype=pl.UInt64)
        return frame.select(stated).with_columns(places.gather(frame["claim"]))
