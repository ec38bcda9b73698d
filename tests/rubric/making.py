"""How does a test make a small rubric, read it whatever is wrong with it, and judge a claim with it?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sayso.engine.outcome import AxisRecord, Judged
from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.scalar import Result, judge
from sayso.errors import Problem
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.check import check_rubric
from sayso.rubric.load import Loaded, load_rubric
from sayso.rubric.model import Rubric
from sayso.rubric.read import read_rubric
from sayso.rubric.reading import Notes

ROOT = Path(__file__).resolve().parents[2]
Json = dict[str, Any]


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml")


def load(text: bytes | str, others: Mapping[str, bytes] | None = None, words: Vocabulary | None = None) -> Loaded:
    """The file as the service reads it; ``others`` has what it may extend."""
    data = text.encode() if isinstance(text, str) else text
    return load_rubric(data, "draft.yaml", words or vocabulary(), (others or {}).get)


def codes(problems: tuple[Problem, ...] | list[Problem], severity: str | None = None) -> set[str]:
    return {problem.code for problem in problems if severity in (None, problem.severity)}


def criterion(levels: list[Json], **more: Any) -> Json:
    """A criterion of the axis ``it``, with a sentence in every entry."""
    made = {"id": "c", "axis": "it", "ask": "What?", "reference": "none", "levels": levels, **more}
    for entry in (*levels, *(made[key] for key in ("else", "none", "unknown") if key in made)):
        entry.setdefault("because", "so it is")
    return made


def rubric(criteria: list[Json], of: str = "attribution", **more: Any) -> Json:
    """A rubric of one axis, ``it``, which never abstains for want of facts."""
    axis = {
        "of": of,
        "bands": [{"id": "A", "from": 50, "label": "Good"}, {"id": "E", "from": 0, "label": "Bad"}],
        "abstain": {"id": "F", "label": "Not to be judged"},
    }
    head = {"sayso": "rubric/1", "id": "small", "version": "1.0.0", "title": "Small", "reference": "none"}
    return {**head, "axes": {"it": axis}, "overall": {"method": "none"}, "criteria": criteria, **more}


def checked(source: Json) -> tuple[Rubric, list[Problem]]:
    """The rubric and what the checks say of it, whether or not they let it pass; every word in it must be known."""
    node, problems = read_yaml(json.dumps(source).encode(), "made")
    assert node is not None
    assert not problems
    notes = Notes()
    read, sound = read_rubric(node, vocabulary(), notes)
    assert not notes.problems, notes.problems
    check_rubric(read, sound, vocabulary(), notes)
    return read, notes.problems


def plan(read: Rubric) -> Plan:
    return compile_rubric(read)


def judged(ready: Plan, claim: Json, as_of: str | None = None) -> Result:
    return judge(ready, derive(read_claim(claim, vocabulary(), strict=True).claim, vocabulary(), as_of))


def record(result: Result) -> AxisRecord:
    return result.axes[0].speaker.record


def outcome(result: Result, at: int = 0) -> Judged:
    return result.axes[0].speaker.judged[at]


def scored(result: Result) -> tuple[int, int, int]:
    """Low, score and high of the only axis, in thousandths."""
    axis = result.axes[0]
    return axis.low, axis.speaker.record.exact, axis.high


Judge = Callable[[Json], Result]
