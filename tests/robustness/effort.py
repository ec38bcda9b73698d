"""How many cases does a plain loop try under each profile of the tests?"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

PROFILE = os.environ.get("TEST_PROFILE", "dev")


def cases(dev: int, ci: int, long: int) -> int:
    """The count of the profile that TEST_PROFILE names."""
    return {"dev": dev, "ci": ci, "long": long}[PROFILE]


def share(dev: int, ci: int, long: int) -> settings:
    """Settings for a property whose examples cost too much for the profile's own count."""
    leave = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]
    return settings(max_examples=cases(dev, ci, long), deadline=None, suppress_health_check=leave)


INVARIANT = share(100, 100, 10_000)
"""For what the design promises of every rubric and claim: tried more often in CI than the rest."""
