"""`shanzhi token`: keys with which programs use the API, for whoever runs the installation."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from shanzhi.cli.asking import console, fail, told
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(
    add_completion=False,
    cls=Group,
    no_args_is_help=True,
    help=say(
        "接口令牌：`shanzhi token new 账号 --for 用途`",
        "Keys for the API: `shanzhi token new ACCOUNT --for PURPOSE`",
    ),
)
NO_ACCOUNT = Sentence("没有账号“{name}”，请核对。", "There is no account “{name}”; check it.")
NO_TOKEN = Sentence(
    "没有第 {number} 号令牌；用 shanzhi token list 看有哪些。",
    "There is no token {number}; see: shanzhi token list",
)


@app.command(
    "new",
    cls=Command,
    help=say(
        "为一个账号新建令牌；它能做的不多于这个账号。令牌只显示这一次。",
        "Make a key for an account; it can do no more than the account. It is shown this once.",
    ),
)
def new(
    account: Annotated[str, typer.Argument(help=say("账号", "the account"))],
    purpose: Annotated[str, typer.Option("--for", help=say("给谁用、做什么", "for whom and what"))],
    act: Annotated[
        bool, typer.Option("--act", help=say("也可办理（默认只读）", "may act too (default: read)"))
    ] = False,
    days: Annotated[int, typer.Option(help=say("有效天数", "days it lives"))] = 90,
) -> None:
    """Print the key alone on standard output, so that it can be piped."""
    from shanzhi.engine.types import SYSTEM
    from shanzhi.people.models import Account
    from shanzhi.people.tokens import SCOPES, issue_token

    held = Account.objects.filter(username=account, is_active=True).first()
    if held is None:
        fail(NO_ACCOUNT.fill(name=account))
    with told():
        _, text = issue_token(SYSTEM, held, label=purpose, scopes=SCOPES if act else SCOPES[:1], days=days)
    print(text)  # noqa: T201


@app.command("list", cls=Command, help=say("还有效的令牌", "the keys still in force"))
def list_() -> None:
    """A table; the keys themselves are not kept and cannot be shown."""
    from django.utils import timezone

    from shanzhi.people.models import Token

    table = Table(
        "#", say("账号", "account"), say("用途", "for"), say("范围", "scopes"), say("到期", "until")
    )
    live = Token.objects.filter(revoked_at=None, expires_at__gt=timezone.now()).select_related("account")
    for token in live.order_by("pk"):
        until = timezone.localtime(token.expires_at).strftime("%Y-%m-%d")
        table.add_row(str(token.pk), token.account.username, token.label, " ".join(token.scopes), until)
    console.print(table)


@app.command("revoke", cls=Command, help=say("立即停用一个令牌", "end a key at once"))
def revoke(number: Annotated[int, typer.Argument(help=say("令牌编号", "the number of the key"))]) -> None:
    """Doing it twice changes nothing."""
    from shanzhi.engine.types import SYSTEM
    from shanzhi.people.models import Token
    from shanzhi.people.tokens import revoke_token

    token = Token.objects.select_related("account").filter(pk=number).first()
    if token is None:
        fail(NO_TOKEN.fill(number=number))
    with told():
        revoke_token(SYSTEM, token)
    console.print(say(f"第 {number} 号令牌已停用。", f"Key {number} is ended."))
