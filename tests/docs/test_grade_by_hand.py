"""Is the grade that docs/how-a-grade-is-made.md works out by hand the one that the engine gives, figure by figure?"""

from __future__ import annotations

import json
import re
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.services import shipped_desk

from sayso.usecases.score import score

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-a-grade-is-made.md").read_text(encoding="utf-8")
SEED = json.loads((ROOT / "fixtures" / "seed" / "claims.json").read_text(encoding="utf-8"))
AXES = ("source_reliability", "information_credibility")
POSITIONS = {"spans", "cue", "mention", "span", "found"}
EVERYTHING = ("raise", "questions", "flip")
Row = tuple[str, ...]


@pytest.fixture(scope="module")
def claim() -> dict[str, Any]:
    block = re.search(r"^```json file=claim\.json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert block, "the page shows no claim"
    shown: dict[str, Any] = json.loads(block[1])
    return shown


@pytest.fixture(scope="module")
def answer(claim: dict[str, Any]) -> dict[str, Any]:
    return score(shipped_desk(), claim, include=EVERYTHING)


def part(heading: str) -> str:
    """The text under the heading that names an axis."""
    found = re.search(rf"^## [^\n]*`{heading}`[^\n]*\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"no heading names `{heading}`"
    return found[1]


def table(text: str, first: str) -> list[Row]:
    """The rows of the table whose first column has this title, without marks of emphasis."""
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith(f"| {first} |")), None)
    assert start is not None, f"no table begins with the column {first!r}"
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip().strip("*`") for cell in line.strip("|").split("|")))
    return rows


def test_the_claim_is_the_one_of_the_seed_but_for_positions(claim: dict[str, Any]) -> None:
    seed = next(each for each in SEED["claims"] if each["id"] == claim["id"])
    assert claim == without_positions(seed)


@pytest.mark.parametrize("axis", AXES)
def test_each_criterion_is_shown_with_its_level_points_and_reason(axis: str, answer: dict[str, Any]) -> None:
    shown = table(part(axis), "criterion")
    found = [
        (line["id"], str(line["points"]), str(line["max"]), f"{line['low']} to {line['high']}", line["because"])
        for line in answer["criteria"]
        if line["axis"] == axis
    ]
    assert shown == [tuple(cell.replace("|", "\\|") for cell in row) for row in found]


@pytest.mark.parametrize("axis", AXES)
def test_the_losses_are_the_engines_and_add_up_with_a_pencil(axis: str, answer: dict[str, Any]) -> None:
    *shown, total, left = table(part(axis), "lost by")
    found = [line for line in answer["losses"] if line["axis"] == axis]
    assert shown == [(line["code"], line["points"], line["basis"], line["reference"]) for line in found]
    assert total[:2] == ("together", str(sum(Decimal(row[1]) for row in shown)))
    assert left[:2] == ("left of 100.000", answer["axes"][axis]["exact"])
    assert Decimal(total[1]) + Decimal(left[1]) == Decimal("100.000")


def test_every_sum_on_the_page_comes_out() -> None:
    blocks = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    sums = [line for block in blocks for line in block.splitlines()]
    assert len(sums) > 8
    for line in sums:
        left, _, right = line.partition("=")
        assert worked_out(left) == Decimal(right.split()[0]), line


def test_the_numbers_in_the_text_are_the_engines(answer: dict[str, Any]) -> None:
    overall, axes = answer["overall"], answer["axes"]
    assert f"**{answer['grade']}**" in PAGE
    for one in (overall, *axes.values()):
        assert f"{one['score']} ({one['low']} to {one['high']})" in PAGE
        assert f"= {one['exact']}" in PAGE
    for gate in answer["gates"]:
        assert f"`{gate['id']}`" in PAGE
    for gain in answer["raise"]:
        assert gain["text"] in PAGE
    for line in answer["chain"]:
        assert f"{line['loss']}" in PAGE
        assert line["because"] in PAGE


def test_a_wrong_sum_would_be_noticed() -> None:
    assert worked_out("34 x 0.9 x 0.8 ") == Decimal("24.480")
    assert worked_out("(400 x 24.481 + 600 x 50) / 1000 ") == Decimal("39.792")
    assert worked_out("100 - 38.5 - 1 ") != Decimal("60")


def worked_out(text: str) -> Decimal:
    """A sum as written on the page: x and / first, then + and -, brackets, and cut off at the thousandth at the end."""
    words = re.findall(r"[\d.]+|[-+x/()]", text)
    value, rest = _sum(words)
    assert not rest, text
    return value.quantize(Decimal("0.001"), ROUND_DOWN)


def _sum(words: list[str]) -> tuple[Decimal, list[str]]:
    value, words = _product(words)
    while words and words[0] in "+-":
        sign = words[0]
        other, words = _product(words[1:])
        value = value + other if sign == "+" else value - other
    return value, words


def _product(words: list[str]) -> tuple[Decimal, list[str]]:
    value, words = _number(words)
    while words and words[0] in "x/":
        sign = words[0]
        other, words = _number(words[1:])
        value = value * other if sign == "x" else value / other
    return value, words


def _number(words: list[str]) -> tuple[Decimal, list[str]]:
    if words[0] == "(":
        value, rest = _sum(words[1:])
        assert rest[0] == ")"
        return value, rest[1:]
    return Decimal(words[0]), words[1:]


def without_positions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_positions(each) for key, each in value.items() if key not in POSITIONS}
    return [without_positions(each) for each in value] if isinstance(value, list) else value
