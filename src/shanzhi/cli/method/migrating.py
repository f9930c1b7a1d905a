"""`shanzhi method migrate`: a file of an older edition of the language, written down in today's words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shanzhi.cli.files import Output, fail, give, method_files, write
from shanzhi.cli.language import Lang, language, say
from shanzhi.cli.method.showing import FILE
from shanzhi.cli.method.telling import tell
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.read import Node

ALREADY = Sentence("{file}：已是现在的写法，不用改。", "{file} is in today's words already.")
WRITTEN = Sentence("{file}：已按现在的写法写好。", "{file} is in today's words now.")
LEFT = Sentence(
    "有 {count} 条注释写在条目中间，没有带过来；请对着旧文件看一看。",
    "{count} comments stood inside parts and were not carried over; compare with the old file.",
)
NOT_SOUND = Sentence(
    "{file} 先要改好上面这些，才能换写法；文件没有动。",
    "Mend these first; {file} was left as it is.",
)
_TOP = re.compile(r"([a-z_]+):")


def migrate(
    file: Annotated[str, FILE],
    output: Output = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help=say("直接改写这个文件", "write over the file itself"))
    ] = False,
    lang: Lang = None,
) -> None:
    """Write an older file down in today's words; what a person should look at is said."""
    from shanzhi.method.check import examine
    from shanzhi.method.lifting import lift
    from shanzhi.method.problems import Problems
    from shanzhi.method.read import read

    (found,) = method_files([file], lang)
    tongue = language(lang)
    problems = Problems()
    root = read(found.content, problems)
    broken = problems.listed() if root is None else examine(found.whole).errors
    if root is None or broken:
        tell(broken, found.name, tongue)
        fail(NOT_SOUND.fill(file=found.name), lang, 1)
    lifted = lift(root)
    if not lifted.changed:
        typer.echo(ALREADY.fill(file=found.name).text(tongue), err=True)
        raise typer.Exit(0)
    text, lost = with_comments(found.content.decode("utf-8-sig"), lifted.root)
    for remark in lifted.remarks:
        typer.echo(remark.text(tongue), err=True)
    if lost:
        typer.echo(LEFT.fill(count=lost).text(tongue), err=True)
    if in_place:
        write(Path(file), text, lang)
        typer.echo(WRITTEN.fill(file=file).text(tongue), err=True)
    else:
        give(text, output, lang)


def with_comments(old: str, root: Node) -> tuple[str, int]:
    """The file written down with the comments that stood above its parts, and how many stood elsewhere."""
    from shanzhi.method.layout import write_down

    above: dict[str, list[str]] = {}
    waiting: list[str] = []
    lost = 0
    for line in old.splitlines():
        top = _TOP.match(line)
        if line.startswith("#"):
            waiting.append(line)
        elif top is not None:
            above["data" if top[1] == "form" else top[1]] = waiting
            waiting = []
        elif re.search(r"(^|\s)#\s", line):
            lost += 1
    lines = []
    for line in write_down(root).splitlines():
        top = _TOP.match(line)
        lines += [*above.pop(top[1], ()), line] if top is not None else [line]
    return "\n".join((*lines, *waiting)) + "\n", lost
