"""How many distinct roots stand behind a claim, and are they known to be independent?"""

from __future__ import annotations

from typing import Any

from tests.oracle.words import Plain, kinds_above, name_of

Link = dict[str, Any]


class Contradiction(Exception):
    """What is stated about the roots cannot be true together with what follows from the chains."""


def resolved_roots(claim: Plain, vocabulary: Plain) -> dict[str, Any]:
    """What is stated replaces what is derived, part by part, and the answer says so."""
    count, independence = derived_roots(claim, vocabulary)
    given = claim.get("roots", {})
    if "count" in given:
        count = given["count"]
        if "independence" not in given:
            dependent = count == 1 and independence == "dependent"
            independence = "not_established" if count >= 2 else "dependent" if dependent else "single"
    if "independence" in given:
        independence = given["independence"]
    if count >= 2 and independence in ("single", "dependent"):
        raise Contradiction
    if count <= 1 and independence in ("established", "not_established"):
        raise Contradiction
    if count == 0 and independence == "dependent":
        raise Contradiction
    return {"count": count, "independence": independence, "stated": bool(given)}


def derived_roots(claim: Plain, vocabulary: Plain) -> tuple[int, str]:
    attributions = claim["attributions"]
    chains = [attribution["chain"] for attribution in attributions]
    known = known_roots(chains, vocabulary)
    groups = _groups(known, chains)
    if not groups:
        some_root = any(not adds_no_root(chain, vocabulary) for chain in chains)
        return (1 if some_root else 0), "single"
    if len(groups) == 1:
        return 1, "dependent" if len(groups[0]) > 1 else "single"
    vouched = [all("independent" in attributions[index] for index in group) for group in groups]
    return len(groups), "established" if vouched.count(False) <= 1 else "not_established"


def adds_no_root(chain: list[Link], vocabulary: Plain) -> bool:
    """An outlet that cites only itself brings no root."""
    return "prior_own_reporting" in kinds_above(chain[-1].get("kind", ""), vocabulary)


def root_stated(chain: list[Link], vocabulary: Plain) -> bool:
    """False where the last link only passes on, or is of no kind."""
    above = kinds_above(chain[-1].get("kind", ""), vocabulary)
    return bool(above) and "relay" not in above


def circular(chain: list[Link]) -> bool:
    """A source is met again with another in between."""
    who = _sources(chain)
    return any(
        who[first] == who[again] and any(who[between] != who[first] for between in range(first + 1, again))
        for first in range(len(chain))
        for again in range(first + 2, len(chain))
    )


def _sources(chain: list[Link]) -> list[int]:
    """A number for each link's source: one for all that share the registry's id or a name, transitively."""
    marks = [{mark for mark in _marks(link) if mark[0] != "lineage"} for link in chain]
    who = list(range(len(chain)))
    for _ in chain:
        for one in range(len(chain)):
            for other in range(len(chain)):
                if marks[one] & marks[other]:
                    who[one] = who[other] = min(who[one], who[other])
    return who


def same_root(one: Link, other: Link) -> bool:
    """By lineage, by the registry's id or by name."""
    return any(mark in _marks(other) for mark in _marks(one))


def _marks(link: Link) -> list[tuple[str, str]]:
    marks: list[tuple[str, str]] = [(field, link[field]) for field in ("lineage", "source_id") if field in link]
    return [*marks, ("name", name_of(link["source"]))] if "source" in link else marks


def known_roots(chains: list[list[Link]], vocabulary: Plain) -> list[int]:
    """The chains whose root is known: by itself, or by the lineage of one that is.

    A circular chain has an unknown root, unless it shares with another chain one that is known without it.
    """
    known: list[int] = []
    while True:
        lineages = {chains[index][-1].get("lineage") for index in known} - {None}
        more = [
            index
            for index, chain in enumerate(chains)
            if index not in known
            and not adds_no_root(chain, vocabulary)
            and (_known_by_itself(chain, vocabulary) or chain[-1].get("lineage") in lineages)
            and (not circular(chain) or any(_shared(index, other, chains) for other in known))
        ]
        if not more:
            return sorted(known)
        known += more


def _known_by_itself(chain: list[Link], vocabulary: Plain) -> bool:
    """Stated, of a kind that can be traced, with a source, and identified by name where identification is told."""
    root = chain[-1]
    return (
        root_stated(chain, vocabulary)
        and "untraced" not in kinds_above(root["kind"], vocabulary)
        and "source" in root
        and root.get("identification") in (None, "named", "named_with_position")
    )


def _shared(one: int, other: int, chains: list[list[Link]]) -> bool:
    """The same root, or one chain runs through the root of the other."""
    return any(same_root(link, chains[other][-1]) for link in chains[one]) or any(
        same_root(link, chains[one][-1]) for link in chains[other]
    )


def _groups(known: list[int], chains: list[list[Link]]) -> list[list[int]]:
    """Known roots that are the same, transitively: each group is one root, given as the chains that bring it."""
    groups: list[list[int]] = []
    for index in known:
        joined = [group for group in groups if any(_shared(index, other, chains) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([index, *(other for group in joined for other in group)])
    return groups
