"""How does a claim stand in one row of a table: which column holds which fact?

A column is named after its fact: ``topic``, ``roots.count``, ``link1.source`` (the outlet), ``link2.kind`` and so on,
nearest first. That is the first attribution; ``attribution2.link1.source`` is of the second. An empty cell says
nothing, and so does the word unknown; a link of which nothing is known but that it is there has that word somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sayso.archive.refusals import ArchiveError
from sayso.errors import did_you_mean
from sayso.facts.claim import UNKNOWN
from sayso.facts.schema import DEFAULT_LIMITS
from sayso.facts.vocabulary import Field, Vocabulary

BETWEEN = ";"
"""Stands between the items of a list."""
NONE = "none"
"""Stands for a list that is known to be empty."""
MOST_COLUMNS = 20_000
COLUMNS_TOLD = "docs/reference/archive.md lists the columns"
_NAME = re.compile(r"(?:attribution([1-9][0-9]?)\.)?(?:link([1-9][0-9]?)\.)?([a-z_]+(?:\.[a-z_]+)?)")
_NESTED = frozenset({"attributions", "chain", "claims", "spans", "found", "record"})
_NUMBER = re.compile(r"-?[0-9]{1,10}")
_SHOWN = 5


class Column(NamedTuple):
    """Where a cell belongs: attribution and link from 0 (None: the claim, the attribution itself), field and path."""

    attribution: int | None
    link: int | None
    field: Field
    path: tuple[str, ...]


def columns_of(header: Sequence[str], vocabulary: Vocabulary, file: str) -> tuple[Column, ...]:
    """The columns that a header names. Raises ArchiveError with what is wrong with it."""
    if len(header) > MOST_COLUMNS:
        message = f"{file} has {len(header):,} columns, and {MOST_COLUMNS:,} is the most that a claim can fill"
        raise ArchiveError(message, code="too_many_columns", hint=COLUMNS_TOLD)
    found = [_column(name.strip(), vocabulary) for name in header]
    wrong = [name for name, column in zip(header, found, strict=True) if column is None]
    if wrong:
        known = [*_fields(vocabulary).claim, *(f"link1.{name}" for name in _fields(vocabulary).link)]
        hint = did_you_mean(wrong[0][:60], known) or "columns are named such as topic, link1.source, link2.kind"
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        message = f"{file}: no fact is called {', '.join(repr(name[:60]) for name in wrong[:_SHOWN])}{more}"
        raise ArchiveError(message, code="unknown_columns", hint=hint)
    columns = [column for column in found if column is not None]
    places = [(column.attribution, column.link, column.path) for column in columns]
    if len(set(places)) < len(places):
        twice = next(name for name, place in zip(header, places, strict=True) if places.count(place) > 1)
        raise ArchiveError(f"{file} has the column {twice!r} twice", code="unknown_columns", hint="keep one of them")
    if not any(column.link is not None for column in columns):
        message = f"{file} has no column of a link, so that nobody says anything in it"
        raise ArchiveError(message, code="missing_columns", hint="add at least link1.source and link1.kind")
    return tuple(columns)


def header_of(attributions: int, links: int, vocabulary: Vocabulary) -> list[str]:
    """Every column of claims with at most so many attributions of so many links."""
    names = list(_fields(vocabulary).claim)
    for at in range(1, attributions + 1):
        before = "" if at == 1 else f"attribution{at}."
        names += [f"{before}{name}" for name in _fields(vocabulary).attribution]
        names += [f"{before}link{n}.{name}" for n in range(1, links + 1) for name in _fields(vocabulary).link]
    return names


def claim_of(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, Any]:
    """The claim of one row, its facts as they were written; whether they may be so is judged by ``read_claim``."""
    claim: dict[str, Any] = {}
    attributions: dict[int, dict[str, Any]] = {}
    links: dict[tuple[int, int], dict[str, Any]] = {}
    for cell, column in zip(cells, columns, strict=False):
        if not cell:
            continue
        at, link, field, path = column
        if at is None:
            holder = claim
        elif link is None:
            holder = attributions.setdefault(at, {})
        else:
            holder = links.setdefault((at, link), {})
        if len(path) == 2:
            holder = holder.setdefault(path[0], {})
        holder[path[-1]] = _value(cell, field)
    claim["attributions"] = [
        {**attributions.get(at, {}), "chain": [links.get((at, link), {}) for link in range(_length(links, at))]}
        for at in range(1 + max((*attributions, *(at for at, _ in links)), default=-1))
    ]
    return claim


class Sheet:
    """Writes claims as rows under a header."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._size = len(columns)
        self._at: dict[tuple[int | None, int | None], dict[tuple[str, ...], int]] = {}
        for index, (attribution, link, _, path) in enumerate(columns):
            self._at.setdefault((attribution, link), {})[path] = index

    def cells(self, claim: Mapping[str, Any]) -> list[str]:
        """The row of a claim. A fact without a column is left out."""
        cells = [""] * self._size
        self._fill(cells, claim, None, None)
        for at, attribution in enumerate(claim["attributions"]):
            self._fill(cells, attribution, at, None)
            for place, link in enumerate(attribution["chain"]):
                self._fill(cells, link or {"source": UNKNOWN}, at, place)
        return cells

    def _fill(self, cells: list[str], facts: Mapping[str, Any], attribution: int | None, link: int | None) -> None:
        places = self._at.get((attribution, link), {})
        for name, value in facts.items():
            if isinstance(value, Mapping):
                for part, inner in value.items():
                    if (name, part) in places:
                        cells[places[name, part]] = _cell(inner)
            elif (name,) in places:
                cells[places[(name,)]] = _cell(value)


def _column(name: str, vocabulary: Vocabulary) -> Column | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    attribution, link, path = match[1], match[2], match[3]
    at = int(attribution or 1) - 1
    if at >= DEFAULT_LIMITS.attributions or (link is not None and int(link) > DEFAULT_LIMITS.links):
        return None
    if link is not None:
        field = _fields(vocabulary).link.get(path)
        return None if field is None else Column(at, int(link) - 1, field, tuple(path.split(".")))
    field = _fields(vocabulary).attribution.get(path)
    if field is not None:
        return Column(at, None, field, tuple(path.split(".")))
    field = _fields(vocabulary).claim.get(path) if attribution is None else None
    return None if field is None else Column(None, None, field, tuple(path.split(".")))


class _Fields(NamedTuple):
    """The facts that a cell can hold, by name."""

    claim: Mapping[str, Field]
    attribution: Mapping[str, Field]
    link: Mapping[str, Field]


@lru_cache(maxsize=16)
def _fields(vocabulary: Vocabulary) -> _Fields:
    maps = (vocabulary.claim, vocabulary.attribution, vocabulary.link)
    return _Fields(*({name: field for name, field in each.items() if field.type not in _NESTED} for each in maps))


def _length(links: Mapping[tuple[int, int], Any], attribution: int) -> int:
    return 1 + max((link for at, link in links if at == attribution), default=-1)


def _value(cell: str, field: Field) -> Any:
    if field.type == "boolean":
        return {"true": True, "false": False}.get(cell.strip().lower(), cell)
    if field.type == "integer":
        return int(cell) if _NUMBER.fullmatch(cell.strip()) else cell
    if field.type == "list":
        return _items(cell)
    return cell


def _items(cell: str) -> list[str] | str:
    word = cell.strip()
    if word in (NONE, UNKNOWN):
        return [] if word == NONE else word
    return [item.strip() for item in cell.split(BETWEEN)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        words = [item["term"] if isinstance(item, Mapping) else str(item) for item in value]
        return BETWEEN.join(words) if words else NONE
    return str(value)
