"""`shanzhi method`: everything that is done with a method file before it runs. No records, so no Django."""

from __future__ import annotations

import typer

from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import say

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help=say(
        "写、检查、绘制、比较、试运行工作法文件。文件处也可写库里工作法的代号。\n\n"
        "- `shanzhi method new my.yaml` 写一个新的\n"
        "- `shanzhi method check my.yaml` 一次指出全部问题\n"
        "- `shanzhi method test my.yaml` 运行文件里的示例\n"
        "- `shanzhi method simulate my.yaml` 按负荷模拟\n"
        "- `shanzhi method show my.yaml -o my.svg` 画成图\n"
        "- `shanzhi method read my.yaml` 用白话读一遍\n"
        "- `shanzhi method diff old.yaml new.yaml` 两版有何不同\n"
        "- `shanzhi method migrate old.yaml` 换成现在的写法\n"
        "- `shanzhi method explain SZ503` 说明一条问题",
        "Write, check, draw, compare and try out method files. A method of the library goes by its name.\n\n"
        "- `shanzhi method new my.yaml` writes a new one\n"
        "- `shanzhi method check my.yaml` points out every problem at once\n"
        "- `shanzhi method test my.yaml` runs the examples in the file\n"
        "- `shanzhi method simulate my.yaml` runs it under a load\n"
        "- `shanzhi method show my.yaml -o my.svg` draws it\n"
        "- `shanzhi method read my.yaml` tells it in plain sentences\n"
        "- `shanzhi method diff old.yaml new.yaml` tells two versions apart\n"
        "- `shanzhi method migrate old.yaml` puts it in today's words\n"
        "- `shanzhi method explain SZ503` explains a problem",
    ),
)

from shanzhi.cli.method import checking, english, migrating, reading, showing, simulate, testing, writing  # noqa: E402

app.command(
    "new",
    cls=Command,
    help=say(
        "写一个新的工作法文件：马上可用，带示例，照着改就行。\n\n"
        "- `handle` 受理、办理、评价，逐级上报\n"
        "- `claim` 抢单、办好、确认、记积分\n"
        "- `decide` 联名、表决、公示、逐项落实\n\n"
        "例如：\n\n"
        "- `shanzhi method new street-lamps.yaml --title 路灯报修`\n"
        "- `shanzhi method new neighbours-help.yaml --kind claim`\n"
        "- `shanzhi method new common-yard.yaml --kind decide`",
        "Write a new method file that works at once and has its examples: change it to what you need.\n\n"
        "- `handle`: accept, handle, rate; moves up level by level\n"
        "- `claim`: taken by a volunteer, done, confirmed, points given\n"
        "- `decide`: support, ballot, publicity, done item by item\n\n"
        "For example:\n\n"
        "- `shanzhi method new street-lamps.yaml --title 路灯报修`\n"
        "- `shanzhi method new neighbours-help.yaml --kind claim`\n"
        "- `shanzhi method new common-yard.yaml --kind decide`",
    ),
)(writing.new)
app.command(
    "check",
    cls=Command,
    help=say(
        "一次指出文件（或文件夹里全部文件）的全部问题：行、列、代码、怎么改。\n\n"
        "- `shanzhi method check my.yaml other.yaml`\n"
        "- `shanzhi method check --strict methods` 建议也算不通过\n\n"
        "退出码：0 可用，1 有问题，2 命令不对。",
        "Point out every problem of files, or of all files in folders, at once: line, column, code, and what to do.\n\n"
        "- `shanzhi method check my.yaml other.yaml`\n"
        "- `shanzhi method check --strict methods` takes advice for errors\n\n"
        "Ends with 0 if they can be used, 1 if something is wrong, 2 if the command is.",
    ),
)(checking.check)
app.command(
    "test",
    cls=Command,
    help=say(
        "运行文件里的示例：虚拟时钟，真实引擎。要全部通过，还要走过每条去向、碰到每个拒绝。\n\n"
        "- `shanzhi method test my.yaml`\n"
        "- `shanzhi method test methods`",
        "Run the examples in a file: a virtual clock, the real engine. All must pass, and together take every way "
        "and meet every refusal.\n\n"
        "- `shanzhi method test my.yaml`\n"
        "- `shanzhi method test methods`",
    ),
)(testing.run)
app.command(
    "simulate",
    cls=Command,
    help=say(
        "按给定的负荷模拟一个工作法：来多少件、几个人办，看会不会积压、能不能按期。真实引擎，虚拟时钟，不写任何记录。\n\n"
        "- `shanzhi method simulate appeal`\n"
        "- `shanzhi method simulate appeal --arrivals 8 --staff street_staff=2 --set verify=false`\n"
        "- `shanzhi method simulate appeal --example-load > load.yaml` 写一份负荷文件来改\n"
        "- `shanzhi method simulate appeal --load load.yaml`",
        "Simulate a method under a load: so much comes in, so many work; see what piles up and what is late. The real "
        "engine on a virtual clock; nothing is recorded.\n\n"
        "- `shanzhi method simulate appeal`\n"
        "- `shanzhi method simulate appeal --arrivals 8 --staff street_staff=2 --set verify=false`\n"
        "- `shanzhi method simulate appeal --example-load > load.yaml` writes a scenario to change\n"
        "- `shanzhi method simulate appeal --load load.yaml`",
    ),
)(simulate.simulate)
app.command(
    "show",
    cls=Command,
    help=say(
        "用文字说明一个工作法；加 -o 画成 SVG 图。\n\n"
        "- `shanzhi method show appeal`\n"
        "- `shanzhi method show appeal -o appeal.svg` 手机宽\n"
        "- `shanzhi method show appeal --wide -o appeal.svg` 横排\n"
        "- `shanzhi method show appeal -o - > appeal.svg`",
        "Tell a method in words; with -o, draw it as SVG.\n\n"
        "- `shanzhi method show appeal`\n"
        "- `shanzhi method show appeal -o appeal.svg` as wide as a phone\n"
        "- `shanzhi method show appeal --wide -o appeal.svg` in columns\n"
        "- `shanzhi method show appeal -o - > appeal.svg`",
    ),
)(showing.show)
app.command(
    "read",
    cls=Command,
    help=say(
        "把一个工作法读成大白话：谁可以发起，每一步谁办、多久、能做什么、到期怎么办，谁看得到，本地可以设什么。\n\n"
        "- `shanzhi method read appeal`\n"
        "- `shanzhi method read my.yaml -o my.txt`",
        "Tell a method in plain sentences: who opens it, each step (whose desk, how long, what can be done, what comes when time "
        "is over), who sees what, what can be set.\n\n"
        "- `shanzhi method read appeal`\n"
        "- `shanzhi method read my.yaml -o my.txt`",
    ),
)(reading.read)
app.command(
    "diff",
    cls=Command,
    help=say(
        "两版工作法有何不同，用工作法自己的话说。\n\n"
        "- `shanzhi method diff old.yaml new.yaml`\n"
        "- `shanzhi method diff appeal my-appeal.yaml --read` 用白话说\n\n"
        "退出码：0 事项都可换到新版，1 有环节被删去。",
        "How two versions of a method differ, in the method's own terms.\n\n"
        "- `shanzhi method diff old.yaml new.yaml`\n"
        "- `shanzhi method diff appeal my-appeal.yaml --read` in plain sentences\n\n"
        "Ends with 0 if every matter can be upgraded, 1 if a stage is lost.",
    ),
)(writing.diff)
app.command(
    "migrate",
    cls=Command,
    help=say(
        "把旧写法的工作法文件换成现在的写法：同一个工作法，事实说一次，名字都带出处。\n\n"
        "- `shanzhi method migrate old.yaml -o new.yaml`\n"
        "- `shanzhi method migrate my.yaml --in-place`\n\n"
        "旧写法的文件不换也照常能用。需要人看一眼的会说出来。",
        "Write an older method file down in today's words: the same method, its facts said once, each name with its scope.\n\n"
        "- `shanzhi method migrate old.yaml -o new.yaml`\n"
        "- `shanzhi method migrate my.yaml --in-place`\n\n"
        "Files in the old words go on as they are. What a person should look at is said.",
    ),
)(migrating.migrate)
app.command(
    "english",
    cls=Command,
    help=say(
        "一个工作法缺哪些英文、多哪些、哪些中文改过：英文写在旁边的 en/ 里，每处文字一条。\n\n"
        "- `shanzhi method english my.yaml` 只看\n"
        "- `shanzhi method english my.yaml --write` 写好 en/my.yaml：缺的留空待译，不用的去掉，搬了地方的跟着走\n\n"
        "退出码：0 齐全，1 有缺有多。",
        "Which English a method lacks, which is of no use, and which Chinese was changed: it stands in en/ beside the file, "
        "an entry for each text.\n\n"
        "- `shanzhi method english my.yaml` looks only\n"
        "- `shanzhi method english my.yaml --write` writes en/my.yaml: what is missing is left empty, what is of no use goes, "
        "what moved goes along\n\n"
        "Ends with 0 if all is there, 1 if not.",
    ),
)(english.english)
app.command(
    "explain",
    cls=Command,
    help=say(
        "说明一条问题：为什么，怎么改。\n\n- `shanzhi method explain SZ503`",
        "Why a problem is one, and how to mend it.\n\n- `shanzhi method explain SZ503`",
    ),
)(checking.explain)
app.command("list", cls=Command, help=say("库里有哪些工作法。", "Which methods the library has."))(
    checking.list_methods
)
app.command(
    "schema",
    cls=Command,
    help=say(
        "打印供编辑器使用的 JSON Schema（补全、提示、即时检查）。\n\n"
        "- `shanzhi method schema -o method.schema.json`\n\n"
        "然后在工作法文件第一行写：`# yaml-language-server: $schema=method.schema.json`",
        "Print the JSON Schema for editors (completion, hints, checks while writing).\n\n"
        "- `shanzhi method schema -o method.schema.json`\n\n"
        "Then begin a method file with: `# yaml-language-server: $schema=method.schema.json`",
    ),
)(checking.print_schema)
