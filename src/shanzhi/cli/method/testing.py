"""`shanzhi method test`: run a file's own examples."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from shanzhi.cli.files import counted, method_files
from shanzhi.cli.language import AsJson, Lang, language
from shanzhi.cli.method.checking import FILES
from shanzhi.cli.method.telling import as_data, tell
from shanzhi.method.words import Sentence, either


def run(files: Annotated[list[str], FILES], as_json: AsJson = False, lang: Lang = None) -> None:
    """Run the examples of method files; all must pass, and together take every way and meet every refusal."""
    from shanzhi.engine.examples import run_examples

    tongue = language(lang)
    told: list[dict[str, Any]] = []
    failed = False
    with counted(method_files(files, lang, folders=True), lang) as every:
        for file in every:
            outcome = run_examples(file.whole, file.english, file.other)
            failed = failed or not outcome.passed
            told.append(
                {
                    "file": file.name,
                    "ok": outcome.passed,
                    "examples": [
                        {"title": e.title, "line": e.line, "steps": e.steps, "ok": not e.problems}
                        for e in outcome.examples
                    ],
                    "ways": outcome.ways,
                    "refusals": outcome.refusals,
                    "problems": [as_data(problem) for problem in outcome.problems],
                }
            )
            if as_json:
                continue
            for example in outcome.examples:
                line = _FAILED if example.problems else _PASSED
                typer.echo(line.fill(title=example.title, steps=example.steps).text(tongue))
            tell(outcome.problems, file.name, tongue)
            passed = sum(not example.problems for example in outcome.examples)
            counts = {
                "passed": f"{passed}/{len(outcome.examples)}",
                "ways": "{}/{}".format(*outcome.ways),
                "refusals": "{}/{}".format(*outcome.refusals),
            }
            verdict = _BROKEN if not outcome.examples else _ALL if outcome.passed else _NOT_ALL
            typer.echo(verdict.fill(name=file.name, **counts).text(tongue))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif len(told) > 1:
        bad = [one["file"] for one in told if not one["ok"]]
        figures = {"files": len(told), "good": len(told) - len(bad), "names": either(bad)}
        typer.echo((_SOME_FAIL if bad else _ALL_PASS).fill(**figures).text(tongue))
    raise typer.Exit(1 if failed else 0)


_PASSED = Sentence("  ✓ {title}（{steps} 步）", "  ✓ {title} ({steps} steps)")
_FAILED = Sentence("  ✗ {title}（第 {steps} 步）", "  ✗ {title} (step {steps})")
_ALL = Sentence(
    "{name}：示例 {passed} 通过，走过去向 {ways}，碰到拒绝 {refusals}。",
    "{name}: {passed} examples pass, {ways} ways taken, {refusals} refusals met.",
)
_NOT_ALL = Sentence(
    "{name}：示例 {passed} 通过，走过去向 {ways}，碰到拒绝 {refusals}；请改好上面各处。",
    "{name}: {passed} examples pass, {ways} ways taken, {refusals} refusals met; mend what is named above.",
)
_BROKEN = Sentence(
    "{name}：文件有错，示例还不能运行；请先改好上面各处。",
    "{name}: the file has errors, so its examples cannot run yet; mend what is named above.",
)
_ALL_PASS = Sentence("共 {files} 个文件，示例全部通过。", "{files} files: all examples pass.")
_SOME_FAIL = Sentence(
    "共 {files} 个文件：{good} 个通过；没有通过的：{names}。",
    "{files} files: {good} pass; not passed: {names}.",
)
