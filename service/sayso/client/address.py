"""Which service is asked, and with which key? From arguments, else from SAYSO_URL and SAYSO_KEY."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sayso.errors import InvalidInput, Problem
from sayso.version import __version__

URL, KEY = "SAYSO_URL", "SAYSO_KEY"
"""What the client reads of the environment. The service has no settings of these names, and passes over them."""
DEFAULT = "http://127.0.0.1:8321"
_KEY = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Address:
    """A service as it is asked. The key is not shown where this is printed."""

    url: str
    key: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, url: str | None, key: str | None) -> Address:
        """What is given, else what the environment says. Raises InvalidInput with everything that is wrong."""
        url = (url or os.environ.get(URL) or DEFAULT).strip().rstrip("/")
        key = key or os.environ.get(KEY) or None
        problems = []
        if not _is_address(url):
            hint = f"write it as {DEFAULT} or https://sayso.example.org, here or in {URL}"
            problems.append(Problem("wrong_address", f'"{url[:200]}" is no address of a service', hint))
        if key is not None and not _KEY.fullmatch(key):
            hint = f"it is one word of visible ASCII characters, here or in {KEY}"
            problems.append(Problem("wrong_key", "the key holds a character that no key has", hint))
        if problems:
            raise InvalidInput(problems)
        return cls(url, key)

    def headers(self) -> dict[str, str]:
        """What every request says of who asks."""
        said = {"user-agent": f"sayso-python/{__version__}", "accept": "application/json"}
        return said if self.key is None else {**said, "authorization": f"Bearer {self.key}"}


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port  # raises where it is no number up to 65535
    except ValueError:
        return False
    whole = parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
    return whole and not (parts.query or parts.fragment or parts.username or re.search(r"[^\x21-\x7e]", url))
