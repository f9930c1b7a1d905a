"""What every page tells the browser it may do: nothing but our own scripts, styles and pictures (and a map's tiles).

A view that sets one of these headers itself keeps its own (a file, the API's reference page).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from shanzhi.web.mapping import tile_source
from shanzhi.web.owner import OWNER, owner_of

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Sent with every answer."""


def with_tiles(tiles: str) -> str:
    """The policy that also lets pictures come from a tile server."""
    return POLICY.replace("img-src 'self'", f"img-src 'self' {tile_source(tiles)}")


class SafeHeaders:
    """Sets the headers; pages about people are not kept by caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        tile_source(settings.SHANZHI_TILES)  # an address that no policy can name is told at the start

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SHANZHI_TILES:
            response.headers.setdefault("Content-Security-Policy", with_tiles(settings.SHANZHI_TILES))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Only where a page asked who it is: looking again would cost a query.
        if getattr(getattr(request, "_cached_user", None), "is_authenticated", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.headers.setdefault(OWNER, owner_of(request))
        return response


class CompressedPages(GZipMiddleware):
    """Pages go compressed over a slow line; answers of the API are left to the proxy in front."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/api/"):
            return response
        return super().process_response(request, response)
