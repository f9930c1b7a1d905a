"""`shanzhi worker`: sweep and send, until stopped."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from shanzhi.cli.asking import console
from shanzhi.cli.group import Command
from shanzhi.cli.language import say

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    help=say(
        "常驻运行：到期的事按时办，通知按渠道发。可同时开几个；停止用 Ctrl-C 或 SIGTERM。",
        "Keep running: carry out what comes due, send notices. Several may run; stop with Ctrl-C or SIGTERM.",
    ),
)
def worker(
    every: Annotated[
        float, typer.Option(help=say("空闲时每隔几秒看一次", "seconds between two looks when idle"))
    ] = 5.0,
    quiet: Annotated[bool, typer.Option("--quiet", help=say("只写日志", "write to the log alone"))] = False,
) -> None:
    """Work until a signal comes."""
    from shanzhi.ending import PARENT, end_with_parent
    from shanzhi.matters.clock.worker import work

    if PARENT in os.environ:  # `shanzhi serve` started it
        end_with_parent()
    console.quiet = quiet
    console.print(say("正在运行，按 Ctrl-C 停止。", "Running; Ctrl-C stops it."))
    firings = work(every=max(every, 0.1), imports=True)
    console.print(say(f"已停止，共办 {firings} 次到期。", f"Stopped after {firings} firings."))
