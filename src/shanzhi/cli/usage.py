"""What is said to someone who mistyped a command: what is wrong, and what to type instead."""

from __future__ import annotations

import errno
import re
import traceback
from pathlib import Path
from typing import Any

from typer.exceptions import TyperException

from shanzhi.cli.language import language, say
from shanzhi.method.words import Sentence

# How typer words its complaints, and how we do.
_WORDINGS: tuple[tuple[str, str, str], ...] = (
    (r"No such command '(.+?)'", "没有“{0}”这个命令", "there is no command “{0}”"),
    (r"No such option: ?(\S+)", "没有“{0}”这个选项", "there is no option “{0}”"),
    (r"Missing argument '(.+?)'", "还缺少 {0}", "{0} is missing"),
    (r"Missing option '(.+?)'", "还缺少选项 {0}", "the option {0} is missing"),
    (r"Missing parameter: ?(\S+)", "还缺少 {0}", "{0} is missing"),
    (r"Missing command", "还缺少命令", "a command is missing"),
    (r"Got unexpected extra arguments? \((.+?)\)", "多出了“{0}”", "“{0}” is too much"),
    (r"Option '(.+?)' requires an argument", "选项 {0} 后面要写一个值", "the option {0} needs a value"),
    (r"Invalid value for '(.+?)': (.+)", "{0} 的值不对：{1}", "{0} will not do: {1}"),
    (r"Invalid value: (.+)", "值不对：{0}", "this will not do: {0}"),
)
# How it words what is wrong with a value, which stands within a complaint.
_VALUES: tuple[tuple[str, str, str], ...] = (
    (r"Input should be a valid integer.*", "要写一个整数", "a whole number is needed"),
    (r"Input should be a valid number.*", "要写一个数", "a number is needed"),
    (r"Input should be greater than or equal to (\S+)", "最小是 {0}", "{0} is the least"),
    (r"Input should be less than or equal to (\S+)", "最大是 {0}", "{0} is the most"),
    (r"'(.*)' is not one of (.+)", "没有“{0}”，可用：{1}", "there is no “{0}”, only {1}"),
    (r"(?:path|file|dir) '(.+)' does not exist", "找不到 {0}", "{0} is not there"),
    (r"(?:path|file|dir) '(.+)' is a directory", "{0} 是文件夹", "{0} is a folder"),
)


def explain(error: Exception) -> str | None:
    """The words for a mistyped command (none where its help was shown instead); None for any other error."""
    if not isinstance(error, TyperException):
        return None
    if type(error).__name__ == "NoArgsIsHelpError":
        return ""
    message = error.format_message()
    ctx: Any = getattr(error, "ctx", None)
    command = ctx.command_path if ctx is not None else "shanzhi"
    lines = [_wording(message)]
    close = getattr(error, "possibilities", None) or re.findall(
        r"'([^']+)'", message.partition("Did you mean")[2]
    )
    if close:
        lines.append(say(f"是不是“{close[0]}”？", f"Did you mean “{close[0]}”?"))
    lines.append(say(f"用法见：{command} --help", f"How to use it: {command} --help"))
    return "\n".join(lines)


def refused(error: Exception) -> str | None:
    """The sentence of an installation or a setting that cannot be worked with as it is, or None for any other error."""
    sentence = getattr(error, "sentence", None)
    if type(error).__name__ in ("NotReady", "WrongKeys", "BadSetting") and isinstance(sentence, Sentence):
        return sentence.text(language())
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
        return say(
            f"写不进去：{error.strerror}。请腾出磁盘空间或检查权限后再运行；已写好的不会重复。",
            f"It cannot be written: {error.strerror}. Free some disk space or check the rights, then run it again; what is "
            "written already is not written twice.",
        )
    if type(error).__module__.startswith("django.db") and _is_full(error):
        return say(
            f"数据库写不进去（{str(error).splitlines()[0]}）。请腾出磁盘空间或检查权限后再运行。",
            f"The database cannot be written ({str(error).splitlines()[0]}). Free some disk space or check the rights, "
            "then run it again.",
        )
    return None


def _is_full(error: Exception) -> bool:
    from shanzhi.database.faults import is_full  # only where a database was asked: the others load none

    return is_full(error)


def broken(error: Exception) -> str:
    """What is said when the program itself failed: in one line, for whoever keeps it."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    return say(
        f"程序出了错：{what}（{Path(at.filename).name}:{at.lineno}）。请把这一行告诉维护的人。",
        f"The program failed: {what} ({Path(at.filename).name}:{at.lineno}). Tell whoever keeps it this line.",
    )


def _wording(message: str) -> str:
    for pattern, zh, en in _WORDINGS:
        found = re.search(pattern, message, re.DOTALL)
        if found:
            words = say(zh, en).format(*map(_value, found.groups())).rstrip(".。")
            return words[0].upper() + words[1:] + say("。", ".")
    return say(f"命令写得不对：{message}", message)


def _value(words: str) -> str:
    plain = words.rstrip(".")
    for pattern, zh, en in _VALUES:
        found = re.fullmatch(pattern, plain, re.DOTALL)
        if found:
            return say(zh, en).format(*found.groups())
    return words
