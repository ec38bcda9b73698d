"""Is this a claim that can be graded, and what exactly does it state?

Every fact may be absent, null or ``unknown``: all three are dropped here, so that unknown has one form. What is left is
checked against the vocabulary, and everything wrong is reported at once, each with its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import ValidationError

from sayso.errors import InvalidClaim, Problem, did_you_mean
from sayso.facts.derive import resolve_roots
from sayso.facts.refusals import problems_of, shown
from sayso.facts.roots import DEPENDENT, ESTABLISHED, NOT_ESTABLISHED, SINGLE
from sayso.facts.schema import DEFAULT_LIMITS, Limits, claim_validator
from sayso.facts.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim in its one normal form, and what is doubtful about it."""

    claim: dict[str, Any]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Unusable:
    """Stands in for a text that cannot be kept, so that the validator refuses it where it stands."""

    text: str


def read_claim(
    raw: object, vocabulary: Vocabulary, *, strict: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Reading:
    """The claim, normalised. Raises InvalidClaim with every problem; ``strict`` makes an undeclared kind one of
    them.
    """
    known = known_only(raw)
    doubts: list[Problem] = []
    try:
        claim: dict[str, Any] = claim_validator(vocabulary, limits).validate_python(known)
    except ValidationError as error:
        problems = problems_of(error, vocabulary)
        if strict:
            problems.extend(_undeclared_kinds(known, vocabulary))
        raise InvalidClaim(problems) from error
    doubts.extend(_settle(claim, vocabulary, strict))
    if "roots" in claim:
        doubts.extend(_roots_clash(claim, vocabulary))
    if doubts and any(problem.severity == "error" for problem in doubts):
        raise InvalidClaim(problem for problem in doubts if problem.severity == "error")
    return Reading(claim, tuple(sorted(doubts, key=Problem.sort_key)))


def known_only(value: object, depth: int = 12) -> object:
    """A copy without unknown values, each text in Unicode form C and trimmed; maps that end up empty are dropped too.

    Items of lists stay, since a list says what it says. Below ``depth`` no claim has facts: the validator refuses
    there.
    """
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict) and depth:
        kept = {}
        for name, item in value.items():
            if item is None:
                continue
            if isinstance(item, str):
                item = _clean(item)
                if item in _UNKNOWN:
                    continue
            elif isinstance(item, (dict, list)):
                item = known_only(item, depth - 1)
                if item == {}:
                    continue
            kept[name] = item
        return kept
    if isinstance(value, list) and depth:
        return [known_only(item, depth - 1) for item in value]
    return value


_UNKNOWN = frozenset({"unknown", ""})


def _clean(text: str) -> Any:
    if "\0" in text:
        return Unusable(text)
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def _settle(claim: dict[str, Any], vocabulary: Vocabulary, strict: bool) -> Iterator[Problem]:
    """Brings lists to one form and drops undeclared kinds, in place: the claim is the validator's own copy."""
    for name, field in vocabulary.claim.items():
        if field.type == "list" and name in claim:
            if field.format == "hedges":
                claim[name], found = _hedges(claim[name], f"/{name}", vocabulary)
                yield from found
            else:
                claim[name] = [value for value in field.values if value in claim[name]]
    if "likelihood" in claim:
        yield from _likelihood(claim["likelihood"], "/likelihood", vocabulary)
    kinds = vocabulary.kinds
    for index, attribution in enumerate(claim["attributions"]):
        for position, link in enumerate(attribution["chain"]):
            kind = link.get("kind")
            if kind is not None and kind not in kinds:
                yield _undeclared(kind, index, position, vocabulary, strict)
                del link["kind"]
            if "hedges" in link:
                at = f"/attributions/{index}/chain/{position}/hedges"
                link["hedges"], found = _hedges(link["hedges"], at, vocabulary)
                yield from found


def _hedges(hedges: list[Any], pointer: str, vocabulary: Vocabulary) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Every hedge as a map, those said twice once, and a warning for each word that its yardstick does not list."""
    maps: dict[str, dict[str, Any]] = {}
    doubts = []
    for index, hedge in enumerate(hedges):
        given = {"term": hedge} if isinstance(hedge, str) else hedge
        maps.setdefault(repr(sorted(given.items())), given)
        if "yardstick" in given:
            doubts += _likelihood(given, f"{pointer}/{index}", vocabulary)
    return list(maps.values()), doubts


def _likelihood(stated: Mapping[str, Any], pointer: str, vocabulary: Vocabulary) -> list[Problem]:
    """A word of likelihood means a range only by a named yardstick that lists it."""
    term, yardstick = stated.get("term"), stated.get("yardstick")
    if term is None or vocabulary.likelihood_range(term, yardstick) is not None:
        return []
    if yardstick is None:
        message = f"{shown(term)} names no yardstick, so that it stands for no range"
        hint = f"name one of {', '.join(vocabulary.yardsticks)}"
        return [Problem("no_yardstick", message, hint, f"{pointer}/term", severity="warning")]
    known = vocabulary.yardsticks[yardstick].terms
    message = f"{shown(term)} is no word of {yardstick}, so that it stands for no range"
    hint = did_you_mean(term.casefold(), known) or f"its words: {', '.join(known)}"
    return [Problem("not_on_yardstick", message, hint, f"{pointer}/term", severity="warning")]


def _undeclared(kind: str, index: int, position: int, vocabulary: Vocabulary, strict: bool) -> Problem:
    pointer = f"/attributions/{index}/chain/{position}/kind"
    message = f"kind {shown(kind)} is not declared" + ("" if strict else ", so that it counts as unknown")
    hint = did_you_mean(kind, vocabulary.kinds) or "see the kinds of the vocabulary"
    return Problem("undeclared_kind", message, hint, pointer, severity="error" if strict else "warning")


def _undeclared_kinds(known: object, vocabulary: Vocabulary) -> Iterator[Problem]:
    """The undeclared kinds of a claim that has other faults too, as far as it has the shape of one."""
    attributions = known.get("attributions") if isinstance(known, dict) else None
    for index, attribution in enumerate(attributions if isinstance(attributions, list) else ()):
        chain = attribution.get("chain") if isinstance(attribution, dict) else None
        for position, link in enumerate(chain if isinstance(chain, list) else ()):
            kind = link.get("kind") if isinstance(link, dict) else None
            if isinstance(kind, str) and kind not in vocabulary.kinds:
                yield _undeclared(kind, index, position, vocabulary, strict=True)


def _roots_clash(claim: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Problem]:
    """What is stated about roots, together with what is derived, must not contradict itself."""
    roots = resolve_roots(claim, vocabulary)
    several = roots.independence in (ESTABLISHED, NOT_ESTABLISHED)
    if several != (roots.count >= 2) or (roots.independence == DEPENDENT and roots.count == 0):
        pointer = "/roots/independence" if "independence" in claim["roots"] else "/roots/count"
        message = f"{roots.count} root{'' if roots.count == 1 else 's'} cannot be {roots.independence}"
        hint = f"with two or more: {ESTABLISHED} or {NOT_ESTABLISHED}; with fewer: {SINGLE} or {DEPENDENT}"
        yield Problem("roots_contradict", message, hint, pointer)
