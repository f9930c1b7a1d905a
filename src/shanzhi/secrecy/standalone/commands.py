"""The commands: recount, receipt, share, open, count."""

from __future__ import annotations

import argparse
import getpass
import json
import locale
import os
import sys
from pathlib import Path
from typing import Any, Optional, Sequence

from .box import Box
from .hashing import Wrong, card_secret, read_card, short_form
from .proving import Key
from .results import Count, Published, open_alone
from .ristretto import base, encode

USES = Path.home() / "shanzhi-ballot-uses.txt"
_language = "zh"

TEACH = (
    """无记名表决的独立复核程序。只用 Python（3.11 及以上），不联网，不改动公报文件。

  recount  公报.json            从头复核：名册、票链、每张票的证明、开票、结论
  receipt  公报.json 回执        我的票在不在箱里（回执是页面上的那一行文字，或存它的文件）
  share    公报.json            持钥人：我的密钥份额对不对（会用到密钥卡，在自己的电脑上做）
  open     公报.json --head …   持钥人：先复核，再算出自己的开票文件，交回开票页面
  count    公报.json            几位持钥人在一台电脑上一起开票；或把各自的开票文件合起来

持钥人用的公报文件比公布的多一项：密封的份额。--head 写下投票期间您收到的每个链值，它们都须在这份公报的链上，
否则票箱可能被换过；一个也没有收到时写 --no-heads。同一次表决只开一次：另一份封箱会被拒绝。
选项：--lang en 英文；recount --vector 复核测试向量；--processes N 用几个进程。
退出码：0 没有问题，1 发现问题，2 没有做成。""",
    """Recounts a secret ballot with Python alone (3.11 or later). It needs no network and changes no bulletin.

  recount  bulletin.json            everything: roll, chain, every proof, openings, result
  receipt  bulletin.json RECEIPT    whether my ballot is in the box (the line from the receipt's page, or a file with it)
  share    bulletin.json            key holders: whether my share is right (needs the card; use your own computer)
  open     bulletin.json --head …   key holders: recount first, then make the file to bring to the opening page
  count    bulletin.json            key holders together at one computer; or put their files together

The holders' bulletin has one thing more than the public one: the sealed shares. With --head give each value of the chain that you
received while people voted: all must lie in this chain, or the box may have been exchanged; --no-heads if you received none. A
ballot is opened once: another sealing of it is refused. Options: --lang zh; recount --vector reads a test vector;
--processes N. Exit status: 0 all is well, 1 something was found, 2 it could not be done.""",
)


def main(words: Optional[Sequence[str]] = None) -> int:
    """Run what was typed; the exit status."""
    global _language
    words = list(sys.argv[1:] if words is None else words)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    _language = _wanted(words)
    parser = argparse.ArgumentParser(
        prog="shanzhi-ballot",
        description=_say(*TEACH),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="shanzhi-ballot [--lang zh|en] {recount,receipt,share,open,count} …",
    )
    parser.add_argument("--lang", choices=("zh", "en"), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="…", help=argparse.SUPPRESS)
    for name, function in COMMANDS.items():
        one = commands.add_parser(
            name, description=_say(*TEACH), formatter_class=argparse.RawDescriptionHelpFormatter
        )
        one.add_argument("file", metavar="FILE")
        one.add_argument("--lang", choices=("zh", "en"), help=argparse.SUPPRESS)
        one.add_argument("--processes", type=int, default=0, metavar="N")
        one.set_defaults(run=function)
        if name == "recount":
            one.add_argument("--vector", action="store_true")
        if name == "receipt":
            one.add_argument("receipt", metavar="RECEIPT")
        if name in ("open", "count"):
            one.add_argument("--head", action="append", default=[], metavar="HEX")
            one.add_argument("--no-heads", action="store_true")
            one.add_argument("--uses", type=Path, default=USES, metavar="FILE")
            one.add_argument("-o", "--output", type=Path, metavar="FILE")
        if name == "count":
            one.add_argument("openings", nargs="*", metavar="OPENING")
    asked = parser.parse_args(words)
    try:
        return int(asked.run(asked))
    except Wrong as found:
        print(_say(found.zh + "。", found.en[:1].upper() + found.en[1:] + "."), file=sys.stderr)
        return 2
    except OSError as error:
        print(
            _say(f"文件读写不成：{error}", f"A file could not be read or written: {error}"), file=sys.stderr
        )
        return 2


def _recount(asked: Any) -> int:
    box = Box(_read(asked.file))
    faults = box.check(asked.vector, asked.processes, _progress)
    if not faults:
        try:
            Published(box, asked.vector).check()
        except Wrong as found:
            faults.append(found)
    for one in faults:
        print(_say(f"问题：{one.zh}。", f"Fault: {one.en}."))
    if faults:
        print(
            _say(
                f"发现 {len(faults)} 处问题，这份公报不成立。",
                f"{len(faults)} faults: this bulletin does not hold.",
            )
        )
        return 1
    public = box.public
    print(
        _say(
            f"没有问题：{len(box.ballots)} 张密封票，{public['papers']} 张纸质票，名册 {len(box.roll)}。",
            f"All is well: {len(box.ballots)} sealed ballots, {public['papers']} papers, {len(box.roll)} on the roll.",
        )
    )
    _tell(box)
    return 0


def _tell(box: Box) -> None:
    result = box.data.get("result")
    if not result:
        print(_say("还没有开票。", "The box is not opened yet."))
        return
    for j, option in enumerate(box.options):
        told = []
        if result["heads"] is not None:
            told.append(_say(f"{result['heads'][j]} 票", f"{result['heads'][j]} votes"))
        if result["area"] is not None:
            told.append(f"{result['area'][j] / 100:.2f} m²")
        if result["shares"] is not None:
            told.append(_say(f"面积占 {result['shares'][j]}%", f"{result['shares'][j]}% of the area"))
        if told:
            print(f"  {option}: {', '.join(told)}")
    if result["passed"] is not None:
        why = f" ({result['failed']})" if result["failed"] else ""
        print(
            _say("结论：通过", "Result: passed")
            if result["passed"]
            else _say("结论：未通过", "Result: not passed") + why
        )
    elif result["forms"]["heads"] == "none":
        print(_say("票数不足，未开票。", "Too few votes: the box was not opened."))


def _receipt(asked: Any) -> int:
    box = Box(_read(asked.file))
    faults = []
    try:
        box._question()
        box._chain()
    except Wrong as found:
        faults.append(found)
    text = asked.receipt if asked.receipt.lstrip().startswith("{") else _read(asked.receipt)
    try:
        receipt = json.loads(text)
        number = receipt["number"]
        given = [receipt[name] for name in ("context", "short", "head", "e")]
        here = 1 <= number <= len(box.ballots)
    except (ValueError, KeyError, TypeError):
        raise Wrong(
            "回执读不出来，请原样粘贴那一行文字", "the receipt cannot be read; paste the whole line"
        ) from None
    if here:
        e = box.ballots[number - 1][1:33].hex()
        here = given == [box.ctx.hex(), box.fingerprint(number), box.heads[number].hex(), e] and not faults
    if not here:
        print(
            _say(
                "这张回执的票不在这份公报里。请保留回执，向监督委员会反映。",
                "The ballot of this receipt is not in this bulletin. Keep the receipt and tell the supervision committee.",
            )
        )
        return 1
    print(
        _say(
            f"在：您的票是第 {number} 张，没有被改动。",
            f"It is there: your ballot is number {number}, unchanged.",
        )
    )
    return 0


def _share(asked: Any) -> int:
    try:
        data = json.loads(_read(asked.file))["key"]
        parts = [[bytes.fromhex(one) for one in data[name]] for name in ("commitments", "cards", "sealed")]
        key = Key(data["k"], *parts)
        stated = bytes.fromhex(data["digest"])
    except (ValueError, KeyError, TypeError):
        raise Wrong("文件里没有计票密钥", "there is no key in this file") from None
    if key.digest != stated:
        raise Wrong("计票密钥被改动过", "the key was changed")
    secret = _card()
    holder, _ = key.open_share(secret)
    mark = short_form(encode(base(secret)))
    print(
        _say(
            f"份额正确：您是第 {holder} 位持钥人，卡号 {mark}。",
            f"The share is right: you are holder {holder}; your card is {mark}.",
        )
    )
    return 0


def _open(asked: Any) -> int:
    box = _checked(asked)
    holder, share = box.key.open_share(_card())
    _used(box, asked.uses)
    made = json.dumps(open_alone(box, holder, share), ensure_ascii=False, indent=1)
    path = asked.output or Path(f"opening-{holder}-{box.z.hex()[:10]}.json")
    path.write_text(made, encoding="utf-8")
    print(
        _say(
            f"已写入 {path}。请交到开票页面；并在卡片背面记下：{box.data['matter']}，{box.z.hex()[:10]}。",
            f"Written: {path}. Bring it to the opening page, and note on the card's back: {box.data['matter']}, {box.z.hex()[:10]}.",
        )
    )
    return 0


def _count(asked: Any) -> int:
    box = _checked(asked)
    shares: dict[int, int] = {}
    files = []
    if asked.openings:
        for name in asked.openings:
            try:
                one = json.loads(_read(name))
                if (one["ctx"], one["z"]) != (box.ctx.hex(), box.z.hex()) or set(one["partials"]) != set(
                    box.sums
                ):
                    raise ValueError
            except (ValueError, KeyError, TypeError):
                raise Wrong(f"{name} 不是这个票箱的开票文件", f"{name} is no opening of this box") from None
            files.append(one)
    while not asked.openings and len(shares) < box.key.k:
        print(
            _say(
                f"第 {len(shares) + 1} 位持钥人，共须 {box.key.k} 位。",
                f"Holder {len(shares) + 1} of {box.key.k}.",
            ),
            file=sys.stderr,
        )
        holder, share = box.key.open_share(_card())
        shares[holder] = share
    _used(box, asked.uses)
    made = Count(box, list(shares.items()), files).complete()
    path = asked.output or Path(f"bulletin-{box.z.hex()[:10]}.json")
    path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    box.data = made
    _tell(box)
    print(_say(f"完整的公报已写入 {path}。", f"The whole bulletin is written to {path}."))
    return 0


COMMANDS = {"recount": _recount, "receipt": _receipt, "share": _share, "open": _open, "count": _count}


def _checked(asked: Any) -> Box:
    """The box, after everything in it was checked and found right."""
    box = Box(_read(asked.file))
    if not asked.head and not asked.no_heads:
        raise Wrong(
            "请用 --head 写下您收到的每个链值（没有收到过就写 --no-heads）",
            "give each value of the chain that you received with --head (or --no-heads if you received none)",
        )
    faults = box.check(False, asked.processes, _progress)
    if faults:
        for one in faults:
            print(_say(f"问题：{one.zh}。", f"Fault: {one.en}."), file=sys.stderr)
        raise Wrong("这份公报有问题，没有开票", "this bulletin does not hold; nothing was opened")
    for head in asked.head:
        if head.strip().lower() not in {one.hex() for one in box.heads}:
            raise Wrong(
                f"链值 {head[:10]}… 不在这份公报的链上：票箱可能被换过，不要开票",
                f"the value {head[:10]}… is not in this chain: the box may have been exchanged; do not open it",
            )
    return box


def _used(box: Box, path: Path) -> None:
    """Refuse a second sealing of the same ballot, and note this one."""
    known = path.read_text("utf-8").split("\n") if path.exists() else []
    for line in known:
        context, _, z = line.partition(" ")
        if context == box.ctx.hex() and z != box.z.hex():
            raise Wrong(
                f"这次表决已经按另一份封箱（{z[:10]}）开过，不能再开（记录在 {path}）",
                f"this ballot was opened under another sealing ({z[:10]}) and must not be opened again (see {path})",
            )
    line = f"{box.ctx.hex()} {box.z.hex()}"
    if line not in known:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")


def _card() -> int:
    prompt = _say("密钥卡：", "Card: ")
    if sys.stdin.isatty():
        text = getpass.getpass(prompt)
        words = getpass.getpass(_say("附加口令（没有就按回车）：", "Passphrase (none: Enter): "))
    else:
        text, words = sys.stdin.readline(), ""
    card, _, word = text.strip().partition(" + ")
    return card_secret(read_card(card), words or word)


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Wrong(f"{name} 不是文本文件", f"{name} is no text file") from None


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="" if done < total else "\r", file=sys.stderr, flush=True)


def _wanted(words: Sequence[str]) -> str:
    for at, word in enumerate(words):
        if word.startswith("--lang"):
            return "en" if word.endswith("=en") or words[at + 1 : at + 2] == ["en"] else "zh"
    tongue = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    tongue = tongue or (locale.getlocale()[0] or "")
    return "en" if tongue.lower().startswith("en") else "zh"


def _say(zh: str, en: str) -> str:
    return en if _language == "en" else zh
