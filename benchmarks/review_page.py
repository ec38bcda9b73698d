"""How long does the server take for the page of a long article?

    .venv/bin/python benchmarks/review_page.py

Keeps an article of 10,000 words with 150 claims (the seed's, over and over), then asks for the page of one claim after
another and of the same one again. Prints ``name: value`` lines; benchmarks/README.md says what each is.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

import httpx  # noqa: E402

from sayso.app import build_app  # noqa: E402
from sayso.facts.vocabulary import load_vocabulary  # noqa: E402
from sayso.settings import load_settings  # noqa: E402
from sayso.usecases.seed import open_seed  # noqa: E402

WORDS, CLAIMS, FIRST, AGAIN = 10_000, 150, 12, 20
_FILLER = "Nothing that anybody said is told in this sentence of the article. "


def article() -> tuple[str, list[Any]]:
    """The seed's text over and over, with filling between, and its claims at their places."""
    seed = open_seed(ROOT / "fixtures" / "seed", load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml"))
    text = ""
    claims: list[Any] = []
    rounds = -(-CLAIMS // len(seed.claims))
    filler = _FILLER * ((WORDS // rounds - len(seed.text.split())) // len(_FILLER.split()))
    for _ in range(rounds):
        for claim in seed.claims:
            moved = [[start + len(text), end + len(text)] for start, end in claim.get("spans", ())]
            bare = {name: value for name, value in claim.items() if name not in ("id", "spans", "found")}
            claims.append({**_without_places(bare), "spans": moved})
        text += f"{seed.text}\n\n{filler}\n\n"
    return text, claims[:CLAIMS]


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_places(each) for name, each in value.items() if name not in ("cue", "mention", "span")}
    return [_without_places(each) for each in value] if isinstance(value, (list, tuple)) else value


async def measured(client: httpx.AsyncClient) -> tuple[list[float], list[float], int]:
    text, claims = article()
    kept = await client.post("/v1/documents", json={"text": text, "claims": claims})
    assert kept.status_code == 201, kept.text
    document = f"/documents/{kept.json()['id']}"
    first, again = [], []
    size = 0
    for place in range(FIRST + 1):
        began = process_time()
        reply = await client.get(f"{document}/claims/{place}")
        first.append(process_time() - began)
        assert reply.status_code == 200
        size = len(reply.content)
    for _ in range(AGAIN):
        began = process_time()
        await client.get(f"{document}/claims/0")
        again.append(process_time() - began)
    return first[1:], again, size  # the very first takes the templates and the text apart


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = build_app(load_settings(data_dir=Path(folder)))

        async def run() -> None:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                first, again, size = await measured(client)
            print(f"page.document_ms: {1000 * median(again):.1f}")
            print(f"page.document_first_ms: {1000 * median(first):.1f}")
            print(f"page.document_first_worst_ms: {1000 * max(first):.1f}")
            print(f"page.document_kib: {size / 1024:.0f}")

        asyncio.run(run())
        app.state.storage.close()


if __name__ == "__main__":
    main()
