"""What would a claim be if a fact of it were different?

Changes are made to the stated facts and everything is derived anew, so that a change has all its consequences. The
claim given is never altered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sayso.facts.derive import Facts
from sayso.facts.vocabulary import Field, Vocabulary

Claim = Mapping[str, Any]
Change = tuple[str, object]
_WORDS: Mapping[str, list[str]] = {"none": [], "weak": ["reportedly"], "strong": ["allegedly"]}
_DERIVED_ONLY = frozenset({"age_days", "attenuation_days", "hops", "circular", "root_stated"})


def at_pointer(claim: Claim, pointer: str) -> object:
    """The value at a JSON pointer, None where nothing stands."""
    value: Any = claim
    for part in pointer.split("/")[1:]:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and _is_index(part) and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _is_index(part: str) -> bool:
    """Digits of ASCII only: others look like digits to ``isdigit`` and are none to ``int``."""
    return part.isascii() and part.isdigit() and len(part) < 10


def changed(claim: Claim, pointer: str, value: object) -> Claim:
    """The claim with another value at a pointer; maps on the way are made where missing, lists are not."""
    parts = pointer.split("/")[1:]
    return _changed(claim, parts, value)  # type: ignore[no-any-return]


def _changed(node: Any, parts: list[str], value: object) -> Any:
    if not parts:
        return value
    head, rest = parts[0], parts[1:]
    if isinstance(node, list):
        at = int(head)
        return [*node[:at], _changed(node[at], rest, value), *node[at + 1 :]]
    return {**(node or {}), head: _changed((node or {}).get(head), rest, value)}


@dataclass(frozen=True, slots=True)
class Slot:
    """A fact that can be asked for: its pointer, its name as a rubric says it, its label, and every answer to try."""

    pointer: str
    fact: str
    label: str
    answers: tuple[object, ...]


def slot(claim: Claim, pointer: str, vocabulary: Vocabulary) -> Slot | None:
    """The slot at a pointer; None where it is no declared fact with answers that can be listed."""
    parts = pointer.split("/")[1:]
    if (
        len(parts) >= 5
        and parts[0] == "attributions"
        and parts[2] == "chain"
        and _is_index(parts[1])
        and _is_index(parts[3])
    ):
        chain = at_pointer(claim, "/".join(["", *parts[:3]]))
        if not isinstance(chain, list) or int(parts[3]) >= len(chain):
            return None
        name = ".".join(parts[4:])
        back = len(chain) - 1 - int(parts[3])
        scope = "root" if back == 0 else "teller" if back == 1 else "outlet" if parts[3] == "0" else "link"
        field = vocabulary.link.get(name)
    else:
        scope, name = "claim", ".".join(parts)
        field = vocabulary.claim.get(name)
    answers = () if field is None else _answers(field, at_pointer(claim, pointer), vocabulary)
    return Slot(pointer, f"{scope}.{name}", field.label, answers) if field is not None and answers else None


def _answers(field: Field, stated: object, vocabulary: Vocabulary) -> tuple[object, ...]:
    if field.type == "kind":
        parent = vocabulary.kinds.get(str(stated))
        below = vocabulary.kind_and_below(parent.id) if parent is not None and parent.children else vocabulary.kinds
        return tuple(kind.id for kind in vocabulary.kinds.values() if not kind.children and kind.id in below)
    if field.type == "boolean":
        return True, False
    if field.format == "hedges":
        return tuple([{"term": word} for word in words] for words in _WORDS.values())
    if field.type == "list":
        words = list(field.values)
        return tuple(words[:count] for count in range(len(words), -1, -1))
    return tuple(field.values) if field.type == "enum" else ()


def remedied(claim: Claim, changes: Mapping[str, Any], attribution: int, facts: Facts, vocabulary: Vocabulary) -> Claim:
    """The claim after a remedy; link scopes mean the chain of the attribution given, ``"+n"`` adds to a number."""
    last = len(facts.chains[attribution].links) - 1
    for path, wanted in changes.items():
        scope, _, name = path.partition(".")
        if scope == "claim":
            pointer, current = f"/{name.replace('.', '/')}", facts.claim[vocabulary.layout.claim[name]]
            if name == "specificity":
                claim = _with_specifics(claim, _sum(current, wanted), vocabulary)
                continue
            if name == "hedge":
                pointer, wanted = "/hedges", [{"term": word} for word in _WORDS[str(wanted)]]
        else:
            at = {"root": last, "teller": last - 1, "outlet": 0, "chain": last}[scope]
            if at < 0:
                continue
            if (scope, name) == ("chain", "record"):
                name = "track_record.letter"
            row = facts.chains[attribution].links[at]
            current = row[vocabulary.layout.link[name]] if name in vocabulary.layout.link else None
            pointer = f"/attributions/{attribution}/chain/{at}/{name.replace('.', '/')}"
        if name not in _DERIVED_ONLY:
            claim = changed(claim, pointer, _sum(current, wanted))
    return claim


def _sum(current: object, wanted: Any) -> Any:
    if isinstance(wanted, str) and wanted.startswith("+") and wanted[1:].isdigit():
        return (current if isinstance(current, int) else 0) + int(wanted[1:])
    return wanted


def _with_specifics(claim: Claim, count: int, vocabulary: Vocabulary) -> Claim:
    stated = list(claim.get("specifics") or ())
    more = [word for word in vocabulary.claim["specifics"].values if word not in stated]
    return {**claim, "specifics": (stated + more)[: max(count, len(stated))]}
