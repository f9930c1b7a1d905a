"""The process that answers requests: `python -m shanzhi.cli.web_server HOST PORT WORKERS`, started by `shanzhi serve`."""

from __future__ import annotations

import os
import sys
from copy import deepcopy

HEADERS_WITHIN = 10_000
"""Milliseconds until the head of a request must be there, and a kept connection asks again."""
CONNECTIONS = 4096
"""How many connections one process holds; a slow one takes a place here, and no thread."""
STOP_WITHIN = 10
"""Seconds a process has to finish the answers it is at."""


def main() -> None:
    """Serve until a signal comes or the parent ends."""
    from shanzhi.ending import belonging, end_with_parent

    end_with_parent()
    os.environ.update(belonging())  # its workers know whose they are, even if it dies before they look
    host, port, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.site.settings")
    django.setup()  # before the workers are forked: they share what is loaded
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    Granian(
        "shanzhi.site.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        workers=workers,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN),
        log_level=LogLevels.warning,
        log_dictconfig=deepcopy(settings.LOGGING),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
    ).serve()


if __name__ == "__main__":
    main()
