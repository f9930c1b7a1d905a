"""What a person is told when a condition has no answer, and how its types are named."""

from __future__ import annotations

import re

from shanzhi.method.words import Sentence

_SHOWN = 60
_KINDS = {
    "int": Sentence("整数", "a whole number"),
    "int64": Sentence("整数", "a whole number"),
    "uint": Sentence("无符号整数", "an unsigned number"),
    "uint64": Sentence("无符号整数", "an unsigned number"),
    "double": Sentence("小数", "a decimal"),
    "string": Sentence("文字", "text"),
    "bool": Sentence("是或否", "true or false"),
    "bytes": Sentence("字节", "bytes"),
    "null_type": Sentence("空值", "null"),
    "null": Sentence("空值", "null"),
    "timestamp": Sentence("时间", "a time"),
    "google.protobuf.timestamp": Sentence("时间", "a time"),
    "duration": Sentence("时长", "a length of time"),
    "google.protobuf.duration": Sentence("时长", "a length of time"),
    "list": Sentence("清单", "a list"),
    "map": Sentence("对象", "a map"),
    "dyn": Sentence("任意值", "any value"),
    "type": Sentence("类型", "a type"),
}


def kind(name: str) -> Sentence:
    """A type's name as cel-cpp writes it (`list(string)`, `LIST<STRING>`, `int`), for a person."""
    head = re.split(r"[(<]", name.strip().lower(), maxsplit=1)[0]
    return _KINDS.get(head, Sentence(short(name), short(name)))


def short(text: object) -> str:
    """A text put in a sentence: never longer than a line."""
    shown = str(text)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def fault(message: str) -> Sentence:
    """The sentence for an error value or an exception of an evaluation."""
    for pattern, sentence in _FAULTS:
        if match := pattern.search(message):
            parts = {
                name: kind(text) if name.startswith("kind") else short(text)
                for name, text in match.groupdict().items()
            }
            return sentence.fill(**parts)
    return _FAULT.fill(detail=short(message))


_FAULT = Sentence(
    "条件算不出来（{detail}）。请检查用到的内容。",
    "The condition has no answer ({detail}). Check what it uses.",
)
_FAULTS: list[tuple[re.Pattern[str], Sentence]] = [
    (
        re.compile(r"divide by zero|modulus by zero"),
        Sentence(
            "除数是零。请先判断，例如 voted > 0 && yes * 100 / voted >= 60。",
            "Division by zero. Check first, as in voted > 0 && yes * 100 / voted >= 60.",
        ),
    ),
    (
        re.compile(r"(?:timestamp|duration|Timestamp|Duration).*(?:overflow|out of range|(?:above|below) m)"),
        Sentence(
            "时间超出了范围（公元 1 年至 9999 年）。请改正日期。",
            "A time is out of range (years 1 to 9999). Correct the date.",
        ),
    ),
    (
        re.compile(r"overflow|too big to convert|out of .*range"),
        Sentence(
            "数字太大，算不了。请改用较小的数。",
            "A number grows too big to count with. Use smaller numbers.",
        ),
    ),
    (
        re.compile(r"Index error: index=(?P<index>-?\d+) size=(?P<size>\d+)"),
        Sentence(
            "清单只有 {size} 项，取不到序号 {index}（从 0 起）。请先用 size( ) 判断。",
            "The list has {size} items; there is none at {index} (counted from 0). Check with size( ) first.",
        ),
    ),
    (
        re.compile(r"Key not found in map : (?P<key>.*)", re.DOTALL),
        Sentence(
            "没有 {key} 这一项。请先用 has( ) 判断。", "There is no item {key}. Check with has( ) first."
        ),
    ),
    (
        re.compile(r'No value with name "(?P<name>.*)" found'),
        Sentence(
            "“{name}”还没有填。请先填写；在方法里可写 has({name}) && …",
            '"{name}" is not filled in yet. Fill it in first; a method may say has({name}) && …',
        ),
    ),
    (
        re.compile(r"invalid regular expression|regular expression too large"),
        Sentence(
            "matches 的模式写法不对或太长。请改正模式。",
            "The pattern of matches is not right or too long. Correct it.",
        ),
    ),
    (
        re.compile(r"[Ii]nvalid time ?zone"),
        Sentence("不认识这个时区。请写 Asia/Shanghai。", "This time zone is not known. Write Asia/Shanghai."),
    ),
    (
        re.compile(r"String to Timestamp|convert string to timestamp"),
        Sentence(
            "这段文字不是时间。请写成 2026-03-01T09:00:00+08:00 的样子。",
            "This text is not a time. Write it like 2026-03-01T09:00:00+08:00.",
        ),
    ),
    (
        re.compile(r"String to Duration|convert string to duration"),
        Sentence(
            "这段文字不是时长。请写成 72h 或 30m 的样子。",
            "This text is not a length of time. Write it like 72h or 30m.",
        ),
    ),
    (
        re.compile(r"cannot convert (?P<kind_from>\w+) to (?P<kind_to>\w+)"),
        Sentence(
            "有内容不能从{kind_from}转成{kind_to}。请先用 matches 判断内容，再转换。",
            "Something cannot be turned from {kind_from} into {kind_to}. Check it with matches first.",
        ),
    ),
    (
        re.compile(r"No matching overloads? found : (?P<name>\w+)"),
        Sentence(
            "条件里比较或计算了两种不同的内容。请让两边是同一类型。",
            "The condition compares or counts two different kinds of value. Make both sides one type.",
        ),
    ),
    (
        re.compile(r"[Bb]udget exceeded"),
        Sentence(
            "条件要逐项检查的内容太多。请减少清单的项数或简化条件。",
            "The condition has too much to go through. Shorten the list or simplify the condition.",
        ),
    ),
]
