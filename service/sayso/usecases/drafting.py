"""What is written down of a claim that was graded, and by which words is it found again?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from pydantic_core import to_json

from sayso.engine.plan import Plan
from sayso.facts.claim import Reading
from sayso.facts.roots import normal_name
from sayso.store.ids import Ids, made
from sayso.store.port import BAND, GATE, ROOT, SOURCE, Assessed, Draft, Text
from sayso.usecases.desk import Desk
from sayso.usecases.score import answer, answer_json
from sayso.version import ENGINE_VERSION
from sayso.wire.request import Asked

NO_ID = b'{"id":null,'
_LONGEST_TERM = 200


class _Axis(msgspec.Struct):
    band: str | None


class _Gate(msgspec.Struct):
    id: str
    status: str


class _Seen(msgspec.Struct):
    """What of an answer it is found by."""

    grade: str | None
    axes: dict[str, _Axis]
    gates: list[_Gate]


@dataclass(frozen=True)
class By:
    """Who keeps something, and what gives the ids."""

    actor: str
    ids: Ids


def draft(desk: Desk, plan: Plan, reading: Reading, asked: Asked, by: By, replaces: str | None = None) -> Draft:
    """A graded claim as it is to be written, with what the registry says of its sources now, so that it replays.

    Raises InvalidRequest where a pointer of ``disputed`` leads nowhere.
    """
    reading = desk.sources.resolved(reading, asked.as_of, desk.vocabulary)
    id_ = by.ids.next()
    told = with_id(answer_bytes(desk, plan, reading, asked), id_)
    seen = msgspec.json.decode(told, type=_Seen)
    assessed = Assessed(
        id=id_,
        created=made(id_),
        actor=by.actor,
        rubric_id=plan.rubric.id,
        rubric_digest=plan.rubric.digest,
        vocabulary_digest=vocabulary_text(desk.vocabulary).digest,
        engine=ENGINE_VERSION,
        as_of=asked.as_of,
        asked=to_json({"include": asked.include, "disputed": asked.disputed, "strict": asked.strict}),
        facts=to_json(reading.claim) if reading.form is None else reading.form,  # in the order that the digest is of
        answer=told,
        grade=seen.grade,
        replaces=replaces,
    )
    return Draft(assessed, tuple(dict.fromkeys(_terms(seen, reading.claim))))


def answer_bytes(desk: Desk, plan: Plan, reading: Reading, asked: Asked) -> bytes:
    """The answer about a claim that was read, as JSON; the same bytes as POST /v1/score."""
    if not asked.include and not asked.disputed:
        return answer_json(desk, plan, reading, asked.as_of).whole
    return to_json(answer(desk, plan, reading, asked.as_of, asked.include, asked.disputed))


def with_id(told: bytes, id_: str) -> bytes:
    """An answer that says under which id it is kept."""
    assert told.startswith(NO_ID)
    return b'{"id":"%b",%b' % (id_.encode(), told[len(NO_ID) :])


def rubric_text(plan: Plan) -> Text:
    """A rubric as it is kept: resolved, so that nothing else is needed to use it again."""
    return Text(plan.rubric.digest, to_json(plan.rubric.source))


@lru_cache(maxsize=8)
def vocabulary_text(vocabulary: Any) -> Text:
    """A vocabulary as it is kept; its order has a meaning, and so counts in its digest."""
    source = to_json(vocabulary.source)
    return Text(f"sha256:{hashlib.sha256(source).hexdigest()}", source)


def name_term(name: str) -> str:
    """A name as it is looked for: no difference between capitals and small letters, in one form of Unicode."""
    return shortened(normal_name(name))


def shortened(value: str) -> str:
    """A value of any length as one that an index can hold."""
    return value if len(value) <= _LONGEST_TERM else f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"


def _terms(seen: _Seen, claim: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for axis, found in seen.axes.items():
        if found.band is not None:
            yield BAND, found.band
            yield BAND, shortened(f"{axis}:{found.band}")
    for gate in seen.gates:
        if gate.status == "applied":
            yield GATE, shortened(gate.id)
    for attribution in claim["attributions"]:
        chain = attribution["chain"]
        for link in chain:
            if "source" in link:
                yield SOURCE, name_term(link["source"])
        if "source" in chain[-1]:
            yield ROOT, name_term(chain[-1]["source"])
