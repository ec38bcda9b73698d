"""Which claims of a file hang on the same root?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sayso.facts.derive import root_groups
from sayso.facts.roots import OWN_EARLIER_PIECE, Key, origin
from sayso.facts.vocabulary import Vocabulary


def roots_across(claims: Sequence[Mapping[str, Any]], vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """``[{"root": name, "claims": [ids]}]`` in order of first mention; a claim without an id goes by its number.

    A root is listed that is known, or that carries a lineage: several claims can hang on one leak that nobody names.
    Roots are the same when they share lineage, source id or name, or when one claim shows them to be the same. That
    a chain runs through the outlet of another claim says nothing here, since every claim of an article does.
    """
    names: list[str | None] = []
    members: list[dict[int, str]] = []
    by_key: dict[Key, int] = {}
    for index, claim in enumerate(claims):
        at_home: dict[int, int] = {}
        for attribution, group in zip(claim["attributions"], root_groups(claim, vocabulary), strict=True):
            root = attribution["chain"][-1]
            if root.get("kind") == OWN_EARLIER_PIECE or (group is None and "lineage" not in root):
                continue
            keys = origin(root) if group is not None else {("lineage", root["lineage"])}
            met = {by_key[key] for key in keys if key in by_key}
            if group is not None and group in at_home:
                met.add(at_home[group])
            place = min(met, default=len(names))
            if place == len(names):
                names.append(root.get("source"))
                members.append({})
            for other in sorted(met - {place}):
                members[place].update(members[other])
                members[other] = {}
                by_key.update({key: place for key, value in by_key.items() if value == other})
            by_key.update(dict.fromkeys(keys, place))
            if group is not None:
                at_home[group] = place
            members[place][index] = str(claim.get("id", index))
    return [
        {"root": name, "claims": list(dict.fromkeys(found[index] for index in sorted(found)))}
        for name, found in zip(names, members, strict=True)
        if found
    ]
