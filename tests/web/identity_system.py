"""A small identity system (OpenID Connect provider) on the loopback, honest unless a test makes it otherwise."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "shanzhi", "between-the-two"


@dataclass
class IdentitySystem:
    """Who signs in there is `user`; `claims` overrides what the id_token says, `metadata` what discovery says."""

    user: str = "jumin"
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)
    signed_by: RSAKey | None = None
    header: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Its key is made once: that takes longer than all the rest."""
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})

    def be_honest(self) -> None:
        """As if nothing had been made otherwise."""
        self.user, self.signed_by = "jumin", None
        for changed in (self.claims, self.metadata, self.without, self.header, self.asked, self.refused):
            changed.clear()

    def authorize(self, address: str) -> str:
        """What the browser does there: the person signs in and is sent back to this address."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = hashlib.sha256(query["state"].encode()).hexdigest()
        self.asked[code] = query
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"]})

    def discovery(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/leave",
            "id_token_signing_alg_values_supported": ["RS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        return found | self.metadata

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code, once, to the client that began, with the verifier that it began with (PKCE)."""
        query = self.asked.pop(form.get("code", ""), None)
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if query is None or authorization != basic:
            self.refused.append("code or client")
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != query["code_challenge"]:
            self.refused.append("verifier")
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.user,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": query["nonce"],
        } | self.claims
        claims = {name: value for name, value in claims.items() if name not in self.without}
        header = {"alg": "RS256", "kid": "one"} | self.header
        answer = {"access_token": "at", "token_type": "Bearer", "expires_in": 300}
        if "id_token" not in self.without:
            answer["id_token"] = self._signed(header, claims)
        return answer

    def _signed(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        if header["alg"] != "none":
            return jwt.encode(header, claims, self.signed_by or self.key)
        parts = [
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)
        ]
        return b".".join([*parts, b""]).decode()


def serve(system: IdentitySystem) -> ThreadingHTTPServer:
    """Serve it on a free port of the loopback; its issuer is set to that."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {
                "/.well-known/openid-configuration": system.discovery,
                "/jwks": lambda: {"keys": [system.key.as_dict(private=False)]},
            }
            page = pages.get(urlsplit(self.path).path)
            self._answer(page() if page else None)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            sent = {name: values[0] for name, values in form.items()}
            self._answer(system.token(sent, self.headers.get("Authorization", "")))

        def _answer(self, content: Any) -> None:
            body = json.dumps(content if content is not None else {"error": "invalid_grant"}).encode()
            self.send_response(200 if content is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *values: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    system.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
