"""Are the roots of a claim known to have nothing in common? As far as the registry knows who owns them.

Two roots are told apart where both are entries, the owner of each is known, and neither an owner nor a lineage is
shared. A common lineage in the registry (two outlets of one state) does not make two roots one: it keeps them from
counting as independent. What a caller states about independence stays; a registry that says otherwise is a warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any, NamedTuple

from sayso.errors import Problem
from sayso.facts.derive import root_groups
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.sources.index import Index


class Independence(NamedTuple):
    """The attributions, by their place, that can be called independent, and why; what stands against others."""

    reasons: Mapping[int, str]
    warnings: tuple[Problem, ...]


def independence(index: Index, claim: Mapping[str, Any], vocabulary: Vocabulary) -> Independence:
    """What the registry says of the known roots of a claim whose sources are resolved."""
    attributions = claim["attributions"]
    brought: dict[int, list[int]] = {}
    for at, group in enumerate(root_groups(claim, vocabulary)):
        if group is not None:
            brought.setdefault(group, []).append(at)
    if len(brought) < 2:
        return Independence({}, ())
    ids = {
        group: {_entry_of(index, attributions[at]["chain"][-1]) for at in places} for group, places in brought.items()
    }
    tied: set[int] = set()
    open_: set[int] = {group for group, found in ids.items() if None in found or not _owned(index, found)}
    warnings = []
    for one, other in combinations(sorted(brought), 2):
        common = sorted({tie for a in ids[one] for b in ids[other] if a and b for tie in index.ties(a, b)})
        if common:
            tied |= {one, other}
            message = f"two roots are not independent: {_names(ids[one])} and {_names(ids[other])} share {common[0]}"
            pointer = f"/attributions/{brought[other][0]}"
            if any("independent" in attributions[at] for at in (*brought[one], *brought[other])):
                message += "; the claim states that they are"
            hint = "find a root that has another owner"
            warnings.append(Problem("common_origin", message, hint, pointer, severity="warning"))
    if open_:  # a root of which nothing is known may be tied to any other
        return Independence({}, tuple(warnings))
    reasons = {
        at: f"the registry: {_names(ids[group])} shares no owner and no lineage with the other roots"
        for group, places in brought.items()
        if group not in tied
        for at in places
        if "independent" not in attributions[at]
    }
    return Independence(reasons, tuple(warnings))


def _entry_of(index: Index, root: Mapping[str, Any]) -> str | None:
    id_ = root.get("source_id")
    return id_ if id_ in index.entries else None


def _owned(index: Index, ids: set[str | None]) -> bool:
    return all(id_ is not None and index.entries[id_].entry.owner is not None for id_ in ids)


def _names(ids: set[str | None]) -> str:
    return " and ".join(sorted(id_ for id_ in ids if id_ is not None))
