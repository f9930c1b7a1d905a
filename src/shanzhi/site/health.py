"""`/readyz`: whether this installation can work now, for whoever watches over it. No session, no account, no host name.

`200 {"ready": true, "checks": {…}}`, or 503 with `false`; each check says `ok` or a word for what is wrong. Whether the process
lives at all is told by `/healthz`, which the front answers itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from shanzhi.installation import checks

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
READY = "/readyz"


def with_health(application: WsgiApplication) -> WsgiApplication:
    """The application, with `/readyz` answered before it."""

    def serve(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != READY:
            return application(environ, start)
        found = checks()
        ready = all(one == "ok" for one in found.values())
        headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        start("200 OK" if ready else "503 Service Unavailable", headers)
        return [msgspec.json.encode({"ready": ready, "checks": found})]

    return serve
