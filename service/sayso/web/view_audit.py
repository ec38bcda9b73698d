"""What stands on the page of the audit: who has changed what, and whether it hangs together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sayso.store.audit import Entry
from sayso.web.links import AUDIT, DOCUMENTS, SOURCES
from sayso.wire.audit import AuditVerdict

_SHOWN = 3
_PAGES = {"document": DOCUMENTS, "source": SOURCES}


@dataclass(frozen=True, slots=True)
class FilterView:
    """What was looked for, as it was written, and what of it cannot be used."""

    actor: str = ""
    operation: str = ""
    subject: str = ""
    since: str = ""
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class SubjectView:
    """What an entry is about; ``href`` where it has a page."""

    name: str
    href: str | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of the audit; ``more`` is what it is about beside the first subjects, folded away."""

    position: int
    created: str
    actor: str
    operation: str
    subjects: tuple[SubjectView, ...]
    more: tuple[SubjectView, ...]
    digest: str
    hash: str
    broken: bool


@dataclass(frozen=True, slots=True)
class VerdictView:
    """Whether it hangs together; ``broken_at`` is the first entry that does not fit, and ``href`` leads to it."""

    ok: bool
    entries: int
    head: int
    head_hash: str
    head_created: str
    broken_at: int | None
    says: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class MarkView:
    """An entry as somebody has noted it elsewhere, as it was written."""

    position: str = ""
    hash: str = ""
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class AuditView:
    """The page. ``older`` leads on."""

    filters: FilterView
    entries: tuple[EntryView, ...]
    older: str | None
    verdict: VerdictView | None
    mark: MarkView


def entry_views(entries: Sequence[Entry], broken: int | None) -> tuple[EntryView, ...]:
    return tuple(
        EntryView(
            position=each.position,
            created=each.created,
            actor=each.actor,
            operation=each.operation,
            subjects=tuple(map(_subject, each.subjects[:_SHOWN])),
            more=tuple(map(_subject, each.subjects[_SHOWN:])),
            digest=each.digest,
            hash=each.hash,
            broken=each.position == broken,
        )
        for each in entries
    )


def verdict_view(verdict: AuditVerdict) -> VerdictView:
    broken = verdict.broken
    return VerdictView(
        ok=verdict.ok,
        entries=verdict.entries,
        head=verdict.head.position,
        head_hash=verdict.head.hash,
        head_created=verdict.head.created,
        broken_at=None if broken is None else broken.position,
        says=None if broken is None else f"{broken.message} ({broken.code})",
        href=None if broken is None else f"{AUDIT}?cursor={broken.position + 1}#entry-{broken.position}",
    )


def _subject(subject: str) -> SubjectView:
    kind, _, id_ = subject.partition(":")
    page = _PAGES.get(kind)
    return SubjectView(subject, None if page is None or not id_ else f"{page}/{quote(id_, safe='')}")
