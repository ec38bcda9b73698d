"""How much of a request is read, and which forms of it are refused unread?"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from sayso.api.refusals import BodyTooLarge, UnsupportedBody

JSON = ("application/json",)
YAML = ("application/yaml", "application/x-yaml", "text/yaml")
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost before it is looked at."""

    body_bytes: int = 2 * 1024 * 1024
    json_depth: int = 32
    rubric_bytes: int = 256 * 1024


async def read_body(request: Request, accepted: tuple[str, ...], most: int) -> bytes:
    """The whole body, if its type is accepted and it is within ``most`` bytes; nothing is parsed or decompressed."""
    headers = request.headers
    _check_type(headers.get("content-type"), accepted)
    encoding = headers.get("content-encoding")
    if encoding is not None and encoding.strip().lower() != "identity":
        raise UnsupportedBody(
            "compressed bodies are not read", code="unsupported_encoding", hint="send the body without content-encoding"
        )
    declared = headers.get("content-length")
    if declared is not None and declared.isdecimal() and (len(declared) > _MOST_DIGITS or int(declared) > most):
        raise _too_large(most)
    return await _read_within(request, most)


async def _read_within(request: Request, most: int) -> bytes:
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


def _check_type(content_type: str | None, accepted: tuple[str, ...]) -> None:
    if content_type in accepted:
        return
    kind, _, parameters = (content_type or "").partition(";")
    if kind.strip().lower() not in accepted:
        raise UnsupportedBody(
            f"the body must be {accepted[0]}" if content_type else "the body has no content type",
            hint=f"send the header content-type: {accepted[0]}",
        )
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            raise UnsupportedBody("only UTF-8 is read", hint="send the body as UTF-8")


def _too_large(most: int) -> BodyTooLarge:
    size = f"{most // (1024 * 1024)} MiB" if most % (1024 * 1024) == 0 else f"{most // 1024} KiB"
    return BodyTooLarge(
        f"the body is larger than {size}" if most >= 1024 else f"the body is larger than {most} bytes",
        hint="send less in one request",
    )
