"""What is a good password, and is this the one? Argon2id as its library sets it, a few at a time.

Imported when somebody first signs in or gets a password: a service that is asked by keys alone does without.
"""

from __future__ import annotations

import secrets
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sayso.errors import InvalidRequest, Problem

SHORTEST, LONGEST = 12, 200
"""In characters, after NFKC. NIST SP 800-63B asks for 15 where nothing else is asked, and for 8 beside something."""
_MADE_OF = 15  # bytes of chance in a password that is made here: 20 letters


class Passwords:
    """Hashes and compares. Each takes some 50 ms of a core and 64 MiB: to be called in threads, and few at once."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = PasswordHasher() if hasher is None else hasher
        # Somebody who is not here is as much work as somebody who is.
        self._nobody = self._hasher.hash(secrets.token_bytes(32))

    def hash(self, password: str) -> str:
        """What is kept of it. Raises InvalidRequest."""
        return self._hasher.hash(checked(password))

    def is_right(self, kept: str | None, given: str) -> bool:
        """Whether this is the password of which that is kept. As much work whatever is kept, and whatever is given."""
        try:
            self._hasher.verify(kept or self._nobody, _normal(given[: LONGEST * 20])[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_stale(self, kept: str) -> bool:
        """Whether it was hashed under other parameters than those of now."""
        return self._hasher.check_needs_rehash(kept)


def make_password() -> str:
    """A first password, for one person to change."""
    return secrets.token_urlsafe(_MADE_OF)


def checked(password: str) -> str:
    """The password as it is hashed. Raises InvalidRequest where it is too short, too long, or no text."""
    found = _normal(password)
    if not SHORTEST <= len(found) <= LONGEST or "\0" in found or not found.isprintable():
        message = f"a password has {SHORTEST} to {LONGEST} characters, on one line"
        raise InvalidRequest([Problem("weak_password", message, "a few words make a good one", "/password")])
    return found


def _normal(password: str) -> str:
    """The same characters however they were typed: NFKC; half a character counts as a question mark."""
    return normalize("NFKC", password).encode("utf-8", "replace").decode()
