"""Who is at the other end, when reverse proxies stand in between.

Lock-outs and limits are kept by address; behind a proxy every request would come from the proxy. Each proxy appends
the address it was called from to `X-Forwarded-For`; as many entries from the right as there are proxies of ours are
true, everything before them anybody may have written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def behind(proxies: int, application: WsgiApplication) -> WsgiApplication:
    """The application as it stands behind so many proxies of ours (0: none, and the header is nobody's)."""
    if proxies <= 0:
        return application

    def serve(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        said = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        true = said[-proxies].strip() if len(said) >= proxies else ""
        if _is_address(true):
            environ["REMOTE_ADDR"] = true
        return application(environ, start)

    return serve


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
