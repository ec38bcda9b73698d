"""Is this a claim that can be graded, and what exactly does it state?

Every fact may be absent, null or ``unknown``: all three are dropped here, so that unknown has one form. What is left is
checked against the vocabulary, and everything wrong is reported at once, each with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import ValidationError

from sayso.errors import InvalidClaim, Problem, did_you_mean
from sayso.facts.canonical import graded_facts
from sayso.facts.derive import LinksKnown, resolve_roots
from sayso.facts.refusals import problems_of, shown
from sayso.facts.roots import DEPENDENT, ESTABLISHED, NOT_ESTABLISHED, SINGLE
from sayso.facts.schema import DEFAULT_LIMITS, Limits, Unusable, claim_validator
from sayso.facts.spelling import MOST_MARKS, spelled
from sayso.facts.vocabulary import Vocabulary
from sayso.facts.vocabulary_file import POSITIONS


class Reading(NamedTuple):
    """A claim in its one normal form, and what is doubtful about it; ``form`` is its ``graded_form`` and ``links`` what
    follows from each of its links, where those were found on the way. ``sources`` is JSON that says what of it comes
    from a registry of sources, None where nothing does.
    """

    claim: Mapping[str, Any]
    warnings: tuple[Problem, ...]
    form: bytes | None = None
    links: LinksKnown | None = None
    sources: bytes | None = None


def read_claim(
    raw: object, vocabulary: Vocabulary, *, strict: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Reading:
    """The claim, normalised. Raises InvalidClaim with every problem; ``strict`` makes an undeclared kind one of
    them.
    """
    known = known_only(raw, declared_in(vocabulary))
    try:
        claim: dict[str, Any] = claim_validator(vocabulary, limits).validate_python(known)
    except ValidationError as error:
        problems = problems_of(error, vocabulary)
        if strict:
            problems.extend(_undeclared_kinds(known, vocabulary))
        raise InvalidClaim(problems) from error
    doubts = settle_claim(claim, vocabulary)
    for index, attribution in enumerate(claim["attributions"]):
        for position, link in enumerate(attribution["chain"]):
            doubts += settle_link(link, vocabulary, f"/attributions/{index}/chain/{position}", strict)
    return Reading(claim, weighed(doubts, claim, vocabulary))


def settle_claim(claim: dict[str, Any], vocabulary: Vocabulary) -> list[Problem]:
    """Brings the lists of a claim of the right shape to one form, in place, its links aside; what is doubtful."""
    doubts: list[Problem] = []
    for name, values in _lists_of(vocabulary):
        stated = claim.get(name)
        if not stated:
            continue
        if values is None:
            claim[name], found = _hedges(stated, f"/{name}", vocabulary)
            doubts += found
        elif len(stated) > 1:
            claim[name] = [value for value in values if value in stated]
    if "likelihood" in claim:
        doubts += _likelihood(claim["likelihood"], "/likelihood", vocabulary)
    return doubts


def settle_link(link: dict[str, Any], vocabulary: Vocabulary, pointer: str, strict: bool) -> list[Problem]:
    """Brings the hedges of a link of the right shape to one form and drops its kind if nobody declared it, in place;
    what is doubtful.
    """
    doubts: list[Problem] = []
    kind = link.get("kind")
    if kind is not None and kind not in vocabulary.kinds:
        doubts.append(_undeclared(kind, f"{pointer}/kind", vocabulary, strict))
        del link["kind"]
    if "hedges" in link:
        link["hedges"], found = _hedges(link["hedges"], f"{pointer}/hedges", vocabulary)
        doubts += found
    return doubts


def weighed(doubts: list[Problem], claim: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """The warnings among the doubts about a settled claim and those about its roots. Raises InvalidClaim with the
    others.
    """
    if "roots" in claim:
        doubts.extend(_roots_clash(claim, vocabulary))
    if not doubts:
        return ()
    if any(problem.severity == "error" for problem in doubts):
        raise InvalidClaim(problem for problem in doubts if problem.severity == "error")
    return tuple(sorted(doubts, key=Problem.sort_key))


class Declared(NamedTuple):
    """Names of fields, of those that hold text and of those that hold a map, wherever they are declared; words that can
    only be taken as they are.
    """

    names: frozenset[str]
    texts: frozenset[str]
    maps: frozenset[str]
    words: frozenset[str]


def known_only(value: object, declared: Declared, depth: int = 12, verbatim: bool = False) -> object:
    """A copy without unknown values, each text in Unicode form C and trimmed; a map that ends up empty is dropped
    too where a map is what is declared.

    Under the name of a text an empty text says nothing and is dropped as well; elsewhere it is no declared value. What
    stands under a name that nobody declared stays, for the validator to refuse.
    Items of lists stay, since a list says what it says. What is quoted to mark a place stays to the letter. Below
    ``depth`` no claim has facts: the validator refuses there.
    """
    if isinstance(value, str):
        return _clean(value, verbatim)
    if isinstance(value, dict) and depth:
        kept = {}
        words = declared.words
        for name, item in value.items():
            if isinstance(item, str):
                if item not in words:
                    item = _clean(item, verbatim)
                    if (item == UNKNOWN and (verbatim or name in declared.names)) or (
                        not item and name in declared.texts
                    ):
                        continue
            elif item is None:
                if verbatim or name in declared.names:
                    continue
            elif isinstance(item, (dict, list)):
                item = known_only(item, declared, depth - 1, verbatim or name in POSITIONS)
                if item == {} and name in declared.maps:
                    continue
            kept[name] = item
        return kept
    if isinstance(value, list) and depth:
        words = declared.words
        return [
            item if isinstance(item, str) and item in words else known_only(item, declared, depth - 1, verbatim)
            for item in value
        ]
    return value


@lru_cache(maxsize=16)
def declared_in(vocabulary: Vocabulary) -> Declared:
    """What the vocabulary declares, as ``known_only`` needs it."""
    sections = (vocabulary.document, vocabulary.claim, vocabulary.attribution, vocabulary.link, vocabulary.hedge)
    fields = [field for section in sections for field in section.values()]
    types = [(field.name.rpartition(".")[2], field.type) for field in fields]
    texts = frozenset(name for name, _ in types) - {name for name, type_ in types if type_ != "text"}
    words = {value for field in fields for value in field.values} | set(vocabulary.kinds)
    maps = frozenset(name for name, type_ in types if type_ in ("record", "found"))
    return Declared(frozenset(name for name, _ in types), texts, maps, frozenset(words) - {UNKNOWN})


UNKNOWN = "unknown"


def _clean(text: str, verbatim: bool) -> Any:
    if "\0" in text:
        return Unusable("holds the character NUL, which no text has", "remove it")
    if verbatim:
        return text
    kept = spelled(text)
    return Unusable(f"holds more than {MOST_MARKS} combining marks in a row", "remove them") if kept is None else kept


@lru_cache(maxsize=16)
def _lists_of(vocabulary: Vocabulary) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
    """The claim's lists with their declared values; None for hedges."""
    lists = [field for field in vocabulary.claim.values() if field.type == "list"]
    return tuple((field.name, None if field.format == "hedges" else tuple(field.values)) for field in lists)


def _hedges(
    hedges: list[dict[str, Any]], pointer: str, vocabulary: Vocabulary
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Those said several times once, with all their places; and a warning for each word that its yardstick does not
    list.
    """
    if not hedges or (len(hedges) == 1 and "yardstick" not in hedges[0]):  # the usual case, quickly
        return hedges, []
    once: dict[str, dict[str, Any]] = {}
    doubts = []
    for index, hedge in enumerate(hedges):
        first = once.setdefault(repr(graded_facts(hedge)), hedge)
        if first is not hedge and "span" in hedge:
            first["span"] = [*first.get("span", ()), *hedge["span"]]
        if "yardstick" in hedge:
            doubts += _likelihood(hedge, f"{pointer}/{index}", vocabulary)
    return list(once.values()), doubts


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


def _undeclared(kind: str, pointer: str, vocabulary: Vocabulary, strict: bool) -> Problem:
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
                yield _undeclared(kind, f"/attributions/{index}/chain/{position}/kind", vocabulary, strict=True)


def _roots_clash(claim: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Problem]:
    """What is stated about roots, together with what is derived, must not contradict itself."""
    roots = resolve_roots(claim, vocabulary)
    several = roots.independence in (ESTABLISHED, NOT_ESTABLISHED)
    if several != (roots.count >= 2) or (roots.independence == DEPENDENT and roots.count == 0):
        pointer = "/roots/independence" if "independence" in claim["roots"] else "/roots/count"
        message = f"{roots.count} root{'' if roots.count == 1 else 's'} cannot be {roots.independence}"
        hint = f"with two or more: {ESTABLISHED} or {NOT_ESTABLISHED}; with fewer: {SINGLE} or {DEPENDENT}"
        yield Problem("roots_contradict", message, hint, pointer)
