"""Which facts does a sentence of a rubric speak of?

A placeholder is ``{scope.fact}`` or ``{scope.fact.label}``; nothing else can stand in braces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.fields import fact_ref, fields_of
from sayso.rubric.matcher import FactRef

ANY_SCOPE = ("claim", "chain", "root", "teller", "outlet", "link")
_BRACES = re.compile(r"\{([^{}]*)\}")
_LABEL = ".label"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A fact put into a sentence, as its label where ``label`` is set."""

    ref: FactRef
    field: Field
    label: bool


def pieces(template: str) -> Iterator[tuple[str, str | None]]:
    """Each stretch of text with the name in braces that follows it, None after the last."""
    at = 0
    for match in _BRACES.finditer(template):
        yield template[at : match.start()], match.group(1)
        at = match.end()
    yield template[at:], None


def placeholder(vocabulary: Vocabulary, name: str, scopes: Collection[str] = ANY_SCOPE) -> Placeholder | None:
    """The fact that a name in braces means; None where these scopes have no such fact."""
    scope, _, fact = name.removesuffix(_LABEL).partition(".")
    field = fields_of(vocabulary, scope).get(fact) if scope in scopes else None
    return None if field is None else Placeholder(fact_ref(vocabulary, scope, fact), field, name.endswith(_LABEL))
