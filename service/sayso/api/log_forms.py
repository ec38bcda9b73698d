"""How much is told in the log, and in which form? Apart from ``logs``, so that a setting costs no logging library."""

from __future__ import annotations

from typing import Literal

Level = Literal["debug", "info", "warning", "error"]
Format = Literal["json", "console"]
