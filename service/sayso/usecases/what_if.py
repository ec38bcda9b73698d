"""What would the answer be with other facts, and is it still the same with the same ones?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import from_json, to_json

from sayso.facts.claim import Reading, read_claim
from sayso.store.port import Assessed
from sayso.usecases.desk import Desk
from sayso.usecases.drafting import answer_bytes, with_id
from sayso.usecases.past import Bench, asked_of, reading_of
from sayso.usecases.sources.resolving import pointer_of, resolve
from sayso.version import ENGINE_VERSION
from sayso.wire.assessments import Difference, Differing, Engines, Replay

Json = Mapping[str, Any]
_MOST_DIFFERENCES = 200


def what_if(assessed: Assessed, patch: Json, bench: Bench) -> bytes:
    """``wire.assessments.WhatIf`` as JSON. Raises InvalidClaim where the patched facts cannot be graded, with pointers
    into them, and InvalidRequest where a pointer of ``disputed`` leads nowhere any more.
    """
    asked = asked_of(assessed)
    facts = merged(from_json(assessed.facts), patch)
    reading = read_claim(facts, bench.desk.vocabulary, strict=asked.strict, limits=bench.desk.limits)
    reading = _resolved(reading, from_json(assessed.facts), asked.as_of, bench.desk)
    after = answer_bytes(bench.desk, bench.plan, reading, asked)
    difference = to_json(_difference(from_json(assessed.answer), from_json(after)))
    return b'{"before":%b,"after":%b,"difference":%b}' % (assessed.answer, after, difference)


def replay(assessed: Assessed, bench: Bench) -> Replay:
    """Grades the kept facts by the kept rubric again, and compares to the byte, the engine's version aside."""
    told = with_id(answer_bytes(bench.desk, bench.plan, reading_of(assessed), asked_of(assessed)), assessed.id)
    told = told.replace(_engine(ENGINE_VERSION), _engine(assessed.engine), 1)
    same = told == assessed.answer
    found = [] if same else [*_differing(from_json(assessed.answer), from_json(told), "")]
    return Replay(
        identical=same,
        engine=Engines(stored=assessed.engine, now=ENGINE_VERSION),
        differences=found[:_MOST_DIFFERENCES],
    )


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396: maps are merged, null takes a key away, anything else stands in the place of what was there."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def _resolved(reading: Reading, stored: Json, as_of: str | None, desk: Desk) -> Reading:
    """The registry looks at links that are new here: what it said of the others was said when they were graded."""
    index = desk.sources.now
    if index is None:
        return reading
    before = [link for attribution in stored["attributions"] for link in attribution["chain"]]
    kept = {
        pointer_of(at, position)
        for at, attribution in enumerate(reading.claim["attributions"])
        for position, link in enumerate(attribution["chain"])
        if link in before
    }
    return resolve(index, reading, as_of, desk.vocabulary, kept)


def _engine(version: str) -> bytes:
    """How an answer names its engine. Quotation marks inside a text are escaped, so that no claim can say this."""
    return b',"engine":%b,"facts_digest":' % to_json(version)


def _difference(before: Json, after: Json) -> Difference:
    axes = {
        name: {"before": _axis(before["axes"][name]), "after": _axis(after["axes"][name])}
        for name in before["axes"]
        if _axis(before["axes"][name]) != _axis(after["axes"][name])
    }
    gates = [[gate["id"] for gate in told["gates"] if gate["status"] == "applied"] for told in (before, after)]
    overall = [{name: (told["overall"] or {}).get(name) for name in ("exact", "label")} for told in (before, after)]
    return Difference.model_validate(
        {
            "grade": _pair(before["grade"], after["grade"]),
            "overall": _pair(*overall),
            "axes": axes,
            "losses": [*_losses(before, after)],
            "gates": _pair(*gates),
        }
    )


def _pair(before: Any, after: Any) -> Json | None:
    return None if before == after else {"before": before, "after": after}


def _axis(told: Json) -> Json:
    return {"band": told["band"], "exact": told["exact"]}


def _losses(before: Json, after: Json) -> Iterator[Json]:
    was, now = _points(before), _points(after)
    for axis, code in dict.fromkeys([*was, *now]):
        one, other = was.get((axis, code)), now.get((axis, code))
        if one != other:
            yield {"code": code, "axis": axis, "before": _shown(one), "after": _shown(other)}


def _points(told: Json) -> dict[tuple[str, str], int]:
    """Thousandths by axis and code; two links may lose points under one code."""
    found: dict[tuple[str, str], int] = {}
    for loss in told["losses"]:
        at = loss["axis"], loss["code"]
        found[at] = found.get(at, 0) + int(loss["points"].replace(".", ""))
    return found


def _shown(thousandths: int | None) -> str | None:
    return None if thousandths is None else f"{thousandths // 1000}.{thousandths % 1000:03d}"


def _differing(stored: Any, now: Any, pointer: str) -> Iterator[Differing]:
    if isinstance(stored, dict) and isinstance(now, dict):
        for name in dict.fromkeys([*stored, *now]):
            step = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            yield from _differing(stored.get(name), now.get(name), step)
    elif isinstance(stored, list) and isinstance(now, list) and len(stored) == len(now):
        for index, (one, other) in enumerate(zip(stored, now, strict=True)):
            yield from _differing(one, other, f"{pointer}/{index}")
    elif stored != now:
        yield Differing(pointer=pointer, stored=stored, now=now)
