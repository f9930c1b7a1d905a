"""The command line: `shanzhi`. Each command is a module of this package, loaded when it is called."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from shanzhi import __version__
from shanzhi.cli.group import Entry, LazyGroup
from shanzhi.cli.language import Lang, say
from shanzhi.cli.usage import broken, explain, refused
from shanzhi.method.words import Sentence

UNANSWERED = say(
    "没有人回答，什么也没有做。不在终端里运行时，用选项代替回答（如 --yes），见这个命令的 --help。",
    "Nobody answered, and nothing was done. Where there is no terminal, an option answers (such as --yes): see the "
    "command's --help.",
)

COMMANDS: dict[str, Entry] = {
    "demo": Entry(
        Sentence("建好虚构的示例区并打开网站", "build the invented sample district and serve it"),
        "shanzhi.cli.demo",
        ready=False,
    ),
    "serve": Entry(
        Sentence("打开网站和接口", "serve the pages and the API"),
        "shanzhi.cli.serve",
    ),
    "migrate": Entry(
        Sentence("升级后更新数据库的表", "bring the tables up to date after an upgrade"),
        "shanzhi.cli.migrate",
        ready=False,
    ),
    "backup": Entry(
        Sentence("备份数据库、文件和密钥", "back up database, files and keys"),
        "shanzhi.cli.backup",
        ready=False,
    ),
    "restore": Entry(
        Sentence("从备份恢复到新的安装", "restore a backup into a new installation"),
        "shanzhi.cli.restore",
        ready=False,
    ),
    "account": Entry(
        Sentence("登录账号：新建、成批开通、重设密码", "accounts: open, issue to all in posts, reset"),
        "shanzhi.cli.account",
    ),
    "audit": Entry(
        Sentence("审计记录：删除过了保存期的", "the audit record: remove what is past its time"),
        "shanzhi.cli.audit",
    ),
    "key": Entry(
        Sentence("加密密钥：换新，把旧的重新加密", "sealing keys: a new one, sealing all afresh"),
        "shanzhi.cli.key",
    ),
    "place": Entry(Sentence("网格规模和重叠的检查", "check grids for size and overlap"), "shanzhi.cli.place"),
    "calendar": Entry(
        Sentence("工作日历：已知年份、录入新一年", "the working calendar: known years, a new one"),
        "shanzhi.cli.calendar",
    ),
    "clock": Entry(Sentence("时钟跳变后的确认", "the clock: confirm it after a leap"), "shanzhi.cli.clock"),
    "token": Entry(
        Sentence("接口令牌：新建、查看、停用", "keys for the API: make, list, end"), "shanzhi.cli.token"
    ),
    "method": Entry(
        Sentence(
            "写、检查、绘制、比较、试运行工作法文件", "write, check, draw, compare and try out method files"
        ),
        "shanzhi.cli.method",
        django=False,
    ),
    "adopt": Entry(
        Sentence("采用一种工作法，设定参数", "adopt a method and set its inputs"), "shanzhi.cli.adopt"
    ),
    "adoptions": Entry(
        Sentence("各地采用的工作法和参数", "the methods places use, with their inputs"),
        "shanzhi.cli.adoptions",
    ),
    "import": Entry(
        Sentence("导入诉求、区划、图形、名册", "import appeals, divisions, shapes, rosters"),
        "shanzhi.cli.import_",
    ),
    "report": Entry(
        Sentence("结案、按期、三率、用时", "closing, on time, the three rates, durations"),
        "shanzhi.cli.report",
    ),
    "ledger": Entry(
        Sentence("积分账：对账单，还欠多少", "the ledger: statements, and what is owed"), "shanzhi.cli.ledger"
    ),
    "upgrade": Entry(
        Sentence("把正在办的事项换到新版", "move running matters to a new version"), "shanzhi.cli.upgrade"
    ),
    "count": Entry(Sentence("数一数，只输出一个数", "count; prints one number"), "shanzhi.cli.count"),
    "tick": Entry(Sentence("到期的事办一遍", "carry out what has come due, once"), "shanzhi.cli.tick"),
    "worker": Entry(
        Sentence("常驻运行：到期的事按时办，通知按渠道发", "keep running: what comes due, and notices"),
        "shanzhi.cli.worker",
    ),
    "ballot": Entry(
        Sentence("无记名表决：复核公报、查回执、持钥人开票", "secret ballots: recount, find a receipt, open"),
        "shanzhi.cli.ballot",
        django=False,
    ),
    "reindex": Entry(Sentence("重建全文检索的索引", "make the full-text index anew"), "shanzhi.cli.reindex"),
    "verify": Entry(
        Sentence("核对全部记录没有被改动", "check that no record was changed"), "shanzhi.cli.verify"
    ),
}


class Shanzhi(LazyGroup):
    """All commands."""

    entries = COMMANDS


app = typer.Typer(
    cls=Shanzhi,
    name="shanzhi",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help=say(
        "善治：一个引擎，运行各种基层工作法；一种工作法就是一个文件。\n\n"
        "- `shanzhi method check appeal` 检查一个工作法\n"
        "- `shanzhi method --help` 看工作法的各个命令",
        "Shanzhi: one engine for the working methods of neighbourhoods; a method is one file.\n\n"
        "- `shanzhi method check appeal` checks a method\n"
        "- `shanzhi method --help` shows what can be done with methods",
    ),
)


def _version(asked: bool) -> None:
    if asked:
        print(__version__)  # noqa: T201
        raise typer.Exit


@app.callback()
def shanzhi(
    lang: Lang = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=say("版本", "the version")),
    ] = False,
) -> None:
    """Every command begins here; its help stands above."""


def main() -> None:
    """Run the command that was typed; ends the process with 0 (well), 1 (something was found), 2 (not
    understood) or 3 (the program itself failed; `python -X dev` shows where)."""
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        code = 130
        if not sys.stdin.isatty():
            print(UNANSWERED, file=sys.stderr)  # noqa: T201
    except Exception as error:
        said, code = explain(error), 2
        if said is None:
            said = refused(error)
        if said is None:
            if sys.flags.dev_mode:
                raise
            said, code = broken(error), 3
        if said:
            print(said, file=sys.stderr)  # noqa: T201
    sys.exit(code if isinstance(code, int) else 0)
