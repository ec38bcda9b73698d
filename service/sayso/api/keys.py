"""Who may ask? Without a key anyone on this machine, with one its holder. How are the two recognised?"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """SHA-256 of each accepted key. A random key of 256 bits needs no slow hash, which would cost each call."""

    digests: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, keys: Iterable[str]) -> Keys:
        return cls(tuple(hashlib.sha256(key.encode()).digest() for key in keys))

    def __bool__(self) -> bool:
        return bool(self.digests)

    def accept(self, authorization: bytes | None) -> bool:
        """Whether the header ``Authorization: Bearer <key>`` carries an accepted key; takes the same time for any."""
        scheme, _, key = (authorization or b"").partition(b" ")
        digest = hashlib.sha256(key.strip()).digest()
        known = False
        for accepted in self.digests:
            known |= hmac.compare_digest(digest, accepted)
        return known and scheme.lower() == b"bearer"


def is_loopback(name: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    name = name.strip().removeprefix("[").removesuffix("]").rstrip(".").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_of(header: bytes) -> str:
    """The host in a Host header, without its port."""
    text = header.decode("latin-1")
    if text.startswith("["):
        return text[: text.find("]") + 1]
    return text.partition(":")[0]
