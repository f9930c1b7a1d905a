"""`shanzhi tick`: carry out what has come due, once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from shanzhi.cli.asking import complaints, console, fail
from shanzhi.cli.group import Command
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    help=say(
        "把到期的事都办了：提醒、超期、到时的表决和公示，一次办完。常驻运行请用 shanzhi worker。\n\n"
        "办不下去的事项会列出来，退出码为 1；其余照办，稍后再试。",
        "Carry out everything that has come due, once. To keep doing so, use shanzhi worker.\n\n"
        "Matters that cannot be moved on are listed and the exit code is 1; the others go on.",
    ),
)
def tick(
    at: Annotated[
        str | None,
        typer.Option(
            help=say(
                "当作此刻（2026-03-02T09:00+08:00）", "as if it were this moment (2026-03-02T09:00+08:00)"
            )
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(help=say("最多办几次", "at most so many firings"))] = None,
    faults: Annotated[
        bool, typer.Option("--faults", help=say("只列出办不下去的事项", "only list what cannot be moved on"))
    ] = False,
) -> None:
    """Sweep and tell what was done."""
    from shanzhi.matters.clock import sweeping
    from shanzhi.matters.clock.leaps import ClockLeapt
    from shanzhi.matters.clock.worker import keep_house
    from shanzhi.matters.lists import queries
    from shanzhi.tables.report import local_minute

    if faults:
        stuck = list(queries.faults())
        if not stuck:
            console.print(say("没有办不下去的事项。", "Every matter can be moved on."))
        for fault in stuck:
            console.print(
                f"{fault.matter_id}\t{fault.failures}\t{local_minute(fault.next_at)}\t{fault.what}",
                markup=False,
                soft_wrap=True,
            )
        return
    moment = _moment(at)
    try:
        swept = sweeping.tick(now=moment, limit=limit)
    except ClockLeapt as leapt:
        fail(leapt.sentence, code=1)
    keep_house(moment)
    console.print(
        say(
            f"{swept.matters} 件事项，{swept.firings} 次到期。",
            f"{swept.matters} matters, {swept.firings} firings.",
        )
    )
    for matter, what in swept.faults.items():
        complaints.print(
            say(f"{matter} 号事项办不下去：{what}", f"matter {matter} cannot be moved on: {what}"),
            markup=False,
            soft_wrap=True,
        )
    if swept.faults:
        raise typer.Exit(1)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        fail(Sentence("时间请写成 2026-03-02T09:00+08:00。", "Write the time as 2026-03-02T09:00+08:00."))
    return at
