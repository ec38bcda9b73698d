"""How many distinct origins stand behind a claim, and are they known to have nothing in common?

The root of a chain is its last link. It is *known* when the chain states it (its kind is declared and no relay), the
kind is not untraced, it has a source, and it is identified by name or nothing is said about that; or when it carries
the lineage of a known one. Known roots are the same when they share lineage, source id or name, or when one chain
runs through the other's root. A chain that ends in the outlet's own earlier piece brings no root. A circular chain
brings an unknown one, unless it shares a known one with another chain.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

Link = Mapping[str, Any]
Chain = Sequence[Link]
Key = tuple[str, str]

ESTABLISHED, NOT_ESTABLISHED, SINGLE, DEPENDENT = "established", "not_established", "single", "dependent"
OWN_EARLIER_PIECE = "prior_own_reporting"
_BY_NAME = frozenset({None, "named", "named_with_position"})


@dataclass(frozen=True, slots=True)
class KindsOfRoot:
    """The kinds that decide: with any but a relay the root is stated, and with an untraced one it is not known."""

    stated: frozenset[str]
    known: frozenset[str]


class Roots(NamedTuple):
    """``groups`` has, per chain, the number of the known root that it brings (from 0), or None."""

    count: int  # type: ignore[assignment]  # the field's name; nobody counts the items of this tuple
    independence: str
    groups: tuple[int | None, ...]


@lru_cache(maxsize=16384)
def normal_name(name: str) -> str:
    """The name as it is compared: NFC, single spaces, no difference between capitals and small letters."""
    folded = " ".join(name.split()).casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def identity(link: Link) -> frozenset[Key]:
    """What two links must share one of to be the same source: the source id or the normalised name."""
    name, id_ = link.get("source"), link.get("source_id")
    if id_ is None:
        return frozenset() if name is None else frozenset({("name", normal_name(name))})
    return frozenset({("id", id_)} if name is None else {("id", id_), ("name", normal_name(name))})


def origin(link: Link) -> frozenset[Key]:
    """What two roots must share one of to be the same: as ``identity``, or the lineage."""
    lineage = link.get("lineage")
    return identity(link) if lineage is None else identity(link) | {("lineage", lineage)}


def is_circular(chain: Chain) -> bool:
    """Whether a source is met again with another between. A link without a source counts as another."""
    if len(chain) < 3 or _all_differ(chain):
        return False
    names = _sources(chain)
    for later in range(2, len(names)):
        for earlier in range(later - 1):
            met_again = not names[earlier].isdisjoint(names[later])
            if met_again and any(names[later].isdisjoint(between) for between in names[earlier + 1 : later]):
                return True
    return False


def _sources(chain: Chain) -> list[frozenset[Key]]:
    """Everything that is known of each link's source: names and ids that any link joins belong together."""
    names = [identity(link) for link in chain]
    for joining in names:
        whole = joining.union(*(name for name in names if not joining.isdisjoint(name)))
        names = [name if whole.isdisjoint(name) else name | whole for name in names]
    return names


def _all_differ(chain: Chain) -> bool:
    """The common case, quickly: sources by name alone, no two alike."""
    seen = set()
    for link in chain:
        name = link.get("source")
        if "source_id" in link:
            return False
        if name is not None:
            name = normal_name(name)
            if name in seen:
                return False
            seen.add(name)
    return True


def is_known(root: Link, kinds: KindsOfRoot) -> bool:
    """Whether a root is known by what it says of itself."""
    return root.get("kind") in kinds.known and "source" in root and root.get("identification") in _BY_NAME


_NO_ROOT, _UNKNOWN, _KNOWN = (Roots(0, SINGLE, (None,)), Roots(1, SINGLE, (None,)), Roots(1, SINGLE, (0,)))


def count_root(chain: Chain, circular: bool, kinds: KindsOfRoot) -> Roots:
    """The root of a claim with one attribution."""
    root = chain[-1]
    if root.get("kind") == OWN_EARLIER_PIECE:
        return _NO_ROOT
    return _KNOWN if is_known(root, kinds) and not circular else _UNKNOWN


def count_roots(
    chains: Sequence[Chain], circular: Sequence[bool], independent: Sequence[bool], kinds: KindsOfRoot
) -> Roots:
    """The roots of a claim; ``independent`` says which attributions carry a stated reason of independence."""
    if len(chains) == 1:
        return count_root(chains[0], circular[0], kinds)
    groups = group_roots(chains, circular, kinds)
    brought = [group for group in groups if group is not None]
    known = len(set(brought))
    if known > 1:
        doubted = {group for group, stated in zip(groups, independent, strict=True) if group is not None and not stated}
        return Roots(known, ESTABLISHED if len(doubted) < 2 else NOT_ESTABLISHED, groups)
    some = any(chain[-1].get("kind") != OWN_EARLIER_PIECE for chain in chains)
    return Roots(1 if some else 0, DEPENDENT if len(brought) > 1 else SINGLE, groups)


def group_roots(chains: Sequence[Chain], circular: Sequence[bool], kinds: KindsOfRoot) -> tuple[int | None, ...]:
    """Per chain the number of its known root, in order of first mention; None where it brings none or an unknown
    one.
    """
    roots = [chain[-1] for chain in chains]
    brings = [root.get("kind") != OWN_EARLIER_PIECE for root in roots]
    by_itself = [brings[i] and is_known(root, kinds) for i, root in enumerate(roots)]
    known = {i for i, itself in enumerate(by_itself) if itself and not circular[i]}
    joined = _joined(chains, [origin(root) for root in roots])
    while True:
        lineages = {roots[i].get("lineage") for i in known} - {None}
        more = {
            i
            for i, root in enumerate(roots)
            if i not in known and brings[i] and (by_itself[i] or root.get("lineage") in lineages)
            if not circular[i] or _reaches(i, known, joined)
        }
        if not more:
            break
        known |= more
    return _numbered(known, joined, len(chains))


def _joined(chains: Sequence[Chain], origins: Sequence[frozenset[Key]]) -> list[set[int]]:
    """For each chain the others whose root is the same, or whose root lies on its way, or the other way round."""
    ways = [frozenset().union(*(origin(link) for link in chain)) for chain in chains]
    joined: list[set[int]] = [set() for _ in chains]
    for i, way in enumerate(ways):
        for j, root in enumerate(origins):
            if i != j and not way.isdisjoint(root):
                joined[i].add(j)
                joined[j].add(i)
    return joined


def _reaches(start: int, known: set[int], joined: Sequence[set[int]]) -> bool:
    return not joined[start].isdisjoint(known)


def _numbered(known: set[int], joined: Sequence[set[int]], chains: int) -> tuple[int | None, ...]:
    groups: list[int | None] = [None] * chains
    number = 0
    for start in range(chains):
        if start not in known or groups[start] is not None:
            continue
        todo = [start]
        while todo:
            at = todo.pop()
            if groups[at] is None:
                groups[at] = number
                todo.extend(joined[at] & known)
        number += 1
    return tuple(groups)
