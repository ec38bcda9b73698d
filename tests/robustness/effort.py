"""How many cases does a plain loop try under each profile of the tests?"""

from __future__ import annotations

import os

PROFILE = os.environ.get("TEST_PROFILE", "dev")


def cases(dev: int, ci: int, long: int) -> int:
    """The count of the profile that TEST_PROFILE names."""
    return {"dev": dev, "ci": ci, "long": long}[PROFILE]
