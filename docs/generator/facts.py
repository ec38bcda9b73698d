"""What can be said of a claim? The page is made from rubrics/vocabulary.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sayso.facts.vocabulary import Field, Kind, Vocabulary, load_vocabulary

VOCABULARY = Path(__file__).resolve().parents[2] / "rubrics" / "vocabulary.yaml"
HEAD = """# Kinds and fields

Everything that can be said of a claim, and everything that follows from it. Each entry names the document it comes
from. A field that is absent, null or `unknown` is unknown; an empty list is a known none. Values marked *best first*
are ordered: `gte` means at least as good.
"""
PARTS = (
    ("Link fields", "link", "What is said of one link of the chain; the chain is nearest first, the root last."),
    ("Attribution fields", "attribution", "One way in which the claim reached us."),
    ("Claim fields", "claim", "What is said of the claim itself."),
    ("Document fields", "document", "Where the claims were found."),
    ("Hedges", "hedge", "A hedge may be a word, or a record with these fields."),
)
DERIVED = (
    ("derived_chain", "chain"),
    ("derived_claim", "claim"),
    ("derived_root", "root"),
    ("derived_link", "link"),
)


def page() -> str:
    return "\n".join(_lines(load_vocabulary(VOCABULARY)))


def _lines(vocabulary: Vocabulary) -> Iterator[str]:
    yield HEAD
    yield "## Kinds\n\nMatching a kind matches everything under it.\n"
    yield "| kind | label | what it is | from |\n|---|---|---|---|"
    for kind, depth in _tree(vocabulary.kinds, None, 0):
        yield f"| {'· ' * depth}`{kind.id}` | {_cell(kind.label)} | {_cell(kind.gloss)} | {_cell(kind.reference)} |"
    for title, name, gloss in PARTS:
        yield f"\n## {title}\n\n{gloss}\n"
        yield from _table(getattr(vocabulary, name))
    yield "\n## Derived facts\n\nComputed from the above, the same everywhere. Rubrics test them like any other fact.\n"
    for name, scope in DERIVED:
        yield f"\n### Of a {scope}\n"
        yield from _table(getattr(vocabulary, name))
    yield "\n## Hedging words\n"
    yield f"Strong: {', '.join(sorted(vocabulary.hedges.strong))}.\n"
    yield f"Weak: {', '.join(sorted(vocabulary.hedges.weak))}; and every word that is not listed.\n"
    yield "## Yardsticks\n\nA likelihood word has a range only under a named yardstick.\n"
    for yardstick in vocabulary.yardsticks.values():
        yield f"### {yardstick.label}\n\n`{yardstick.id}`, {yardstick.reference}\n\n| word | per cent |\n|---|---|"
        for term, (low, high) in yardstick.terms.items():
            yield f"| {term} | {low} to {high} |"
        yield ""
    yield "## Track records\n\nWhere a record has a status and no letter, the status counts as a letter:"
    yield ", ".join(f"{status} {letter}" for status, letter in vocabulary.status_letters.items()) + "."
    yield ""


def _tree(kinds: Mapping[str, Kind], parent: str | None, depth: int) -> Iterator[tuple[Kind, int]]:
    for kind in kinds.values():
        if kind.parent == parent:
            yield kind, depth
            yield from _tree(kinds, kind.id, depth + 1)


def _table(fields: Mapping[str, Field]) -> Iterator[str]:
    yield "| field | type and values | what it is | from |\n|---|---|---|---|"
    for field in fields.values():
        what = f"{_cell(field.label)}: {_cell(field.gloss)}"
        yield f"| `{field.name}` | {_values(field)} | {what} | {_cell(field.reference)} |"


def _values(field: Field) -> str:
    text = field.type
    if field.values:
        text += ": " + ", ".join(f"`{value}`" for value in field.values) + (", *best first*" if field.ordered else "")
    if field.better:
        text += f", *better: {field.better}*"
    return text


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
