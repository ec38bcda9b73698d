"""What does the help say: keys, words, grades, gates, and who may do what? Made from the vocabulary and the rubrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sayso.facts.vocabulary import Field, Kind, Vocabulary
from sayso.rubric.describe import Told, describe
from sayso.rubric.english import plain
from sayso.usecases.desk import Desk
from sayso.usecases.who import ADMIN, AUTHOR, REVIEWER, ROLES, SCOPES_OF, SENIOR

KEYS: tuple[tuple[str, str], ...] = (
    ("j, k", "next claim, previous claim"),
    ("Enter", "open the claim"),
    ("Esc", "back to the same place in the text"),
    ("g q, g d, g s, g r, g a, g p", "queue, documents, sources, rubrics, audit, people"),
    ("c", "mark the claim checked"),
    ("o", "override a band"),
    ("n", "add a note"),
    ("b", "add backing"),
    ("x", "abstain: it cannot be judged by me"),
    ("e", "correct the facts"),
    ("l", "take the document, so that nobody else works on it"),
    ("s", "sign off as the reviewer"),
    ("Shift E", "keep an edited text"),
    ("t", "chart or table"),
    ("h", "highlights on or off"),
    ("1, 2, 3", "first, second, third rubric"),
    ("/", "to the search or filter field"),
    ("Ctrl Enter", "send the form"),
    ("?", "the keys of the page"),
)
_MAY: Mapping[str, str] = {
    AUTHOR: "writes and answers for a text: keeps documents, adds backing and notes, signs as author",
    REVIEWER: "checks claims: agrees, overrides, abstains, corrects facts, changes sources, signs as reviewer",
    SENIOR: "does all of that, releases what a gate holds, changes rubrics, signs as either",
    ADMIN: "does all of that, looks after people and keys, and reads the audit",
}


@dataclass(frozen=True, slots=True)
class WordView:
    """A word of the vocabulary. ``under`` is the kind that it belongs to."""

    id: str
    label: str
    gloss: str
    reference: str
    values: tuple[str, ...] = ()
    under: str | None = None


@dataclass(frozen=True, slots=True)
class RoleView:
    role: str
    may: str
    scopes: str


@dataclass(frozen=True, slots=True)
class HelpView:
    """The page."""

    keys: tuple[tuple[str, str], ...]
    text: Markup
    kinds: tuple[WordView, ...]
    fields: tuple[tuple[str, tuple[WordView, ...]], ...]
    by_rubric: tuple[Told, ...]
    roles: tuple[RoleView, ...]


def help_view(desk: Desk, text: Markup) -> HelpView:
    vocabulary = desk.vocabulary
    fields = (
        ("Of a link", vocabulary.link),
        ("Of a chain", vocabulary.attribution),
        ("Of a claim", vocabulary.claim),
        ("Of a hedge", vocabulary.hedge),
        ("That follow for a claim", vocabulary.derived_claim),
        ("That follow for a chain", vocabulary.derived_chain),
        ("That follow for a root", vocabulary.derived_root),
    )
    current = [rubric for rubric in desk.catalog.rubrics if desk.catalog.find(rubric.id) is rubric]
    return HelpView(
        keys=KEYS,
        text=text,
        kinds=tuple(_kind(each, vocabulary) for each in vocabulary.kinds.values()),
        fields=tuple((title, tuple(map(_field, found.values()))) for title, found in fields),
        by_rubric=tuple(describe(rubric, vocabulary) for rubric in current),
        roles=tuple(RoleView(plain(role), _MAY[role], ", ".join(sorted(SCOPES_OF[role]))) for role in ROLES),
    )


def _kind(kind: Kind, vocabulary: Vocabulary) -> WordView:
    under = None if kind.parent is None else vocabulary.kinds[kind.parent].label
    return WordView(kind.id, kind.label, kind.gloss, kind.reference, under=under)


def _field(field: Field) -> WordView:
    return WordView(field.name, field.label, field.gloss, field.reference, tuple(field.values.values()))
