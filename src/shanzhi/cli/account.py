"""`shanzhi account`: who can sign in. For the beginning of an installation, before any administrator can.

Whoever may run this is on the server, and the audit records it so. Later, an administrator's account is opened, reset
and closed on the pages by two (三权分立).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, Any

import typer

from shanzhi.cli.asking import complaints, console, fail, place_of, told
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(
    add_completion=False,
    cls=Group,
    no_args_is_help=True,
    help=say(
        "登录账号：先建三个管理员，再为在岗人员成批开通。\n\n"
        "- `shanzhi account new sysadmin --kind system_admin`\n"
        "- `shanzhi account issue --at 510105 --out accounts.csv`",
        "Accounts: first the three administrators, then those of everyone in a post at once.\n\n"
        "- `shanzhi account new sysadmin --kind system_admin`\n"
        "- `shanzhi account issue --at 510105 --out accounts.csv`",
    ),
)
NO_PERSON = Sentence("没有第 {number} 号人员。", "There is no person number {number}.")
NO_ACCOUNT = Sentence("没有账号“{name}”，请核对。", "There is no account “{name}”; check it.")
THERE = Sentence("{path} 已存在；请另写一个文件名，以免盖掉上次的初始密码。", "{path} is there already; name another file, lest the first passwords in it be lost.")  # fmt: skip
HEAD = ("账号", "姓名", "岗位", "地方", "初始密码")


@app.command(
    "new",
    cls=Command,
    help=say(
        "新建一个账号，显示初始密码（首次登录必须修改）",
        "open an account and show its first password, to be changed at once",
    ),
)
def new(
    username: Annotated[str, typer.Argument(help=say("账号名", "its name"))],
    kind: Annotated[
        str,
        typer.Option(help="person | system_admin | security_admin | audit_admin"),
    ] = "person",
    person: Annotated[
        int | None, typer.Option(help=say("人员编号（kind 为 person 时）", "the person's number"))
    ] = None,
) -> None:
    """Print the first password alone on standard output."""
    from shanzhi.engine.types import SYSTEM
    from shanzhi.people.actions import open_account
    from shanzhi.people.models import Person

    whose = Person.objects.filter(pk=person).first() if person is not None else None
    if person is not None and whose is None:
        fail(NO_PERSON.fill(number=person))
    with told():
        _, password = open_account(SYSTEM, username=username, person=whose, kind=kind)
    print(password)  # noqa: T201


@app.command(
    "issue",
    cls=Command,
    help=say(
        "为一地及其下级所有在岗而无账号的人开通账号，账号和初始密码写入表格，由社区当面交给本人",
        "open accounts for everyone in a post at a place or below who has none; names and first passwords go to a csv",
    ),
)
def issue(
    at: Annotated[str, typer.Option(help=say("地方代码", "code of the place"))],
    out: Annotated[Path, typer.Option(help=say("写到哪个 csv 文件", "the csv file to write"))],
) -> None:
    """One transaction: either all have accounts and the file holds them, or none and there is no file."""
    from django.db import transaction

    place = place_of(at)
    if out.exists():
        fail(THERE.fill(path=out))
    draft = out.with_name(f".{out.name}")
    try:
        with told(), transaction.atomic():
            rows = _issue(place)
            with draft.open("w", encoding="utf-8-sig", newline="") as stream:
                csv.writer(stream).writerows([HEAD, *rows])
            draft.chmod(0o600)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    console.print(
        say(f"开通 {len(rows)} 个账号，写入 {out}。请交给本人后删除此文件。",
            f"Opened {len(rows)} accounts; see {out}. Hand them over, then delete the file.")
    )  # fmt: skip


def _issue(place: Any) -> list[tuple[str, str, str, str, str]]:
    from rich.progress import track

    from shanzhi.engine.types import SYSTEM
    from shanzhi.method.roles import role_name
    from shanzhi.people.actions import open_account
    from shanzhi.people.models import Post
    from shanzhi.people.queries import sorted_posts
    from shanzhi.places.telling import told_apart

    rows = []
    held = Post.objects.in_force().filter(place__path__begins=place.path, person__account=None)
    seen: set[int] = set()
    posts = sorted_posts(held)
    names = told_apart(post.place for post in posts)
    for post in track(posts, say("开通账号", "opening accounts"), console=complaints, transient=True):
        if post.person_id in seen:
            continue
        seen.add(post.person_id)
        username = f"u{post.person_id:06}"
        _, password = open_account(SYSTEM, username=username, person=post.person)
        rows.append((username, post.person.name, role_name(post.role).zh, names[post.place_id], password))
    return rows


@app.command(
    "reset", cls=Command, help=say("重设密码并解除锁定", "a new first password, and the lock taken off")
)
def reset(username: Annotated[str, typer.Argument(help=say("账号名", "its name"))]) -> None:
    """Print the new first password alone on standard output."""
    from shanzhi.engine.types import SYSTEM
    from shanzhi.people.actions import reset_password, unlock_account
    from shanzhi.people.models import Account

    account = Account.objects.filter(username=username).first()
    if account is None:
        fail(NO_ACCOUNT.fill(name=username))
    with told():
        password = reset_password(SYSTEM, account=account)
        unlock_account(SYSTEM, account=account)
    print(password)  # noqa: T201


@app.command(
    "close",
    cls=Command,
    help=say(
        "关闭一个账号（管理员的最后一个账号不能关）",
        "close an account (never the last one of an administrator's kind)",
    ),
)
def close(username: Annotated[str, typer.Argument(help=say("账号名", "its name"))]) -> None:
    """On the server, and recorded as such."""
    from shanzhi.engine.types import SYSTEM
    from shanzhi.people.actions import close_account
    from shanzhi.people.models import Account

    account = Account.objects.filter(username=username).first()
    if account is None:
        fail(NO_ACCOUNT.fill(name=username))
    with told():
        close_account(SYSTEM, account=account)
    console.print(say(f"已关闭 {username}。", f"Closed {username}."))


@app.command(
    "list",
    cls=Command,
    help=say(
        "账号清单：账号、种类、姓名、岗位、状态",
        "accounts: name, kind, person, posts, state",
    ),
)
def list_(
    kind: Annotated[str, typer.Option(help="person | system_admin | security_admin | audit_admin")] = "",
) -> None:
    """One line an account, separated by tabs."""
    from shanzhi.method.roles import role_name
    from shanzhi.people.models import Account
    from shanzhi.people.queries import posts_by_person
    from shanzhi.places.telling import place_name

    found = Account.objects.select_related("person").order_by("pk")
    listed = list(found.filter(kind=kind) if kind else found)
    posts = posts_by_person(one.person_id for one in listed)
    for one in listed:
        held = [
            f"{place_name(post.place)}{role_name(post.role).zh}" for post in posts.get(one.person_id or 0, ())
        ]
        name = one.person.name if one.person is not None else ""
        state = say("在用", "open") if one.is_active else say("已关闭", "closed")
        print(one.username, one.kind, name, "、".join(held), state, sep="\t")  # noqa: T201
