"""What review do the tests of exports take away? One with every part, and with the same words in each text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic_core import to_json

from sayso.export.review import (
    Backing,
    Claim,
    Link,
    Note,
    Place,
    Release,
    Review,
    Reviewed,
    Rubric,
    SignOff,
)

WHEN = "2026-01-31T12:00:00.000Z"
BANDS = {"sourcing": {"A": "Good", "B": "Poor", "F": "Cannot be judged"}}


def answer(words: str = "it is not named", status: str = "scored") -> dict[str, Any]:
    """A stored answer, with figures that no other place has."""
    scored = status == "scored"
    axis = {
        "status": status,
        "score": 41 if scored else None,
        "low": 37,
        "high": 53,
        "exact": "40.872" if scored else None,
        "band": "B" if scored else "F",
        "label": "Poor" if scored else "Cannot be judged",
        "known": 619,
        "attribution": 0,
        "others": [],
    }
    loss = {"code": "named.nobody", "axis": "sourcing", "points": "59.128", "basis": "fact", "facts": []}
    gate = {"id": "hold_it", "effect": "hold", "status": "applied", "axis": None, "before": None, "after": None}
    return {
        "claim": {"id": words, "text": words},
        "engine": "0.1.0",
        "facts_digest": "sha256:" + "f" * 64,
        "status": status,
        "grade": axis["band"],
        "overall": None,
        "axes": {"sourcing": axis},
        "derived": {"roots": {"count": 1, "independence": "single", "stated": False}},
        "gates": [{**gate, "requires": "senior_editor", "fact": None, "because": words, "reference": words}],
        "losses": [{**loss, "because": words, "reference": words}] if scored else [],
        "rationale": words,
    }


def claim(words: str = "The harbour is closed.", **more: Any) -> Claim:
    made = Claim(
        index=0,
        id=words,
        text=words,
        places=(Place(0, 3, words),),
        chains=((Link("Daily Ledger", "Outlet", "Quotes"), Link(words, None, None)),),
        assessment="a" * 32,
        created=WHEN,
        by="local",
        replaces=None,
        computed="B",
        human=None,
        state="open",
        facts=to_json({"text": words}),
        answer=to_json(answer(words)),
    )
    return replace(made, **more)


def override(words: str = "We know the harbour master.", **more: Any) -> Review:
    return replace(Review(WHEN, "key:k1", "override", "sourcing", "A", "source_known_better", words, "A"), **more)


def review(*claims: Claim, words: str = "Harbour closed", **more: Any) -> Reviewed:
    made = Reviewed(
        id="d" * 32,
        created=WHEN,
        by="local",
        title=words,
        outlet=words,
        date="2026-01-31",
        url="https://ledger.example/harbour",
        sha256="5" * 64,
        characters=40,
        text=words,
        rubric=Rubric("small", "1.0.0", "sha256:" + "e" * 64, words, BANDS),
        as_of=None,
        claims=claims,
    )
    return replace(made, **more)


def full(words: str) -> Reviewed:
    """These words wherever somebody outside may have written them."""
    whole = claim(
        words,
        human="A",
        state="overridden",
        reviews=(override(words, by=words, again_on="2026-03-01"),),
        backing=(Backing(WHEN, words, words, words, words, words), Backing(WHEN, "local", words)),
        notes=(Note(WHEN, words, words),),
        releases=(Release(WHEN, words, "hold_it", "senior_editor", words),),
    )
    return review(whole, words=words, by=words, url=words, sign_offs=(SignOff(WHEN, words, "reviewer", "5" * 64),))
