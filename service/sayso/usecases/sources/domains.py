"""Which domain does an address or a name mean, and what in it is a person's own choice?

A domain is compared in the form that the network uses: small letters, other scripts as punycode (RFC 3492).
"""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/?#@\s]*@)?([^/?#@:\s]+)(?::\d{1,5})?(?P<rest>[/?#]\S*)?", re.I)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LAST = re.compile(r"(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_SHARED = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gouv", "mil", "ne", "net", "or", "org"})
"""Second labels under which a country lets others register."""
_LONGEST = 253


def domain_of(text: str) -> str | None:
    """The domain that a text is, or that an address is under; None where it is neither. ``www.`` counts for nothing."""
    match = _ADDRESS.fullmatch(text.strip())
    return None if match is None else _network_form(match[1])


def is_bare(text: str) -> bool:
    """Whether a text is a domain and nothing more."""
    match = _ADDRESS.fullmatch(text.strip())
    return match is not None and match.start(1) == 0 and match.end(1) == match.end()


def shown_domain(domain: str) -> str:
    """A domain as a reader sees it, in its own letters."""
    return ".".join(_own_letters(label) for label in domain.split("."))


def core_of(domain: str) -> str:
    """The label that somebody chose, in its own letters: ``bbc`` of news.bbc.co.uk."""
    labels = domain.split(".")
    last = len(labels[-1]) == 2 and len(labels) > 2 and labels[-2] in _SHARED
    return _own_letters(labels[-3 if last else -2])


def _network_form(host: str) -> str | None:
    name = unicodedata.normalize("NFC", host).rstrip(".").lower()
    for dot in "。．｡":
        name = name.replace(dot, ".")
    labels = [_as_ascii(label) for label in name.split(".")]
    if len(labels) > 2 and labels[0] == "www":
        labels = labels[1:]
    domain = ".".join(labels)
    if len(labels) < 2 or len(domain) > _LONGEST or not _LAST.fullmatch(labels[-1]):
        return None
    return domain if all(_LABEL.fullmatch(label) and _is_honest(label) for label in labels) else None


def _as_ascii(label: str) -> str:
    if label.isascii() or not label.isprintable():
        return label
    try:
        return "xn--" + label.encode("punycode").decode("ascii")
    except UnicodeError:
        return ""


def _is_honest(label: str) -> bool:
    """Whether what is written as punycode can be read, and is written so for a reason."""
    letters = _own_letters(label)
    return not label.startswith("xn--") or (letters.isprintable() and not letters.isascii())


def _own_letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label
