"""Does this JSON state its claims in the form in which claims are kept? Then they are read in one pass.

Nearly every tool sends no unknown values, texts in Unicode form C, declared kinds, no numbers and no positions. Such
bytes are parsed and checked together; whatever else comes is left to ``read_claim``, which brings it to that form or
says everything that is wrong. Both ways give the same reading (decision record 0012).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, NotRequired, TypedDict

import msgspec

from sayso.errors import InvalidClaim
from sayso.facts.canonical import graded_facts
from sayso.facts.claim import UNKNOWN, Reading, settle_claim, weighed
from sayso.facts.kept_links import KeptLinks, NotKept, as_maps, is_composed, sorted_json
from sayso.facts.schema import Limits
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.facts.vocabulary_file import POSITIONS

_SAYING = rf"\A(?!{UNKNOWN}\Z)\S(?s:.*\S)?\Z"
"""A text that is trimmed and says something."""
_UNSAID = ("", UNKNOWN)
_DAY = r"\A(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])\Z"
"""A day that every month has; others, and times of day, are left to the careful way."""


def is_plain(data: bytes) -> bool:
    """Whether no colon in it is hidden by an escape."""
    return b"\\" not in data or b"\\u003" not in data


class QuickClaims:
    """The claims of one vocabulary, as they are kept; ``type`` is what msgspec is to decode, links aside, which stay
    bytes until ``reading``.

    What the type does not declare is passed over when it is decoded, and missed by ``reading``.
    """

    def __init__(self, vocabulary: Vocabulary, limits: Limits) -> None:
        self._vocabulary = vocabulary
        self._limits = limits
        self._words = _text(limits.words)
        self._links = KeptLinks(vocabulary, self._map(vocabulary.link))
        self._records = frozenset(field.name for field in vocabulary.claim.values() if field.type == "record")
        texts = [field for field in vocabulary.claim.values() if field.type == "text" and "." not in field.name]
        self._texts = tuple(field.name for field in texts)
        lengths = {field.name: limits.text if field.long else limits.words for field in texts}
        self.type = self._map(vocabulary.claim, {name: _length(most) for name, most in lengths.items()})

    def reading(self, claim: dict[str, Any], data: bytes, around: int) -> Reading | None:
        """The reading of a claim that was decoded from ``data``, which is plain; None where it is not in the form in
        which claims are kept.

        Each member of an object has a colon, and colons in a text stay, so as many in the claim written out again, and
        the ``around`` of what stands around it, prove that no member was passed over or given twice. A hedge sent as a
        word alone is written as a map, with a colon of its own.
        """
        composed = data.isascii() and b"\\" not in data  # then so are all texts: nothing need be looked at again
        try:
            reading, members = self._settled(claim, composed)
        except (NotKept, InvalidClaim):  # said in full by read_claim
            return None
        return reading if members + around == data.count(b":") else None

    def _settled(self, claim: dict[str, Any], composed: bool) -> tuple[Reading, int]:
        """The reading, and how many members were sent. Raises NotKept, or InvalidClaim."""
        vocabulary = self._vocabulary
        attributions = claim["attributions"]
        for name in self._texts:  # here, as a pattern costs five times as much
            text = claim.get(name)
            if text is not None and (text in _UNSAID or text.strip() != text):
                raise NotKept
        words = as_maps(claim["hedges"]) if "hedges" in claim else 0
        has_maps = not self._records.isdisjoint(claim)
        links = []
        for attribution in attributions:
            attribution["chain"], facts, in_chain = self._links.read(attribution["chain"])
            links.append(facts)
            words += in_chain
            has_maps = has_maps or len(attribution) > 1
        doubts = settle_claim(claim, vocabulary)
        warnings = weighed(doubts, claim, vocabulary) if doubts or "roots" in claim else ()
        form = sorted_json(claim)
        if not (composed or is_composed(form)) or (has_maps and b"{}" in form):
            raise NotKept
        if len(attributions) > 1:  # where they tie, the order of their keys decides
            claim = graded_facts(claim)
        return Reading(claim, warnings, form, links), form.count(b":") - words

    def _map(self, fields: Mapping[str, Field], given: Mapping[str, Any] = MappingProxyType({})) -> Any:
        """The type of a map with these fields; ``given`` are types that are not worked out here."""
        types = {}
        for name, field in fields.items():
            if "." not in name and name not in POSITIONS and field.type != "integer":
                found = given.get(name) or self._type(field, fields)
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
                return _listed(msgspec.Raw, 1, limits.links)
            case "attributions":
                return _listed(self._map(self._vocabulary.attribution), 1, limits.attributions)
            case _:
                return self._words


def _length(most: int) -> Any:
    return Annotated[str, msgspec.Meta(max_length=most)]


def _text(most: int) -> Any:
    return Annotated[str, msgspec.Meta(max_length=most, pattern=_SAYING)]


def _listed(item: Any, least: int, most: int) -> Any:
    return Annotated[list[item], msgspec.Meta(min_length=least, max_length=most)]


def _parts(field: Field, fields: Mapping[str, Field]) -> Iterable[tuple[str, Field]]:
    start = f"{field.name}."
    return ((name.removeprefix(start), part) for name, part in fields.items() if name.startswith(start))
