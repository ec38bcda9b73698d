"""Under which name does a browser hold what says who is signed in, and how is it given and taken?"""

from __future__ import annotations


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
