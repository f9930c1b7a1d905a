"""A site of one WSGI application behind the front, with bounds that a test can wait for: `python small_site.py PORT`."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from shanzhi.site.front import Bounds, Front

LARGE = 64 * 1024 * 1024


def pieces() -> Iterator[bytes]:
    for _ in range(LARGE // 65536):
        yield b"x" * 65536


def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Tells what it was given; `/large` answers with much, `/slow` after a second."""
    sent = environ["wsgi.input"].read()
    path = environ["PATH_INFO"]
    if path == "/large":
        start("200 OK", [("content-length", str(LARGE))])
        return pieces()
    if path == "/slow":
        time.sleep(1)
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    start("200 OK", [("content-type", "application/json"), ("x-one", "1"), ("x-one", "2")])
    return [json.dumps({**told, "sent": len(sent)}).encode()]


application = Front(
    app, Bounds(body=1024 * 1024, bodies=3 * 1024 * 1024, grace=1.5, rate=1024 * 1024, piece=1.5)
)

if __name__ == "__main__":
    Granian(
        "tests.site.small_site:application",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=1500),
    ).serve()
