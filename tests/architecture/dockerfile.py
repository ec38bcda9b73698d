"""What does the Dockerfile say, stage by stage, and how is a command of it run outside a container?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Step:
    """One instruction: its word and the rest of the line; continued lines are joined."""

    word: str
    rest: str


def stages() -> list[list[Step]]:
    """The instructions of each stage, its FROM first."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    found: list[list[Step]] = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            if word == "FROM":
                found.append([])
            found[-1].append(Step(word, rest.strip()))
    return found


def copied(stage: list[Step]) -> list[str]:
    """What the stage copies from the folder of the build."""
    steps = [step.rest.split() for step in stage if step.word == "COPY"]
    return [source for words in steps if not words[0].startswith("--from") for source in words[:-1]]


def commands(stage: list[Step]) -> list[list[str]]:
    """Each command of the RUN instructions, in order."""
    return [part.split() for step in stage if step.word == "RUN" for part in re.split(r"&&|;", step.rest)]


def listed(stage: list[Step], word: str) -> list[str]:
    """The command of CMD or HEALTHCHECK, which both stand in the form of a list."""
    (rest,) = [step.rest for step in stage if step.word == word]
    found: list[str] = json.loads(rest[rest.index("[") :])
    return found


def environment(stage: list[Step]) -> dict[str, str]:
    """What the stage sets with ENV."""
    pairs = [pair for step in stage if step.word == "ENV" for pair in step.rest.split()]
    return dict(pair.split("=", 1) for pair in pairs)
