"""How often one caller may ask: for each token, account or address so many requests a minute (`people.pace`)."""

from __future__ import annotations

from django.conf import settings

from shanzhi.people.pace import forget, wait_for

__all__ = ["forget", "signed_in", "strangers", "wait_for"]


def signed_in() -> int:
    """Requests a minute for each token or account."""
    return int(settings.SHANZHI_API_RATE)


def strangers() -> int:
    """Requests a minute for each address of callers who are not signed in."""
    return int(settings.SHANZHI_API_RATE_OPEN)
