"""Which reference pages follow from the code? Writes them, or with --check says which are stale."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from docs.generator import cli, codes, facts, rubrics, settings  # noqa: E402
from sayso.schemas import schemas  # noqa: E402

NOTICE = "<!-- Made from the code by `make docs`. Edits here are lost. -->\n\n"
PAGES: Mapping[str, Callable[[], str]] = {
    "reference/cli.md": cli.page,
    "reference/error-codes.md": codes.page,
    "reference/kinds-and-fields.md": facts.page,
    "reference/rubrics.md": rubrics.page,
    "reference/settings.md": settings.page,
}


def main(arguments: list[str]) -> int:
    files = {name: NOTICE + page() for name, page in PAGES.items()}
    files |= {
        f"schemas/{name}": json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas().items()
    }
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


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
