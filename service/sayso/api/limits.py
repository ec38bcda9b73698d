"""How much of a request is read, and which forms of it are refused unread?"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from sayso.api.refusals import BodyTooLarge, UnsupportedBody

JSON = ("application/json",)
NDJSON = ("application/x-ndjson", "application/ndjson")
YAML = ("application/yaml", "application/x-yaml", "text/yaml")
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost before it is looked at."""

    body_bytes: int = 2 * 1024 * 1024
    json_depth: int = 32
    rubric_bytes: int = 256 * 1024
    line_bytes: int = 2 * 1024 * 1024
    spool_bytes: int = 1024 * 1024 * 1024


def form_of(request: Request, accepted: tuple[str, ...]) -> str:
    """The media type of the body. Raises UnsupportedBody where it is none of these, or is compressed."""
    content_type = encoding = None
    for name, value in request.scope["headers"]:
        if name == b"content-type":
            content_type = value.decode("latin-1")
        elif name == b"content-encoding":
            encoding = value.decode("latin-1")
    form = _checked_type(content_type, accepted)
    if encoding is not None and encoding.strip().lower() != "identity":
        raise UnsupportedBody(
            "compressed bodies are not read", code="unsupported_encoding", hint="send the body without content-encoding"
        )
    return form


async def read_body(request: Request, accepted: tuple[str, ...], most: int) -> bytes:
    """The whole body, if its type is accepted and it is within ``most`` bytes; nothing is parsed or decompressed."""
    form_of(request, accepted)
    return await read_within(request, most)


async def read_within(request: Request, most: int) -> bytes:
    """The whole body, if it is within ``most`` bytes. What is declared to be larger is refused unread."""
    for name, value in request.scope["headers"]:
        if name == b"content-length" and value.isdigit() and (len(value) > _MOST_DIGITS or int(value) > most):
            raise _too_large(most)
    receive = request.receive
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):  # the usual case: one piece
        only: bytes = message.get("body", b"")
        if len(only) > most:
            raise _too_large(most)
        return only
    pieces: list[bytes] = []
    size = 0
    while True:
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        piece: bytes = message.get("body", b"")
        size += len(piece)
        if size > most:
            raise _too_large(most)
        pieces.append(piece)
        if not message.get("more_body", False):
            return b"".join(pieces)
        message = await receive()


def _checked_type(content_type: str | None, accepted: tuple[str, ...]) -> str:
    if content_type is not None and content_type in accepted:
        return content_type
    kind, _, parameters = (content_type or "").partition(";")
    kind = kind.strip().lower()
    if kind not in accepted:
        raise UnsupportedBody(
            f"the body must be {accepted[0]}" if content_type else "the body has no content type",
            hint=f"send the header content-type: {accepted[0]}",
        )
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            raise UnsupportedBody("only UTF-8 is read", hint="send the body as UTF-8")
    return kind


def size_of(most: int) -> str:
    """A number of bytes in words."""
    for unit, size in (("MiB", 1024 * 1024), ("KiB", 1024)):
        if most >= size and most % size == 0:
            return f"{most // size} {unit}"
    return f"{most} bytes"


def _too_large(most: int) -> BodyTooLarge:
    return BodyTooLarge(f"the body is larger than {size_of(most)}", hint="send less in one request")
