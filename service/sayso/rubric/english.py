"""How does an English phrase change when it is denied, counted, listed or begins a sentence?"""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_BASE = {"says": "say", "has": "have", "had": "have", "relies": "rely", "carries": "carry", "passes": "pass"}
_BASE |= {"mixes": "mix", "does": "do"}
_AUXILIARIES = {"is": "is not", "was": "was not", "can": "cannot"}
_PAST = frozenset({"had"})
_OPPOSITES = {
    "had no": "had some",
    "has no": "has some",
    "meets no": "meets some",
    "says nothing": "says something",
    "is not": "is",
    "is never": "is",
}


def denied(predicate: str) -> str:
    """The opposite of a predicate in the third person: "is a leak" becomes "is not a leak"."""
    for words, opposite in _OPPOSITES.items():
        if predicate.startswith(words + " "):
            return opposite + predicate[len(words) :]
    verb, _, rest = predicate.partition(" ")
    if verb in _AUXILIARIES:
        return f"{_AUXILIARIES[verb]} {rest}".rstrip()
    base = _BASE.get(verb, verb.removesuffix("s"))
    return f"{'did' if verb in _PAST else 'does'} not {base} {rest}".rstrip()


def listed(words: Sequence[str], joiner: str) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"


def number(value: int) -> str:
    """Small numbers in words."""
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else str(value)


def counted(value: int, noun: str) -> str:
    """ "one root", "two roots"; "time" becomes "once" and "twice"."""
    if noun == "time" and value in (1, 2):
        return "once" if value == 1 else "twice"
    return f"{number(value)} {noun if value == 1 else noun + 's'}"


def tally(value: int, noun: str) -> str:
    """The same in figures, for a summary: "3 files"."""
    return f"{value} {noun if value == 1 else noun + 's'}"


def a(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def lower(label: str) -> str:
    """A label inside a sentence; names and abbreviations keep their capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def plain(name: str) -> str:
    """``source_reliability`` as "Source reliability"."""
    return capital(name.replace("_", " "))


def capital(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return capital(text) + ("" if text.endswith((".", "?", "!")) else ".")


def share(per_mille: int) -> str:
    """Per mille as people read it: 950 is 95%, 625 is 62.5%."""
    whole, part = divmod(per_mille, 10)
    return f"{whole}.{part}%" if part else f"{whole}%"
