"""`shanzhi method english`: what of a method is in English, and what is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shanzhi import library
from shanzhi.cli.files import MethodFile, fail, method_files, write
from shanzhi.cli.language import AsJson, Lang, language, say
from shanzhi.cli.method.checking import FILES
from shanzhi.cli.method.telling import tell
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.english import Revised, Table


def english(
    files: Annotated[list[str], FILES],
    write_it: Annotated[
        bool, typer.Option("--write", help=say("写好 en/ 里的文件", "write the file in en/"))
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """What is missing, of no use, changed or moved in the English of methods; with `--write`, put in order."""
    from shanzhi.method.english import write_table

    told: list[dict[str, Any]] = []
    wanting = False
    for file in method_files(files, lang, folders=True, fragments=True):
        if file.path is None:
            fail(_NO_PLACE, lang)
        there = library.english_file(file.path)
        own = _own(file, lang)
        found = _revised(file, own, lang)
        wanting = wanting or bool(found.missing) or (bool(found.unused) and not write_it)
        told.append(_as_data(file, found))
        if write_it and (there.exists() or found.table):
            there.parent.mkdir(exist_ok=True)
            write(there, write_table(found.table), lang)
        if not as_json:
            _show(file, found, str(there), language(lang), wrote=write_it)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    raise typer.Exit(1 if wanting else 0)


def _own(file: MethodFile, lang: str | None) -> Table:
    """The method's own English; ends the command with what is wrong with it."""
    from shanzhi.method.english import read_table
    from shanzhi.method.problems import MethodError

    there = library.english_file(file.path) if file.path is not None else None
    try:
        return read_table(there.read_bytes()) if there is not None and there.is_file() else {}
    except MethodError as error:
        tell(error.problems, str(there), language(lang))
        fail(_MEND.fill(name=str(there)), lang, 1)


def _revised(file: MethodFile, own: Table, lang: str | None) -> Revised:
    from shanzhi.method.english import English, revised
    from shanzhi.method.fragment_alone import examine_file

    checked = examine_file(file.whole)
    if checked.errors or file.path is None:
        tell(checked.errors, file.name, language(lang))
        fail(_MEND.fill(name=file.name), lang, 1)
    inside = checked.root.value["en"].plain() if "en" in checked.root.value else {}
    return revised(list(checked.texts), own, English((inside,)).over(library.shared_english(file.path)))


def _as_data(file: MethodFile, found: Revised) -> dict[str, Any]:
    missing = [
        {"path": m.path, "text": m.zh, "before": m.before, "english_before": m.was} for m in found.missing
    ]
    return {"file": file.name, "missing": missing, "unused": found.unused, "moved": found.moved}


def _show(file: MethodFile, found: Revised, there: str, tongue: str, *, wrote: bool) -> None:
    for one in found.missing:
        line = _CHANGED if one.before else _MISSING
        typer.echo(line.fill(path=one.path, text=one.zh, before=one.before, was=one.was).text(tongue))
    for text in found.unused:
        typer.echo(_UNUSED.fill(text=text).text(tongue))
    for path in found.moved:
        typer.echo(_MOVED.fill(path=path).text(tongue))
    whole = not (found.missing or found.unused or found.moved)
    counts = {"missing": len(found.missing), "unused": len(found.unused), "moved": len(found.moved)}
    closing = _WHOLE if whole else _PUT_IN_ORDER if wrote else _WANTING
    typer.echo(closing.fill(name=file.name, there=there, **counts).text(tongue))


_MISSING = Sentence("  缺：{path}：{text}", "  missing: {path}: {text}")
_CHANGED = Sentence(
    "  中文改过：{path}：{text}（原为“{before}”，英文 {was}）",
    "  the Chinese changed: {path}: {text} (it was “{before}”, in English “{was}”)",
)
_UNUSED = Sentence("  用不到：{text}", "  of no use: {text}")
_MOVED = Sentence("  搬了地方：{path}", "  moved: {path}")
_WHOLE = Sentence("{name}：英文齐全。", "{name}: its English is whole.")
_WANTING = Sentence(
    "{name}：缺 {missing} 条，用不到 {unused} 条，搬了地方 {moved} 条；加 --write 整理 {there}，再把空着的译好。",
    "{name}: {missing} missing, {unused} of no use, {moved} moved; put {there} in order with --write, then fill in what is empty.",
)
_PUT_IN_ORDER = Sentence(
    "{name}：{there} 已整理：空着待译的 {missing} 条，去掉用不到的 {unused} 条，跟着搬了地方的 {moved} 条。",
    "{name}: {there} is in order: {missing} left empty to be filled in, {unused} of no use taken out, {moved} moved along.",
)
_MEND = Sentence("{name} 有错；请先改好上面这些。", "{name} has errors; mend those above first.")
_NO_PLACE = Sentence(
    "请写出文件：英文写在文件旁边的 en/ 里。", "Name a file: its English stands in en/ beside it."
)
