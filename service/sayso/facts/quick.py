"""Does this JSON state its claims in the form in which claims are kept? Then they are read in one pass.

Nearly every tool sends no unknown values, texts in Unicode form C, declared kinds, no numbers and no positions. Such
bytes are parsed and checked together; whatever else comes is left to ``read_claim``, which brings it to that form or
says everything that is wrong. Both ways give the same reading (decision record 0012).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired, TypedDict

import msgspec

from sayso.errors import InvalidClaim
from sayso.facts.canonical import graded_facts
from sayso.facts.claim import UNKNOWN, Reading, settled
from sayso.facts.schema import Limits
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.facts.vocabulary_file import POSITIONS

_sorted_json = msgspec.json.Encoder(order="sorted").encode
_SAYING = rf"\A(?!{UNKNOWN}\Z)\S(?s:.*\S)?\Z"
"""A text that is trimmed and says something."""
_DAY = r"\A(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])\Z"
"""A day that every month has; others, and times of day, are left to the careful way."""


def is_plain(data: bytes) -> bool:
    """Whether no colon in it is hidden by an escape."""
    return b"\\" not in data or b"\\u003" not in data


def is_composed(form: bytes) -> bool:
    """Whether all texts of a claim written as JSON are in Unicode form C, and none holds a control character."""
    if b"\\u" in form:  # what has no letter of its own; a text that says so is left to the careful way too
        return False
    return form.isascii() or unicodedata.is_normalized("NFC", form.decode())  # then so is each part of it (UAX 15)


class QuickClaims:
    """The claims of one vocabulary, as they are kept; ``type`` is what msgspec is to decode.

    What the type does not declare is passed over when it is decoded, and missed by ``readings``.
    """

    def __init__(self, vocabulary: Vocabulary, limits: Limits) -> None:
        self._vocabulary = vocabulary
        self._limits = limits
        self._words = _text(limits.words)
        self.type = self._map(vocabulary.claim)

    def readings(self, claims: Sequence[dict[str, Any]], data: bytes, around: int) -> list[Reading] | None:
        """The readings of claims that were decoded from ``data``, which is plain; None where one of them is not in
        the form in which claims are kept.

        Each member of an object has a colon, and colons in a text stay, so as many in the claims written out again,
        and the ``around`` of what stands around them, prove that no member was passed over or given twice. A hedge
        sent as a word alone is written as a map, with a colon of its own.
        """
        colons = around
        readings = []
        for claim in claims:
            colons -= _hedges_as_maps(claim)
            try:
                warnings = settled(claim, self._vocabulary, strict=True).warnings
            except InvalidClaim:  # said in full by read_claim
                return None
            form = _sorted_json(claim)
            if b"{}" in form or not is_composed(form):
                return None
            colons += form.count(b":")
            if len(claim["attributions"]) > 1:  # where they tie, the order of their keys decides
                claim = graded_facts(claim)
            readings.append(Reading(claim, warnings, form))
        return readings if colons == data.count(b":") else None

    def _map(self, fields: Mapping[str, Field]) -> Any:
        types = {}
        for name, field in fields.items():
            if "." not in name and name not in POSITIONS and field.type != "integer":
                found = self._type(field, fields)
                types[name] = found if field.required or field.type in ("attributions", "chain") else NotRequired[found]
        return TypedDict("Map", types)  # type: ignore[operator]  # made of what a vocabulary declares

    def _type(self, field: Field, fields: Mapping[str, Field]) -> Any:
        limits = self._limits
        match field.type:
            case "text" if field.long:
                return _text(limits.text)
            case "date":
                return Annotated[str, msgspec.Meta(pattern=_DAY)]
            case "enum":
                return Literal[tuple(field.values)]
            case "boolean":
                return bool
            case "kind":
                return Literal[tuple(self._vocabulary.kinds)]
            case "list" if field.format == "hedges":
                return _listed(self._words | self._map(self._vocabulary.hedge), 0, limits.items)
            case "list":
                return _listed(Literal[tuple(field.values)] if field.values else self._words, 0, limits.items)
            case "record":
                return self._map(dict(_parts(field, fields)))
            case "chain":
                return _listed(self._map(self._vocabulary.link), 1, limits.links)
            case "attributions":
                return _listed(self._map(self._vocabulary.attribution), 1, limits.attributions)
            case _:
                return self._words


def _hedges_as_maps(claim: dict[str, Any]) -> int:
    """Makes maps of the hedges sent as words alone, in place; how many there were."""
    count = _as_maps(claim["hedges"]) if "hedges" in claim else 0
    for attribution in claim["attributions"]:
        for link in attribution["chain"]:
            if "hedges" in link:
                count += _as_maps(link["hedges"])
    return count


def _as_maps(hedges: list[Any]) -> int:
    count = 0
    for at, hedge in enumerate(hedges):
        if type(hedge) is str:
            hedges[at] = {"term": hedge}
            count += 1
    return count


def _text(most: int) -> Any:
    return Annotated[str, msgspec.Meta(max_length=most, pattern=_SAYING)]


def _listed(item: Any, least: int, most: int) -> Any:
    return Annotated[list[item], msgspec.Meta(min_length=least, max_length=most)]


def _parts(field: Field, fields: Mapping[str, Field]) -> Iterable[tuple[str, Field]]:
    start = f"{field.name}."
    return ((name.removeprefix(start), part) for name, part in fields.items() if name.startswith(start))
