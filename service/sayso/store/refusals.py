"""Why can something not be kept or found?"""

from __future__ import annotations

from sayso.errors import InvalidRequest, SaysoError


class StorageBusy(SaysoError):
    """More waits to be written than is let wait; nothing of this request was kept."""

    code = "storage_busy"


class StorageUnavailable(SaysoError):
    """The database cannot be reached, or failed; whether this request was kept is not known."""

    code = "storage_unavailable"


class StorageVersion(SaysoError):
    """The database is of another version than this Sayso."""

    code = "storage_version"


class NoSuchAssessment(SaysoError):
    code = "unknown_assessment"


class NoSuchDocument(SaysoError):
    code = "unknown_document"


class Deleted(SaysoError):
    """The text and the names of this were blanked when its document was deleted."""

    code = "deleted"


class NoSuchKey(SaysoError):
    code = "unknown_key_id"


class Changed(SaysoError):
    """Somebody else was first: what was read is no longer how it is."""

    code = "changed"


class KeyReused(InvalidRequest):
    """The idempotency key was used for another request."""

    code = "idempotency_key_reused"
