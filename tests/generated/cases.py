"""What is one example: a rubric that was accepted, ready to judge, with a claim that its facts matter to?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, assume, currently_in_test_context, given, note, settings
from hypothesis import strategies as st
from tests.generated.claims import Reads, claims, reads_of
from tests.generated.conditions import Draw
from tests.generated.rubrics import rubric_texts
from tests.generated.vocabulary import RUBRICS, shipped_vocabulary
from tests.robustness import effort

from sayso.engine.explain import explain
from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.scalar import Result, judge
from sayso.errors import InvalidClaim
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.rubric.load import Loaded, load_rubric
from sayso.rubric.model import Rubric

Claim = Mapping[str, Any]
AS_OF = "2026-02-01"
LOOSE = frozenset({"near_end_raises", "cap_by_chains", "too_many_cases"})
"""The warnings that say an invariant may not hold."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One rubric, its plan and what it reads."""

    text: str
    rubric: Rubric = field(repr=False)
    plan: Plan = field(repr=False)
    reads: Reads = field(repr=False)
    warnings: frozenset[str] = field(repr=False)


@dataclass(frozen=True)
class Case:
    """A rubric, a claim in its normal form and the day that ages count to."""

    sample: Sample
    claim: Claim
    as_of: str | None = AS_OF

    def judge(self, claim: Claim | None = None) -> Result:
        return judge(self.sample.plan, derive(self.claim if claim is None else claim, shipped_vocabulary(), self.as_of))

    def answer(self, claim: Claim | None = None) -> dict[str, Any]:
        told = self.claim if claim is None else claim
        return explain(self.judge(told), told, shipped_vocabulary(), engine="0", as_of=self.as_of)


def files() -> dict[str, bytes]:
    """The shipped rubrics by file name."""
    return {path.name: path.read_bytes() for path in sorted(RUBRICS.glob("*.yaml")) if path.name != "vocabulary.yaml"}


def small() -> bytes:
    """The rubric that the pairs are worked out by."""
    return (RUBRICS.parent / "tests" / "engine" / "pairs" / "rubric.yaml").read_bytes()


def read(text: bytes, name: str = "generated.yaml") -> Loaded:
    """A rubric file, read with the shipped ones and the small one at hand to extend."""
    return load_rubric(text, name, shipped_vocabulary(), lambda ref: _by_ref().get(ref))


@cache
def _by_ref() -> Mapping[str, bytes]:
    found = {}
    for text in (*files().values(), small()):
        words = dict(
            line.split(": ", 1) for line in text.decode().splitlines() if line.startswith(("id: ", "version: "))
        )
        found[f"{words['id']}@{words['version']}"] = text
    return found


def sample_of(text: str, loaded: Loaded) -> Sample:
    rubric = loaded.rubric
    assert rubric is not None, [problem.message for problem in loaded.problems]
    warnings = frozenset(problem.code for problem in loaded.problems if problem.severity == "warning")
    return Sample(text, rubric, compile_rubric(rubric), reads_of(rubric), warnings)


@cache
def fixed() -> tuple[Sample, ...]:
    """The shipped rubrics, and one small enough to work by hand."""
    texts = {**files(), "small": small()}
    loaded = {name: read(text, name) for name, text in texts.items()}
    return tuple(sample_of(name, each) for name, each in loaded.items() if each.rubric is not None)


@cache
def shipped(name: str) -> Sample:
    """One shipped rubric by id."""
    return next(sample for sample in fixed() if sample.rubric.id == name)


@cache
def generated(count: int) -> tuple[Sample, ...]:
    """So many accepted rubrics, the same in every run, the shortest first."""
    found: dict[str, Sample] = {}

    @settings(
        max_examples=2 * count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(rubric_texts())
    def collect(text: str) -> None:
        if len(found) < count and text not in found:
            loaded = read(text.encode())
            if loaded.rubric is not None:
                found[text] = sample_of(text, loaded)

    collect()
    return tuple(sorted(found.values(), key=lambda sample: len(sample.text)))


@cache
def pool() -> tuple[Sample, ...]:
    """What most properties draw from: it costs more to read a rubric than to judge a thousand claims by it."""
    return (*generated(effort.cases(100, 150, 1_500)), *fixed())


@st.composite
def cases(draw: Draw, most: int = 4, links: int = 6, gaps: int = 1, calm: bool = False) -> Case:
    """A rubric of the pool and a claim; ``calm`` keeps to rubrics without a warning that an invariant may fail."""
    samples = [sample for sample in pool() if not (calm and sample.warnings & LOOSE)]
    sample = draw(st.sampled_from(samples))
    return case_of(sample, draw(claims(sample.reads, most, links, gaps)), draw(st.sampled_from([AS_OF, None])))


@st.composite
def fresh_cases(draw: Draw) -> Case:
    """A rubric drawn for this example alone, so that a failure shrinks to the smallest one."""
    text = draw(rubric_texts())
    loaded = read(text.encode())
    assume(loaded.rubric is not None)
    sample = sample_of(text, loaded)
    return case_of(sample, draw(claims(sample.reads, 3, 4)), AS_OF)


@st.composite
def claims_for(draw: Draw, name: str, most: int = 4, links: int = 6, gaps: int = 1) -> Case:
    """A shipped rubric and a claim for it."""
    sample = shipped(name)
    return case_of(sample, draw(claims(sample.reads, most, links, gaps)), AS_OF)


def case_of(sample: Sample, raw: dict[str, Any], as_of: str | None = AS_OF) -> Case:
    case = Case(sample, normal(raw), as_of)
    if currently_in_test_context():
        note(case)  # shown with the smallest example that fails
    return case


def normal(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The claim as it is judged; the example is dropped where what it states contradicts itself."""
    try:
        return read_claim(dict(raw), shipped_vocabulary()).claim
    except InvalidClaim:
        assume(False)
        raise
