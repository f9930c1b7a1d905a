"""`shanzhi upgrade`: move running matters to the version and inputs a place uses now."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from shanzhi.cli.asking import console, done, fail, place_of, settings_of, told
from shanzhi.cli.group import Command
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    help=say(
        "把正在办的事项换到当地现用的版本和参数，每件都记入历史。先看一遍会怎样，加 --yes 才真换。\n\n"
        "新版没有的环节要指定去向：--map 旧环节=新环节。",
        "Move running matters to the version and inputs in use there, each as an act in its history. It first shows\n"
        "what would happen; --yes does it.\n\nA stage the new version lacks needs a target: --map old=new.",
    ),
)
def upgrade(
    method: Annotated[str, typer.Argument(help=say("工作法代号", "the method's id"))],
    at: Annotated[str, typer.Option(help=say("地方代码", "code of the place"))],
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help=say("旧环节=新环节，可多次", "old=new stage; may be repeated")),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=say("真的换", "do it"))] = False,
) -> None:
    """Show the plan; with --yes carry it out."""
    from shanzhi.engine.types import SYSTEM, Refusal
    from shanzhi.matters.methods import adopting, upgrading
    from shanzhi.places.telling import place_name

    place = place_of(at)
    to = adopting.adoption_at(method, place)
    if to is None:
        fail(
            Sentence(
                f"{place_name(place)} 没有采用 {method}。", f"{place_name(place)} does not use {method}."
            )
        )
    mapping = {name: str(target) for name, target in settings_of(map_ or []).items()}
    plan = upgrading.plan_upgrade(to=to, mapping=mapping)
    table = Table(say("环节", "stage"), say("件数", "matters"), say("去向", "goes to"))
    for move in plan.moves:
        where = move.to or say("——新版没有，请用 --map 指定", "— lacking; name one with --map")
        table.add_row(
            move.stage, str(move.count), where + (say("（重新进入）", " (entered anew)") if move.anew else "")
        )
    if not plan.moves and not plan.unfit:
        console.print(
            say("没有按旧版或旧参数办理的事项。", "No matter runs under an earlier version or inputs.")
        )
        return
    console.print(table)
    for held in plan.held:
        numbers, rules = ", ".join(map(str, held.matters)), "; ".join(say(r.zh, r.en) for r in held.rules)
        console.print(
            say(
                f"“{held.stage}”正在进行，规则不能中途改变，先不要换：{numbers}（会变：{rules}）",
                f"“{held.stage}” is under way and keeps its rules, so do not move yet: {numbers} (would change: {rules})",
            )
        )
    for one in plan.unfit:
        numbers = ", ".join(map(str, one.matters))
        console.print(
            say(
                f"{one.why.zh}，先不要换：{numbers}（按原来的版本办完）",
                f"{one.why.en}, so do not move: {numbers} (they end under their own version)",
            )
        )
    if not yes:
        raise typer.Exit(1 if plan.lacking or plan.held or plan.unfit else 0)
    with told():
        answer = upgrading.upgrade_matters(actor=SYSTEM, to=to, mapping=mapping)
    if isinstance(answer, Refusal):
        fail(answer.why, 1)
    done(f"已换 {answer} 件。", f"{answer} matters moved.")
