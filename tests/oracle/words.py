"""What do the vocabulary's words mean: which kind is under which, which value is better, what is a day, what is a name?

The oracle reads the vocabulary file as plain data and shares no code with the service.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

Plain = Mapping[str, Any]


def clean(text: str) -> str:
    """Texts are compared in Unicode form C, without blanks at either end."""
    return unicodedata.normalize("NFC", text).strip()


def name_of(text: str) -> str:
    """Two names are the same in form C, trimmed, with single spaces, whatever the case of their letters."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def day(text: str) -> int:
    """Dates are ISO 8601; a date with a time counts as the day that is written."""
    return date.fromisoformat(text[:10]).toordinal()


def kinds_above(kind: str, vocabulary: Plain) -> list[str]:
    """The kind itself, its parent, and so on up the tree; nothing for a kind that is not declared."""
    return _path(kind, vocabulary["kinds"]) or []


def kinds_below(kind: str, vocabulary: Plain) -> list[str]:
    """Every declared kind that has this one above it, itself left out."""
    return [other for other in declared_kinds(vocabulary) if other != kind and kind in kinds_above(other, vocabulary)]


def declared_kinds(vocabulary: Plain) -> list[str]:
    def walk(tree: Plain) -> list[str]:
        return [name for kind, entry in tree.items() for name in (kind, *walk(entry.get("children") or {}))]

    return walk(vocabulary["kinds"])


def _path(kind: str, tree: Plain) -> list[str] | None:
    for name, entry in tree.items():
        if name == kind:
            return [name]
        found = _path(kind, entry.get("children") or {})
        if found is not None:
            return [*found, name]
    return None


def fields_of(scope: str, vocabulary: Plain) -> dict[str, Plain]:
    """Every fact of a scope by its dotted name, stated and derived; a derived one takes the place of a stated one."""
    derived = vocabulary["derived"]
    if scope == "chain":
        return flat_fields(derived["chain"])
    if scope == "claim":
        return {**flat_fields(vocabulary["claim"]), **flat_fields(derived["claim"])}
    link = {**flat_fields(vocabulary["link"]), **flat_fields(derived["link"])}
    return {**link, **flat_fields(derived["root"])} if scope == "root" else link


def flat_fields(fields: Plain) -> dict[str, Plain]:
    flat: dict[str, Plain] = {}
    for name, entry in fields.items():
        if entry["type"] == "record":
            flat |= {f"{name}.{inner}": part for inner, part in flat_fields(entry["fields"]).items()}
        else:
            flat[name] = entry
    return flat
