"""How does a test make a registry, and a claim to resolve by it?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sayso.facts.claim import Reading, read_claim
from sayso.facts.vocabulary import load_vocabulary
from sayso.usecases.sources.checking import read_entry
from sayso.usecases.sources.index import Index, Kept
from sayso.usecases.sources.resolving import resolve

ROOT = Path(__file__).resolve().parents[3]
VOCABULARY = load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml")
Json = dict[str, Any]


def entry(id_: str, name: str, **more: Any) -> Json:
    return {"id": id_, "name": name, **more}


def record(status: str = "deprecated", **more: Any) -> Json:
    return {"registry": "our-desk", "status": status, **more}


def index(*entries: Json) -> Index:
    return Index([Kept(read_entry(each, VOCABULARY), 1) for each in entries])


def link(source: str | None, **more: Any) -> Json:
    named = {} if source is None else {"source": source}
    return {**named, "kind": "secondhand_media", **more}


def claim(*chains: list[Json], **more: Any) -> Json:
    return {"text": "The harbour is closed.", "attributions": [{"chain": chain} for chain in chains], **more}


def resolved(registry: Index, asked: Json, as_of: str | None = None) -> Reading:
    return resolve(registry, read_claim(asked, VOCABULARY), as_of, VOCABULARY)


def first(reading: Reading) -> Json:
    """The first link of a claim."""
    found: Json = reading.claim["attributions"][0]["chain"][0]
    return found


def codes(reading: Reading) -> list[str]:
    return [warning.code for warning in reading.warnings]
