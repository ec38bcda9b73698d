"""What follows from the stated facts, once and the same for every rubric?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sayso.facts.canonical import graded_form
from sayso.facts.dates import day_number
from sayso.facts.hedges import strongest
from sayso.facts.roots import (
    DEPENDENT,
    NOT_ESTABLISHED,
    SINGLE,
    KindsOfRoot,
    Roots,
    count_root,
    count_roots,
    group_roots,
    is_circular,
    normal_name,
)
from sayso.facts.vocabulary import Field, Vocabulary

Value = str | int | bool | frozenset[str] | None
Row = tuple[Value, ...]


class LinkFacts(NamedTuple):
    """One link: its facts, as far as they follow from it alone; how strongly it hedges; the letter of its source's
    record; the normalised name of its source, None where that has an id too or no name.
    """

    row: Row
    hedge: str | None
    letter: str | None
    name: str | None


class ChainFacts(NamedTuple):
    """One attribution: its own facts, those of its links (nearest first), and the bytes that order it in a tie.

    ``form`` is empty where the claim has one attribution: nothing can tie.
    """

    chain: Row
    links: tuple[Row, ...]
    form: bytes
    hedges: tuple[str | None, ...]


class Facts(NamedTuple):
    """The facts of a claim in the order of the vocabulary's layout; None is unknown.

    ``stated`` names those of roots.count and roots.independence that the caller stated. ``root_groups`` has, per
    attribution, the number of the known root that it brings, or None.
    """

    claim: Row
    chains: tuple[ChainFacts, ...]
    stated: tuple[str, ...]
    root_groups: tuple[int | None, ...]


LinksKnown = Sequence[Sequence[LinkFacts]]
"""For each attribution what ``derive_link`` says of its links."""


def derive(
    claim: Mapping[str, Any], vocabulary: Vocabulary, as_of: str | None = None, links: LinksKnown | None = None
) -> Facts:
    """The facts of a claim as ``read_claim`` gives it; ``as_of`` is the day that ages are counted to, ``links`` what is
    known of the links beforehand.
    """
    return _deriver(vocabulary).facts(claim, day_number(as_of) if as_of is not None else None, links)


def derive_link(link: Mapping[str, Any], vocabulary: Vocabulary) -> LinkFacts:
    """What follows from a link alone, whatever claim it stands in."""
    return _deriver(vocabulary).of_link(link)


def resolve_roots(claim: Mapping[str, Any], vocabulary: Vocabulary) -> Roots:
    """The roots that the chains show, each part replaced where the claim states it."""
    deriver = _deriver(vocabulary)
    attributions = claim["attributions"]
    chains = [attribution["chain"] for attribution in attributions]
    circular = [is_circular(chain) for chain in chains]
    return stated_over(
        count_roots(chains, circular, ["independent" in attribution for attribution in attributions], deriver.kinds),
        claim.get("roots"),
    )


def root_groups(claim: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[int | None, ...]:
    """Per attribution the number of the known root that it brings, or None."""
    chains = [attribution["chain"] for attribution in claim["attributions"]]
    return group_roots(chains, [is_circular(chain) for chain in chains], _deriver(vocabulary).kinds)


def stated_over(derived: Roots, stated: Mapping[str, Any] | None) -> Roots:
    """What the caller states holds; a count alone says the least about independence that is consistent with it."""
    if not stated:
        return derived
    count = stated.get("count")
    independence = stated.get("independence")
    if count is None:
        return Roots(derived.count, independence or derived.independence, derived.groups)
    if independence is None:
        if count >= 2:
            independence = NOT_ESTABLISHED
        else:
            independence = DEPENDENT if derived.independence == DEPENDENT and count == 1 else SINGLE
    return Roots(count, independence, derived.groups)


_new = tuple.__new__
"""Makes a named tuple at half the price of calling it; only for the way that every claim takes."""


@lru_cache(maxsize=16)
def _deriver(vocabulary: Vocabulary) -> _Deriver:
    return _Deriver(vocabulary)


class _Deriver:
    """Where everything goes, worked out once per vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        layout = vocabulary.layout
        self.kinds = KindsOfRoot(
            stated=frozenset(kind.id for kind in vocabulary.kinds.values() if not kind.relay),
            known=frozenset(kind.id for kind in vocabulary.kinds.values() if not kind.relay and not kind.untraced),
        )
        self.strong = vocabulary.hedges.strong
        self.letters = vocabulary.status_letters
        self.worst_first = {letter: rank for rank, letter in enumerate(vocabulary.link["track_record.letter"].values)}
        self.link = _Rows(vocabulary.link, layout.link)
        self.claim = _Rows(vocabulary.claim, layout.claim)
        names = ("roots.count", "roots.independence", "specificity", "hedge", "age_days")
        self.at = tuple(layout.claim[name] for name in names)
        self.link_hedge = layout.link["hedge"]
        self.observed, self.reported = layout.link["observed_at"], layout.link["reported_at"]
        self.attenuation = layout.link["attenuation_days"]
        self.hops, self.circular = layout.chain["hops"], layout.chain["circular"]
        self.root_stated, self.chain_record = layout.chain["root_stated"], layout.chain["record"]

    def facts(self, claim: Mapping[str, Any], as_of: int | None, links: LinksKnown | None) -> Facts:
        attributions = claim["attributions"]
        if links is None:
            links = [[self.of_link(link) for link in attribution["chain"]] for attribution in attributions]
        if len(attributions) == 1:
            chain = attributions[0]["chain"]
            names = {link.name for link in links[0]}
            differ = len(names) == len(chain) and None not in names  # the usual case, quickly
            is_round = False if differ else is_circular(chain)
            rows = [self.chain(chain, links[0], is_round, b"")]
            roots = count_root(chain, is_round, self.kinds)
        else:
            chains = [attribution["chain"] for attribution in attributions]
            circular = [is_circular(chain) for chain in chains]
            forms = [graded_form(attribution) for attribution in attributions]
            rows = [self.chain(*each) for each in zip(chains, links, circular, forms, strict=True)]
            independent = ["independent" in attribution for attribution in attributions]
            roots = count_roots(chains, circular, independent, self.kinds)
        stated = claim.get("roots")
        if stated:
            roots = stated_over(roots, stated)
        row = self.claim.row(claim)
        count, independence, specificity, hedge, age = self.at
        row[count], row[independence] = roots.count, roots.independence
        if "specifics" in claim:
            row[specificity] = len(set(claim["specifics"]))
        if "hedges" in claim:
            row[hedge] = strongest([hedge["term"] for hedge in claim["hedges"]], self.strong)
        if as_of is not None:
            row[age] = self.age(rows, as_of)
        told = tuple([f"roots.{name}" for name in stated]) if stated else ()
        return _new(Facts, (tuple(row), tuple(rows), told, roots.groups))

    def of_link(self, link: Mapping[str, Any]) -> LinkFacts:
        row = self.link.row(link)
        hedge = None
        if "hedges" in link:
            hedge = row[self.link_hedge] = strongest([word["term"] for word in link["hedges"]], self.strong)
        name = None if "source_id" in link or "source" not in link else normal_name(link["source"])
        return LinkFacts(tuple(row), hedge, self.letter(link), name)

    def chain(
        self, chain: list[Mapping[str, Any]], links: Sequence[LinkFacts], circular: bool, form: bytes
    ) -> ChainFacts:
        rows, hedges, letters, _ = zip(*links, strict=True)
        root = rows[-1]
        observed, reported = root[self.observed], root[self.reported]
        if isinstance(observed, int) and isinstance(reported, int):
            timed = list(root)
            timed[self.attenuation] = reported - observed
            rows = (*rows[:-1], tuple(timed))
        own: list[Value] = [None, None, None, None]
        own[self.hops] = len(chain) - 1
        own[self.circular] = circular
        own[self.root_stated] = chain[-1].get("kind") in self.kinds.stated
        own[self.chain_record] = letters[-1] or self.lowest(letters[:-1])
        return _new(ChainFacts, (tuple(own), rows, form, hedges))

    def lowest(self, letters: Sequence[str | None]) -> str | None:
        """Where the root has no letter: the lowest among the links before it, unknown while one of those is missing."""
        lowest: str | None = None
        for letter in letters:
            if letter is None:
                return None
            if lowest is None or self.worst_first[letter] > self.worst_first[lowest]:
                lowest = letter
        return lowest

    def letter(self, link: Mapping[str, Any]) -> str | None:
        record = link.get("track_record")
        if not record:
            return None
        letter: str | None = record.get("letter")
        return letter if letter is not None else self.letters.get(record.get("status"))

    def age(self, rows: list[ChainFacts], as_of: int) -> int | None:
        """Days since the newest attribution; unknown while one of them has no date."""
        newest = 0
        for row in rows:
            day = row.links[-1][self.observed]
            if day is None:
                day = row.links[0][self.reported]
            if not isinstance(day, int):
                return None
            newest = max(newest, day)
        return max(0, as_of - newest)


class _Rows:
    """Turns a stated map into a row: which key goes where, and how."""

    def __init__(self, fields: Mapping[str, Field], layout: Mapping[str, int]) -> None:
        self.blank: list[Value] = [None] * len(layout)
        self.plain: dict[str, int] = {}
        self.special: dict[str, tuple[int, Callable[[Any], Value]]] = {}
        self.records: dict[str, dict[str, tuple[int, Callable[[Any], Value] | None]]] = {}
        for name, field in fields.items():
            record, _, part = name.rpartition(".")
            how = hedge_words if field.format == "hedges" else _HOW.get(field.type)
            if record:
                self.records.setdefault(record, {})[part] = layout[name], how
            elif field.matchable and how is None:
                self.plain[name] = layout[name]
            elif field.matchable and how is not None:
                self.special[name] = layout[name], how

    def row(self, values: Mapping[str, Any]) -> list[Value]:
        row = self.blank.copy()
        plain, special = self.plain, self.special
        for name, value in values.items():
            if name in plain:
                row[plain[name]] = value
            elif name in special:
                index, how = special[name]
                row[index] = how(value)
            elif name in self.records:
                for part, inner in value.items():
                    index, convert = self.records[name][part]
                    row[index] = inner if convert is None else convert(inner)
        return row


def hedge_words(hedges: list[dict[str, Any]]) -> frozenset[str]:
    """The words alone, as a rubric matches them."""
    return frozenset([hedge["term"].casefold() for hedge in hedges])


_HOW: Mapping[str, Callable[[Any], Value]] = {"list": frozenset, "date": day_number}
