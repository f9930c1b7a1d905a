"""`shanzhi count`: one number, for scripts."""

from __future__ import annotations

from typing import Annotated

import typer

from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import say

app = typer.Typer(
    add_completion=False,
    cls=Group,
    no_args_is_help=True,
    help=say("数一数，只输出一个数", "count; prints one number"),
)


@app.callback()
def count() -> None:
    """A group, so that other things can be counted one day."""


@app.command(
    cls=Command, help=say("有多少件事项（作废的不算）", "how many matters there are, void ones apart")
)
def matters(
    method: Annotated[str | None, typer.Option(help=say("只数这种工作法的", "only of this method"))] = None,
    stage: Annotated[str | None, typer.Option(help=say("只数在此环节的", "only in this stage"))] = None,
) -> None:
    """Print the number and nothing else."""
    from shanzhi.matters.lists.queries import count_matters

    print(count_matters(method=method, stage=stage))  # noqa: T201
