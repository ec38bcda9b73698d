"""Which scope does each operation need? One table, by operation id; an operation without its row stops the start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from sayso.errors import Bug
from sayso.store.keys import ADMIN, REVIEW, RUBRIC_WRITE, SCOPES, SCORE

_ANY = frozenset(SCOPES)
OPEN: frozenset[str] = frozenset()


def _one_of(*scopes: str) -> frozenset[str]:
    return frozenset((*scopes, ADMIN))


#: Operation id -> the scopes of which a key needs one. Open operations need no key.
NEEDS: Mapping[str, frozenset[str]] = {
    "isAlive": OPEN,
    "isReady": OPEN,
    "getMetrics": OPEN,
    "getSchema": OPEN,
    "scoreClaim": _one_of(SCORE),
    "scoreBatch": _one_of(SCORE),
    "extractClaims": _one_of(SCORE),
    "keepAssessments": _one_of(SCORE),
    "listAssessments": _one_of(SCORE, REVIEW),
    "getAssessment": _one_of(SCORE, REVIEW),
    "tryWhatIf": _one_of(SCORE, REVIEW),
    "replayAssessment": _one_of(SCORE, REVIEW),
    "reviewAssessment": _one_of(REVIEW),
    "correctAssessment": _one_of(REVIEW),
    "checkRubric": _one_of(SCORE, RUBRIC_WRITE),
    "testRubric": _one_of(SCORE, RUBRIC_WRITE),
    "listRubrics": _ANY,
    "getRubric": _ANY,
    "getRubricVersion": _ANY,
    "getVocabulary": _ANY,
    "putRubricVersion": _one_of(RUBRIC_WRITE),
    "activateRubric": _one_of(RUBRIC_WRITE),
    "measureImpact": _one_of(RUBRIC_WRITE),
    "rescoreRubric": _one_of(RUBRIC_WRITE),
    "keepDocument": _one_of(SCORE),
    "listDocuments": _one_of(SCORE, REVIEW),
    "getDocument": _one_of(SCORE, REVIEW),
    "deleteDocument": _one_of(REVIEW),
    "exportDocument": _one_of(SCORE, REVIEW),
    "listQueue": _one_of(SCORE, REVIEW),
    "takeNext": _one_of(SCORE, REVIEW),
    "takeLease": _one_of(SCORE, REVIEW),
    "endLease": _one_of(SCORE, REVIEW),
    "assignDocument": _one_of(SCORE, REVIEW),
    "signOffDocument": _one_of(SCORE, REVIEW),
    "getWork": _one_of(SCORE, REVIEW),
    "releaseHold": _one_of(REVIEW),
    "addBacking": _one_of(SCORE, REVIEW),
    "addNote": _one_of(SCORE, REVIEW),
    "getAgreement": _one_of(REVIEW),
    "listSources": _ANY,
    "getSource": _ANY,
    "putSource": _one_of(REVIEW),
    "listPeople": _one_of(),
    "addPerson": _one_of(),
    "getPerson": _one_of(),
    "changePerson": _one_of(),
    "listKeys": _one_of(),
    "makeKey": _one_of(),
    "revokeKey": _one_of(),
    "listAudit": _one_of(),
    "verifyAudit": _one_of(),
}


def in_words(needed: frozenset[str]) -> str:
    """What an operation needs, such as ``score or review``; ``admin`` is always enough, and named where it is alone."""
    if needed == _ANY:
        return "any key"
    return " or ".join(scope for scope in SCOPES if scope in needed and scope != ADMIN) or ADMIN


class Access:
    """The same by method and address, as the router finds them: addresses with parameters after those without."""

    def __init__(self, routes: Iterable[BaseRoute] = ()) -> None:
        self._exact: dict[tuple[str, str], frozenset[str]] = {}
        self._patterns: dict[str, list[tuple[re.Pattern[str], frozenset[str]]]] = {}
        for route in routes:
            if isinstance(route, APIRoute) and route.operation_id:
                for method in route.methods or ():
                    self._add(route, route.operation_id, method)

    def needed(self, method: str, path: str) -> frozenset[str] | None:
        """The scopes of which one is needed; None where no operation answers."""
        found = self._exact.get((method, path))
        if found is not None:
            return found
        for pattern, needed in self._patterns.get(method, ()):
            if pattern.match(path):
                return needed
        return None

    def _add(self, route: APIRoute, operation: str, method: str) -> None:
        if operation not in NEEDS:
            raise Bug(f"no scope is stated for the operation {operation}")
        needed = NEEDS[operation]
        if "{" in route.path:
            self._patterns.setdefault(method, []).append((route.path_regex, needed))
        elif self.needed(method, route.path) is None:
            self._exact[method, route.path] = needed
        else:
            raise Bug(f"{method} {route.path} is answered by an earlier operation")
