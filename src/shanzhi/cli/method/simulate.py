"""`shanzhi method simulate`: a method under a stated load, before anyone adopts it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shanzhi.cli.asking import settings_of
from shanzhi.cli.files import NoFile, fail, method_file, method_files
from shanzhi.cli.language import AsJson, Lang, language, say
from shanzhi.cli.method.showing import FILE, loaded
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.cli.files import MethodFile
    from shanzhi.engine.simulation.load import Load
    from shanzhi.method.model import Method


def _number(name: str, zh: str, en: str) -> Any:
    return typer.Option(f"--{name}", metavar="N", help=say(zh, en))


def simulate(
    file: Annotated[str, FILE],
    load: Annotated[
        str | None,
        typer.Option(
            "--load", metavar=say("文件", "FILE"), help=say("负荷文件（YAML）", "a scenario file (YAML)")
        ),
    ] = None,
    days: Annotated[int | None, _number("days", "模拟多少天", "days to simulate")] = None,
    arrivals: Annotated[
        float | None, _number("arrivals", "每个地方每天来几件", "matters a day in each place")
    ] = None,
    staff: Annotated[
        list[str] | None,
        typer.Option(
            "--staff",
            metavar="ROLE=N",
            help=say("每个地方某角色几人，可多次", "how many of a role in each place; may be repeated"),
        ),
    ] = None,
    places: Annotated[int | None, _number("places", "几个地方", "how many places")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="INPUT=VALUE",
            help=say("工作法的参数，可多次", "an input of the method; may be repeated"),
        ),
    ] = None,
    runs: Annotated[int, _number("runs", "模拟几次", "how many runs")] = 10,
    seed: Annotated[int, _number("seed", "随机数种子", "seed of the random numbers")] = 1,
    example_load: Annotated[
        bool,
        typer.Option(
            "--example-load", help=say("打印一份带说明的负荷文件", "print a commented scenario to start from")
        ),
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Run a method under a load on a virtual clock and tell what it comes to."""
    from shanzhi.cli.method.simulated import tell
    from shanzhi.engine.simulate import simulate as run_all
    from shanzhi.engine.simulation.bounds import out_of_bounds, too_much
    from shanzhi.engine.simulation.example import example_load as example

    (found,) = method_files([file], lang)
    method = loaded(found, lang)
    if example_load:
        typer.echo(example(method, language(lang)), nl=False)
        return
    chosen = _load(method, load, lang)
    given = {"days": ("days", days), "per_day": ("arrivals", arrivals), "places": ("places", places)}
    chosen = _changed(method, chosen, given, staff or [], settings_of(set_ or []), lang)
    faults = (out_of_bounds("runs", runs), out_of_bounds("seed", seed), too_much(chosen, runs))
    for fault in faults:
        if fault is not None:
            fail(fault, lang)
    if chosen.inputs:
        method = _bound(found, chosen.inputs, lang)
    with _progress() as told:
        result = run_all(method, chosen, runs=runs, seed=seed, told=told)
    if as_json:
        from msgspec import to_builtins

        about = {"method": method.id, "version": method.version, "seed": seed, "load": to_builtins(chosen)}
        typer.echo(json.dumps({**about, **to_builtins(result)}, ensure_ascii=False, indent=2))
    else:
        tell(method, chosen, result, seed, language(lang))
    if result.broken:
        fail(_BROKEN.fill(count=result.broken), lang, code=1)


def _load(method: Method, given: str | None, lang: str | None) -> Load:
    """The load of a scenario file, or the defaults."""
    from shanzhi.engine.simulation.load import usual_load
    from shanzhi.engine.simulation.scenario import BadLoad, read_load

    if given is None:
        return usual_load(method)
    try:
        return read_load(method_file(given).content, method)
    except NoFile as problem:
        fail(problem.sentence, lang)
    except BadLoad as bad:
        for fault in bad.faults:
            typer.echo(f"{given}:{fault.line}:{fault.column} {fault.why.text(language(lang))}", err=True)
        fail(_MEND.fill(name=given, count=len(bad.faults)), lang)


def _changed(
    method: Method,
    load: Load,
    given: dict[str, tuple[str, Any]],
    staff: list[str],
    inputs: dict[str, Any],
    lang: str | None,
) -> Load:
    """The load with what the command line says over it."""
    from msgspec.structs import replace

    from shanzhi.engine.simulation.bounds import out_of_bounds
    from shanzhi.engine.simulation.load import roles_of
    from shanzhi.method.words import either, hint

    changes: dict[str, Any] = {"staff": {**load.staff}, "inputs": {**load.inputs, **inputs}}
    for key, (name, value) in given.items():
        if value is not None:
            if (fault := out_of_bounds(key, value)) is not None:
                fail(fault, lang)
            changes[name] = value
    roles = roles_of(method)
    for pair in staff:
        role, _, count = pair.partition("=")
        if not count.isdecimal():
            fail(_PAIR.fill(pair=pair), lang)
        if role not in roles:
            fail(_NO_ROLE.fill(role=role, roles=either(roles), hint=hint(role, roles)), lang)
        if (fault := out_of_bounds("staff", int(count))) is not None:
            fail(fault, lang)
        changes["staff"][role] = int(count)
    for name in changes["inputs"]:
        if name not in method.inputs:
            fail(_NO_INPUT.fill(name=name, hint=hint(name, method.inputs)), lang)
    return replace(load, **changes)


def _bound(file: MethodFile, inputs: dict[str, Any], lang: str | None) -> Method:
    """The method with these inputs in force."""
    from shanzhi.method.check import InputError
    from shanzhi.method.check import load as load_method

    try:
        return load_method(file.whole, inputs=inputs, english=file.english)
    except InputError as error:
        for name, why in error.inputs.items():
            typer.echo(f"{name}: {why.text(language(lang))}", err=True)
        fail(_INPUTS, lang)


@contextmanager
def _progress() -> Iterator[Callable[[float], None] | None]:
    """A bar on a terminal; nothing where the output is read by a program."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(say("模拟", "Simulating"), total=1.0)
        yield lambda share: progress.update(task, completed=share)


_MEND = Sentence("{name} 有 {count} 处要改。", "{name}: {count} to mend.")
_PAIR = Sentence("“{pair}”应写成 角色=人数。", "Write “{pair}” as role=number.")
_NO_ROLE = Sentence(
    "这个工作法没有“{role}”这个角色；可用：{roles}。{hint}",
    "This method has no role “{role}”; use one of: {roles}. {hint}",
)
_NO_INPUT = Sentence("这个工作法没有“{name}”这个参数。{hint}", "This method has no input “{name}”. {hint}")
_INPUTS = Sentence("参数的取值不行，请改好上面这些。", "These inputs will not do; mend those above.")
_BROKEN = Sentence(
    "有 {count} 次发现事项没有经办或日期；这不应发生，请告诉我们。",
    "Matters without a desk or a date were found {count} times; this must not happen. Please tell us.",
)
