"""Who looks at this page? Somebody who may, or nobody yet: then they are led to the sign-in and back."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.store.people_port import PersonRow, Signed
from sayso.usecases.who import SIGNED, WHO, Who
from sayso.web.links import HOME

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
# One slash and then neither another nor a backslash, which browsers read as one: "//host" would be another site.
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,1999}")


def person_or_redirect(request: Request) -> Who | Response:
    """Who asks for this page, or where they sign in first and then come back. Without people and keys: ``local``."""
    who: Who | None = request.scope.get(WHO)
    if who is not None:
        return who
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    place = f"{SIGN_IN}?next={quote(back, safe='/')}" if back != HOME else SIGN_IN
    return RedirectResponse(place, 303, {"cache-control": "no-store"})


def signed_in(request: Request) -> PersonRow | None:
    """The person whose session this is; None for a key, for ``local``, and for nobody."""
    found: Signed | None = request.scope.get(SIGNED)
    return None if found is None else found.person


def local_path(given: str) -> str:
    """Where to go after signing in: an address of this service, whatever was sent along."""
    path = given.partition("?")[0].partition("#")[0]
    if _LOCAL.fullmatch(given) is None or path in (SIGN_IN, SIGN_OUT) or path.startswith(f"{SIGN_IN}/"):
        return HOME
    return given
