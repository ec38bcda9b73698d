"""How does a test read a claim with the shipped vocabulary, and what is wrong with one that is refused?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sayso.errors import InvalidClaim, Problem
from sayso.facts.claim import read_claim
from sayso.facts.derive import Facts, derive
from sayso.facts.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "rubrics" / "vocabulary.yaml"
VOCABULARY = load_vocabulary(FILE)


def claim_of(*chains: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """A claim with these chains, each an attribution of its own."""
    return {**fields, "attributions": [{"chain": chain} for chain in chains]}


def read(raw: Any, vocabulary: Vocabulary = VOCABULARY, **how: Any) -> dict[str, Any]:
    """The claim in its normal form; a warning fails the test."""
    reading = read_claim(raw, vocabulary, **how)
    assert reading.warnings == ()
    return reading.claim


def faults(raw: Any, vocabulary: Vocabulary = VOCABULARY, **how: Any) -> dict[str, Problem]:
    """Everything wrong with a claim by its pointer; the claim must be refused, and no place named twice."""
    with pytest.raises(InvalidClaim) as caught:
        read_claim(raw, vocabulary, **how)
    problems = caught.value.problems
    assert len({problem.pointer for problem in problems}) == len(problems)
    assert all(problem.severity == "error" and problem.message for problem in problems)
    return {str(problem.pointer): problem for problem in problems}


def codes(raw: Any, vocabulary: Vocabulary = VOCABULARY, **how: Any) -> dict[str, str]:
    return {pointer: problem.code for pointer, problem in faults(raw, vocabulary, **how).items()}


def facts_of(raw: Any, as_of: str | None = None, vocabulary: Vocabulary = VOCABULARY) -> Facts:
    return derive(read(raw, vocabulary), vocabulary, as_of)


def of_claim(raw: Any, name: str, as_of: str | None = None) -> Any:
    """A fact of the claim, stated or derived, as a rubric reads it."""
    return facts_of(raw, as_of).claim[VOCABULARY.layout.claim[name]]


def of_chain(raw: Any, name: str, chain: int = 0) -> Any:
    return facts_of(raw).chains[chain].chain[VOCABULARY.layout.chain[name]]


def of_link(raw: Any, name: str, link: int, chain: int = 0) -> Any:
    return facts_of(raw).chains[chain].links[link][VOCABULARY.layout.link[name]]
