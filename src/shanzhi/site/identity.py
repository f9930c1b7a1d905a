"""Which identity system may be trusted at all."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_safe_issuer(issuer: str) -> bool:
    """Whether what it says cannot be altered on the way: TLS, or this very machine (OpenID Connect Core 1.0 §16.17)."""
    parts = urlsplit(issuer)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    )
