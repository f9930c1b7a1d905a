"""`shanzhi report`: figures over what was recorded."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from shanzhi.cli.asking import console, done, fail, place_of, told
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import AsJson, language, say
from shanzhi.method.words import Sentence

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help=say(
        "由记录算出的数字。\n\n- `shanzhi report appeals --by place` 各地的结案率、按期率、三率、回访接通、撤回、合并、不派单占比和用时",
        "Figures worked out from the records.\n\n- `shanzhi report appeals --by place` closing, on time, three rates, reached, withdrawn, merged, not assigned, durations",
    ),
)
BAD_DATE = Sentence("日期请写成 2026-03-01。", "Write the date as 2026-03-01.")
BAD_WEIGHTS = Sentence(
    "权重请写成三个数，如 20,40,40。", "Write the weights as three numbers, such as 20,40,40."
)


@app.callback()
def begin() -> None:
    """A group, so that other reports have their place."""


@app.command(
    cls=Command,
    help=say(
        "诉求办理情况：结案率与按期结案率（占应结案数）、按期办理（答复）率（占应答复数）、响应率、解决率、满意率（占回访接通数）、"
        "回访接通率、撤回、合并、不派单各占多少、答复和销账用时。\n\n"
        "- `shanzhi report appeals --at 510105 --by street --since 2026-01-01`\n"
        "- `… --by category`（大类）、`--by subcategory`（小类）、`--by month`；`--xlsx 报表.xlsx`；`--json`\n"
        "- `… --trace on_time` 列出某个数背后的事项编号",
        "How appeals go: closed and closed on time (of those due), answered on time, response, solution and satisfaction (of "
        "those reached when called back), the share reached, the shares withdrawn, merged and not assigned, time to the answer and to closing.\n\n"
        "- `shanzhi report appeals --at 510105 --by street --since 2026-01-01`\n"
        "- `… --by category` (at the top), `--by subcategory`, `--by month`; `--xlsx report.xlsx`; `--json`\n"
        "- `… --trace on_time` lists the matters behind a figure",
    ),
)
def appeals(
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar=say("代码", "CODE"), help=say("只算此地及其下级", "only this place and below")
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            help=say(
                "all、place、category、subcategory、month，或层级（street …）",
                "all, place, category, subcategory, month, or a level (street …)",
            )
        ),
    ] = "place",
    since: Annotated[str | None, typer.Option(help=say("从此日起提出的", "opened from this day on"))] = None,
    until: Annotated[
        str | None, typer.Option(help=say("至此日（含）提出的", "opened up to this day"))
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help=say("截至此日（含）的情况", "as things stood at the end of this day"))
    ] = None,
    weights: Annotated[
        str, typer.Option(help=say("响应、解决、满意的权重", "weights of response, solution, satisfaction"))
    ] = "20,40,40",
    method: Annotated[str, typer.Option(help=say("工作法", "the method"))] = "appeal",
    xlsx: Annotated[Path | None, typer.Option(help=say("写成工作簿", "write a workbook"))] = None,
    trace: Annotated[
        str | None,
        typer.Option(
            help=say(
                "列出一个数背后的事项：closing、on_time …",
                "list the matters behind a figure: closing, on_time …",
            )
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Work it out and show it."""
    from shanzhi.insight.appeals import report_appeals

    place = place_of(at) if at is not None else None
    span = {"since": day(since), "until": day(until, after=True)}
    moment = day(as_of, after=True)
    if trace is not None:
        _trace(trace, method, place, span, moment)
        return
    with told():
        report = report_appeals(
            place=place,
            by=by,
            at=moment,
            weights=_weights(weights),
            method=method,
            since=span["since"],
            until=span["until"],
        )
    if xlsx is not None:
        from shanzhi.insight.workbook import write_workbook

        write_workbook(report, xlsx, language())
        done(f"已写入 {xlsx}。", f"Written to {xlsx}.")
    elif as_json:
        typer.echo(json.dumps(_plain(report), ensure_ascii=False, indent=2))
    else:
        _show(report)


WIDE = 220
"""How wide a table is that no terminal shows: written to a file or handed on."""
NARROW = 200
"""On a narrower terminal the figures stand in several tables, so that none is cut."""


def _show(report: Any) -> None:
    from shanzhi.insight.appeals import OF_CALLS, RATES
    from shanzhi.insight.words import HEADINGS, SHORT_NAMES, days, percent

    spans = (Sentence("答复用时：中位", "to the answer: median"), Sentence("九成以内", "nine of ten"))
    closing = (Sentence("销账用时：中位", "to closing: median"), Sentence("九成以内", "nine of ten"))
    group, matters, due = HEADINGS["group"], HEADINGS["matters"], Sentence("应结案", "due")
    lines = [*report.lines, report.total]
    names = [line.label.text(language()) for line in lines]
    headings = [
        [matters, due, *(SHORT_NAMES[name] for name in RATES if name not in OF_CALLS)],
        [*(SHORT_NAMES[name] for name in OF_CALLS), Sentence("综合", "score")],
        [*spans, *closing],
    ]
    parts = [
        [
            [f"{line.matters:,}", f"{line.rates['closing'].of:,}"]
            + [percent(line.rates[name].value) for name in RATES if name not in OF_CALLS]
            for line in lines
        ],
        [[*(percent(line.rates[name].value) for name in OF_CALLS), percent(line.score)] for line in lines],
        [
            [
                days(s.median if half else s.p90, language())
                for s in (line.answered, line.closed)
                for half in (True, False)
            ]
            for line in lines
        ],
    ]
    if console.width >= NARROW or not console.is_terminal:
        rows = [[cell for part in row for cell in part] for row in zip(*parts, strict=True)]
        _table([group, *(one for some in headings for one in some)], names, rows)
    else:
        for some, part in zip(headings, parts, strict=True):
            _table([group, *some], names, part)
    due_, on_time = report.total.rates["closing"], report.total.rates["on_time"]
    console.print(
        say(
            f"应结案 {due_.of}，已结案 {due_.hits}（{percent(due_.value)}），按期 {on_time.hits}（{percent(on_time.value)}）。",
            f"Due {due_.of}, closed {due_.hits} ({percent(due_.value)}), on time {on_time.hits} ({percent(on_time.value)}).",
        )
    )
    called = report.total.rates["reached"]
    gone, merged, refused = (report.total.rates[name] for name in ("withdrawn", "merged", "refused"))
    console.print(
        say(
            f"回访 {called.of}，接通 {called.hits}（{percent(called.value)}）；撤回 {gone.hits}（{percent(gone.value)}），"
            f"合并 {merged.hits}（{percent(merged.value)}），不派单 {refused.hits}（{percent(refused.value)}）。",
            f"Called back {called.of}, reached {called.hits} ({percent(called.value)}); withdrawn {gone.hits} ({percent(gone.value)}), "
            f"merged {merged.hits} ({percent(merged.value)}), not assigned {refused.hits} ({percent(refused.value)}).",
        )
    )


def _table(headings: list[Sentence], names: list[str], rows: list[list[str]]) -> None:
    """Names to the left, figures to the right, the last line set off as the sum; figures are never cut."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(
            heading.text(language()),
            justify="right" if number else "left",
            no_wrap=bool(number),
            overflow="fold",
        )
    for number, (name, row) in enumerate(zip(names, rows, strict=True)):
        if number and number == len(rows) - 1:
            table.add_section()
        table.add_row(name.replace("[", "\\["), *row)
    (console if console.is_terminal else Console(width=WIDE, highlight=False)).print(table)


def _plain(report: Any) -> dict[str, Any]:
    import msgspec

    data: dict[str, Any] = msgspec.to_builtins(report)
    for line, plain in zip([*report.lines, report.total], [*data["lines"], data["total"]], strict=True):
        for name, rate in line.rates.items():
            plain["rates"][name]["value"] = rate.value
    return data


def _trace(
    measure: str, method: str, place: Any, span: dict[str, datetime | None], moment: datetime | None
) -> None:
    from shanzhi.insight.appeals import RATES, matters_of
    from shanzhi.insight.measures import trace

    if measure not in RATES:
        names = Sentence("、".join(RATES), ", ".join(RATES))
        fail(
            Sentence(
                "没有“{name}”这个数；可用：{names}", "There is no figure “{name}”; use one of: {names}"
            ).fill(name=measure, names=names)
        )
    found = trace(
        matters_of(method, place=place, since=span["since"], until=span["until"]), measure, at=moment
    )
    counted = set(found.hits)
    for number in found.of:
        typer.echo(f"{number}\t{1 if number in counted else 0}")


def day(text: str | None, *, after: bool = False) -> datetime | None:
    """The beginning of a day in the local zone, or of the day after."""
    from shanzhi.engine.calendar import default_calendar
    from shanzhi.people.problems import BadInput
    from shanzhi.tables.moments import moment_of

    if text is None:
        return None
    try:
        at = moment_of(text, default_calendar().zone, end_of_day=after)
    except BadInput:
        fail(BAD_DATE)
    return at


def _weights(text: str) -> tuple[int, int, int]:
    try:
        response, solution, satisfaction = (int(part) for part in text.replace("，", ",").split(","))
    except ValueError:
        fail(BAD_WEIGHTS)
    return response, solution, satisfaction
