"""Whose a page is, said without a name: so that a phone which several people use never mixes them up."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

OWNER = "X-Owner"
"""The header: on a page, for whom it was made; on what a phone sends later, who wrote it."""


def owner_of(request: HttpRequest) -> str:
    """A digest of the account that is signed in, 24 hexadecimal digits; empty if nobody is.

    Looks only at what the request knows already, since looking again would cost a query.
    """
    user = getattr(request, "_cached_user", None)
    return _digest(user.pk) if user is not None and user.is_authenticated else ""


def others(request: HttpRequest) -> bool:
    """Whether this was written by somebody else than the one who is signed in now."""
    written_by = request.headers.get(OWNER, "")
    return bool(written_by) and written_by != owner_of(request)


@lru_cache(maxsize=4096)
def _digest(account: int) -> str:
    return salted_hmac("shanzhi.owner", str(account)).hexdigest()[:24]
