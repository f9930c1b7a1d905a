"""`shanzhi method new | diff`: begin a method, and tell two versions apart."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shanzhi import library
from shanzhi.cli.files import fail, method_files, write
from shanzhi.cli.language import AsJson, Lang, language, say
from shanzhi.cli.method.showing import FILE, loaded
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.model import Method

STARTS = ("handle", "claim", "decide")
UNNAMED = "起个名字"


def start(kind: str, name: str, title: str | None) -> str:
    """The text of a new method of one of the `STARTS`: it passes the checker and its own examples."""
    text = (files(__package__) / "starts" / f"{kind}.yaml").read_text(encoding="utf-8")
    text = text.replace("method: start-id", f"method: {name}", 1)
    if title is None:
        return text
    english = name.replace("-", " ").capitalize()
    quoted = json.dumps(title, ensure_ascii=False)
    text = text.replace(f"title: {UNNAMED}", f"title: {quoted}", 1)
    return text.replace(f"  {UNNAMED}: Give it a name", f"  {quoted}: {english}", 1)


def new(
    file: Annotated[
        Path,
        typer.Argument(
            metavar=say("文件", "FILE"),
            help=say("要写的文件，如 my-method.yaml", "the file to write, such as my-method.yaml"),
        ),
    ],
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="|".join(STARTS), help=say("从哪一种开始", "which kind to begin with")
        ),
    ] = "handle",
    title: Annotated[
        str | None,
        typer.Option("--title", metavar=say("名称", "TITLE"), help=say("工作法的名称", "the method's title")),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=say("覆盖已有的文件", "write over a file that is there"))
    ] = False,
    lang: Lang = None,
) -> None:
    """Write a new method file that passes the checker and its own examples."""
    from shanzhi.method.check import check
    from shanzhi.method.shape import METHOD_ID
    from shanzhi.method.words import either, hint

    if kind not in STARTS:
        fail(_NO_KIND.fill(kind=kind, hint=hint(kind, STARTS), kinds=either(STARTS)), lang)
    if not METHOD_ID.fullmatch(file.stem):
        fail(_BAD_NAME.fill(name=file.stem), lang)
    if file.suffix != ".yaml":
        fail(_NO_YAML.fill(name=file.name, stem=file.stem), lang)
    text = start(kind, file.stem, title)
    if any(problem.weight == "error" for problem in check(text)):
        fail(_BAD_TITLE.fill(title=title), lang)
    write(file, text, lang, force=force)
    typer.echo(_NEXT.fill(name=file).text(language(lang)))


def diff(
    old: Annotated[str, FILE],
    new: Annotated[str, FILE],
    sentences: Annotated[
        bool,
        typer.Option(
            "--read",
            help=say(
                "用白话说：哪些话没有了，哪些是新的",
                "in plain sentences: what is no longer said, what is new",
            ),
        ),
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """How two versions of a method differ."""
    from shanzhi.method.diff import compare, kept_back, lost_stages

    before, after = (loaded(file, lang) for file in method_files([old, new], lang))
    changes, lost, kept = compare(before, after), lost_stages(before, after), kept_back(before, after)
    if as_json:
        told = [
            {
                "kind": c.kind,
                "path": c.path,
                "line": c.line,
                "lost": c.lost,
                "zh": c.words.zh,
                "en": c.words.en,
            }
            for c in changes
        ]
        stay = [{"zh": why.zh, "en": why.en} for why in kept]
        typer.echo(
            json.dumps(
                {"changes": told, "lost_stages": lost, "kept_back": stay}, ensure_ascii=False, indent=2
            )
        )
        raise typer.Exit(1 if lost else 0)
    tongue = language(lang)
    if sentences:
        _tell_sentences(before, after, tongue)
    for change in () if sentences else changes:
        mark = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
        typer.echo(f"{mark} {change.words.text(tongue)}")
    for why in kept:
        typer.echo(f"! {why.text(tongue)}")
    verdict = (
        _LOST.fill(stages=", ".join(lost))
        if lost
        else _SAME
        if not changes
        else _KEPT.fill(count=len(changes))
        if kept
        else _FINE.fill(count=len(changes))
    )
    typer.echo(verdict.text(tongue))
    raise typer.Exit(1 if lost else 0)


def _tell_sentences(before: Method, after: Method, tongue: str) -> None:
    """What changed, in the words in which the method is read."""
    from shanzhi.method.aloud.changes import changed_sentences
    from shanzhi.method.aloud.whole import read_aloud

    titles, where = library.titles(), None
    for one in changed_sentences(read_aloud(before, titles), read_aloud(after, titles)):
        if one.told.where != where:
            where = one.told.where
            typer.echo(f"{where.text(tongue)}")
        typer.echo(f"  {'+' if one.added else '-'} {one.told.whole.text(tongue)}")


_NO_KIND = Sentence(
    "没有“{kind}”这种开头。{hint}可用：{kinds}。", "There is no start “{kind}”. {hint} Use one of: {kinds}."
)
_BAD_NAME = Sentence(
    "文件名就是工作法的代号，只用小写字母、数字和连字符，如 my-method.yaml；“{name}”不行。",
    "The file's name is the method's id: a-z, 0-9 and hyphens, such as my-method.yaml; “{name}” will not do.",
)
_NO_YAML = Sentence("请写成 {stem}.yaml，而不是 {name}。", "Call it {stem}.yaml, not {name}.")
_BAD_TITLE = Sentence("“{title}”不能作名称；请换一个。", "“{title}” cannot be a title; choose another.")
_NEXT = Sentence(
    "已写入 {name}。接下来：\n  改好名称、环节和示例\n  shanzhi method check {name}\n  shanzhi method test {name}",
    "Written: {name}. Next:\n  change its title, stages and examples\n  shanzhi method check {name}\n"
    "  shanzhi method test {name}",
)
_SAME = Sentence("两版相同。", "The two versions are the same.")
_FINE = Sentence(
    "共 {count} 处不同；办理中的事项都可以换到新版。",
    "Differences: {count}. Every open matter can be upgraded.",
)
_KEPT = Sentence(
    "共 {count} 处不同；有 ! 的，已记了这些内容或正在进行的事项不能换到新版，按原来的版本办完。",
    "Differences: {count}. By what is marked !, matters that hold such facts or are under way are not upgraded: they end under their own version.",
)
_LOST = Sentence(
    "新版没有这些环节：{stages}；停在那里的事项升级时要先指定去处。",
    "The new version lacks the stages {stages}: matters that stand there need a stage to move to when upgraded.",
)
