"""Does this name mean the machine that Sayso runs on?"""

from __future__ import annotations

import ipaddress


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
