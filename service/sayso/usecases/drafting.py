"""What is written down of a claim that was graded, and by which words is it found again?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import to_json

from sayso.engine.plan import Plan
from sayso.engine.template import Outline
from sayso.facts.claim import Reading
from sayso.facts.roots import normal_name
from sayso.store.ids import Ids, made
from sayso.store.port import BAND, DOCUMENT, GATE, ROOT, SOURCE, Assessed, Draft, Text
from sayso.usecases.desk import Desk
from sayso.usecases.score import answer, answer_json
from sayso.version import ENGINE_VERSION
from sayso.wire.request import Asked

NO_ID = b'{"id":null,'
_LONGEST_TERM = 200
_PLAIN = b'{"include":[],"disputed":[],"strict":false}'


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
    told, outline = _answered(desk, plan, reading, asked)
    assessed = Assessed(
        id=id_,
        created=made(id_),
        actor=by.actor,
        rubric_id=plan.rubric.id,
        rubric_digest=plan.rubric.digest,
        vocabulary_digest=vocabulary_text(desk.vocabulary).digest,
        engine=ENGINE_VERSION,
        as_of=asked.as_of,
        asked=_options(asked),
        facts=to_json(reading.claim) if reading.form is None else reading.form,  # in the order that the digest is of
        answer=with_id(told, id_),
        grade=outline.grade,
        replaces=replaces,
    )
    terms = dict.fromkeys((*_of_outline(outline), *name_terms(reading.claim)))
    return Draft(assessed, tuple(terms))


def of_document(made_: Draft, document: str, place: int) -> Draft:
    """The same draft, of the claim at this place of a document."""
    return Draft(made_.assessed._replace(document=document, place=place), (*made_.terms, (DOCUMENT, document)))


def answer_bytes(desk: Desk, plan: Plan, reading: Reading, asked: Asked) -> bytes:
    """The answer about a claim that was read, as JSON; the same bytes as POST /v1/score."""
    return _answered(desk, plan, reading, asked)[0]


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


def _answered(desk: Desk, plan: Plan, reading: Reading, asked: Asked) -> tuple[bytes, Outline]:
    if not asked.include and not asked.disputed:
        written = answer_json(desk, plan, reading, asked.as_of)
        return written.whole, written.outline
    told = answer(desk, plan, reading, asked.as_of, asked.include, asked.disputed)
    bands = tuple((name, axis["band"]) for name, axis in told["axes"].items() if axis["band"] is not None)
    gates = tuple(gate["id"] for gate in told["gates"] if gate["status"] == "applied")
    return to_json(told), Outline(told["grade"], bands, gates)


def _options(asked: Asked) -> bytes:
    if not asked.include and not asked.disputed and not asked.strict:
        return _PLAIN
    return to_json({"include": asked.include, "disputed": asked.disputed, "strict": asked.strict})


@lru_cache(maxsize=4096)
def _of_outline(outline: Outline) -> tuple[tuple[str, str], ...]:
    bands = [term for axis, band in outline.bands for term in ((BAND, band), (BAND, shortened(f"{axis}:{band}")))]
    return (*bands, *((GATE, shortened(gate)) for gate in outline.gates))


def name_terms(claim: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The terms that are made of names, all of them: by these nothing is found any more once its names are gone."""
    for attribution in claim["attributions"]:
        chain = attribution["chain"]
        for link in chain:
            if "source" in link:
                yield SOURCE, name_term(link["source"])
        if "source" in chain[-1]:
            yield ROOT, name_term(chain[-1]["source"])
