"""Does the quick parser, wherever it is followed, say what the careful one says of the same text, place by place?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from tests.robustness.damage import damaged
from tests.robustness.effort import cases

from sayso.facts.yaml_events import Event, Kind, Place, TooDeep, Unreadable, Unsure, careful_events, quick_events
from sayso.facts.yaml_reader import read_yaml

ROOT = Path(__file__).resolve().parents[2]
RUBRICS = sorted((ROOT / "rubrics").glob("*.yaml"))
FILES = [*RUBRICS, *sorted((ROOT / "tests" / "rubric" / "broken").glob("*.yaml"))]
TRIES = cases(300, 1_000, 100_000)
PIECES = (
    *("a", "b", " ", "  ", "\n", "\n  ", "\n    ", "\r\n", "- ", ": ", ", ", "{", "}", "[", "]", '"', "'", "#", " # x"),
    *("|", ">", "|\n", ">-\n", "|2\n", "-", "?", "? ", ":", "1", "0x1F", "1:30", "no", "<<", "true", "\\", "\\n"),
    *("\\/", "\\x41", ".", "...", "---\n", "%", "@", "=", "&a ", "*a", "!x ", "~", "é", "😀", "\xa0", "\ufeff", "\t"),
)


def followed(text: str) -> list[Event] | None:
    """The quick parser's events; None where it is not trusted."""
    try:
        return list(quick_events(text))
    except Unsure:
        return None


def assert_alike(text: str) -> bool:
    """Where the quick parser is followed, the careful one says the same; whether it is."""
    quick = followed(text)
    if quick is None or len(quick) < 4 or read_yaml(text.encode(), "f")[1]:
        return False  # what is wrong in a tree is told by the careful one anyway
    assert told(quick) == told(careful_events(text)), text
    return True


def told(events: Iterable[Event]) -> list[tuple[Kind, Place, str, bool]]:
    """What a tree is made of; where a map or the text ends, nobody asks."""
    kept = (Kind.SCALAR, Kind.MAP, Kind.LIST)
    return [(each.kind, each.place if each.kind in kept else (0, 0), each.text, each.plain) for each in events]


@pytest.mark.parametrize("path", RUBRICS, ids=lambda path: path.stem)
def test_every_shipped_file_is_read_by_the_quick_one(path: Path) -> None:
    assert assert_alike(path.read_text(encoding="utf-8"))


def test_a_damaged_file_is_read_alike_or_carefully() -> None:
    chance, whole = Random(7), [path.read_bytes() for path in FILES]
    texts = (damaged(chance.choice(whole)[:3000], whole, chance).decode("utf-8", "replace") for _ in range(TRIES))
    assert sum(map(assert_alike, texts)) > TRIES // 20


def test_whatever_is_put_together_is_read_alike_or_carefully() -> None:
    chance = Random(77)
    texts = ("a: " + "".join(chance.choices(PIECES, k=chance.randint(1, 20))) for _ in range(TRIES))
    assert sum(map(assert_alike, texts)) > TRIES // 50


@pytest.mark.parametrize(
    "text",
    [
        "a: \n",
        "a:\n? b\n",
        "a: \tb",
        "a: b\n\ufeff",
        "a: |#x",
        "a: >-#x\n  b",
        "a: |-\n \n  b",
        "a: > # c\n  \n     # d",
        "a: ...\n...\n",
        "a: &b c",
        "a: !b c",
        "a: *b",
        "a: &b {c: d}",
        "a: !b [c]",
        "%YAML 1.1\n---\na: b",
        "a: b\x85c: d",
        'a: ["b":1]',
        "a: [b",
        'a: "\\UFFFFFFFF"',
    ],
)
def test_where_the_two_could_differ_the_careful_one_is_asked(text: str) -> None:
    assert followed(text) is None


def test_without_the_c_library_every_text_is_read_carefully(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [read_yaml(path.read_bytes(), path.name) for path in RUBRICS]
    monkeypatch.setattr("sayso.facts.yaml_events.CParser", None)
    assert followed("a: b") is None
    assert [read_yaml(path.read_bytes(), path.name) for path in RUBRICS] == before


def test_the_careful_one_says_what_is_wrong_and_where() -> None:
    with pytest.raises(Unreadable) as unreadable:
        list(careful_events("a: b\nc: [d"))
    assert (unreadable.value.place, unreadable.value.hint) == ((2, 6), "close the bracket")
    with pytest.raises(TooDeep) as deep:
        list(careful_events("a: " + "[" * 100))
    assert deep.value.place == (1, 44)
