"""What do FastAPI routes cost that only look at a request: one that takes nothing, one that takes a typed claim?

The claim is typed as a tutorial would type it: a model for each part, every field of the vocabulary that the measured
claims use. Both routes answer with the same bytes, made beforehand.
"""

from __future__ import annotations

from typing import Literal

from fastapi import FastAPI, Response
from pydantic import BaseModel


class TrackRecord(BaseModel):
    letter: Literal["A", "B", "C", "D", "E"] | None = None


class Link(BaseModel):
    source: str | None = None
    kind: str | None = None
    relation: Literal["quotes", "paraphrases", "relies_on_primary", "updates", "contradicts"] | None = None
    identification: str | None = None
    access: str | None = None
    interest: str | None = None
    custody: str | None = None
    publisher_verification: str | None = None
    track_record: TrackRecord | None = None


class Attribution(BaseModel):
    chain: list[Link]


class Roots(BaseModel):
    count: int | None = None


class Claim(BaseModel):
    text: str | None = None
    specifics: list[Literal["who", "what", "where", "when", "how_many"]] | None = None
    hedges: list[str] | None = None
    contradiction: str | None = None
    plausibility: str | None = None
    roots: Roots | None = None
    attributions: list[Attribution]


class Request(BaseModel):
    claim: Claim


class Batch(BaseModel):
    claims: list[Claim]


def anchors(content: bytes) -> FastAPI:
    """An application with ``POST /static`` and ``POST /typed``, both answering with ``content``."""
    app = FastAPI()

    @app.post("/static")
    async def static() -> Response:
        return Response(content, media_type="application/json")

    @app.post("/typed")
    async def typed(request: Request) -> Response:  # noqa: ARG001  # to be parsed and checked is all it is for
        return Response(content, media_type="application/json")

    return app
