"""How does a template of a rubric become a sentence about one claim?

A placeholder is ``{scope.fact}`` or ``{scope.fact.label}``. Only facts can be put in; a missing one reads "not stated". The
result is plain text: whoever shows it escapes it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sayso.engine.matcher import Row, View, read_fact
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import MISSING_SCOPE, FactRef, Value

NOT_STATED = "not stated"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LABEL = ".label"


def placeholders(template: str) -> list[str]:
    """The names in braces, in order."""
    return _PLACEHOLDER.findall(template)


def placeholder_fact(vocabulary: Vocabulary, name: str, scopes: tuple[str, ...]) -> tuple[FactRef, Field, bool] | None:
    """The fact a placeholder names, its field, and whether its label is asked for; None where there is no such fact."""
    label = name.endswith(_LABEL)
    scope, _, fact = name.removesuffix(_LABEL).partition(".")
    if scope not in scopes:
        return None
    field = fields_of(vocabulary, scope).get(fact)
    if field is None:
        return None
    layout = vocabulary.layout
    places = layout.claim if scope == "claim" else layout.chain if scope == "chain" else layout.link
    return FactRef(scope, fact, places[fact]), field, label


def fill(template: str, view: View, link: Row, vocabulary: Vocabulary) -> str:
    """The sentence for one view; ``link`` is what ``{link...}`` speaks of."""
    if "{" not in template:
        return template
    pieces = []
    for text, found in _parts(template, vocabulary):
        pieces.append(text)
        if found is not None:
            pieces.append(_word(found, view, link, vocabulary))
    return "".join(pieces)


SCOPES = ("claim", "chain", "root", "teller", "outlet", "link")


@lru_cache(maxsize=4096)
def _parts(template: str, vocabulary: Vocabulary) -> tuple[tuple[str, tuple[FactRef, Field, bool] | None], ...]:
    parts, at = [], 0
    for match in _PLACEHOLDER.finditer(template):
        parts.append((template[at : match.start()], placeholder_fact(vocabulary, match.group(1), SCOPES)))
        at = match.end()
    return (*parts, (template[at:], None))


def _word(found: tuple[FactRef, Field, bool], view: View, link: Row, vocabulary: Vocabulary) -> str:
    ref, field, label = found
    chainless = ref.scope != "claim" and not view.links
    value = None if chainless or (ref.scope == "link" and not link) else read_fact(ref, view, link)
    return NOT_STATED if value is None or value == MISSING_SCOPE else _shown(value, field, label, vocabulary)


def _shown(value: Value, field: Field, label: bool, vocabulary: Vocabulary) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    word = str(value)
    if label:
        text = vocabulary.kinds[word].label if field.type == "kind" else field.values.get(word, word)
        return text[:1].lower() + text[1:] if text[1:2].islower() else text
    return word.replace("_", " ") if field.values or field.type == "kind" else word
