"""`shanzhi backup`: the records of an installation in one file, its keys in another, sealed with a passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shanzhi.cli.asking import done, fail
from shanzhi.cli.backing_up import passphrase_from
from shanzhi.cli.group import Command
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(add_completion=False)
BOTH = Sentence(
    "请写明密钥放到哪个文件（--keys），或写 --no-keys 表示这次不备份密钥。",
    "Say which file the keys go to (--keys), or --no-keys to leave them out this time.",
)
THERE = Sentence("文件 {file} 已经有了，请换一个名字。", "{file} is there already; choose another name.")


@app.command(
    cls=Command,
    help=say(
        "备份数据库、附件和设置到一个文件；密钥另存一个文件，用口令加密。运行中就可以备份，得到的是同一时刻的内容。\n\n"
        "两个文件不要放在一起：有数据没有密钥，敏感内容谁也看不了。",
        "Back up database, files and settings into one file; the keys into another, sealed with a passphrase. People may work "
        "meanwhile: what is kept is of one moment.\n\n"
        "Keep the two apart: without the keys nobody can read what is sensitive.",
    ),
)
def backup(
    file: Annotated[
        Path, typer.Argument(help=say("备份文件，如 2026-11-29.tar", "the file, such as 2026-11-29.tar"))
    ],
    keys: Annotated[Path | None, typer.Option(help=say("密钥的文件", "the file for the keys"))] = None,
    no_keys: Annotated[bool, typer.Option("--no-keys", help=say("不备份密钥", "without the keys"))] = False,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "口令在这个文件的第一行（默认当场输入）", "its first line is the passphrase (default: asked)"
            )
        ),
    ] = None,
) -> None:
    """Take the records first, then the keys; both are whole or not there."""
    from shanzhi import installation
    from shanzhi.matters.backup.archive import save, save_keys
    from shanzhi.matters.backup.problems import BadBackup
    from shanzhi.people.keys import check_keys

    if (keys is None) is not no_keys:
        fail(BOTH)
    for target in (file, keys):
        if target is not None and target.exists():
            fail(THERE.fill(file=target))
    phrase = "" if keys is None else passphrase_from(passphrase_file, new=True)
    installation.prepare()
    if not installation.is_new() and not installation.missing_steps():
        check_keys()
    try:
        kept = save(file)
        if keys is not None:
            save_keys(keys, phrase)
    except BadBackup as problem:
        fail(problem.sentence)
    done(
        f"已备份到 {file}：{kept.files} 个附件，{kept.size // 1024} KB。"
        + (f"密钥在 {keys}，请另放一处。" if keys else "密钥没有备份。"),
        f"Backed up to {file}: {kept.files} files, {kept.size // 1024} KB. "
        + (f"The keys are in {keys}; keep them elsewhere." if keys else "The keys were left out."),
    )
