"""`shanzhi serve`: the site, and a worker beside it, until stopped."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Annotated

import typer

from shanzhi.cli.asking import console, fail
from shanzhi.cli.group import Command
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(add_completion=False)
MOST = 8
"""Most processes that are started without being asked for."""
TAKEN = Sentence(
    "{host}:{port} 已被别的程序占用。请换一个端口，如 {other}。",
    "{host}:{port} is used by another program. Choose another port, such as {other}.",
)
UNUSABLE = Sentence(
    "{host}:{port} 用不了（{why}）。请核对地址，或换一个端口，如 {other}。",
    "{host}:{port} cannot be used ({why}). Check the address, or choose another port, such as {other}.",
)
HOME = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where one that listens everywhere is reached
FIRST_PORT, LAST_PORT = 8000, 65535
Port = Annotated[int, typer.Option(help=say("端口", "port"), min=1, max=LAST_PORT)]


@app.command(
    cls=Command,
    help=say(
        "打开网站（网页和接口），并在旁边运行办理到期和发送通知的进程。停止用 Ctrl-C。\n\n"
        "对外提供服务时放在反向代理之后，并设 SHANZHI_HOSTS 和 SHANZHI_HTTPS，见 docs/operators.md。",
        "Serve the site (pages and API), with a worker beside it for what comes due and for notices. Ctrl-C stops it.\n\n"
        "To serve others, put it behind a reverse proxy and set SHANZHI_HOSTS and SHANZHI_HTTPS: docs/operators.md.",
    ),
)
def serve(
    host: Annotated[str, typer.Option(help=say("地址", "address"))] = "127.0.0.1",
    port: Port = FIRST_PORT,
    workers: Annotated[
        int | None,
        typer.Option(
            help=say(
                "网站进程数（默认：SQLite 一个，PostgreSQL 按处理器核数）",
                "processes that answer requests (default: one on SQLite, one a core on PostgreSQL)",
            ),
            min=1,
        ),
    ] = None,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help=say("不在旁边运行 worker", "run no worker beside it"))
    ] = False,
) -> None:
    """Serve, if tables and keys are in order."""
    console.print(
        say(
            "正在打开网站，要等几秒到几十秒。按 Ctrl-C 停止。",
            "Opening the site takes some seconds. Ctrl-C stops it.",
        )
    )
    address = f"http://{host}:{port}"
    run(
        host=host,
        port=port,
        workers=workers or fitting(),
        worker=not no_worker,
        ready=lambda: console.print(say(f"网站已打开：{address}", f"The site is open: {address}")),
    )


def fitting() -> int:
    """How many processes serve this installation well: SQLite has one writer, PostgreSQL is limited by the cores."""
    from django.db import connection

    return min(os.cpu_count() or 1, MOST) if connection.vendor == "postgresql" else 1


def run(
    *, host: str, port: int, workers: int, worker: bool = True, ready: Callable[[], None] = lambda: None
) -> None:
    """Serve until a signal comes; ends the command with a sentence if the port cannot be had. `ready` is called once, when
    the site answers."""
    free(host, port)
    from django.db import connections

    from shanzhi.cli.supervising import Child, Supervisor
    from shanzhi.ending import until_signal
    from shanzhi.static_files import collect

    connections.close_all()
    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.site.settings"
    collect()
    python = (sys.executable, "-P", "-m")
    children = [Child("web", (*python, "shanzhi.cli.web_server", host, str(port), str(workers)))]
    if worker:
        children.append(Child("worker", (*python, "shanzhi", "worker", "--quiet")))
    Supervisor(children, until_signal(), until=lambda: answers(host, port), then=ready).run()


def answers(host: str, port: int) -> bool:
    """Whether the site answers, not only listens; one that listens everywhere is asked at home."""
    asked = HTTPConnection(HOME.get(host, host), port, timeout=1)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def free(host: str, port: int, *, other: str = "--port {port}") -> None:
    """End the command with a sentence when the address cannot be had; `other` is how another port is asked for."""
    try:
        with socket.create_server((host, port), reuse_port=False):
            pass
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = os.strerror(error.errno) if error.errno in errno.errorcode and error.errno else str(error)
        instead = other.format(port=port + 1 if port < LAST_PORT else FIRST_PORT)
        fail((TAKEN if taken else UNUSABLE).fill(host=host, port=port, why=why, other=instead))
