"""`shanzhi reindex`: make the search index anew from the history."""

from __future__ import annotations

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress

from shanzhi.cli.asking import console, done, told
from shanzhi.cli.group import Command
from shanzhi.cli.language import say

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    help=say(
        "按历史记录重建全文检索的索引（升级后，或怀疑检索有漏时）",
        "make the full-text index anew from the history (after an upgrade, or when something is not found)",
    ),
)
def reindex() -> None:
    """Rebuild, and say how many matters there were."""
    from shanzhi.matters.models import Matter
    from shanzhi.matters.search.rebuild import rebuild

    bar = Progress(*Progress.get_default_columns()[:1], BarColumn(), MofNCompleteColumn(), console=console)
    with told(), bar:
        task = bar.add_task(say("重建索引", "Index"), total=Matter.objects.count())
        count = rebuild(lambda so_far: bar.update(task, completed=so_far))
    done(f"已为 {count} 件事项重建索引。", f"The index of {count} matters was made anew.")
