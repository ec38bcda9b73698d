"""Which fact does a JSON pointer mean, in the words of an editor?"""

from __future__ import annotations

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.english import lower

NOBODY = "somebody who is not named"


def fact_words(pointer: str, claim: object, vocabulary: Vocabulary) -> str:
    """ "access of the harbour master" for ``/attributions/0/chain/1/access``; the pointer where it means no fact."""
    field, link = _meant(pointer, claim, vocabulary)
    if field is None:
        return pointer
    if link is None:
        return lower(field.label)
    return f"{lower(field.label)} of {link.get('source') or NOBODY}"


def value_words(pointer: str, value: object, claim: object, vocabulary: Vocabulary) -> str:
    """A value of that fact, by its label."""
    field, _ = _meant(pointer, claim, vocabulary)
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value_words(pointer, each, claim, vocabulary) for each in value) or "none"
    if isinstance(value, dict):
        return ", ".join(str(each) for each in value.values())
    if field is not None and field.type == "kind" and value in vocabulary.kinds:
        return f"“{lower(vocabulary.kinds[str(value)].label)}”"
    label = field.values.get(str(value)) if field is not None else None
    return f"“{lower(label)}”" if label is not None else str(value)


def links_of(claim: object, attribution: int) -> list[dict[str, object]]:
    """The chain of one attribution as it was given, empty where there is none."""
    attributions = claim.get("attributions") if isinstance(claim, dict) else None
    if not isinstance(attributions, list) or attribution >= len(attributions):
        return []
    links = attributions[attribution].get("chain")
    return links if isinstance(links, list) else []


def _meant(pointer: str, claim: object, vocabulary: Vocabulary) -> tuple[Field | None, dict[str, object] | None]:
    parts = pointer.split("/")[1:]
    if parts[:1] != ["attributions"] or len(parts) < 4:
        return vocabulary.claim.get(".".join(parts)), None
    links = links_of(claim, int(parts[1]))
    at = int(parts[3])
    return vocabulary.link.get(".".join(parts[4:])), links[at] if at < len(links) else None
