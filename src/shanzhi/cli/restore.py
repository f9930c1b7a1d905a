"""`shanzhi restore`: a backup into an installation that holds nothing yet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from shanzhi.cli.asking import done, fail
from shanzhi.cli.backing_up import passphrase_from
from shanzhi.cli.group import Command
from shanzhi.cli.language import say

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    help=say(
        "把备份恢复到一个还没有内容的安装（SHANZHI_HOME 指向空文件夹；PostgreSQL 用空库）。已有内容时拒绝，什么也不改。",
        "Restore a backup into an installation that holds nothing yet (an empty folder as SHANZHI_HOME; an empty database on "
        "PostgreSQL). Refused where there is something; nothing is changed then.",
    ),
)
def restore(
    file: Annotated[Path, typer.Argument(help=say("备份文件", "the backup"))],
    keys: Annotated[Path, typer.Option(help=say("密钥的文件", "the file with the keys"))],
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "口令在这个文件的第一行（默认当场输入）", "its first line is the passphrase (default: asked)"
            )
        ),
    ] = None,
) -> None:
    """Open the keys, compare them with the records, put everything in place."""
    from shanzhi import installation
    from shanzhi.matters.backup.archive import load
    from shanzhi.matters.backup.problems import BadBackup
    from shanzhi.people.keys import check_keys
    from shanzhi.tables.report import local_minute

    phrase = passphrase_from(passphrase_file, new=False)
    installation.prepare()
    try:
        kept = load(file, keys, phrase)
    except BadBackup as problem:
        fail(problem.sentence)
    at = local_minute(datetime.fromisoformat(kept.at))
    behind = len(installation.missing_steps())
    if not behind:
        check_keys()
    done(
        f"已恢复 {at} 的备份：{kept.files} 个附件。" + ("请运行 shanzhi migrate，再" if behind else "请") + "运行 shanzhi verify 核对。",
        f"Restored the backup of {at}: {kept.files} files. Run "
        + ("shanzhi migrate, then " if behind else "") + "shanzhi verify to check it.",
    )  # fmt: skip
