"""How does a test make a desk of its own: a folder with the shipped vocabulary and rubrics of a few lines?"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sayso.usecases.desk import Desk, open_desk

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "rubrics"

RUBRIC = """\
sayso: rubric/1
id: {id}
version: {version}
title: {title}
reference: AP, Telling the Story
unknown: estimate
judge_if_known: 0
axes:
  sourcing:
    of: attribution
    bands: [{{id: A, from: 50, label: Good}}, {{id: B, from: 0, label: Poor}}]
    abstain: {{id: F, label: Cannot be judged}}
overall: {{method: none}}
criteria:
  - id: named
    axis: sourcing
    ask: Is the root named?
    reference: AP, Telling the Story
    levels:
      - id: by_name
        when: {{root: {{identification: [named_with_position, named]}}}}
        points: {points}
        because: it is named
    else: {{id: nobody, points: 0, because: nobody is named}}
    unknown: {{points: 40, because: whether it is named is not stated, fact: root.identification}}
tests:
  - name: named
    claim: {{attributions: [{{chain: [{{kind: eyewitness, identification: named}}]}}]}}
    expect: {{sourcing: {{score: 100, band: A}}}}
  - name: not named
    claim: {{attributions: [{{chain: [{{kind: eyewitness, identification: bare}}]}}]}}
    expect: {{sourcing: {{score: 0, band: B}}}}
"""
CLAIM: dict[str, Any] = {
    "id": "c",
    "text": "The harbour was closed.",
    "attributions": [{"chain": [{"source": "a witness", "kind": "eyewitness", "identification": "named"}]}],
}


def rubric(id: str = "small", version: str = "1.0.0", title: str = "Small", points: int = 100) -> str:  # noqa: A002
    return RUBRIC.format(id=id, version=version, title=title, points=points)


def folder(path: Path, **files: str) -> Path:
    """A rubrics folder; the name of each file without its ``.yaml``."""
    path.mkdir(exist_ok=True)
    shutil.copy(SHIPPED / "vocabulary.yaml", path)
    for name, text in files.items():
        (path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


def desk(path: Path, **files: str) -> Desk:
    return open_desk(folder(path, **(files or {"small": rubric()})), None, "small")
