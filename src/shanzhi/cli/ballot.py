"""`shanzhi ballot`: recount a published box, find a receipt in it, and what key holders do on a computer of their own. No records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from shanzhi import secrecy
from shanzhi.cli.asking import complaints, console, fail
from shanzhi.cli.ballot_uses import Uses
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import language, say
from shanzhi.method.words import Sentence
from shanzhi.secrecy.examining import Examined

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help=say(
        "无记名表决：用公报文件复核，不需要数据库。\n\n"
        "- `shanzhi ballot recount 公报.json` 从头复核：名册、票链、每张票的证明、开票、结论\n"
        "- `shanzhi ballot receipt 公报.json '回执'` 我的票在不在箱里\n"
        "- `shanzhi ballot share 公报.json` 持钥人：我的份额对不对\n"
        "- `shanzhi ballot open 公报.json --head …` 持钥人：在自己的电脑上做开票文件\n"
        "- `shanzhi ballot count 公报.json --head …` 几位持钥人在一台电脑上一起开票\n"
        "- `shanzhi ballot program` 写出只用 Python 的独立复核程序，给不用本系统的人\n\n"
        "退出码：0 没有问题，1 发现问题，2 没有做成。",
        "Secret ballots: recount from the bulletin file; no database is needed.\n\n"
        "- `shanzhi ballot recount FILE` everything: roll, chain, each ballot's proofs, openings, result\n"
        "- `shanzhi ballot receipt FILE RECEIPT` whether my ballot is in the box\n"
        "- `shanzhi ballot share FILE` key holders: whether my share is right\n"
        "- `shanzhi ballot open FILE --head …` key holders: make the opening file on your own computer\n"
        "- `shanzhi ballot count FILE --head …` key holders open together at one computer\n"
        "- `shanzhi ballot program` writes the recounting program that needs Python alone, for whoever does not use this system\n\n"
        "Exit status: 0 all is well, 1 something was found, 2 it could not be done.",
    ),
)

Box = Annotated[Path, typer.Argument(metavar="FILE", help=say("公报文件", "the bulletin file"))]
Heads = Annotated[
    list[str],
    typer.Option(
        "--head",
        help=say(
            "投票期间您收到的链值，每个写一次；都须在这份公报的链上",
            "a value of the chain that you received while people voted, once for each; all must lie in this chain",
        ),
    ),
]
NoHeads = Annotated[
    bool, typer.Option("--no-heads", help=say("没有收到过链值", "you received no value of the chain"))
]
UsesFile = Annotated[
    Path | None,
    typer.Option(
        "--uses",
        help=say(
            "记下开过哪些票箱的文件（默认在个人文件夹）",
            "the file that notes which boxes you opened (default: in your home folder)",
        ),
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help=say("写到哪个文件", "the file to write"))]


@app.command("recount", cls=Command, help=say("从头复核一份公报", "recount a bulletin from the beginning"))
def recount(
    file: Box,
    processes: Annotated[
        int, typer.Option(help=say("进程数（默认按处理器）", "processes (default: by processors)"))
    ] = 0,
) -> None:
    """Every fault is told; exit 1 if there is one."""
    tell_recount(_bulletin(file), processes or None)


def tell_recount(bulletin: secrecy.Bulletin, processes: int | None = None) -> None:
    """Recount, say what was found, and end with 1 if anything is wrong."""
    found = secrecy.recount(bulletin, processes=processes)
    for one in found.faults:
        console.print(one.sentence.text(language()), markup=False, soft_wrap=True)
    if found.faults:
        count = len(found.faults)
        console.print(
            say(f"发现 {count} 处问题，这份公报不成立。", f"{count} faults: this bulletin does not hold.")
        )
        raise typer.Exit(1)
    console.print(
        say(
            f"没有问题：{found.ballots} 张密封票，{found.numbers.papers} 张纸质票，名册 {len(bulletin.roll)}。封箱校验值 {bulletin.z.hex()[:10]}。",
            f"All is well: {found.ballots} sealed ballots, {found.numbers.papers} papers, {len(bulletin.roll)} on the roll; z {bulletin.z.hex()[:10]}.",
        ),
        soft_wrap=True,
    )
    _tell_result(bulletin)


@app.command(
    "receipt",
    cls=Command,
    help=say("一张回执的票在不在公报里", "whether a receipt's ballot is in a bulletin"),
)
def receipt(
    file: Box,
    receipt: Annotated[
        str,
        typer.Argument(
            metavar="RECEIPT",
            help=say("回执页上的那一行，或存它的文件", "the line from the receipt's page, or a file with it"),
        ),
    ],
) -> None:
    """Exit 1 if it is not."""
    text = receipt if receipt.lstrip().startswith("{") else _read(Path(receipt)).decode("utf-8", "replace")
    with _told():
        bulletin, asked = secrecy.read_bulletin(_read(file)), secrecy.read_receipt(text)
    try:
        secrecy.check_receipt(bulletin, asked)
    except secrecy.SecrecyFault as found:
        console.print(found.sentence.text(language()), markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    console.print(
        say(
            f"在：您的票是第 {asked.number} 张，没有被改动。",
            f"It is there: your ballot is number {asked.number}, unchanged.",
        )
    )


@app.command(
    "share", cls=Command, help=say("持钥人：密钥份额对不对", "key holders: whether the share is right")
)
def share(file: Box) -> None:
    """Opens the share that is sealed to a card, and shows which card it is."""
    bulletin = _bulletin(file)
    with _told():
        found = _share(bulletin)
    mark = secrecy.short_form(bulletin.key.cards[found.holder - 1])
    console.print(
        say(
            f"份额正确：您是第 {found.holder} 位持钥人（{_post(bulletin, found.holder)}），卡号 {mark}。",
            f"The share is right: you are holder {found.holder} ({_post(bulletin, found.holder)}); your card is {mark}.",
        ),
        soft_wrap=True,
    )


@app.command("open", cls=Command, help=say("持钥人：做自己的开票文件", "key holders: make your opening file"))
def open_(
    file: Box,
    head: Heads = [],  # noqa: B006 (typer reads it and never changes it)
    no_heads: NoHeads = False,
    uses: UsesFile = None,
    output: Output = None,
) -> None:
    """Verify first, then make this holder's contribution to every sum that is published."""
    bulletin, found = _checked(file, head, no_heads)
    with _told():
        mine = _share(bulletin)
        partials = secrecy.open_alone(bulletin, found, mine)
        Uses(uses).note(bulletin)
    path = output or Path(f"opening-{mine.holder}-{bulletin.z.hex()[:10]}.json")
    _write(path, secrecy.write_partials(bulletin, mine.holder, partials))
    where, z = bulletin.question.matter, bulletin.z.hex()[:10]
    console.print(
        say(
            f"已写入 {path}。请交到开票页面；并在卡片背面记下：{where}，{z}。",
            f"Written: {path}. Bring it to the opening page, and note on the card's back: {where}, {z}.",
        ),
        markup=False,
        soft_wrap=True,
    )


@app.command("count", cls=Command, help=say("持钥人一起开票", "key holders open together"))
def count(
    file: Box,
    openings: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="OPENING",
            help=say(
                "各人的开票文件（不写就输入密钥卡）", "the holders' opening files (none: type the cards)"
            ),
        ),
    ] = None,
    head: Heads = [],  # noqa: B006 (typer reads it and never changes it)
    no_heads: NoHeads = False,
    uses: UsesFile = None,
    output: Output = None,
) -> None:
    """Verify, open with k cards or k files, and write the whole bulletin."""
    bulletin, found = _checked(file, head, no_heads)
    with _told():
        if openings:
            brought = dict(secrecy.read_partials(bulletin, _read(path)) for path in openings)
            complete: Callable[[], secrecy.Bulletin] = lambda: secrecy.put_together(bulletin, found, brought)  # noqa: E731
        else:
            shares: dict[int, secrecy.Share] = {}
            while len(shares) < bulletin.key.k:
                number = len(shares) + 1
                complaints.print(
                    say(f"第 {number} 位，共须 {bulletin.key.k} 位", f"holder {number} of {bulletin.key.k}")
                )
                one = _share(bulletin)
                shares[one.holder] = one
            complete = lambda: secrecy.count_examined(bulletin, found, list(shares.values()))  # noqa: E731
        Uses(uses).note(bulletin)
        made = complete()
    path = output or Path(f"bulletin-{bulletin.z.hex()[:10]}.json")
    _write(path, secrecy.write_bulletin(made))
    _tell_result(made)
    console.print(
        say(f"完整的公报已写入 {path}。", f"The whole bulletin is written to {path}."), markup=False
    )


@app.command("program", cls=Command, help=say("写出独立复核程序", "write the stand-alone recounting program"))
def program(output: Output = None) -> None:
    """One file that runs with Python alone."""
    from hashlib import sha256

    from shanzhi.secrecy.archive import NAME, archive

    path, data = output or Path(NAME), archive()
    _write(path, data)
    console.print(
        say(
            f"已写入 {path}，SHA-256 {sha256(data).hexdigest()}。用法：python {path} --help",
            f"Written: {path}, SHA-256 {sha256(data).hexdigest()}. How to use it: python {path} --help",
        ),
        markup=False,
        soft_wrap=True,
    )


@contextmanager
def _told() -> Iterator[None]:
    """Say what the cryptography refuses, and end with 2."""
    try:
        yield
    except secrecy.SecrecyFault as refused:
        fail(refused.sentence)


def _tell_result(bulletin: secrecy.Bulletin) -> None:
    result = bulletin.result
    if result is None:
        console.print(say("还没有开票。", "The box is not opened yet."))
        return
    if result.forms.heads == "none":
        console.print(say("票数不足，未开票。", "Too few votes: the box was not opened."))
    for j, option in enumerate(bulletin.question.options):
        told = []
        if result.heads is not None:
            told.append(say(f"{result.heads[j]} 票", f"{result.heads[j]} votes"))
        if result.shares is not None:
            told.append(say(f"面积占 {result.shares[j]}%", f"{result.shares[j]}% of the area"))
        if told:
            console.print(f"  {option}: {', '.join(told)}", markup=False)
    if result.passed is not None:
        why = f" ({result.failed})" if result.failed else ""
        verdict = say("通过", "passed") if result.passed else say("未通过", "not passed")
        console.print(say(f"结论：{verdict}{why}", f"Result: {verdict}{why}"), markup=False)


def _checked(file: Path, heads: Sequence[str], no_heads: bool) -> tuple[secrecy.Bulletin, Examined]:
    """The box and what was found, after everything in it was checked and found right."""
    if not heads and not no_heads:
        fail(
            Sentence(
                "请用 --head 写下您收到的每个链值（没有收到过就写 --no-heads）。",
                "Give each value of the chain that you received with --head (or --no-heads if you received none).",
            )
        )
    try:
        known = [bytes.fromhex(head.strip()) for head in heads]
    except ValueError:
        fail(Sentence("链值应是 64 位十六进制数字。", "A value of the chain has 64 hexadecimal digits."))
    bulletin = _bulletin(file)
    with _told():
        return bulletin, secrecy.check_box(bulletin, known)


def _share(bulletin: secrecy.Bulletin) -> secrecy.Share:
    """The share of whoever types a card; on a terminal nothing is shown of it."""
    if sys.stdin.isatty():
        card = typer.prompt(say("密钥卡", "Card"), hide_input=True)
        passphrase = typer.prompt(
            say("附加口令（没有就按回车）", "Passphrase (none: Enter)"),
            hide_input=True,
            default="",
            show_default=False,
        )
    else:
        card, _, passphrase = (part.strip() for part in sys.stdin.readline().partition(" + "))
    if not bulletin.key.sealed:
        fail(
            Sentence(
                "这份公报里没有密封的份额：请用持钥人专用的文件。",
                "There are no sealed shares in this bulletin: take the holders' copy.",
            )
        )
    return secrecy.open_share(bulletin.key, card, passphrase)


def _post(bulletin: secrecy.Bulletin, holder: int) -> str:
    return bulletin.posts[holder - 1] if len(bulletin.posts) == bulletin.key.n else str(holder)


def _bulletin(file: Path) -> secrecy.Bulletin:
    return read_bulletin(_read(file))


def read_bulletin(data: bytes) -> secrecy.Bulletin:
    """A bulletin from its JSON; what cannot be read is told, and ends the command with 2."""
    with _told():
        return secrecy.read_bulletin(data)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError:
        fail(Sentence(f"读不到文件 {path}。", f"The file {path} cannot be read."))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError:
        fail(Sentence(f"写不了文件 {path}。", f"The file {path} cannot be written."))
