"""What is in the files of an archive? The page is made from the vocabulary and what the code says of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sayso.archive.columns import OF_CLAIM, OF_MANIFEST, OF_RECORD, OF_REFUSAL
from sayso.archive.flat import BETWEEN, MOST_COLUMNS, NONE, header_of
from sayso.archive.unzip import MOST_TIMES
from sayso.engine import facts_frame
from sayso.facts.vocabulary import Field, Vocabulary, load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
HEAD = f"""# Archives: files and columns

How they are used is shown in [for the researcher](../guides/archive.md).

## Claims, in

| file | what is in it |
|---|---|
| `.ndjson`, `.jsonl` | one claim a line, as `POST /v1/score` takes it |
| `.json` | one claim, a list of claims, or a document with `claims` |
| `.csv` | a row of names, then one claim a row; UTF-8 |
| `.parquet` | one claim a row, a column for each fact of a claim; `attributions` is a list of structs with a `chain` |

The first three may be gzipped (`.gz`); a file that unpacks to more than {MOST_TIMES} times its size is refused.

A CSV file has a column for each fact, in any order, as many as are needed and at most {MOST_COLUMNS:,}. `link1` is
the outlet, the last link the root. `attribution2.` before a name means the second attribution, and so on; without it
the first is meant. An empty cell is unknown. A link of which nothing is known but that it is there has the word
`unknown` in a cell. Items of a list are separated by `{BETWEEN}`; `{NONE}` is a list that is known to be empty.

| column | type | what it is |
|---|---|---|
"""


def page() -> str:
    vocabulary = load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml")
    lines = [HEAD + "".join(_claim_columns(vocabulary))]
    lines.append("\n## Derived facts: part-000000.parquet and so on\n\nOne row for each attribution. ")
    lines.append("Null is an unknown fact. A column in which nothing would be stated is left out.\n\n")
    lines.append("| column | type |\n|---|---|\n" + "".join(_facts_columns(vocabulary)))
    lines.append("\n## Scores: part-000000.parquet and so on\n\nOne row for each claim, in the order of the input.\n\n")
    lines.append(_table("column", OF_CLAIM))
    lines.append("\n## Scores: records.parquet\n\nOne row for each outcome that was met, in order.\n\n")
    lines.append(_table("column", OF_RECORD))
    lines.append("\n## refused.ndjson\n\nOne line for each thing wrong with a claim that could not be read.\n\n")
    lines.append(_table("member", OF_REFUSAL))
    lines.append("\n## manifest.json\n\n" + _table("member", OF_MANIFEST))
    return "".join(lines)


def _claim_columns(vocabulary: Vocabulary) -> Iterable[str]:
    for name in header_of(1, 1, vocabulary):
        fields: Mapping[str, Field] = vocabulary.claim
        inner = name
        if name.startswith("link1."):
            fields, inner = vocabulary.link, name.removeprefix("link1.")
        field = fields.get(inner) or vocabulary.attribution[inner]
        yield f"| `{name}` | {_type(field)} | {field.gloss} |\n"


def _type(field: Field) -> str:
    words = {"enum": "word", "kind": "kind", "boolean": "`true` or `false`", "integer": "whole number", "date": "date"}
    return "list" if field.type == "list" else words.get(field.type, "text")


def _facts_columns(vocabulary: Vocabulary) -> Iterable[str]:
    for name, data_type in facts_frame.schema(vocabulary, links=1).items():
        if not name.startswith("outlet."):
            shown = str(data_type).split("(")[0] if str(data_type).startswith("Enum") else str(data_type)
            more = " (the root; `link1`, the teller, to `link11` and `outlet` alike)" if name == "link0.source" else ""
            yield f"| `{name}` | {shown}{more} |\n"


def _table(title: str, columns: Mapping[str, str]) -> str:
    rows = "".join(f"| `{name}` | {words} |\n" for name, words in columns.items())
    return f"| {title} | what it is |\n|---|---|\n{rows}"
