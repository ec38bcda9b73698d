"""What do many askers keep at once, and which of it was acknowledged? Singles, batches, reviews and corrections."""

from __future__ import annotations

import asyncio
import hashlib
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

PATH = "/v1/assessments"
TOGETHER = 5
"""Claims of one batch, which are there all or not at all."""


@dataclass
class Acknowledged:
    """What the service said that it has kept: the digest of each answer by its id, and the reviews of each."""

    answers: dict[str, str] = field(default_factory=dict)
    reviewed: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.answers) + len(self.reviewed)


def claim(name: str) -> dict[str, Any]:
    """A claim with two sources, of which the first has this name."""
    chain = [
        {"source": name, "kind": "secondhand_media", "relation": "quotes"},
        {"source": "Ana Ruiz", "kind": "on_record_official"},
    ]
    return {"text": "The harbour is closed.", "attributions": [{"chain": chain}]}


async def ask_until_gone(address: str, askers: int, seed: int, told: Acknowledged) -> None:
    """Asks and asks, and notes each answer, until the service is no longer there."""
    limits = httpx.Limits(max_connections=askers)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        await asyncio.gather(*(_ask_on(client, random.Random(seed * 1000 + number), told) for number in range(askers)))


async def _ask_on(client: httpx.AsyncClient, chance: random.Random, told: Acknowledged) -> None:
    try:
        while True:
            body = await _keep(client, chance, told)
            if chance.random() < 0.4:
                await _review(client, body, told)
            elif chance.random() < 0.4:
                await _correct(client, body, told)
    except httpx.TransportError:
        return


async def _keep(client: httpx.AsyncClient, chance: random.Random, told: Acknowledged) -> dict[str, Any]:
    if chance.random() < 0.3:
        name = f"batch-{uuid.uuid4().hex}"
        response = await client.post(PATH, json={"claims": [claim(name)] * TOGETHER})
        assert response.status_code == 200, response.text
        kept = [item["assessment"] for item in response.json()["results"]]
    else:
        key = uuid.uuid4().hex
        headers = {"idempotency-key": key}
        response = await client.post(PATH, json={"claim": claim(f"single-{key}")}, headers=headers)
        assert response.status_code == 201, response.text
        kept = [response.json()]
        told.keys[key] = kept[0]["id"]
    for body in kept:
        told.answers[body["id"]] = digest_of(body["result"])
    first: dict[str, Any] = kept[0]
    return first


async def _review(client: httpx.AsyncClient, kept: dict[str, Any], told: Acknowledged) -> None:
    note = f"A note of its own: {uuid.uuid4().hex}"
    body = {"verdict": "agree", "note": note}
    response = await client.post(f"{PATH}/{kept['id']}/reviews", json=body, headers={"if-match": '"r0"'})
    assert response.status_code == 201, response.text
    told.reviewed[kept["id"]] = note


async def _correct(client: httpx.AsyncClient, kept: dict[str, Any], told: Acknowledged) -> None:
    body = {"claim": claim(f"single-{uuid.uuid4().hex}")}
    response = await client.post(f"{PATH}/{kept['id']}/corrections", json=body, headers={"if-match": '"r0"'})
    assert response.status_code == 201, response.text
    fresh = response.json()
    told.answers[fresh["id"]] = digest_of(fresh["result"])
    told.replaced[kept["id"]] = fresh["id"]


def digest_of(result: Any) -> str:
    """The digest of an answer, whatever the order of its keys."""
    return hashlib.sha256(repr(sorted(result.items())).encode()).hexdigest()
