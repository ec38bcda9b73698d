"""Which rubrics does the database add to those in files, and which version does a plain id mean?

A file wins over the database where both have the same id and version and mean different things (ADR 0017).
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace

from sayso.engine.trial import Trial
from sayso.errors import Problem
from sayso.rubric.catalog import Catalog
from sayso.rubric.model import Rubric
from sayso.store.rubric_port import RubricKept, RubricsKept
from sayso.wire.rubrics import Place

_PLACE = "database/"


@dataclass(frozen=True)
class Read:
    """One file: its rubric, None where an error stands in the way, what its tests said, and all problems, sorted."""

    rubric: Rubric | None
    trial: Trial | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Origin:
    """Where a rubric comes from: the name of its file, and how it is kept in the database; either or both."""

    file: str | None
    kept: RubricKept | None = None

    @property
    def places(self) -> list[Place]:
        """In words."""
        named: tuple[tuple[Place, object], ...] = (("file", self.file), ("database", self.kept))
        return [place for place, where in named if where is not None]


def place_of(ref: str) -> str:
    """How the place of a rubric in the database is named where files are named. No file can have this name."""
    return _PLACE + ref


def is_kept(place: str) -> bool:
    """Whether this is a place in the database."""
    return place.startswith(_PLACE)


def add_kept(
    kept: RubricsKept,
    read: Mapping[str, Read],
    rubrics: MutableMapping[str, Rubric],
    origins: MutableMapping[str, Origin],
    problems: MutableMapping[str, tuple[Problem, ...]],
) -> dict[str, str | None]:
    """Adds what is kept to the rubrics of files, their origins and the problems, by ``id@version`` or place; gives what
    plain ids mean, as ``Catalog.active``.
    """
    for each in kept.versions:
        place = place_of(each.ref)
        problems[place] = read[place].problems
        found, in_file = read[place].rubric, rubrics.get(each.ref)
        if in_file is None:
            if found is not None:
                rubrics[each.ref] = found
                origins[each.ref] = Origin(None, each)
        elif found is not None and found.digest == in_file.digest:
            origins[each.ref] = replace(origins[each.ref], kept=each)
        else:
            message = f"{each.ref} is also in the file {origins[each.ref].file}, which says something else and serves"
            problems[place] = (Problem("same_version", message, "raise the version in the file"),)
    newest = Catalog.of(rubric for ref, rubric in rubrics.items() if origins[ref].file is not None)
    meant: dict[str, str | None] = {}
    for id_ in {each.id for each in kept.versions} | set(kept.active):
        if (version := kept.active.get(id_)) is None:
            file = newest.find(id_)
            meant[id_] = None if file is None else file.digest
        elif (active := rubrics.get(f"{id_}@{version}")) is not None:
            meant[id_] = active.digest
        else:
            meant[id_] = None
            message = f"{id_}@{version} is the active version, and cannot be used here"
            problems[place_of(id_)] = (Problem("active_missing", message, "activate another version, or mend it"),)
    return meant
