"""`shanzhi import`: take in what an office has — appeals, divisions, shapes, rosters — and take an import back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from shanzhi.cli.asking import console, done, fail, place_of, told
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import language, say
from shanzhi.matters.imports.options import OPTIONS
from shanzhi.method.words import Sentence


def of(option: str) -> str:
    """What an option does, in the words of the page and the API."""
    return OPTIONS[option].help.text(language())


app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help=say(
        "导入办公室现有的东西：诉求、区划、图形、名册；也能撤销。\n\n"
        "- `shanzhi import appeals 留言.xlsx --at 510105` 导入诉求\n"
        "- `shanzhi import list` 看导入过什么\n"
        "- `shanzhi import undo 3` 撤销第 3 次导入",
        "Take in what an office has: appeals, divisions, shapes, rosters; and take it back.\n\n"
        "- `shanzhi import appeals messages.xlsx --at 510105` imports appeals\n"
        "- `shanzhi import list` shows what was imported\n"
        "- `shanzhi import undo 3` takes import 3 back",
    ),
)
File = Annotated[
    Path, typer.Argument(metavar=say("文件", "FILE"), help=say("要导入的文件", "the file to import"))
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=say("不提问", "ask no questions"))]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=say("只看结果，不写入", "show what would happen, write nothing"))
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar=say("代码", "CODE"),
        help=say(
            "所有行都在其下的地方（默认：采用此工作法的地方）",
            "the place all rows lie in (default: where the method is adopted)",
        ),
    ),
]


Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        metavar=say("名称", "NAME"),
        help=of("sheet"),
    ),
]


@app.command(
    cls=Command,
    help=say(
        "导入诉求（csv、tsv、xlsx、xls、ods，可压缩为 .gz）：认出表头，找到地方，按真实时间走一遍工作法。\n\n"
        "- `shanzhi import appeals 留言.xlsx --at 510105` 先给看、再导入\n"
        "- `… --map 来源=- --map 内容=detail` 调整哪一列是什么（`-` 为不用）\n"
        "- `… --mapping boston-311` 用一个映射文件；`--save-mapping m.yaml` 存下来\n"
        "- `… --make-places` 按内容里的地名先建一棵小的地方树\n\n"
        "同一文件再导入不会重复；中途断了，再运行即接着做。没能导入的行写在旁边的 .rejected.csv，改好可再导入。",
        "Import appeals (csv, tsv, xlsx, xls, ods, also packed as .gz): headings recognised, places found, replayed at "
        "their real times.\n\n"
        "- `shanzhi import appeals messages.xlsx --at 510105` shows first, then imports\n"
        "- `… --map source=- --map content=detail` says what a column is (`-`: not used)\n"
        "- `… --mapping boston-311` uses a mapping file; `--save-mapping m.yaml` keeps it\n"
        "- `… --make-places` first makes a small tree of the places named\n\n"
        "The same file again doubles nothing; one broken off goes on. Rows not taken are beside it in .rejected.csv.",
    ),
)
def appeals(
    file: File,
    at: At = None,
    method: Annotated[str, typer.Option(help=of("method"))] = "appeal",
    mapping: Annotated[
        str | None,
        typer.Option(
            help=say("映射文件，或自带的名称", "a mapping file, or the name of one that is shipped")
        ),
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help=say("列名=字段，可多次", "COLUMN=field, may be repeated")),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help=say("字段=值：行里没有时用它", "field=value where a row says nothing")),
    ] = None,
    save_mapping: Annotated[
        Path | None, typer.Option(help=say("把映射存为文件", "keep the mapping as a file"))
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help=of("source")),
    ] = None,
    sheet: Sheet = None,
    zone: Annotated[str | None, typer.Option(help=of("zone"))] = None,
    dates: Annotated[
        str | None,
        typer.Option(help=of("dates")),
    ] = None,
    crs: Annotated[
        str | None,
        typer.Option(help=of("crs")),
    ] = None,
    make_places: Annotated[
        bool,
        typer.Option("--make-places", help=of("make_places")),
    ] = False,
    merge_above: Annotated[
        int | None,
        typer.Option(
            min=50,
            max=100,
            help=of("merge_above"),
        ),
    ] = None,
    days: Annotated[
        int,
        typer.Option(min=1, max=3650, help=of("days")),
    ] = 60,
    out: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "结果文件放在哪个文件夹（默认在文件旁边）",
                "folder for what is written back (default: beside the file)",
            )
        ),
    ] = None,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway",
            help=of("anyway"),
        ),
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Show, ask, import, tell."""
    from shanzhi.cli.importing import talk
    from shanzhi.cli.importing.placing import NothingRead
    from shanzhi.cli.importing.telling import meters
    from shanzhi.engine.types import SYSTEM
    from shanzhi.matters.imports import actions

    with told():
        prepared = talk.prepare(
            file, mapping, pairs(map_), settings(set_),
            {"source": source, "zone": zone, "crs": crs, "dates": dates, "sheet": sheet},
        )  # fmt: skip
        prepared = talk.agree(prepared, method, ask=not yes)
        if save_mapping is not None:
            talk.save(prepared, save_mapping)
        try:
            settled = talk.settle_place(
                prepared, method, at, make=make_places, ask=not yes, dry_run=dry_run, anyway=anyway
            )
        except NothingRead as nothing:
            talk.tell_unread(nothing.drafting, file, out)
        if (tried := settled.outcome) is not None:
            outcome = tried
        else:
            with meters() as steps:
                outcome = actions.import_appeals(
                    actor=SYSTEM, drafting=settled.drafting, at=settled.at, method=method, dry_run=dry_run,
                    anyway=anyway, merge_above=merge_above, window=timedelta(days=days), progress=steps,
                )  # fmt: skip
    talk.tell(outcome, prepared, file, out, dry_run=dry_run)
    if not outcome.report.added and not outcome.report.unchanged:
        raise typer.Exit(1)


@app.command(
    "list",
    cls=Command,
    help=say("导入过什么：编号、文件、件数、时间。", "What was imported: number, file, matters, time."),
)
def list_imports() -> None:
    """One line for each import, the latest first."""
    from shanzhi.cli.importing import talk

    talk.tell_imports()


@app.command(
    cls=Command,
    help=say(
        "撤销一次导入：它的事项都作废（留在记录里，不再计入），之后有人办理过的留着并列出。",
        "Take an import back: its matters become void (kept in the records, counted nowhere); those somebody has acted on since stay, and are listed.",
    ),
)
def undo(
    number: Annotated[
        int,
        typer.Argument(
            metavar=say("编号", "NUMBER"), help=say("见 shanzhi import list", "see shanzhi import list")
        ),
    ],
    yes: Yes = False,
) -> None:
    """Ask, undo, tell."""
    from shanzhi.cli.importing import talk
    from shanzhi.cli.importing.telling import meters
    from shanzhi.engine.types import SYSTEM
    from shanzhi.matters.imports.undoing import undo_import

    with told():
        talk.agree_undo(number, ask=not yes)
        with meters() as steps:
            undone = undo_import(actor=SYSTEM, number=number, progress=steps("undo"))
    done(
        f"作废 {undone.voided} 件，留下 {len(undone.left)} 件。",
        f"{undone.voided} matters made void, {len(undone.left)} left.",
    )
    for matter, why in undone.left:
        console.print(f"#{matter} {why.text(language())}", markup=False)


@app.command(
    cls=Command,
    help=say(
        "导入全国区划：一个文件夹，内有 provinces、cities、areas、streets、villages 五个 csv（可 .gz）。\n\n"
        "- `shanzhi import divisions 文件夹 --within 510105` 只取一个区县及其上级",
        "Import the national divisions: a folder with the five csv files (also .gz).\n\n"
        "- `shanzhi import divisions FOLDER --within 510105` takes one county and what is above it",
    ),
)
def divisions(
    folder: Annotated[Path, typer.Argument(metavar=say("文件夹", "FOLDER"))],
    within: Annotated[
        str | None, typer.Option(help=say("只取此代码及其下级", "only this code and below"))
    ] = None,
) -> None:
    """Import and tell."""
    from shanzhi.cli.importing import ground

    ground.divisions(folder, within)


@app.command(
    cls=Command,
    help=say(
        "导入网格、楼栋等的图形（GeoJSON）。\n\n"
        "- `shanzhi import shapes 网格.geojson --level grid --parent 510105002002 --crs gcj02`",
        "Import outlines of grids, buildings and others (GeoJSON).\n\n"
        "- `shanzhi import shapes grids.geojson --level grid --parent 510105002002 --crs gcj02`",
    ),
)
def shapes(
    file: File,
    level: Annotated[
        str | None,
        typer.Option(help=of("level")),
    ] = None,
    parent: Annotated[
        str | None, typer.Option(help=say("上级的代码", "code of the place they lie in"))
    ] = None,
    crs: Annotated[
        str,
        typer.Option(help=of("crs")),
    ] = "wgs84",
    swapped: Annotated[bool, typer.Option("--swapped", help=of("swapped"))] = False,
    kind: Annotated[str, typer.Option(help=of("grid_kind"))] = "general",
    name_from: Annotated[str | None, typer.Option(help=of("name_from"))] = None,
    code_from: Annotated[str | None, typer.Option(help=of("code_from"))] = None,
    parent_from: Annotated[str | None, typer.Option(help=of("parent_from"))] = None,
) -> None:
    """Import and tell."""
    from shanzhi.cli.importing import ground

    ground.shapes(
        file, level=level, parent=place_of(parent) if parent else None, crs=crs, swapped=swapped, kind=kind,
        name_from=name_from, code_from=code_from, parent_from=parent_from,
    )  # fmt: skip


@app.command(
    cls=Command,
    help=say(
        "导入名册：岗位名册（姓名、岗位…）或住户名册（门牌、姓名…）。\n\n"
        "- `shanzhi import people 网格员.xlsx --at 510105002002`",
        "Import a roster: of posts (姓名, 岗位 …) or of households (门牌, 姓名 …).\n\n"
        "- `shanzhi import people workers.xlsx --at 510105002002`",
    ),
)
def people(
    file: File,
    at: Annotated[
        str,
        typer.Option(
            "--at", metavar=say("代码", "CODE"), help=say("名册所在的地方", "the place the roster is of")
        ),
    ],
    sheet: Sheet = None,
    dry_run: DryRun = False,
) -> None:
    """Import and tell."""
    from shanzhi.cli.importing import ground

    ground.people(file, place_of(at), sheet=sheet, dry_run=dry_run)


def pairs(given: list[str] | None) -> dict[str, str]:
    """`column=field` pairs; the last equals sign divides, since a heading may hold one."""
    found = {}
    for pair in given or []:
        column, equals, what = pair.rpartition("=")
        if not equals or not column.strip():
            fail(Sentence("“{pair}”应写成 列名=字段", "write “{pair}” as COLUMN=field").fill(pair=pair))
        found[column.strip()] = what.strip()
    return found


def settings(given: list[str] | None) -> dict[str, str]:
    """`field=value` pairs; the first equals sign divides, since a value may hold one."""
    found = {}
    for pair in given or []:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            fail(Sentence("“{pair}”应写成 字段=值", "write “{pair}” as field=value").fill(pair=pair))
        found[name.strip()] = value.strip()
    return found
