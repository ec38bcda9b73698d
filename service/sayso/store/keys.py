"""What is kept of a key? Its digest and what it may do; the key itself only its holder has."""

from __future__ import annotations

from typing import NamedTuple

SCORE, REVIEW, RUBRIC_WRITE, ADMIN = "score", "review", "rubric:write", "admin"
SCOPES = (SCORE, REVIEW, RUBRIC_WRITE, ADMIN)
"""What a key may be for. ``admin`` implies all the others."""


class KeyRow(NamedTuple):
    """A key as it is kept. ``digest`` is the SHA-256 of the key in hexadecimal digits, moments are ISO 8601 in UTC."""

    id: str
    name: str
    digest: str
    scopes: tuple[str, ...]
    created: str
    expires: str | None
    revoked: str | None
