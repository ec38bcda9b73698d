"""Do the pages hang together: no dead link, no stale page, every decision numbered, every lock clean?"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
LOCKS = sorted(ROOT.glob("requirements*.txt"))


def anchors(page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    return {re.sub(r"[^\w\- ]", "", m["text"].lower()).strip().replace(" ", "-") for m in HEADING.finditer(text)}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_link_is_dead(page: Path) -> None:
    for match in LINK.finditer(page.read_text(encoding="utf-8")):
        target, _, anchor = match["target"].partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), f"{page.relative_to(ROOT)} links to {target}, which is not there"
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), (
                f"{page.relative_to(ROOT)} links to #{anchor}, no such heading in {found.name}"
            )


def test_the_generated_pages_are_what_the_code_says() -> None:
    check = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout + check.stderr


def test_every_guide_and_reference_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / m["target"].partition("#")[0]).resolve() for m in LINK.finditer(index)}
    pages = {p for p in (ROOT / "docs").rglob("*.md") if p.name != "index.md" and "decisions" not in p.parts}
    assert sorted(str(p.relative_to(ROOT)) for p in pages - linked) == []


def test_decisions_are_numbered_once_and_have_their_three_parts() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [record.name[:4] for record in records]
    assert len(set(numbers)) == len(numbers)
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {record.name[:4]} "), record.name
        for part in ("## Context", "## Choice", "## Consequences"):
            assert part in text, f"{record.name} has no {part!r}"


def test_every_decision_is_listed_in_the_index_under_its_own_title() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for record in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        title = record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"[{title}](decisions/{record.name})" in index, f"docs/index.md does not list {title!r}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_locks_name_versions_and_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|^--?(index|extra|find|trusted)", text, re.MULTILINE)
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "==" in entry.splitlines()[0], entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_every_dependency_has_its_reason_in_the_decision_record() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    reasons = "".join(record.read_text(encoding="utf-8").lower() for record in records)
    named = re.findall(r'^ {4}"([a-z0-9.-]+)(?:\[[a-z]+\])?[>=]=', project, re.MULTILINE)
    assert len(named) > 15
    spoken = {"axe-playwright-python": "axe", "pydantic-settings": "pydantic-settings", "pytest-xdist": "pytest"}
    assert [name for name in named if spoken.get(name, name) not in reasons] == []


def test_every_target_of_the_makefile_is_explained() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY:")).split()[1:]
    for target in phony:
        assert re.search(rf"^{target}:.*## ", text, re.MULTILINE), f"make {target} has no explanation"
