"""How does the page say a fact, a day, a share or a place in a claim in words?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.english import plain

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NOT_STATED = "not stated"
BASES = {"fact": "Fact", "unknown": "Unknown", "not_applicable": "Does not apply"}


def day(iso: str) -> str:
    """``2023-11-16`` as "16 November 2023"; what is no whole date stays as it is."""
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return iso
    return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"


def moment(iso: str) -> str:
    """``2026-11-29T00:12:05.123Z`` as "29 November 2026, 00:12 UTC"."""
    date, found, time = iso.partition("T")
    return f"{day(date)}, {time[:5]} UTC" if found else day(iso)


def per_cent(per_mille: int) -> str:
    """A share in thousandths as per cent, without rounding."""
    tenth = per_mille % 10
    return f"{per_mille // 10}{f'.{tenth}' if tenth else ''}\u202f%"


def thousandths(exact: str) -> int:
    """``16.245`` as 16245: points that must add up are counted, never measured."""
    return int(exact.replace(".", ""))


def decimal(number: int) -> str:
    return f"{number // 1000}.{number % 1000:03d}"


def value_words(value: Any, field: Field | None, vocabulary: Vocabulary) -> str:
    """A stated value by its label; a list by its words."""
    if value is None:
        return NOT_STATED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return str(value.get("term") or ", ".join(str(part) for part in value.values()))
    if isinstance(value, (list, tuple)):
        return ", ".join(value_words(part, field, vocabulary) for part in value) or "none"
    if field is None:
        return str(value)
    if field.type == "kind":
        return vocabulary.kinds[value].label if value in vocabulary.kinds else str(value)
    return day(str(value)) if field.type == "date" else field.values.get(str(value), str(value))


def fact_words(pointer: str, claim: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """What a pointer points at: "Access (root)", "Verification by the publisher (The Washington Post)"."""
    field, owner = fact_field(pointer, vocabulary), _owner(pointer, claim)
    label = field.label if field is not None else plain(pointer.strip("/").rsplit("/", 1)[-1])
    return label if owner is None else f"{label} ({owner})"


def fact_field(pointer: str, vocabulary: Vocabulary) -> Field | None:
    """The declared field at the end of a pointer."""
    parts = pointer.strip("/").split("/")
    if parts[0] == "attributions" and len(parts) > 4 and parts[2] == "chain":
        return vocabulary.link.get(".".join(parts[4:]))
    if parts[0] == "attributions" and len(parts) > 2:
        return vocabulary.attribution.get(".".join(parts[2:]))
    return vocabulary.claim.get(".".join(parts))


def _owner(pointer: str, claim: Mapping[str, Any]) -> str | None:
    parts = pointer.strip("/").split("/")
    if parts[0] != "attributions" or len(parts) < 4 or not (parts[1].isdecimal() and parts[3].isdecimal()):
        return None
    chains = [attribution["chain"] for attribution in claim["attributions"]]
    which, at = int(parts[1]), int(parts[3])
    chain = chains[which]
    name = "root" if at == len(chain) - 1 else "outlet" if at == 0 else str(chain[at].get("source") or f"link {at + 1}")
    return name if len(chains) == 1 else f"{name}, chain {which + 1}"
