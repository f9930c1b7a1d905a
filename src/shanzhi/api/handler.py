"""The short way for programs: a request of the API that brings a token needs no session, no form protection, no page.

Those parts of the middleware cost more than the database does. A request with `Authorization` to an address of the
API goes from the server straight to the operation; every other goes through all of Django. Both are answered by the
same operations, which see to sign-in, counting and errors themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http.client import responses
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.http.response import HttpResponseBase
from django.urls import URLPattern

PREFIX = "/api/"
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
)
WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
View = Callable[..., HttpResponseBase]
Route = tuple[View, tuple[str, ...]]


def routes(patterns: Iterable[Any]) -> dict[tuple[str, ...], Route]:
    """The addresses made of words and whole numbers alone, by their parts, each number as `#`."""
    found: dict[tuple[str, ...], Route] = {}
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            continue
        parts = str(pattern.pattern).split("/")
        names = tuple(part[5:-1] for part in parts if part.startswith("<int:"))
        key = tuple("#" if part.startswith("<int:") else part for part in parts)
        if not any("<" in part or "^" in part for part in key) and key != ("",):
            found[key] = (pattern.callback, names)
    return found


class ShortWay:
    """Finds the operation of an address and answers with it."""

    def __init__(self, patterns: Iterable[Any]) -> None:
        self.routes = routes(patterns)

    def find(self, path: str) -> tuple[View, dict[str, int]] | None:
        """The operation at a path and the numbers in it, or None for what Django shall look up."""
        key, numbers = [], []
        for part in path[len(PREFIX) :].split("/"):
            if part.isascii() and part.isdecimal() and len(part) <= 18:
                numbers.append(int(part))
                key.append("#")
            else:
                key.append(part)
        route = self.routes.get(tuple(key))
        if route is None:
            return None
        return route[0], dict(zip(route[1], numbers, strict=True))

    def answer(
        self, view: View, numbers: dict[str, int], environ: dict[str, Any], start: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Run the operation and hand its answer to the server."""
        for one in connections.all(initialized_only=True):
            one.close_if_unusable_or_obsolete()
        request = WSGIRequest(environ)
        try:
            made = view(request, **numbers)
        finally:
            request.close()
        headers = [*made.items(), *HEADERS]
        start(f"{made.status_code} {responses.get(made.status_code, '')}", headers)
        return made if made.streaming else [made.content]  # type: ignore[attr-defined]


def application(pages: WsgiApplication) -> WsgiApplication:
    """The application of the server: `pages` for people, the short way for programs."""
    from shanzhi.api.urls import urlpatterns

    way = ShortWay(urlpatterns)

    def serve(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if "HTTP_AUTHORIZATION" in environ:
            path = environ.get("PATH_INFO", "")
            if path.startswith(PREFIX) and (found := way.find(path)) is not None:
                return way.answer(*found, environ, start)
        return pages(environ, start)

    return serve
