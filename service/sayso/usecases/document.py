"""What is a document whose claims have been read, by a person or by an extractor?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The article and its claims; each claim is as ``read_claim`` gives it, ``text`` as published."""

    id: str
    title: str
    outlet: str
    date: str
    text: str
    claims: tuple[Mapping[str, Any], ...]
