"""`shanzhi method check | list | explain`."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct

from shanzhi import library
from shanzhi.cli.files import MethodFile, Output, counted, fail, give, home_folder, method_files
from shanzhi.cli.language import AsJson, Lang, language, say
from shanzhi.cli.method.telling import as_data, tell
from shanzhi.method.aloud.settings import presets_told
from shanzhi.method.presets import PresetFault, is_presets, read_presets, unfit
from shanzhi.method.words import Sentence, either

if TYPE_CHECKING:
    pass

FILES = typer.Argument(
    metavar=say("文件", "FILE"),
    help=say(
        "工作法文件、文件夹，或库里工作法的代号", "method files, folders of them, or names of the library"
    ),
)


def check(
    files: Annotated[list[str], FILES],
    strict: Annotated[bool, typer.Option("--strict", help=say("建议也算不通过", "advice fails too"))] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Point out every problem of method files at once."""
    from shanzhi.method.fragment_alone import examine_file

    tongue = language(lang)
    told: list[dict[str, Any]] = []
    counts: list[Counted] = []
    today = date.today()  # noqa: DTZ011
    with counted(method_files(files, lang, folders=True, fragments=True, law=True), lang) as every:
        for file in every:
            if (presets := _local_law(file)) is not None:
                one = Counted(file.name, len(presets), 0)
                counts.append(one)
                told.append(
                    {"file": file.name, "ok": not presets, "problems": [_row(fault) for fault in presets]}
                )
                if not as_json:
                    for fault in presets:
                        typer.echo(fault.show(file.name, tongue))
                    typer.echo(_verdict(one, strict=strict).text(tongue))
                continue
            found = examine_file(file.whole, today=today, library=file.other, english=file.english)
            one = Counted(file.name, len(found.errors), len(found.problems) - len(found.errors))
            counts.append(one)
            told.append(
                {
                    "file": file.name,
                    "ok": one.passes(strict=strict),
                    "problems": [as_data(problem) for problem in found.problems],
                }
            )
            if not as_json:
                tell(found.problems, file.name, tongue)
                typer.echo(_verdict(one, strict=strict).text(tongue))
                for line in (
                    presets_told(library.presets(home_folder()), found.method) if found.method else ()
                ):
                    typer.echo(f"  {line.text.text(tongue)}")
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif len(counts) > 1:
        typer.echo(_summary(counts, strict=strict).text(tongue))
    raise typer.Exit(0 if all(one.passes(strict=strict) for one in counts) else 1)


def _local_law(file: MethodFile) -> list[PresetFault] | None:
    """What is wrong with a file of local law, its values held against the methods beside it and of the library; None for
    any other file."""
    from shanzhi.method.problems import Problems
    from shanzhi.method.read import read

    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not is_presets(read(text, Problems())):
        return None
    presets, faults = read_presets(text)
    return faults if presets is None else unfit(presets, file.other)


def _row(fault: PresetFault) -> dict[str, Any]:
    return {"line": fault.line, "weight": "error", "zh": fault.why.zh, "en": fault.why.en}


class Counted(Struct, frozen=True):
    """How many problems a file has: those to mend, and advice."""

    name: str
    errors: int
    advice: int

    def passes(self, *, strict: bool) -> bool:
        """Whether it can be used; with `strict`, whether nothing at all is to be said of it."""
        return not self.errors and not (strict and self.advice)


def _summary(counts: list[Counted], *, strict: bool) -> Sentence:
    """What all files come to together, errors apart from advice."""
    bad = [one.name for one in counts if not one.passes(strict=strict)]
    figures = {
        "files": len(counts),
        "good": len(counts) - len(bad),
        "errors": sum(one.errors for one in counts),
        "advice": sum(one.advice for one in counts),
    }
    if not bad:
        return _ALL_GOOD.fill(**figures)
    return _SOME_BAD.fill(**figures, names=either(bad))


def _verdict(one: Counted, *, strict: bool) -> Sentence:
    line = (_ADVISED if one.advice else _FINE) if one.passes(strict=strict) else _BAD
    return line.fill(name=one.name, errors=one.errors, advice=one.advice)


def list_methods(as_json: AsJson = False, lang: Lang = None) -> None:
    """Which methods the library has."""
    from shanzhi.method.check import examine

    rows = []
    for name in library.names():
        text = library.text(name)
        method = examine(text, english=library.english).method if text is not None else None
        if method is not None:
            rows.append((name, method))
    if as_json:
        told = [
            {"method": n, "version": m.version, "title": {"zh": m.title.zh, "en": m.title.en}}
            for n, m in rows
        ]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for name, method in rows:
        typer.echo(f"{name}\t{method.title.text(language(lang))}")


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE")], as_json: AsJson = False, lang: Lang = None
) -> None:
    """Why a problem is one, and how to mend it."""
    from shanzhi.method.explanations import explanation
    from shanzhi.method.problems import SENTENCES
    from shanzhi.method.words import hint

    wanted = code.strip().upper()
    if wanted not in SENTENCES:
        fail(_NO_CODE.fill(code=code, hint=hint(wanted, SENTENCES)), lang)
    told = explanation(wanted)
    if as_json:
        typer.echo(json.dumps(told.told(), ensure_ascii=False, indent=2))
    else:
        typer.echo(told.text(language(lang)))


def print_schema(output: Output = None, lang: Lang = None) -> None:
    """The JSON Schema of method files."""
    from shanzhi.method.schema import schema

    give(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", output, lang)


_FINE = Sentence("{name}：没有问题。", "{name}: no problems.")
_ADVISED = Sentence(
    "{name}：可用，另有 {advice} 条建议。", "{name}: it can be used; {advice} pieces of advice."
)
_BAD = Sentence(
    "{name}：{errors} 处要改，{advice} 条建议。说明见 shanzhi method explain 加代码。",
    "{name}: {errors} to mend, {advice} pieces of advice. More about one: shanzhi method explain CODE",
)
_ALL_GOOD = Sentence(
    "共 {files} 个文件，都可用；另有 {advice} 条建议。",
    "{files} files, all of which can be used; {advice} pieces of advice.",
)
_SOME_BAD = Sentence(
    "共 {files} 个文件：{good} 个可用；要改 {errors} 处，另有 {advice} 条建议。没有通过的：{names}。",
    "{files} files: {good} can be used; {errors} to mend, {advice} pieces of advice. Not passed: {names}.",
)
_NO_CODE = Sentence("没有“{code}”这个代码。{hint}", "There is no code “{code}”. {hint}")
