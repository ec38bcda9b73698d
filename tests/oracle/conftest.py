"""What does the comparison need once?"""

from __future__ import annotations

import pytest
from tests.generated.cases import pool


@pytest.fixture(scope="session", autouse=True)
def _pool() -> None:
    """The rubrics are drawn and read before the first comparison, so that no comparison waits for them."""
    pool()
