"""How is a result told to a reader in Python: the answer of design section 5 as plain data?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json

from sayso.engine.scalar import Result
from sayso.engine.write import Claim, write
from sayso.errors import Problem
from sayso.facts.claim import Reading
from sayso.facts.vocabulary import Vocabulary

Answer = dict[str, Any]


def explain(
    result: Result,
    claim: Claim,
    vocabulary: Vocabulary,
    *,
    engine: str,
    as_of: str | None,
    warnings: Sequence[Problem] = (),
) -> Answer:
    """What ``write`` says, read back: one answer, whoever asks."""
    reading = Reading(claim, tuple(warnings))
    answer: Answer = from_json(write(result.plan, result.facts, reading, vocabulary, engine=engine, as_of=as_of).whole)
    return answer
