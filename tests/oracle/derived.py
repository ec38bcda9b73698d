"""Which facts follow from those that a claim states?"""

from __future__ import annotations

from typing import Any

from tests.oracle.roots import circular, resolved_roots, root_stated
from tests.oracle.words import Plain, day, name_of

LETTERS = "ABCDE"  # best first
STRENGTHS = ("none", "weak", "strong")


def derived(claim: Plain, vocabulary: Plain, as_of: str | None) -> dict[str, Any]:
    """The ``derived`` part of an answer."""
    chains = [attribution["chain"] for attribution in claim["attributions"]]
    return {
        "roots": resolved_roots(claim, vocabulary),
        "specificity": len(set(claim["specifics"])) if "specifics" in claim else None,
        "hedge": hedge(claim, vocabulary),
        "age_days": age_days(chains, as_of),
        "chains": [of_chain(chain, vocabulary) for chain in chains],
    }


def of_chain(chain: list[dict[str, Any]], vocabulary: Plain) -> dict[str, Any]:
    return {
        "hops": len(chain) - 1,
        "circular": circular(chain),
        "root_stated": root_stated(chain, vocabulary),
        "record": record(chain, vocabulary),
        "attenuation_days": attenuation_days(chain[-1]),
        "hedges": [hedge(link, vocabulary) for link in chain],
    }


def hedge(holder: Plain, vocabulary: Plain) -> str | None:
    """The strongest hedge: none for an empty list, weak for any word that is not listed, unknown where not told."""
    if "hedges" not in holder:
        return None
    strong = {name_of(word) for word in vocabulary["hedges"]["strong"]}
    found = ["strong" if name_of(word["term"]) in strong else "weak" for word in holder["hedges"]]
    return max(found, key=STRENGTHS.index, default="none")


def record(chain: list[dict[str, Any]], vocabulary: Plain) -> str | None:
    """The root's letter; without one the lowest of the relays', and unknown while any of those has none."""
    own = _letter(chain[-1], vocabulary)
    if own is not None:
        return own
    relays = [_letter(link, vocabulary) for link in chain[:-1]]
    if not relays or None in relays:
        return None
    return max((letter for letter in relays if letter is not None), key=LETTERS.index)


def _letter(link: Plain, vocabulary: Plain) -> str | None:
    """The status counts where no letter is given."""
    given = link.get("track_record", {})
    if "letter" in given:
        return str(given["letter"])
    return vocabulary["statuses"][given["status"]] if "status" in given else None


def attenuation_days(root: Plain) -> int | None:
    """From the day the root saw it to the day it told of it."""
    if "observed_at" not in root or "reported_at" not in root:
        return None
    return day(root["reported_at"]) - day(root["observed_at"])


def age_days(chains: list[list[dict[str, Any]]], as_of: str | None) -> int | None:
    """From the newest attribution's day to the day asked for; unknown while one attribution has no day."""
    days = [chain[-1].get("observed_at", chain[0].get("reported_at")) for chain in chains]
    known = [day(text) for text in days if text is not None]
    if as_of is None or len(known) < len(days):
        return None
    return max(0, day(as_of) - max(known))
