"""Does every loss have its sentence, and does every sentence speak of facts that it can know?"""

from __future__ import annotations

from collections.abc import Collection

from sayso.errors import did_you_mean
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.fields import fields_of
from sayso.rubric.placeholders import pieces, placeholder
from sayso.rubric.reading import Map, Notes

OF_CHAIN = ("claim", "chain", "root", "teller", "outlet")
OF_CLAIM = ("claim",)


def because(map_: Map, scopes: Collection[str], vocabulary: Vocabulary) -> str:
    """The sentence of an entry; what stands in braces must be a fact of these scopes."""
    text = map_.text("because", "")
    place, notes = map_.value_place("because"), map_.notes
    for before, name in pieces(text):
        if "{" in before or "}" in before:
            message = f"{map_.what}: a brace stands alone in the sentence"
            notes.error("unknown_placeholder", place, message, "write {root.source}, or leave the brace out")
        if name is not None and placeholder(vocabulary, name, scopes) is None:
            known = [f"{scope}.{fact}" for scope in scopes for fact in fields_of(vocabulary, scope)]
            near = did_you_mean(name.strip().removesuffix(".label"), known)
            message = f'{map_.what}: "{{{name}}}" is no fact that this sentence can speak of'
            hint = near or f"a fact of {', '.join(scopes)}, such as {{{known[0]}}}"
            notes.error("unknown_placeholder", place, message, hint)
    return text


def needs_because(text: str, takes: bool, what: str, place: tuple[int, int], notes: Notes) -> None:
    """Notes something that takes points without a sentence."""
    if takes and not text.strip():
        notes.error("no_because", place, f"{what} takes points without saying why", "add because: a sentence")
