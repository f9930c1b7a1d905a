"""`shanzhi place`: finding a place by what people write, and whether grids are as grids should be."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from shanzhi.cli.asking import console, done, fail, place_of, told
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import language, say
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence

app = typer.Typer(
    add_completion=False,
    cls=Group,
    no_args_is_help=True,
    help=say(
        "地方：`shanzhi place find 2号楼101` 按名称或地址找地方和代码，`shanzhi place check --at 510105` 检查网格的规模和重叠",
        "Places: `shanzhi place find 2号楼101` finds places and their codes, "
        "`shanzhi place check --at 510105` checks grids for size and overlap",
    ),
)
OVERLAP = Sentence(
    "网格“{one}”和“{other}”重叠约 {area} 平方米，请核对边界。",
    "Grids “{one}” and “{other}” overlap by about {area} m²; check their outlines.",
)


NOTHING = Sentence(
    "没有找到“{text}”。请写小区、楼栋和门牌，如 兰苑一院 2号楼 101；还没有登记的，请先登记或导入。",
    "Nothing found for “{text}”. Write estate, building and door, such as 兰苑一院 2号楼 101; what is not on record yet is entered or imported first.",
)


@app.command(
    "find",
    cls=Command,
    help=say(
        "按名称或地址找地方：每行一处，代码在前。没有找到，退出码为 1。",
        "Places by name or address, one a line, its code first. The exit code is 1 where nothing is found.",
    ),
)
def find(
    text: Annotated[
        str, typer.Argument(help=say("名称或地址，如 2号楼101", "a name or an address, such as 2号楼101"))
    ],
    at: Annotated[
        str | None, typer.Option(help=say("只在这个地方代码之下找", "only below the place of this code"))
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=500, help=say("最多几处", "at most so many"))] = 30,
) -> None:
    """The surest first."""
    from shanzhi.places.finding import found_places
    from shanzhi.places.telling import told_apart

    found = found_places(text, within=place_of(at) if at else None, most=most)
    names = told_apart(found)
    for one in found:
        level = LEVEL_NAMES[one.level].text(language())
        console.print(f"{one.code}  {names[one.pk]}  {level}", markup=False, soft_wrap=True)
    if not found:
        fail(NOTHING.fill(text=text), 1)


@app.command(
    "check",
    cls=Command,
    help=say(
        "一地及其下级的普通网格：户数是否合适，图形是否互相重叠。专属网格不检查。\n\n"
        "只提示，什么都不会被改动；有要提示的，退出码为 1。",
        "The general grids of a place and below: whether they are of a size one worker can know, and whether their "
        "outlines overlap. Dedicated grids are left out.\n\n"
        "Nothing is changed; the exit code is 1 where there is something to tell.",
    ),
)
def check(
    at: Annotated[str, typer.Option(help=say("地方代码", "code of the place"))],
    least: Annotated[int, typer.Option(help=say("最少户数", "fewest households"))] = 300,
    most: Annotated[int, typer.Option(help=say("最多户数", "most households"))] = 500,
    people: Annotated[int, typer.Option(help=say("大约人数", "people, about"))] = 1000,
) -> None:
    """One line for each thing that is odd."""
    from shanzhi.places.models import Place
    from shanzhi.places.sanity import grid_size_warnings, overlapping_grids
    from shanzhi.places.telling import sorted_places, told_apart

    place = place_of(at)
    grids = Place.objects.filter(
        path__begins=place.path, level=Place.Level.GRID, kind=Place.Kind.GENERAL, closed_at=None
    )
    named = {grid.pk: grid for grid in sorted_places(grids.defer("geometry"))}
    called = told_apart(named.values())
    warnings: list[Sentence] = []
    for grid in named.values():
        households, known = _counted(grid)
        warnings += grid_size_warnings(
            grid, households=households, people=known, least_households=least, most_households=most,
            about_people=people,
        )  # fmt: skip
    warnings += [
        OVERLAP.fill(one=called[each.one], other=called[each.other], area=f"{each.square_metres:,.0f}")
        for each in overlapping_grids(place)
    ]
    for warning in warnings:
        console.print(warning.text(language()), markup=False, soft_wrap=True)
    if warnings:
        raise typer.Exit(1)
    done(f"{len(named)} 个网格，没有问题。", f"{len(named)} grids, nothing odd.")


@app.command(
    "role-name",
    cls=Command,
    help=say(
        "一个岗位在一地怎么叫：`shanzhi place role-name team_lead 村民小组长 --at 510105`；不写叫法，就恢复通用的。",
        "What a role is called in a place: `shanzhi place role-name team_lead 村民小组长 --at 510105`; without a name, "
        "the general one again.",
    ),
)
def role_name_there(
    role: Annotated[str, typer.Argument(help=say("岗位代号", "the role"))],
    at: Annotated[str, typer.Option(help=say("地方代码", "code of the place"))],
    label: Annotated[str, typer.Argument(help=say("本地叫法", "the local name"))] = "",
) -> None:
    """Kept with its audit record; it holds for all below."""
    from shanzhi.engine.types import SYSTEM
    from shanzhi.people.role_labels import set_role_label

    with told():
        set_role_label(SYSTEM, place=place_of(at), role=role, label=label)
    done("已设定。", "It is set.")


def _counted(grid: Any) -> tuple[int | None, int | None]:
    """The households and the people on record in a grid; None where no roll is kept here."""
    from shanzhi.people.models import Household, Person

    households = Household.objects.filter(place__path__begins=grid.path, closed_at=None).count()
    people = Person.objects.filter(household__place__path__begins=grid.path, erased_at=None).count()
    return households or None, people or None
