"""`shanzhi clock`: whether the sweep trusts the time of day, and an operator's word that it is right."""

from __future__ import annotations

import typer

from shanzhi.cli.asking import done, fail
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import say

app = typer.Typer(
    add_completion=False,
    cls=Group,
    no_args_is_help=True,
    help=say(
        "时钟：跳变后到期的事会暂停办理，确认时间无误后继续。",
        "The clock: after a leap nothing that is due is carried out until somebody says that the time is right.",
    ),
)


@app.command("show", cls=Command, help=say("时钟是否可信", "whether the clock is trusted"))
def show() -> None:
    """Tell, and end with 1 if it is not."""
    from shanzhi.matters.clock.leaps import ClockLeapt, checked_mark, read_clock

    try:
        checked_mark()
    except ClockLeapt as leapt:
        fail(leapt.sentence, code=1)
    now = read_clock().wall.astimezone().isoformat(" ", timespec="seconds")
    done(f"时钟正常：{now}。", f"The clock is trusted: {now}.")


@app.command(
    "confirm",
    cls=Command,
    help=say("现在的时间是对的，继续办理到期的事", "the present time is right: go on with what is due"),
)
def confirm() -> None:
    """On the record of the audit."""
    from shanzhi.matters.clock.leaps import confirm_clock

    now = confirm_clock().astimezone().isoformat(" ", timespec="seconds")
    done(f"已确认 {now}，到期的事继续办理。", f"Confirmed {now}; what is due is carried out again.")
