"""How do derived facts stand in a table, so that an archive is derived once and graded by any rubric?

One row for each attribution, in the order of the claims and of their attributions:

- ``claim`` (the place of the claim in the input, from 0), ``id`` (the claim's own, which is the fact ``claim.id`` too),
  ``attribution``, ``attributions``, ``links`` (how many), ``order`` (the rank of ``ChainFacts.form`` among the claim's
  attributions, which decides a tie);
- ``claim.<fact>`` and ``chain.<fact>``;
- ``link0.<fact>`` (the root), ``link1.<fact>`` (the teller) up to ``link11.<fact>``, counted from the root, because
  that is how far a condition on the root or the teller has to look; ``outlet.<fact>`` repeats the nearest link.

Words of a closed list are an Enum, whole numbers and days (as ``day_number``) Int32, yes or no Boolean, free text
String, sets a list of String in alphabetical order. Null is a missing fact; that a chain has no such link is told by
``links``. Columns of links that no chain has may be absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import polars as pl

from sayso.engine.plan import MOST_LINKS
from sayso.errors import InvalidRequest, Problem
from sayso.facts.canonical import digest
from sayso.facts.derive import ChainFacts, Facts, Row
from sayso.facts.vocabulary import Field, Vocabulary

LAYOUT_VERSION = "1"
PLACES: Mapping[str, pl.DataType] = {
    "claim": pl.UInt64(),
    "id": pl.String(),
    "attribution": pl.UInt8(),
    "attributions": pl.UInt8(),
    "links": pl.UInt8(),
    "order": pl.UInt8(),
}
"""The columns that say where a row belongs, before those of facts."""
_ID = "claim.id"


def schema(vocabulary: Vocabulary, links: int = MOST_LINKS) -> dict[str, pl.DataType]:
    """Every column and its type, for chains of at most so many links."""
    found = dict(PLACES)
    found |= {f"claim.{name}": data_type(field) for name, field in _fields(vocabulary)["claim"].items()}
    del found[_ID]
    found |= {f"chain.{name}": data_type(field) for name, field in _fields(vocabulary)["chain"].items()}
    of_link = {name: data_type(field) for name, field in _fields(vocabulary)["link"].items()}
    for scope in [*(f"link{at}" for at in range(links)), "outlet"]:
        found |= {f"{scope}.{name}": each for name, each in of_link.items()}
    return found


def data_type(field: Field) -> pl.DataType:
    """The type of the column of a fact."""
    if field.type == "kind" or (field.values and field.type != "list"):
        return pl.Enum(list(field.values))
    plain: dict[str, pl.DataType] = {"boolean": pl.Boolean(), "integer": pl.Int32(), "date": pl.Int32()}
    return pl.List(pl.String()) if field.type == "list" else plain.get(field.type, pl.String())


def column_of(scope: str, name: str) -> str:
    """The column of a fact; ``scope`` is claim, chain, outlet, or link and its place from the root."""
    column = f"{scope}.{name}"
    return "id" if column == _ID else column


def metadata(vocabulary: Vocabulary, as_of: str | None, version: str) -> dict[str, str]:
    """What a facts file says of itself, beside its columns."""
    return {
        "sayso.layout": LAYOUT_VERSION,
        "sayso.vocabulary": digest(vocabulary.source),
        "sayso.as_of": as_of or "",
        "sayso.version": version,
    }


def check_metadata(found: Mapping[str, str], vocabulary: Vocabulary) -> None:
    """Raises InvalidRequest where a file is no facts file, or was derived by another layout or vocabulary."""
    again = "derive the facts again with sayso archive facts"
    if "sayso.layout" not in found:
        raise InvalidRequest([Problem("not_facts", "the file holds no derived facts", f"{again} from the claims")])
    if found["sayso.layout"] != LAYOUT_VERSION:
        message = f"the facts have layout {found['sayso.layout'][:20]}, and this version reads layout {LAYOUT_VERSION}"
        raise InvalidRequest([Problem("other_layout", message, again)])
    if found.get("sayso.vocabulary") != digest(vocabulary.source):
        message = "the facts were derived with another vocabulary"
        raise InvalidRequest([Problem("other_vocabulary", message, f"{again}, or name the vocabulary of that time")])


def rows(facts: Iterable[Facts], vocabulary: Vocabulary, first: int = 0, links: int | None = None) -> pl.DataFrame:
    """The rows of some claims; ``first`` is the place of the first one in the input.

    ``links`` says for how many links there are columns; without it for as many as the longest chain has.
    """
    claims: list[Row] = []
    chains: list[ChainFacts] = []
    places: list[tuple[int, int, int, int, int]] = []
    for number, each in enumerate(facts, first):
        count = len(each.chains)
        order = [0]
        if count > 1:
            ranked = sorted(range(count), key=lambda at: each.chains[at].form)
            order = [ranked.index(at) for at in range(count)]
        for at, chain in enumerate(each.chains):
            claims.append(each.claim)
            chains.append(chain)
            places.append((number, at, count, len(chain.links), order[at]))
    longest = max((len(chain.links) for chain in chains), default=0) if links is None else links
    wanted = schema(vocabulary, longest)
    columns: dict[str, Sequence[Any]] = {"claim": (), "id": ()}
    numbered = zip(("claim", "attribution", "attributions", "links", "order"), _turned(places, 5), strict=True)
    columns |= dict(numbered)
    columns |= _columns("claim", vocabulary.layout.claim, claims)
    columns |= _columns("chain", vocabulary.layout.chain, [chain.chain for chain in chains])
    of_link = vocabulary.layout.link
    nothing: Row = (None,) * len(of_link)
    for at in range(longest):
        here = [chain.links[-1 - at] if at < len(chain.links) else nothing for chain in chains]
        columns |= _columns(f"link{at}", of_link, here)
    columns |= _columns("outlet", of_link, [chain.links[0] for chain in chains])
    return pl.DataFrame([_series(name, columns[name], wanted[name]) for name in wanted])


def facts_of(frame: pl.DataFrame, vocabulary: Vocabulary) -> Iterator[Facts]:
    """The facts of each claim, as ``rows`` was given them, as far as a rubric reads them; ``form`` keeps the order of
    the attributions and nothing else.
    """
    for _, group in groupby(frame.iter_rows(named=True), key=lambda row: row["claim"]):
        own = list(group)
        yield Facts(
            _row(own[0], "claim", vocabulary.layout.claim),
            tuple(_chain(row, vocabulary) for row in own),
            (),
            (None,) * len(own),
        )


def _chain(row: Mapping[str, Any], vocabulary: Vocabulary) -> ChainFacts:
    links = tuple(_row(row, f"link{at}", vocabulary.layout.link) for at in range(row["links"] - 1, -1, -1))
    form = bytes([row["order"]]) if row["attributions"] > 1 else b""
    return ChainFacts(_row(row, "chain", vocabulary.layout.chain), links, form, (None,) * len(links))


def _row(values: Mapping[str, Any], scope: str, layout: Mapping[str, int]) -> Row:
    found = [values[column_of(scope, name)] for name in layout]
    return tuple(frozenset(value) if isinstance(value, list) else value for value in found)


def _columns(scope: str, layout: Mapping[str, int], found: Sequence[Row]) -> dict[str, Sequence[Any]]:
    turned = _turned(found, len(layout))
    return {column_of(scope, name): turned[at] for name, at in layout.items()}


def _turned(found: Sequence[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    return list(zip(*found, strict=True)) if found else [()] * width


def _series(name: str, values: Sequence[Any], wanted: pl.DataType) -> pl.Series:
    if values.count(None) == len(values):
        return pl.Series(name, [None], dtype=wanted).new_from_index(0, len(values))
    if isinstance(wanted, pl.List):
        values = [None if value is None else sorted(value) for value in values]
    return pl.Series(name, values, dtype=wanted)


def _fields(vocabulary: Vocabulary) -> dict[str, dict[str, Field]]:
    """The facts in the order of the vocabulary's layout, by scope."""
    kinds = dict.fromkeys(vocabulary.kinds, "")
    groups = {
        "claim": (vocabulary.layout.claim, {**vocabulary.derived_claim, **vocabulary.claim}),
        "chain": (vocabulary.layout.chain, vocabulary.derived_chain),
        "link": (vocabulary.layout.link, {**vocabulary.derived_root, **vocabulary.derived_link, **vocabulary.link}),
    }
    found = {scope: {name: fields[name] for name in layout} for scope, (layout, fields) in groups.items()}
    for fields in found.values():
        for name, field in fields.items():
            if field.type == "kind":
                fields[name] = replace(field, values=kinds)
    return found
