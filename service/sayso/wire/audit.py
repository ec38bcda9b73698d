"""What is told of the audit?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sayso.wire.assessments import Moment
from sayso.wire.model import WireModel

Hash = Annotated[str, Field(description="`sha256:` and 64 hexadecimal digits.")]
Position = Annotated[int, Field(ge=0, description="Counted from 1, without a gap.")]


class AuditEntry(WireModel):
    """One change. `hash` is the SHA-256 of the RFC 8785 form of all other members."""

    position: Position
    created: Moment
    actor: str = Field(description="Who: a name, `local`, or `key:` and the key's id.")
    operation: str = Field(description="The operation id, or the same for a command.")
    subjects: list[str] = Field(description="What it is about, such as `assessment:` and its id.")
    digest: Hash = Field(description="Of what was written; its words are not in the audit.")
    previous: Hash = Field(description="The hash of the entry before; of zeros for the first.")
    hash: Hash


class AuditPage(WireModel):
    """A page of entries, newest first. The header `Link` leads to the next one, where there is one."""

    entries: list[AuditEntry]


class AuditHead(WireModel):
    """The last entry that fits. Note it elsewhere: it shows later that nothing before it was replaced or cut off."""

    position: Position
    created: str
    hash: Hash


class AuditBroken(WireModel):
    """The first entry that does not fit."""

    position: Position
    code: str = Field(
        description="altered, missing, unlinked, truncated, beyond_the_head, misfiled or not_as_expected."
    )
    message: str


class AuditVerdict(WireModel):
    """Whether the audit hangs together; all of it is read for that."""

    ok: bool
    entries: int = Field(ge=0, description="How many fit.")
    head: AuditHead
    broken: AuditBroken | None
