"""What would raise a stored grade, and what is to be asked, where that was not asked for when it was graded?"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from sayso.store.port import Assessed
from sayso.usecases.past import Bench, reading_of
from sayso.usecases.score import ALL, EXTRAS, answer

_MOST_KEPT = 256


class AddedAdvice:
    """Works it out with the desk of then, and remembers the last ones: an assessment never changes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[str, Mapping[str, Any]] = OrderedDict()

    def of(self, assessed: Assessed, bench: Bench) -> Mapping[str, Any]:
        """``raise``, ``questions`` and ``flip`` as an answer has them. The stored answer is not touched."""
        with self._lock:
            if assessed.id in self._known:
                self._known.move_to_end(assessed.id)
                return self._known[assessed.id]
        told = answer(bench.desk, bench.plan, reading_of(assessed), assessed.as_of, [ALL], ())
        added = {name: told[name] for name in EXTRAS}
        with self._lock:
            self._known[assessed.id] = added
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        return added
