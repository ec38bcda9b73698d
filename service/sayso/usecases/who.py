"""Who acts, in which roles, and which holds may they release?

Roles of a desk: an author writes and answers for a text, a reviewer checks its claims, a senior editor releases what a
gate holds, an admin looks after people and keys. A key has the roles that its scopes stand for; where neither keys nor
people are set up, whoever is at this machine has them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

AUTHOR, REVIEWER, SENIOR, ADMIN = "author", "reviewer", "senior_editor", "admin"
ROLES = (AUTHOR, REVIEWER, SENIOR, ADMIN)
LOCAL = "local"
WHO, SIGNED = "sayso.who", "sayso.signed"
"""Under which names a request carries who asks (a ``Who``, or None) and, where it is a person, their session."""
#: Role -> the scopes of a key that could do the same.
SCOPES_OF: Mapping[str, frozenset[str]] = {
    AUTHOR: frozenset({"score"}),
    REVIEWER: frozenset({"score", "review"}),
    SENIOR: frozenset({"score", "review", "rubric:write"}),
    ADMIN: frozenset({"score", "review", "rubric:write", "admin"}),
}
_ROLE_OF = {"score": AUTHOR, "review": REVIEWER, "rubric:write": SENIOR, "admin": ADMIN}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who asks for a change. ``actor`` is how the audit and the history name them: ``person:`` and an id,
    ``key:`` and an id, or ``local``. ``releases`` are holds that they may release beside those of their roles; ``name``
    is what a page calls them, nothing where it need not.
    """

    actor: str
    roles: frozenset[str]
    releases: frozenset[str] = frozenset()
    name: str = ""

    def may_release(self, requires: str) -> bool:
        """Whether a hold that asks for ``requires`` is theirs to release: it names their role or one of their
        ``releases``, or they are a senior editor or an admin, who release every hold.
        """
        return bool(self.roles & {requires, SENIOR, ADMIN}) or requires in self.releases

    def may_sign_as(self, role: str) -> bool:
        """Whether they may sign a text as its author or its reviewer; a senior editor and an admin sign as either."""
        return bool(self.roles & {role, SENIOR, ADMIN})

    @property
    def may_take_over(self) -> bool:
        """Whether they may take a document from whoever holds it."""
        return bool(self.roles & {SENIOR, ADMIN})


def local() -> Who:
    """Whoever is at this machine."""
    return Who(LOCAL, frozenset(ROLES))


def of_scopes(actor: str, scopes: frozenset[str]) -> Who:
    """The holder of a key."""
    return Who(actor, frozenset(_ROLE_OF[scope] for scope in scopes if scope in _ROLE_OF))
