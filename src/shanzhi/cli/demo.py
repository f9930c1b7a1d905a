"""`shanzhi demo`: fill a fresh installation with the invented sample district, and serve it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from shanzhi.cli.group import Command
from shanzhi.cli.language import say
from shanzhi.cli.serve import FIRST_PORT, Port, free

app = typer.Typer(add_completion=False)
ANOTHER = say(
    "--port {port}（用 make 时：make demo PORT={port}）", "--port {port} (with make: make demo PORT={port})"
)
ROLES_SHOWN = (
    "resident1",
    "grid_worker1",
    "community_staff1",
    "street_staff1",
    "district_staff1",
    "department_staff1",
    "volunteer1",
)


@app.command(
    cls=Command,
    help=say(
        "在一个新的安装里建好示例区（虚构的人和事），并打开网站。\n\n"
        "再次运行会接着用已建好的示例区。换一个文件夹：SHANZHI_HOME=./demo2 shanzhi demo",
        "Fill a fresh installation with the sample district (invented people and events) and serve it.\n\n"
        "Run again, it goes on with the district that is there. Another folder: SHANZHI_HOME=./demo2 shanzhi demo",
    ),
)
def demo(
    empty: Annotated[
        bool,
        typer.Option("--empty", help=say("只建地方和人，不建事项", "places and people only, no matters")),
    ] = False,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help=say("只建好，不打开网站", "build it, do not serve it"))
    ] = False,
    host: Annotated[str, typer.Option(help=say("网站的地址", "address to serve at"))] = "127.0.0.1",
    port: Port = FIRST_PORT,
) -> None:
    """Build, tell how to look around, serve."""
    from django.conf import settings

    from shanzhi import installation
    from shanzhi.cli.sample.build import Foreign, build, built

    console = Console()
    if not no_serve:
        free(host, port, other=ANOTHER)  # told before a minute's work, not after it
    installation.prepare()
    installation.migrate()  # nothing in it is real
    password = demo_password()
    if not built():
        bar = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console)
        try:
            with bar:
                build(password=password, empty=empty, bar=bar)
        except Foreign as foreign:
            console.print(foreign.sentence.text(say("zh", "en")))
            raise typer.Exit(2) from None
    _tell(console, password, serving=not no_serve)
    if not no_serve:
        os.environ["SHANZHI_DEMO"] = "1"
        settings.SHANZHI_DEMO = True
        from shanzhi.cli.serve import run

        run(host=host, port=port, workers=1, ready=lambda: _open(console, host, port))


def demo_password() -> str:
    """The one password of every sample account, made when the sample is, kept among the keys."""
    from django.conf import settings

    path = Path(settings.SHANZHI_HOME) / "keys" / "demo-password"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text(f"Shanzhi-{secrets.token_hex(4)}-8")
        path.chmod(0o600)
    return path.read_text().strip()


def _open(console: Console, host: str, port: int) -> None:
    address = f"http://{host}:{port}/demo"
    console.print(
        say(
            f"网站已打开：{address} ，点一个角色就能进去。",
            f"The site is open: {address} . Choose a role to enter.",
        ),
        style="bold",
    )


def _tell(console: Console, password: str, *, serving: bool) -> None:
    from shanzhi.matters.models import Matter
    from shanzhi.people.models import Account
    from shanzhi.people.queries import posts_of
    from shanzhi.places.telling import place_name

    console.print()
    console.print(
        say(
            f"示例区已建好：{Matter.objects.count()} 件事项。",
            f"The sample district is ready: {Matter.objects.count()} matters.",
        ),
        style="bold",
    )
    table = Table(say("账号", "account"), say("是谁", "who"), say("岗位", "post"))
    for account in Account.objects.filter(username__in=ROLES_SHOWN).select_related("person"):
        person = account.person
        if person is not None:
            posts = "、".join(place_name(post.place) for post in posts_of(person)) or say("居民", "resident")
            table.add_row(account.username, person.name, posts)
    console.print(table)
    console.print(
        say(f"或用账号登录，密码都是 {password}", f"Or sign in by account; the password is always {password}")
    )
    if serving:
        console.print(
            say("正在打开网站，请稍候。按 Ctrl-C 停止。", "Opening the site, one moment. Ctrl-C stops it.")
        )
