"""Pages that a choice or a card passes through: never kept by a browser or a proxy, never compressed, never in an error report."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

View = Callable[..., HttpResponse]


def kept_nowhere(view: View) -> View:
    """Mark a page so. Uncompressed, because the length of a compressed page follows from what stands in it."""

    @sensitive_post_parameters()
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        return unkept(view(request, *args, **more))

    return shown


def unkept(response: HttpResponse) -> HttpResponse:
    """The answer with what keeps it out of every store."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Encoding"] = "identity"
    return response
