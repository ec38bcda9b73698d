"""How does a test get a service of its own settings without reading the shipped rubrics anew each time?"""

from __future__ import annotations

from dataclasses import replace

from sayso.api.express import Service
from sayso.api.watch import Watch
from sayso.app import build_app
from sayso.lasting import lasting_of
from sayso.settings import Settings
from sayso.usecases.desk import Readings

READINGS = Readings()
"""What any test of this process has read before: it is used again where the files are the same."""


def service_of(settings: Settings) -> Service:
    """The service for these settings. Its figures do not say which rubrics were loaded, since nothing was."""
    return build_app(settings, lasting=replace(lasting_of(settings, Watch()), readings=READINGS))
