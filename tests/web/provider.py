"""A provider of OpenID Connect on a real socket: it signs people in without asking, and can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "sayso-desk", "a secret of the client"
Fields = dict[str, str]


class Provider:
    """Its keys, its codes, and what is wrong with it in ``wrong``."""

    def __init__(self) -> None:
        self.issuer = ""
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.account: dict[str, Any] = {"sub": "1", "email": "ana@desk.example", "email_verified": True}
        self.wrong: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.signed_by: Any = None
        self.codes: dict[str, Fields] = {}
        self.asked: list[str] = []

    def rotate(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})

    def metadata(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {"issuer": self.issuer} | {name: f"{self.issuer}/{place}" for name, place in names.items()}

    def authorize(self, asked: Fields) -> str:
        """Where the browser is led back to."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: Fields, authorization: str) -> tuple[int, dict[str, Any]]:
        begun = self.codes.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        client = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        right = (
            begun is not None
            and begun["code_challenge"] == challenge
            and begun["redirect_uri"] == asked.get("redirect_uri")
            and authorization == f"Basic {client}"
        )
        if begun is None or not right:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"]}
        claims |= self.account | self.wrong
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid} | self.header
        if isinstance(self.signed_by, bytes):
            token = forged(header, claims, self.signed_by)
        else:
            token = jwt.encode(header, claims, self.signed_by or self.key)
        return 200, {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": token}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        self.provider.asked.append(place.path)
        if place.path.endswith("/.well-known/openid-configuration"):
            self._answer(200, self.provider.metadata())
        elif place.path.endswith("/jwks"):
            self._answer(200, {"keys": [self.provider.key.as_dict(private=False)]})
        elif place.path.endswith("/authorize"):
            self.send_response(302)
            self.send_header("location", self.provider.authorize(_fields(place.query)))
            self.end_headers()
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["content-length"])).decode()
        self._answer(*self.provider.token(_fields(sent), self.headers.get("authorization", "")))

    def log_message(self, *_: Any) -> None:
        pass

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _fields(query: str) -> Fields:
    return {name: values[0] for name, values in parse_qs(query).items()}


def forged(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    """A token signed with what everybody knows: the public key taken for a shared secret, or with nothing at all."""
    said = b".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
    signature = hmac.new(secret, said, hashlib.sha256).digest() if secret else b""
    return (said + b"." + _encoded(signature)).decode()


def _encoded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}/house"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
