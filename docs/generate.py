"""Which reference pages follow from the code? Writes them, or with --check says which are stale.

python docs/generate.py                      writes docs/reference and docs/schemas
python docs/generate.py --check              names what is stale, and ends with 1 where anything is
python docs/generate.py --quickstart-claim   prints the claim of the README's request
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from docs.generator import access, archive, cli, codes, coverage, facts, rubrics, schemas, settings  # noqa: E402

NOTICE = "<!-- Made from the code by `make docs`. Edits here are lost. -->\n\n"
PAGES: Mapping[str, Callable[[], str]] = {
    "reference/access.md": access.page,
    "reference/archive.md": archive.page,
    "reference/cli.md": cli.page,
    "reference/coverage.md": coverage.page,
    "reference/error-codes.md": codes.page,
    "reference/kinds-and-fields.md": facts.page,
    "reference/rubrics.md": rubrics.page,
    "reference/settings.md": settings.page,
}
SCHEMAS: Mapping[str, Callable[[], str]] = {
    "schemas/rubric-1.json": schemas.rubric,
    "schemas/vocabulary-1.json": schemas.vocabulary,
}
REQUEST = re.compile(r"<<'JSON'\n(?P<body>.*?)\nJSON$", re.DOTALL | re.MULTILINE)


def main(arguments: list[str]) -> int:
    if "--quickstart-claim" in arguments:
        print(json.dumps(quickstart_claim(), ensure_ascii=False))
        return 0
    files = {name: NOTICE + page() for name, page in PAGES.items()} | {name: text() for name, text in SCHEMAS.items()}
    stale = [name for name, text in files.items() if not _is(DOCS / name, text)]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/{name} is not what the code says; run: make docs")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(files[name], encoding="utf-8")
        print(f"docs/{name}")
    return 0


def quickstart_claim() -> dict[str, object]:
    """The claim that the README posts."""
    found = REQUEST.search((ROOT / "README.md").read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit("README.md has no request between <<'JSON' and JSON")
    claim: dict[str, object] = json.loads(found["body"])["claim"]
    return claim


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
