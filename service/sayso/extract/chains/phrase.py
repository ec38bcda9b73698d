"""What is a source phrase, once it is understood?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.extract.chains.lexicon import listed
from sayso.extract.relation import Span

Form = Literal["none", "pronoun", "document", "outlet", "person", "body", "description"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source as it is written. ``behind`` are further phrases that it names, nearest first; ``behind_by`` says by
    which word each is joined ("by", "based on", "'s").
    """

    form: Form
    words: tuple[int, ...]
    mention: tuple[Span, ...]
    name: str = ""
    head: str = ""
    definite: bool = False
    plural: bool = False
    office: str = ""
    office_span: tuple[Span, ...] = ()
    modifiers: tuple[str, ...] = ()
    behind: tuple[Phrase, ...] = ()
    behind_by: tuple[str, ...] = ()
    partitive: bool = False
    """One or some of several: "one of the reports"."""
    gender: str = ""
    """``he`` or ``she`` where "Mr." or the like says so."""
    named: bool = False
    """Whether a description holds the name of an outlet or a body that it is about."""


NOBODY = Phrase("none", (), ())

Read = Callable[[Sequence[int], int], Phrase]
"""Reads a phrase inside another: its tokens, and how many phrases deep it stands."""

DEEPEST = 3
"""How many phrases may stand inside one another."""

PRONOUNS = listed(
    "he she they it we i you who which that whom this these those him her them us me himself herself itself "
    "themselves his its their my our whose"
)
PLURAL_PRONOUNS = listed("they we these those them us")
