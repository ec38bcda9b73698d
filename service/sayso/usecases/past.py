"""With which desk was an assessment made? The one of now where it has the same rubric, else it is built again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from pydantic_core import from_json, to_json

from sayso.engine.plan import Plan
from sayso.errors import InvalidVocabulary, Problem, SaysoError
from sayso.facts.claim import Reading
from sayso.facts.vocabulary import Vocabulary, read_vocabulary
from sayso.rubric.catalog import Catalog
from sayso.rubric.load import load_rubric
from sayso.store.port import Assessed, Store
from sayso.usecases.desk import Desk, desk_of
from sayso.usecases.drafting import vocabulary_text
from sayso.wire.request import Asked

_MOST_KEPT = 8


class NotReplayable(SaysoError):
    """The rubric that is kept cannot be used by this version of Sayso."""

    code = "not_replayable"


@dataclass(frozen=True)
class Bench:
    """What a claim was graded with."""

    desk: Desk
    plan: Plan


class PastDesks:
    """The benches of stored assessments; building one takes a fraction of a second, so that the last ones are kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = Lock()
        self._built: dict[tuple[str, str], Bench] = {}
        self._read: dict[str, Vocabulary | None] = {}

    def of(self, assessed: Assessed, store: Store) -> Bench:
        """The bench of an assessment. Raises NotReplayable."""
        desk, digest = self._desk, assessed.rubric_digest
        if digest in desk.plans and vocabulary_text(desk.vocabulary).digest == assessed.vocabulary_digest:
            return Bench(desk, desk.plans[digest])
        key = digest, assessed.vocabulary_digest
        with self._lock:
            if key not in self._built:
                if len(self._built) >= _MOST_KEPT:
                    self._built.pop(next(iter(self._built)))
                self._built[key] = _bench(store.text(digest), store.text(assessed.vocabulary_digest), digest, desk)
            return self._built[key]

    def vocabulary(self, digest: str, store: Store) -> Vocabulary | None:
        """The vocabulary of then; None where this version of Sayso cannot read it."""
        if vocabulary_text(self._desk.vocabulary).digest == digest:
            return self._desk.vocabulary
        with self._lock:
            if digest not in self._read:
                if len(self._read) >= _MOST_KEPT:
                    self._read.pop(next(iter(self._read)))
                self._read[digest] = _readable(store.text(digest))
            return self._read[digest]


def _readable(source: bytes) -> Vocabulary | None:
    try:
        return read_vocabulary(source, "the vocabulary that is kept")
    except InvalidVocabulary:
        return None


def _bench(rubric: bytes, vocabulary: bytes, digest: str, now: Desk) -> Bench:
    words = read_vocabulary(vocabulary, "the vocabulary that is kept")
    loaded = load_rubric(rubric, "the rubric that is kept", words, lambda _: None).rubric
    if loaded is None or loaded.digest != digest:
        message = "the rubric that is kept cannot be used by this version of Sayso"
        raise NotReplayable(message, hint="use the version that made the assessment; its engine is named there")
    desk = replace(desk_of(words, Catalog.of([loaded]), loaded.id, {}, {}, now.limits), sources=now.sources)
    return Bench(desk, desk.plan(None))


def asked_of(assessed: Assessed) -> Asked:
    """The options that an assessment was asked for with."""
    return Asked(as_of=assessed.as_of, **from_json(assessed.asked))


def reading_of(assessed: Assessed) -> Reading:
    """The claim as it was read, its sources resolved then. What was doubtful about it, and what came from the registry,
    stands in the answer.
    """
    told = from_json(assessed.answer)
    sources = to_json(told["sources"]) if "sources" in told else None
    return Reading(from_json(assessed.facts), tuple(map(_warning, told["warnings"])), sources=sources)


def _warning(told: Mapping[str, Any]) -> Problem:
    return Problem(told["code"], told["message"], told["hint"], told["pointer"], severity="warning")
