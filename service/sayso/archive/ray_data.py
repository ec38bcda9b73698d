"""How is an archive graded on a cluster by Ray Data? Needs the extra ``sayso[ray]``; nothing else imports it.

Each part is one task. An actor compiles the rubric once and grades one part after the other; Ray decides how many
actors there are and where. Ray starts by itself, or is started before by ``ray.init``.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pyarrow as pa
import ray.data

from sayso.archive.by_part import PART, PartGrader
from sayso.archive.stored import FactsFolders
from sayso.rubric.model import Rubric


def graded(facts: FactsFolders, rubric: Rubric, actors: int | tuple[int, int] = 1) -> ray.data.Dataset:
    """A dataset with a row for each claim, with the columns of ``sayso archive score``; words are dictionaries.

    The folders must be where every machine sees them. ``actors`` is how many work at once, or the fewest and the most.
    Rows come in any order of the parts: sort by ``claim`` where the order matters. A part that cannot be read ends the
    work with ArchiveError, and so does an archive without one.
    """
    grader = PartGrader(facts, rubric)
    if not grader.numbers:
        grader.nothing()  # says so
    parts = ray.data.from_items([{PART: number} for number in grader.numbers], override_num_blocks=len(grader.numbers))
    return parts.map_batches(
        _Actor,
        fn_constructor_args=(grader,),
        batch_size=1,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(**_pool(actors)),
    )


class _Actor:
    def __init__(self, grader: PartGrader) -> None:
        self._grader = grader

    def __call__(self, batch: pa.Table) -> pa.Table:
        return pl.concat(self._grader.frames([batch])).to_arrow(compat_level=pl.CompatLevel.oldest())


def _pool(actors: int | tuple[int, int]) -> dict[str, Any]:
    if isinstance(actors, int):
        return {"size": actors}
    return {"min_size": actors[0], "max_size": actors[1]}
