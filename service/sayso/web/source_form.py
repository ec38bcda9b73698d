"""What is written into the form of a source, and which entry does it mean?

Lists are lines of a text area. Records are groups of fields, the last ones empty: a group of which nothing is filled
in is no record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.errors import Problem
from sayso.usecases.sources.entry import KINDS, Entry
from sayso.web.forms import FieldError, wrong_at
from sayso.web.sent import Sent

TEXTS = {"name": "Name", "owner": "Owner", "lineage": "Lineage", "look_alike_of": "Imitates", "note": "Note"}
LISTS = {"aliases": "Other names", "domains": "Domains"}
OF_RECORD = {
    "registry": "Registry",
    "topic": "Topic",
    "letter": "Letter",
    "status": "Status",
    "rating": "The registry's own rating",
    "valid_from": "Valid from",
    "valid_to": "Valid to",
    "note": "Note",
}
LABELS = {"id": "Id", "kind": "Kind", "records": "Records", **TEXTS, **LISTS}
_SPARE = 2


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice of a list."""

    value: str
    label: str


@dataclass(frozen=True)
class SourceForm:
    """The form as it is shown; ``seen`` is the revision that the change is made on."""

    values: Mapping[str, str] = field(default_factory=dict)
    records: tuple[Mapping[str, str], ...] = ()
    seen: int | None = None
    kinds: tuple[str, ...] = KINDS
    letters: tuple[ChoiceView, ...] = ()
    statuses: tuple[ChoiceView, ...] = ()
    errors: tuple[FieldError, ...] = ()

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def wrong(self, name: str) -> bool:
        """Whether something is wrong with a field."""
        return any(each.field == name for each in self.errors)


def values_of(entry: Entry) -> dict[str, str]:
    """An entry as it stands in the form."""
    texts = {name: getattr(entry, name) or "" for name in TEXTS}
    lists = {name: "\n".join(getattr(entry, name)) for name in LISTS}
    return {"kind": entry.kind, **texts, **lists}


def records_of(entry: Entry) -> tuple[Mapping[str, str], ...]:
    """Its records, and room for more."""
    return (*({name: getattr(each, name) or "" for name in OF_RECORD} for each in entry.records), *_spare())


def written(sent: Sent) -> tuple[dict[str, str], tuple[Mapping[str, str], ...]]:
    """What was written, to be shown again."""
    values = {name: sent.get(name) for name in (*LABELS, "kind")}
    columns = {name: sent.all(f"record_{name}") for name in OF_RECORD}
    count = max(map(len, columns.values()), default=0)
    rows = [{name: column[at] if at < len(column) else "" for name, column in columns.items()} for at in range(count)]
    return values, (*(row for row in rows if any(map(str.strip, row.values()))), *_spare())


def entry_sent(sent: Sent) -> dict[str, Any]:
    """The same as ``PUT /v1/sources/{id}`` takes it."""
    values, records = written(sent)
    told: dict[str, Any] = {"kind": values["kind"] or KINDS[0]}
    told |= {name: values[name].strip() for name in TEXTS if values[name].strip()}
    told |= {name: [line.strip() for line in values[name].split("\n") if line.strip()] for name in LISTS}
    told["records"] = [
        {name: value.strip() for name, value in record.items() if value.strip()}
        for record in records
        if any(map(str.strip, record.values()))
    ]
    return told


def errors_in(problems: tuple[Problem, ...]) -> tuple[FieldError, ...]:
    """Each problem at its field; the fields of records have the number of the record in their names."""
    return tuple(_error(each) for each in problems)


def _error(problem: Problem) -> FieldError:
    says = problem.message + (f": {problem.hint}" if problem.hint else "")
    parts = (problem.pointer or "").strip("/").split("/")
    if parts[0] == "records" and len(parts) > 1:
        name = parts[2] if len(parts) > 2 and parts[2] in OF_RECORD else "registry"
        return wrong_at(says, f"record-{parts[1]}-{name}", f"Record {int(parts[1]) + 1}, {OF_RECORD[name].lower()}")
    return wrong_at(says, parts[0], LABELS[parts[0]]) if parts[0] in LABELS else wrong_at(says)


def _spare() -> tuple[Mapping[str, str], ...]:
    return tuple(dict.fromkeys(OF_RECORD, "") for _ in range(_SPARE))
