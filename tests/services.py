"""How does a test get a service, or a desk, without reading the shipped rubrics anew each time?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from sayso.api.express import Service
from sayso.api.health import Failed
from sayso.api.watch import Watch
from sayso.app import build_app
from sayso.lasting import lasting_of
from sayso.settings import Settings, shipped
from sayso.usecases.desk import Desk, Readings, open_desk

SHIPPED = shipped("rubrics")
READINGS, OTHERS = Readings(), Readings()
"""What any test of this process has read before of the shipped rubrics, and of any other folder: each keeps what it
read last.
"""


def service_of(
    settings: Settings, watch: Watch | None = None, failure: Callable[[], Failed | None] = lambda: None
) -> Service:
    """The service for these settings. Its figures do not say which rubrics were loaded, since nothing was."""
    lasting = replace(lasting_of(settings, watch or Watch()), readings=_readings(settings.rubrics_dir))
    return build_app(settings, failure, lasting=lasting)


@cache
def shipped_desk() -> Desk:
    """The shipped rubrics, without a registry."""
    return open_desk(SHIPPED, None, "newsroom", readings=READINGS)


def _readings(folder: Path) -> Readings:
    return READINGS if folder == SHIPPED else OTHERS
