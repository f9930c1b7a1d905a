"""`shanzhi migrate`: bring the tables of the database up to this version."""

from __future__ import annotations

import typer

from shanzhi.cli.asking import console, done
from shanzhi.cli.group import Command
from shanzhi.cli.language import say

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    help=say(
        "把数据库的表升级到本版本。先停网站和 worker，并备份：shanzhi backup。再次运行什么也不改。",
        "Bring the tables of the database up to this version. Stop site and worker first, and back up: shanzhi backup. Run "
        "again it changes nothing.",
    ),
)
def migrate() -> None:
    """Carry out what is missing, naming each step."""
    from shanzhi import installation

    installation.prepare()
    count = installation.migrate(lambda step: console.print(step, markup=False))
    done(f"完成 {count} 步，表是最新的。", f"{count} steps done; the tables are up to date.")
