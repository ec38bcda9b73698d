"""Does the asker have this already? ETag and If-None-Match for what is served whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header
from starlette.responses import Response

IfNoneMatch = Annotated[str | None, Header(description="An ETag: 304 without a body where it still holds.")]


def respond_tagged(
    content: bytes, tag: str, if_none_match: str | None, media_type: str = "application/json"
) -> Response:
    """The content with its ETag, or 304 where the asker named that tag."""
    headers = {"etag": f'"{tag}"', "cache-control": "no-cache"}  # keep it, but ask each time whether it still holds
    if if_none_match is not None and _matches(if_none_match, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _matches(if_none_match: str, etag: str) -> bool:
    named = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in named or "*" in named
