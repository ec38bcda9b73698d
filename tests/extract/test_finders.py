"""Is each extractor opened by its name, and only when somebody asks for it?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sayso.extract.finders import EXTRACTORS, NAMES, Options, open_extractor
from sayso.extract.prose import take_apart
from sayso.settings import Settings

TEXT = "Ana Ruiz, the harbour master, said the harbour would stay closed."


@pytest.mark.parametrize("name", ["learned", "rules"])
def test_an_extractor_finds_who_said_what(name: str) -> None:
    extractor = open_extractor(name, Options())
    assert extractor.id == name
    (relation,) = extractor.find(extractor.tagged(take_apart(TEXT)))
    assert [TEXT[start:end] for start, end in relation.cue] == ["said"]


def test_only_what_has_learned_has_weights() -> None:
    assert open_extractor("rules", Options()).weights is None
    weights = open_extractor("learned", Options()).weights
    assert weights is not None
    assert len(weights) == len("sha256:") + 64


def test_the_settings_know_every_extractor_and_no_other() -> None:
    assert Settings.model_json_schema()["properties"]["extractor"]["enum"] == list(NAMES)


@pytest.mark.parametrize("module", [module for _, module in EXTRACTORS])
def test_an_extractor_is_loaded_when_it_is_asked_for_and_not_before(root: Path, module: str) -> None:
    probe = f"import sys, sayso.extract.finders; print({module!r} in sys.modules, 'numpy' in sys.modules)"
    environment = {"PYTHONPATH": str(root / "service")}
    ran = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "False"]


def test_the_rules_need_no_numeric_library(root: Path) -> None:
    probe = (
        "import sys\nfrom sayso.extract.finders import Options, open_extractor\n"
        "open_extractor('rules', Options())\nprint('numpy' in sys.modules)"
    )
    environment = {"PYTHONPATH": str(root / "service")}
    ran = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
