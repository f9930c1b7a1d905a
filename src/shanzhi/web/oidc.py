"""The district's own identity system, by OpenID Connect (discovery, code flow, PKCE, state, nonce, signed id_token).

It says who somebody is, nothing more: one claim leads to an account that is there already; rights are given here alone.
OpenID Connect Core 1.0 §3.1.3.7 (validation of the id_token), RP-Initiated Logout 1.0; RFC 7636 (PKCE), RFC 9207 (iss).
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from shanzhi.method.words import Sentence
from shanzhi.people.models import Account
from shanzhi.people.models.access import plain_username

SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""How an id_token may be signed: never `none`, never with a secret that others share."""
LEEWAY = 60
"""Seconds by which the clocks of two systems may differ."""
SECONDS = 10
"""How long the other system may take to answer."""

AWAY = Sentence(
    "{title}暂时连不上，请稍后再试，或用密码登录",
    "{title} cannot be reached now: try again later, or sign in by password",
)
NOT_PROVED = Sentence(
    "{title}没有确认您的身份，请重新登录；还是不行，请联系系统管理员",
    "{title} did not confirm who you are: sign in again; if it fails again, ask the system administrator",
)
NOBODY = Sentence(
    "{title}里的这个身份还没有对应的账号，请联系社区工作人员开通",
    "this identity of {title} has no account here yet: ask the community's staff to open one",
)
log = logging.getLogger(__name__)


class NotProved(Exception):
    """Nobody was proved; `sentence` is for the person, the log has the reason. `result` goes into the audit."""

    def __init__(self, sentence: Sentence, result: str) -> None:
        title = settings.SHANZHI_OIDC_TITLE
        super().__init__(result)
        self.sentence = sentence.fill(title=title)
        self.result = result


def configured() -> bool:
    """Whether this installation has an identity system."""
    return bool(settings.SHANZHI_OIDC_ISSUER and settings.SHANZHI_OIDC_CLIENT_ID)


def begin(request: HttpRequest) -> HttpResponse:
    """To the identity system, with a fresh state, nonce and PKCE verifier kept in the session. Raises `NotProved`."""
    client = _client()
    _metadata(client)
    answer: HttpResponse = client.authorize_redirect(request, _back(request))
    return answer


def finish(request: HttpRequest) -> dict[str, Any]:
    """The claims of whoever came back, once all is validated. Raises `NotProved`."""
    client = _client()
    issuer = _metadata(client)["issuer"]
    if request.GET.get("iss", issuer) != issuer:
        raise _wrong("the answer names another issuer")
    try:
        token = client.authorize_access_token(
            request,
            leeway=LEEWAY,
            claims_options={"iss": {"essential": True, "value": issuer}},
        )
    except Exception as problem:  # whatever it is that does not hold, nobody is proved by it
        raise _wrong(f"{type(problem).__name__}: {problem}") from problem
    claims = token.get("userinfo")
    if not claims:
        raise _wrong("there was no id_token")
    return dict(claims)


def account_of(claims: dict[str, Any]) -> Account:
    """The account whose user name the configured claim holds. Raises `NotProved`; none is ever made."""
    name = settings.SHANZHI_OIDC_CLAIM
    value = claims.get(name)
    if name == "email" and claims.get("email_verified") is not True:
        raise NotProved(NOBODY, "unverified")
    if not isinstance(value, str) or not value.strip():
        raise NotProved(NOBODY, "no claim")
    account = Account.objects.filter(username=plain_username(value), is_active=True).first()
    if account is None:
        raise NotProved(NOBODY, "unknown")
    return account


def leaving(request: HttpRequest) -> str:
    """Where one leaves the identity system as well; "" if it has no such page or cannot be asked."""
    try:
        page = _metadata(_client()).get("end_session_endpoint") if configured() else None
    except NotProved:
        return ""
    if not isinstance(page, str) or urlsplit(page).scheme not in ("http", "https"):
        return ""
    back = request.build_absolute_uri(reverse("sign-in"))
    query = urlencode({"client_id": settings.SHANZHI_OIDC_CLIENT_ID, "post_logout_redirect_uri": back})
    return f"{page}{'&' if '?' in page else '?'}{query}"


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sign-in-oidc-back"))


def _client() -> Any:
    issuer = settings.SHANZHI_OIDC_ISSUER
    return _made(
        issuer,
        settings.SHANZHI_OIDC_CLIENT_ID,
        settings.SHANZHI_OIDC_CLIENT_SECRET,
        settings.SHANZHI_OIDC_SCOPE,
    )


@lru_cache(maxsize=4)
def _made(issuer: str, client_id: str, secret: str, scope: str) -> Any:
    return OAuth().register(
        "district",
        client_id=client_id,
        client_secret=secret or None,
        server_metadata_url=issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": scope, "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def _metadata(client: Any) -> dict[str, Any]:
    """What discovery says, which must be about the very issuer that is configured (OIDC Discovery §4.3)."""
    try:
        found: dict[str, Any] = client.load_server_metadata()
    except Exception as problem:
        log.error("discovery at the identity system failed: %s", problem)
        raise NotProved(AWAY, "away") from problem
    if found.get("issuer") != settings.SHANZHI_OIDC_ISSUER:
        client.server_metadata = {}
        raise _wrong(f"discovery names the issuer {found.get('issuer')!r}")
    given = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    found["id_token_signing_alg_values_supported"] = [name for name in given if name in SIGNED]
    return found


def _wrong(why: str) -> NotProved:
    log.warning("nobody was proved by the identity system: %s", why)
    return NotProved(NOT_PROVED, "not proved")
