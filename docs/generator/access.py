"""Which key may do what? The page is made from the table by which requests are refused."""

from __future__ import annotations

from sayso.api.access import NEEDS, OPEN, in_words
from sayso.store.keys import SCOPES

HEAD = f"""# What a key may do

A key has one scope or several: {", ".join(f"`{scope}`" for scope in SCOPES)}. An operation needs one of
those in its row; `admin` is always enough. Without any key, when Sayso answers to its own machine only,
everything is allowed.

| operation | needs |
|---|---|
"""


def page() -> str:
    return HEAD + "".join(
        f"| `{name}` | {'nothing, not even a key' if needed == OPEN else in_words(needed)} |\n"
        for name, needed in sorted(NEEDS.items())
    )
