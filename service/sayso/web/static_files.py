"""Which files does the page need beside itself? A fixed list, read once, each with its type and its ETag."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

_FOLDER = Path(__file__).parent / "static"
_CSS, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
FILES = (
    ("sayso.css", _CSS),
    ("desk.css", _CSS),
    ("document.css", _CSS),
    ("rubrics.css", _CSS),
    ("pages.css", _CSS),
    ("sayso.svg", "image/svg+xml"),
    ("keys.js", _SCRIPT),
    ("htmx.min.js", _SCRIPT),
)
_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is served; ``mark`` changes with the content and stands in the address."""

    content: bytes
    media_type: str
    mark: str


def read_static_files() -> dict[str, StaticFile]:
    files = {}
    for name, media_type in FILES:
        content = (_FOLDER / name).read_bytes()
        files[name] = StaticFile(content, media_type, hashlib.sha256(content).hexdigest()[:16])
    return files


def respond_static(file: StaticFile, mark: str | None, if_none_match: str | None) -> Response:
    """Kept for a year where the address names this very content, else asked for anew each time."""
    cache = _A_YEAR if mark == file.mark else "no-cache"
    return respond_cached(file.content, file.media_type, {"cache-control": cache}, if_none_match)


def respond_cached(
    content: bytes, media_type: str, headers: dict[str, str], if_none_match: str | None, status: int = 200
) -> Response:
    """The content under its ETag, or 304 where the asker has it."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**headers, "etag": etag}
    named = {tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")}
    if status == 200 and (etag in named or "*" in named):
        return Response(status_code=304, headers=headers)
    return Response(content, status, headers, media_type=media_type)
