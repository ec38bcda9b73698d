"""Does the whole service refuse to start on rubrics it cannot use, and come up whole otherwise?"""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.app import build_app
from sayso.errors import SaysoError
from sayso.settings import Settings


def test_rubrics_that_are_not_there_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(SaysoError):
        build_app(Settings(rubrics_dir=tmp_path))


def test_a_default_rubric_that_is_not_there_stops_the_start() -> None:
    with pytest.raises(SaysoError, match="newsrom"):
        build_app(Settings(rubric="newsrom"))
