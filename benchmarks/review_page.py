"""How long does the server take to draw the review of a long article?

    .venv/bin/python benchmarks/review_page.py [CLAIMS]

Keeps an article of 10,000 words with so many claims (150 where no number is given) in a new SQLite file, then asks for
the page of one claim after the other, in process. Prints ``name: value`` lines; benchmarks/README.md says what each is.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from sayso.api.express import Service  # noqa: E402
from sayso.app import build_app  # noqa: E402
from sayso.archive.sample import sample  # noqa: E402
from sayso.settings import load_settings  # noqa: E402

WORDS, TURNS = 10_000, 20
BASE = "http://127.0.0.1:8321"


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        app = build_app(load_settings(data_dir=Path(folder)))
        try:
            print("\n".join(asyncio.run(_measured(app, count))))
        finally:
            app.state.storage.close()
    return 0


async def _measured(app: Service, count: int) -> list[str]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=BASE, timeout=300) as client:
        kept = await client.post("/v1/documents", json=_article(count))
        kept.raise_for_status()
        place = f"/documents/{kept.json()['id']}"
        size = len((await client.get(f"{place}/claims/0")).raise_for_status().content)  # opened once: it is warm now
        taken = []
        for turn in range(TURNS):
            began, cpu = perf_counter(), process_time()
            answer = await client.get(f"{place}/claims/{turn * count // TURNS}")
            taken.append((perf_counter() - began, process_time() - cpu))
            answer.raise_for_status()
    clock, processor = (sorted(each[at] * 1000 for each in taken) for at in (0, 1))
    return [
        f"page.words: {WORDS}",
        f"page.claims: {count}",
        f"page.kilobytes: {size // 1024}",
        f"page.document_ms: {median(clock):.0f}",
        f"page.document_slowest_ms: {clock[-1]:.0f}",
        f"page.document_cpu_ms: {median(processor):.0f}",
    ]


def _article(count: int) -> dict[str, Any]:
    """An article whose claims stand at equal distances; the words between them are nobody's."""
    claims: list[dict[str, Any]] = []
    pieces: list[str] = []
    at = 0
    between = " ".join(["meanwhile"] * max(1, WORDS // count - 12))
    for number, claim in enumerate(sample(count, 7)):
        sentence = f"Claim number {number} was made by somebody who said it to us."
        claims.append({**claim, "text": sentence, "id": f"claim-{number}", "spans": [[at, at + len(sentence)]]})
        piece = f"{sentence} {between}.\n\n"
        pieces.append(piece)
        at += len(piece)
    return {"text": "".join(pieces), "title": "A long article", "outlet": "The Daily", "claims": claims}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 150))
