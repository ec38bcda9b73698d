"""What is known of one link of a chain before it is written down, and how it was found?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sayso.extract.relation import Span


class Found(NamedTuple):
    """A fact's value, the rule that found it and the words that show it."""

    value: str | bool
    rule: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """``name`` is empty where nobody is named; ``sort`` is person, body, outlet, document, group or nobody."""

    name: str
    sort: str
    kind: str
    rule: str
    identification: str
    mention: tuple[Span, ...] = ()
    facts: Mapping[str, Found] = field(default_factory=dict)
    taken: str = ""
    """How the link before it took it over, where the text says so: ``relies_on_primary``."""
    resolved: bool = True
    """False where the words stand for somebody whom the text did not let us find."""

    def at(self, *spans: Span) -> Link:
        """The same link where the text names it first, and at these places: not at all between, which may be many."""
        return replace(self, mention=tuple(dict.fromkeys((*self.mention[:1], *spans))))


@dataclass(frozen=True, slots=True)
class Publication:
    """What is given with a document; each may be absent. ``date`` is ISO 8601."""

    outlet: str | None = None
    title: str | None = None
    date: str | None = None
