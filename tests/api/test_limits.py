"""Are requests refused by type and size before anything is parsed, whole or in pieces?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from sayso.api.limits import JSON, YAML, read_body
from sayso.api.refusals import BodyTooLarge, UnsupportedBody


def read(
    pieces: Iterable[bytes | None], headers: dict[str, str], accepted: tuple[str, ...] = JSON, most: int = 10
) -> bytes:
    """Reads a body that arrives in these pieces; None is the asker going away."""
    messages: list[Message] = [
        {"type": "http.disconnect"} if piece is None else {"type": "http.request", "body": piece, "more_body": True}
        for piece in pieces
    ]
    if messages and messages[-1]["type"] == "http.request":
        messages[-1]["more_body"] = False
    left = iter(messages)

    async def receive() -> Message:
        return next(left)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return asyncio.run(read_body(Request({"type": "http", "headers": raw}, receive), accepted, most))


PLAIN = {"content-type": "application/json"}


@pytest.mark.parametrize("pieces", [[b"0123456789"], [b"01234", b"", b"56789"], [b"0"] * 10, [b""]])
def test_a_body_within_the_limit_is_read_whole(pieces: list[bytes]) -> None:
    assert read(pieces, PLAIN) == b"".join(pieces)


@pytest.mark.parametrize("pieces", [[b"01234567890"], [b"0"] * 11, [b"0123456789", b"0"]])
def test_one_byte_over_the_limit_is_refused(pieces: list[bytes]) -> None:
    with pytest.raises(BodyTooLarge, match="larger than 10 bytes"):
        read(pieces, PLAIN)


@pytest.mark.parametrize("declared", ["11", "9" * 5000])
def test_a_declared_length_over_the_limit_is_refused_unread(declared: str) -> None:
    with pytest.raises(BodyTooLarge):
        read([], {**PLAIN, "content-length": declared})


def test_a_false_declared_length_does_not_lift_the_limit() -> None:
    with pytest.raises(BodyTooLarge):
        read([b"0123456789", b"0"], {**PLAIN, "content-length": "3"})


@pytest.mark.parametrize("pieces", [[None], [b"01", None]])
def test_an_asker_who_goes_away_ends_the_reading(pieces: list[bytes | None]) -> None:
    with pytest.raises(ClientDisconnect):
        read(pieces, PLAIN)


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON", "application/json; charset=utf-8", 'application/json;charset="UTF-8"'],
)
def test_json_is_accepted_however_it_is_spelled(content_type: str) -> None:
    assert read([b"1"], {"content-type": content_type}) == b"1"


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "text/json", "", "application/yaml",
     "application/json; charset=latin-1", "application/json; charset=utf-16"],
)  # fmt: skip
def test_another_type_or_charset_is_refused(content_type: str) -> None:
    with pytest.raises(UnsupportedBody):
        read([b"1"], {"content-type": content_type})


def test_a_body_without_a_type_is_refused_with_the_type_to_send() -> None:
    with pytest.raises(UnsupportedBody) as caught:
        read([b"1"], {})
    assert caught.value.hint == "send the header content-type: application/json"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "identity, gzip"])
def test_compressed_bodies_are_refused(encoding: str) -> None:
    with pytest.raises(UnsupportedBody, match="compressed"):
        read([b"1"], {**PLAIN, "content-encoding": encoding})


def test_yaml_is_read_where_yaml_is_asked_for() -> None:
    assert read([b"a: 1"], {"content-type": "application/yaml"}, YAML) == b"a: 1"
