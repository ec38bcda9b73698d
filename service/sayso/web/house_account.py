"""Whose account with the house's own sign-in is this? OpenID Connect by Authlib: code, PKCE, state and nonce.

Imported where SAYSO_OIDC_ISSUER is set, and only there: what it needs is an extra.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

import httpx
from authlib.integrations.httpx_client import OAuth2Client, OAuthError
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from sayso.web.account_port import Account, AccountRefused, AccountUnavailable, Begun

_SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Never a shared secret, and never nothing: who only knows the client must not be able to sign."""
_SECONDS, _KEPT_FOR, _LEEWAY = 10.0, 3600.0, 60
_LONGEST = 300


class _House(NamedTuple):
    """What the provider says of itself, and its keys."""

    said: dict[str, Any]
    keys: Any
    until: float


@dataclass(frozen=True)
class Client:
    """As whom Sayso asks."""

    issuer: str
    id: str
    secret: str | None


class HouseAccounts:
    """Asks one provider; to be called in threads. An ``Accounts``."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._lock = Lock()
        self._house: _House | None = None

    def begin(self, back: str) -> tuple[str, Begun]:
        """Where a browser goes to sign in, from where it comes to ``back``, and what it has to bring back. Raises
        AccountUnavailable.
        """
        begun = Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
        with self._session(back) as session:
            place, _ = session.create_authorization_url(
                self._now().said["authorization_endpoint"],
                state=begun.state,
                nonce=begun.nonce,
                code_verifier=begun.verifier,
            )
        return str(place), begun

    def finish(self, back: str, code: str, begun: Begun) -> Account:
        """Whose account the code stands for. Raises AccountUnavailable or AccountRefused."""
        house = self._now()
        try:
            with self._session(back) as session:
                token = session.fetch_token(
                    house.said["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=begun.verifier,
                )
            said = self._read(str(token["id_token"]), begun, house)
        except httpx.HTTPError as error:
            raise _unavailable() from error
        except (OAuthError, JoseError, KeyError, TypeError, ValueError) as error:
            raise AccountRefused("the house's sign-in did not say who this is") from error
        subject = f"{self._client.issuer} {said['sub']}"
        if len(subject) > _LONGEST or not subject.isprintable():
            raise AccountRefused("the house's sign-in names this account in a way that is not read here")
        email = said.get("email") if said.get("email_verified") is True else None
        return Account(subject, email if isinstance(email, str) else None)

    def _read(self, token: str, begun: Begun, house: _House) -> dict[str, Any]:
        """What the token says, when its signature and all that it has to say are right."""
        registry = JWSRegistry(algorithms=list(_SIGNED_BY), strict_check_header=False)
        try:
            decoded = jwt.decode(token, house.keys, registry=registry)
        except InvalidKeyIdError:  # the provider has new keys
            house = self._now(anew=True)
            decoded = jwt.decode(token, house.keys, registry=registry)
        wanted = {
            "iss": {"essential": True, "value": self._client.issuer},
            "aud": {"essential": True, "value": self._client.id},
            "nonce": {"essential": True, "value": begun.nonce},
            "sub": {"essential": True},
        }
        claims = CodeIDToken(
            decoded.claims, decoded.header, wanted, {"nonce": begun.nonce, "client_id": self._client.id}
        )
        claims.validate(leeway=_LEEWAY)
        return dict(claims)

    def _session(self, back: str) -> OAuth2Client:
        return OAuth2Client(
            self._client.id,
            self._client.secret,
            token_endpoint_auth_method="client_secret_basic" if self._client.secret else "none",
            scope="openid email",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=_SECONDS,
        )

    def _now(self, anew: bool = False) -> _House:
        with self._lock:
            if anew or self._house is None or self._house.until < time.monotonic():
                self._house = self._asked()
            return self._house

    def _asked(self) -> _House:
        issuer = self._client.issuer
        try:
            with httpx.Client(timeout=_SECONDS) as client:
                said = client.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration").raise_for_status().json()
                if said["issuer"] != issuer:
                    raise AccountUnavailable("the house's sign-in gives itself another name than is set")
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not str(said[name]).startswith(("https://", f"{issuer.rstrip('/')}/")):
                        raise AccountUnavailable("the house's sign-in has an address without TLS")
                keys = KeySet.import_key_set(client.get(said["jwks_uri"]).raise_for_status().json())
        except (httpx.HTTPError, httpx.InvalidURL, JoseError, KeyError, TypeError, ValueError) as error:
            raise _unavailable() from error
        return _House(said, keys, time.monotonic() + _KEPT_FOR)


def _unavailable() -> AccountUnavailable:
    return AccountUnavailable("the house's sign-in does not answer as it should", hint="try again in a moment")
