"""How does a template of a rubric become a sentence about one claim?

Only facts can be put in; a missing one reads "not stated". The result is plain text: whoever shows it escapes it.
"""

from __future__ import annotations

from functools import lru_cache

from sayso.engine.matcher import Row, View, read_fact
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.matcher import MISSING_SCOPE, Value
from sayso.rubric.placeholders import Placeholder, pieces, placeholder

NOT_STATED = "not stated"


def fill(template: str, view: View, link: Row, vocabulary: Vocabulary) -> str:
    """The sentence for one view; ``link`` is what ``{link...}`` speaks of."""
    if "{" not in template:
        return template
    words = []
    for text, found in _parts(template, vocabulary):
        words.append(text)
        if found is not None:
            words.append(_word(found, view, link, vocabulary))
    return "".join(words)


@lru_cache(maxsize=4096)
def _parts(template: str, vocabulary: Vocabulary) -> tuple[tuple[str, Placeholder | None], ...]:
    return tuple((text, None if name is None else placeholder(vocabulary, name)) for text, name in pieces(template))


def _word(found: Placeholder, view: View, link: Row, vocabulary: Vocabulary) -> str:
    ref = found.ref
    chainless = ref.scope != "claim" and not view.links
    value = None if chainless or (ref.scope == "link" and not link) else read_fact(ref, view, link)
    return (
        NOT_STATED if value is None or value == MISSING_SCOPE else _shown(value, found.field, found.label, vocabulary)
    )


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
