"""A small OpenID Connect provider: real HTTP, real signatures, one person, who says yes to everything."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "guildworks", "a secret of the provider and us"


@dataclass
class Provider:
    """Who signs in there, and what it does wrong if it does; `issuer` is its address."""

    issuer: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "p-1", "email": "ada@example.org", "email_verified": True, "name": "Ada Berg"}
    )
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    signs_with: rsa.RSAPrivateKey | None = None  # instead of its own key
    token: dict[str, Any] = field(default_factory=dict)  # claims of the token that are others
    configuration: dict[str, Any] = field(default_factory=dict)  # the same of what it says of itself
    userinfo: dict[str, Any] | None = None  # what it says apart from the token, which then has no address
    is_broken: bool = False
    refuses: str = ""  # the error that it sends people back with
    challenges: dict[str, str] = field(default_factory=dict)  # by code

    def answered(self, path: str, query: dict[str, str], form: dict[str, str]) -> Any:
        """What it says at an address; a text is where it sends on to."""
        if path == "/.well-known/openid-configuration":
            ends = {
                "authorization_endpoint": "/authorize",
                "token_endpoint": "/token",
                "userinfo_endpoint": "/userinfo",
                "jwks_uri": "/keys",
            }
            made = {name: f"{self.issuer}{end}" for name, end in ends.items()}
            return {"issuer": self.issuer, **made, **self.configuration}
        if path == "/keys":
            return {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())) | {"kid": "1"}]}
        if path == "/authorize":
            return self._sent_back(query)
        if path == "/token":
            return self._token(form)
        return self.userinfo

    def _sent_back(self, query: dict[str, str]) -> str:
        if self.refuses:
            return f"{query['redirect_uri']}?{urlencode({'error': self.refuses, 'state': query['state']})}"
        code = f"code-{len(self.challenges)}"
        self.challenges[code] = query["code_challenge"]
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def _token(self, form: dict[str, str]) -> dict[str, Any]:
        verifier = form.get("code_verifier", "")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        is_ours = form["client_id"] == CLIENT and form["client_secret"] == SECRET
        if not is_ours or self.challenges.pop(form["code"], "") != challenge:
            return {"error": "invalid_grant"}
        now = int(datetime.now(UTC).timestamp())
        person = {"sub": self.person["sub"]} if self.userinfo is not None else self.person
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300} | person | self.token
        token = jwt.encode(claims, self.signs_with or self.key, "RS256", headers={"kid": "1"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider while the block lasts."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(sent).items()})

        def _answer(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            said = provider.answered(parts.path, query, form)
            body = b"<html>" if provider.is_broken else b"" if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(302 if isinstance(said, str) else 200)
            if isinstance(said, str):
                self.send_header("Location", said)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: a test says itself what went wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        provider.issuer = f"http://localhost:{server.server_port}"
        yield provider
        server.shutdown()
