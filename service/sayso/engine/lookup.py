"""How is everything that a claim needs looked up by the facts it depends on, in microseconds?

For each length of a chain one function makes all keys and looks each up in its own table. It is generated from scopes
and positions alone, never from text of a rubric or a claim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sayso.engine.keys import Key, Shape, key_text

Lookup = Callable[..., tuple[Any, ...]]
"""Takes the row of the claim, that of the chain, those of its links and, where one is passed on, a place."""


class Part(NamedTuple):
    """One thing to look up: the shape of its key, the link at hand, what is known by key, and how it is made anew.

    ``anew`` takes the key and whatever was passed on.
    """

    shape: Shape
    link: int | None
    known: Mapping[Key, Any]
    anew: Callable[[Key, Any], Any]


def lookup(parts: Sequence[Part], length: int) -> Lookup:
    """The function for chains of so many links; ``length`` 0 reads the claim alone."""
    keys = [key_text(part.shape, length, part.link) for part in parts]
    known = "".join(f"t{at}[{key}], " for at, key in enumerate(keys))
    anew = "".join(f"n{at}({key}, passed), " for at, key in enumerate(keys))
    lines = ["def find(claim, chain, links, passed=None):"]
    if length:
        lines.append(f"    {''.join(f'l{at},' for at in range(length))} = links")
    lines += ["    try:", f"        return ({known})", "    except KeyError:", f"        return ({anew})"]
    space: dict[str, Any] = {f"t{at}": part.known for at, part in enumerate(parts)}
    space |= {f"n{at}": part.anew for at, part in enumerate(parts)}
    exec("\n".join(lines), space)  # noqa: S102  # made of scopes and positions only: see key_text
    found: Lookup = space["find"]
    return found
