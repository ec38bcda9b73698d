"""What stands on the pages of the registry: the list of sources, and one source in full?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sayso.errors import Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.english import capital
from sayso.store.port import Stored
from sayso.usecases.shown import page as summaries
from sayso.usecases.sources.entry import Entry, Record
from sayso.usecases.sources.index import Index, Kept
from sayso.usecases.sources.look_alikes import SAYS, plainest
from sayso.web.links import DOCUMENTS, SOURCES
from sayso.web.source_form import SourceForm
from sayso.web.spelled import SpelledView, spelled
from sayso.web.words import NOT_STATED, day

NO_RECORD = "No record"


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record in words; a letter or a status that is not stated is no mark at all."""

    topic: str
    letter: str
    status: str
    rating: str
    begins: str
    ends: str
    registry: str
    note: str | None


@dataclass(frozen=True, slots=True)
class RowView:
    """A source in the list."""

    href: str
    name: SpelledView
    id: str
    kind: str
    domains: str
    owner: str | None
    records: str
    imitates: str | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """What was looked for."""

    name: str
    domain: str
    kind: str


@dataclass(frozen=True, slots=True)
class SourcesView:
    """The list. ``more`` leads to the next page."""

    search: SearchView
    kinds: tuple[str, ...]
    rows: tuple[RowView, ...]
    more: str | None
    registry_is_empty: bool
    form: SourceForm
    may_change: bool


@dataclass(frozen=True, slots=True)
class AlikeView:
    """A known source that this one may be taken for."""

    href: str
    says: str
    own: SpelledView
    known: SpelledView


@dataclass(frozen=True, slots=True)
class LinkView:
    """Another source; ``id`` and ``href`` where it is an entry, since names may look the same."""

    name: str
    id: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class BehindView:
    """A claim in which the source stands."""

    claim: str
    grade: str
    rubric: str
    review: str
    href: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source. ``tag`` is the state that a change of it has to name."""

    id: str
    kind: str
    name: SpelledView
    aliases: tuple[SpelledView, ...]
    domains: tuple[SpelledView, ...]
    owner: LinkView | None
    lineage: str | None
    imitates: LinkView | None
    imitated_by: tuple[LinkView, ...]
    owns: tuple[LinkView, ...]
    note: str | None
    records: tuple[RecordView, ...]
    alike: tuple[AlikeView, ...]
    doubts: tuple[str, ...]
    behind: tuple[BehindView, ...]
    behind_more: bool
    revision: int
    changed: str
    by: str
    form: SourceForm
    may_change: bool
    notice: str | None


def row_of(kept: Kept, vocabulary: Vocabulary) -> RowView:
    entry = kept.entry
    return RowView(
        href=href_of(entry.id),
        name=spelled(entry.name),
        id=entry.id,
        kind=entry.kind,
        domains=", ".join(entry.domains) or "none",
        owner=entry.owner,
        records="; ".join(_short(each, vocabulary) for each in entry.records) or NO_RECORD,
        imitates=entry.look_alike_of,
    )


def record_views(records: Iterable[Record], vocabulary: Vocabulary) -> tuple[RecordView, ...]:
    statuses = vocabulary.link["track_record.status"].values
    return tuple(
        RecordView(
            topic=each.topic or "every other topic",
            letter=each.letter or NOT_STATED,
            status=_label(each.status, statuses) or NOT_STATED,
            rating=each.rating or NOT_STATED,
            begins=day(each.valid_from) if each.valid_from else "not known",
            ends=day(each.valid_to) if each.valid_to else "still holds",
            registry=each.registry,
            note=each.note,
        )
        for each in records
    )


def alike_views(entry: Entry, index: Index) -> tuple[AlikeView, ...]:
    """Others that one of its names or domains looks like."""
    found = []
    for text in dict.fromkeys((entry.name, *entry.aliases, *entry.domains)):
        for each in plainest(index.look_alikes.of(text)):
            if each.id != entry.id:
                says = f'"{text}" {SAYS[each.how]} "{each.known}"'
                found.append(AlikeView(href_of(each.id), says, spelled(text), spelled(each.known)))
    return tuple(found)


def link_of(named: str | None, index: Index) -> LinkView | None:
    """An owner is the id of an entry or a name."""
    if named is None:
        return None
    if named in index.entries:
        return LinkView(index.entries[named].entry.name, named, href_of(named))
    return LinkView(named, None, None)


def links_of(entries: Iterable[Entry]) -> tuple[LinkView, ...]:
    return tuple(LinkView(each.name, each.id, href_of(each.id)) for each in sorted(entries, key=lambda entry: entry.id))


def behind_views(found: Sequence[Stored]) -> tuple[BehindView, ...]:
    return tuple(_behind(stored, told) for stored, told in zip(found, summaries(found).assessments, strict=True))


def doubts_in_words(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(capital(each.message) + (f": {each.hint}" if each.hint else "") for each in problems)


def href_of(id_: str) -> str:
    return f"{SOURCES}/{quote(id_, safe='')}"


def _behind(stored: Stored, told: object) -> BehindView:
    assessed = stored.assessed
    claim = getattr(told, "claim", None)
    text = getattr(claim, "text", None)
    grade = assessed.grade or "not applicable"
    human = f", {stored.human_grade} by a person" if stored.human_grade and stored.human_grade != assessed.grade else ""
    href = None
    if assessed.document is not None and stored.replaced_by is None:
        href = f"{DOCUMENTS}/{assessed.document}/claims/{assessed.place}"
    return BehindView(text or "The text is gone.", grade + human, assessed.rubric_id, stored.review_state, href)


def _label(status: str | None, statuses: Mapping[str, str]) -> str | None:
    return None if status is None else statuses.get(status, status)


def _short(record: Record, vocabulary: Vocabulary) -> str:
    statuses = vocabulary.link["track_record.status"].values
    marks = [record.letter, _label(record.status, statuses), record.rating]
    said = ", ".join(mark for mark in marks if mark)
    return f"{said} ({record.registry}{f', {record.topic}' if record.topic else ''})"


def names_of(entry: Entry) -> Iterator[str]:
    """The names by which claims speak of a source."""
    yield from dict.fromkeys((entry.name, *entry.aliases))
