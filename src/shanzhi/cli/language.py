"""The language of a command: `--lang`, else the environment's (LC_ALL, LC_MESSAGES, LANG), else Chinese."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from shanzhi.method.words import Sentence


def language(chosen: str | None = None) -> str:
    """`zh` or `en`."""
    given = (
        chosen
        or _asked_for()
        or next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    )
    return "en" if given.lower().startswith("en") else "zh"


def _asked_for() -> str | None:
    """What `--lang` says on the command line: help is worded before options are read."""
    words = sys.argv[1:]
    for at, word in enumerate(words):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and at + 1 < len(words):
            return words[at + 1]
    return None


def say(zh: str, en: str) -> str:
    """One of two wordings, by the language of this run; for help texts."""
    return Sentence(zh, en).text(language())


def _known(value: str | None) -> str | None:
    if value is not None and value not in ("zh", "en"):
        raise typer.BadParameter(say("请写 zh 或 en。", "write zh or en."))
    return value


Lang = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="zh|en", callback=_known, help=say("输出语言", "language of what is printed")
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help=say("输出 JSON，供其他程序读取", "print JSON for other programs"))
]
