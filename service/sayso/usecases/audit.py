"""What does the audit say, and does it hang together?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.store.audit import Entry, Verdict
from sayso.wire.audit import AuditBroken, AuditEntry, AuditHead, AuditPage, AuditVerdict


def audit_page(entries: Sequence[Entry]) -> AuditPage:
    """Entries as they are told."""
    return AuditPage(entries=[AuditEntry(**{**each._asdict(), "subjects": list(each.subjects)}) for each in entries])


def told(verdict: Verdict) -> AuditVerdict:
    """A verdict as it is told."""
    broken = verdict.broken
    return AuditVerdict(
        ok=broken is None,
        entries=verdict.entries,
        head=AuditHead(**verdict.head._asdict()),
        broken=None if broken is None else AuditBroken(position=broken.position, code=broken.code, message=broken.says),
    )
