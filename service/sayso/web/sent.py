"""What was sent with a form of a page: its fields and files, read whole before anything is done with them?"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_MOST_FIELDS = 2_000
_OWN = ("same-origin", "none")


class WrongForm(Exception):
    """What was sent is no form of this site, or too large a one."""

    def __init__(self, status: int, title: str, says: str) -> None:
        super().__init__(says)
        self.status = status
        self.title = title
        self.says = says


@dataclass(frozen=True, slots=True)
class File:
    """A file that was chosen in a form."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Sent:
    """The fields, each with all its values in their order, and the files. Lines end with one character."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The last value of a field, nothing where it was not sent."""
        values = self.fields.get(name)
        return values[-1] if values else ""

    def word(self, name: str) -> str | None:
        """The same without the space around it, None where nothing is left."""
        return self.get(name).strip() or None

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return self.fields.get(name, [])


async def read_sent(request: Request, most_bytes: int, most_fields: int = _MOST_FIELDS) -> Sent:
    """The form. Raises WrongForm: 403 from another site, 413 too large, 415 or 400 no form."""
    _check_site(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (FORM, MULTIPART):
        raise WrongForm(415, "That is no form", "What was sent is not what a form of this page sends.")
    body = await _body(request, most_bytes)
    if kind == FORM:
        return _urlencoded(body, most_fields)
    return await _multipart(request.headers, body, most_fields)


def _check_site(request: Request) -> None:
    """A page of another site must not act in the name of whoever looks at it. Browsers say where a form comes from;
    one that is too old to say so names its origin.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is None and origin is not None:
        _, _, host = origin.partition("://")
        if host == request.headers.get("host"):
            return
    elif site is None or site in _OWN:
        return
    raise WrongForm(403, "Sent from another site", "The form was sent from a page that is not one of Sayso's.")


def _urlencoded(body: bytes, most_fields: int) -> Sent:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=most_fields)
    except ValueError as error:
        raise WrongForm(400, "That is no form", "What was sent cannot be read as a form.") from error
    sent = Sent()
    for name, value in pairs:
        sent.fields.setdefault(name, []).append(_lines(value))
    return sent


async def _multipart(headers: Headers, body: bytes, most_fields: int) -> Sent:
    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(headers, once(), max_files=4, max_fields=most_fields, max_part_size=len(body) + 1)
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError, KeyError) as error:
        raise WrongForm(400, "That is no form", "What was sent cannot be read as a form.") from error
    sent = Sent()
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    sent.files[name] = File(value.filename, await value.read())
            else:
                sent.fields.setdefault(name, []).append(_lines(value))
    finally:
        await form.close()
    return sent


def _lines(value: str) -> str:
    """A browser ends every line of a text area with two characters."""
    return value.replace("\r\n", "\n")


async def _body(request: Request, most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            says = f"What was sent is larger than the {most // 1024:,} KiB that are read."
            raise WrongForm(413, "That is too large", says)
        pieces.append(piece)
    return b"".join(pieces)
