"""How does a test of the store make assessments without grading a claim?"""

from __future__ import annotations

from sayso.store.ids import Ids
from sayso.store.port import Assessed, Change, Draft, Once, Reply, Text, Unit

IDS = Ids()
RUBRIC, VOCABULARY = Text("sha256:r", b"{}"), Text("sha256:v", b"{}")


def drafted(answer: bytes = b'{"grade":"E3"}', **more: str) -> Draft:
    """An assessment with one term for each kind that is given."""
    id_ = IDS.next()
    assessed = Assessed(
        id=id_,
        created="2026-01-31T12:00:00.000Z",
        actor="local",
        rubric_id="newsroom",
        rubric_digest=RUBRIC.digest,
        vocabulary_digest=VOCABULARY.digest,
        engine="0.1.0",
        as_of=None,
        asked=b"{}",
        facts=b"{}",
        answer=answer,
        grade="E3",
        replaces=None,
    )
    return Draft(assessed, tuple(more.items()))


def keeping(*drafts: Draft, once: Once | None = None, size: int | None = None) -> Change:
    """A change that keeps these."""

    def write(unit: Unit) -> Reply:
        unit.keep(drafts, RUBRIC, VOCABULARY)
        return Reply(b"kept", drafts[0].assessed.id)

    return Change("local", "keep", write, size=size or len(drafts), once=once)
