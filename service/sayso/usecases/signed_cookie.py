"""Under which name does a browser hold what says who is signed in, and how is it given and taken?"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from sayso.usecases.hosts import host_of, is_loopback

Scope = MutableMapping[str, Any]
"""A request as ASGI has it: ``scheme``, and ``headers`` as pairs of bytes."""


def cookie_of(secure: bool) -> str:
    """The cookie's name. With the prefix, a browser takes it over TLS only and from no other host: no neighbour under
    the same domain can put one there. On this machine, without TLS, there is no such cookie.
    """
    return "__Host-sayso" if secure else "sayso"


def giving(token: str, secure: bool) -> str:
    """The value of Set-Cookie that gives a browser its token, until it is closed."""
    return f"{cookie_of(secure)}={token}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"


def taking(secure: bool) -> str:
    """The value of Set-Cookie that takes it back."""
    return f"{cookie_of(secure)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{'; Secure' if secure else ''}"


def held_by(scope: Scope) -> str | None:
    """What the browser holds, by the one name under which it could have got it here."""
    return value_of(scope, cookie_of(is_secure(scope)))


def value_of(scope: Scope, cookie: str) -> str | None:
    """The value of a cookie; None where there is none of that name, or two: which is meant, nobody knows."""
    name, found = cookie.encode(), None
    for header, value in scope["headers"]:
        if header == b"cookie":
            for pair in value.split(b";"):
                key, _, given = pair.strip(b" ").partition(b"=")
                if key == name:
                    if found is not None:
                        return None
                    found = given.decode("latin-1")
    return found


def is_secure(scope: Scope) -> bool:
    """Whether a browser takes a cookie here that is only for TLS. Nothing but this machine is served without."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    return bool(scope.get("scheme") == "https" or not is_loopback(host_of(host)))
