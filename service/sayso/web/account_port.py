"""What does the house's own sign-in say, whatever it is asked with? The shapes; nothing that asks is imported here."""

from __future__ import annotations

from typing import NamedTuple, Protocol
from urllib.parse import quote, unquote

from sayso.errors import SaysoError
from sayso.web.links import HOME
from sayso.web.signed_in import local_path

_LONGEST = 2_000  # a cookie that is much longer is dropped by browsers


class AccountUnavailable(SaysoError):
    """The house's sign-in cannot be reached, or is set up wrongly."""

    code = "account_unavailable"


class AccountRefused(SaysoError):
    """The house's sign-in did not say who somebody is, or says it of nobody who is known here."""

    code = "account_refused"


class Begun(NamedTuple):
    """What a browser has to bring back: against forged answers, against tokens of others, against stolen codes."""

    state: str
    nonce: str
    verifier: str


class Account(NamedTuple):
    """An account: its name with its issuer, and its e-mail address where the issuer has verified that."""

    subject: str
    email: str | None


class Accounts(Protocol):
    """The house's own sign-in."""

    def begin(self, back: str) -> tuple[str, Begun]:
        """Where a browser goes, and what it has to bring back to the address ``back``."""

    def finish(self, back: str, code: str, begun: Begun) -> Account:
        """Whose account it is. Raises AccountUnavailable or AccountRefused."""


def written(begun: Begun, onward: str) -> str:
    """The same, and where to go afterwards, as a cookie holds them."""
    place = quote(onward, safe="")
    return ".".join((*begun, place if len(place) <= _LONGEST else quote(HOME, safe="")))


def read(cookie: str) -> tuple[Begun, str] | None:
    """What a cookie holds; None where it is none of ours."""
    parts = cookie.split(".", 3)
    if len(parts) != 4 or not all(parts):
        return None
    return Begun(*parts[:3]), local_path(unquote(parts[3], errors="replace"))
