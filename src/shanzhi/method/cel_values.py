"""Values as conditions see them: their types, how Python values become them, and what counts as filled in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum

from shanzhi.method.cel_tree import Size
from shanzhi.method.duration import BadDuration, Duration, parse_duration
from shanzhi.method.results import in_words
from shanzhi.method.words import Sentence

LONGEST_TEXT = 100_000  # characters of one text, or items of one list
DEEPEST = 16  # levels of lists and maps in a value
CHINA = timezone(timedelta(hours=8))


class CelType(Enum):
    """The type of a name in a condition; its value is its name in messages for programmers."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    TEXT = "text"
    TIME = "time"
    DURATION = "duration"
    BOOLEANS = "booleans"
    INTEGERS = "integers"
    TEXTS = "texts"
    TIMES = "times"
    DURATIONS = "durations"
    LIST = "list"
    MAP = "map"

    @property
    def label(self) -> Sentence:
        """The type for a person."""
        return _LABELS[self]


class CelFault(Exception):
    """An evaluation without an answer; `sentence` says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


def empty(type_: CelType) -> object:
    """What a name that is not filled in stands for; a time has no such value."""
    return [] if type_ in _PARTS else _EMPTY[type_]


def is_filled(value: object) -> bool:
    """Whether something is filled in: not None, and not an empty text, list or map (0 and false are)."""
    return value is not None and (bool(value) or not isinstance(value, str | list | tuple | Mapping))


def as_cel(name: str, type_: CelType, value: object) -> tuple[object, Size]:
    """A value as CEL takes it, and its size.

    A time may be an aware datetime, a date (its first moment in China), or either as ISO text; a time without a
    zone is China's. A length of time may be a
    `Duration` or its text: about how long it takes, so that those of different units can be compared. Raises `CelFault` when the value is not of the type or is too big.
    """
    if type_ is CelType.INTEGER:
        if type(value) is int:
            return value, _ONE
    elif type_ is CelType.BOOLEAN:
        if type(value) is bool:
            return value, _ONE
    elif type_ is CelType.TEXT:
        value = in_words(value)
        if isinstance(value, str):
            return _text(name, value)
    elif type_ is CelType.TIME:
        moment = _moment(value)
        if moment is not None:
            return moment, _ONE
    elif type_ is CelType.DURATION:
        if isinstance(value, str):
            try:
                value = parse_duration(value)
            except BadDuration:
                value = None
        if isinstance(value, Duration):
            value = timedelta(minutes=value.rough_minutes)
        if isinstance(value, timedelta):
            return value, _ONE
    elif type_ is CelType.MAP:
        if isinstance(value, Mapping):
            return _plain(name, value, DEEPEST)
    elif isinstance(value, list | tuple):
        return _gather([as_cel(name, _PARTS[type_], part) for part in _items(name, value)])
    raise CelFault(_VALUE.fill(name=name, want=type_.label))


def plain_value(name: str, value: object) -> tuple[object, Size]:
    """A value of no type of ours, as CEL takes it."""
    return _plain(name, value, DEEPEST)


def gathered(name: str, parts: list[tuple[object, Size]]) -> tuple[list[object], Size]:
    """A list of values that CEL takes, with their sizes together."""
    _items(name, parts)
    return _gather(parts)


def _text(name: str, value: str) -> tuple[object, Size]:
    length = len(value) + 1
    if length > LONGEST_TEXT:
        raise CelFault(_BIG.fill(name=name, most=LONGEST_TEXT))
    # CEL would end a text at a NUL, and cannot hold half a surrogate pair.
    if "\0" in value:
        value = value.replace("\0", "\ufffd")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            value = value.encode("utf-8", "replace").decode()
    return value, Size(1, length, length)


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=CHINA)
    if isinstance(value, date):
        return datetime.combine(value, time(), CHINA)
    return None


def _plain(name: str, value: object, levels: int) -> tuple[object, Size]:
    """Any value of a row or a map: plain data of JSON's kinds, times and lengths of time."""
    if value is None or isinstance(value, bool | int | float | timedelta):
        return value, _ONE
    if isinstance(value, str):
        return _text(name, value)
    if isinstance(value, date):
        return _moment(value), _ONE
    if levels == 0:
        raise CelFault(_DEEP.fill(name=name))
    if isinstance(value, Mapping):
        keys = [_text(name, str(key)) for key in _items(name, value)]
        parts = [_plain(name, part, levels - 1) for part in value.values()]
        plain = dict(zip((key for key, _ in keys), (part for part, _ in parts), strict=True))
        return plain, _sum([size for _, size in keys + parts], len(plain))
    if isinstance(value, list | tuple):
        return _gather([_plain(name, part, levels - 1) for part in _items(name, value)])
    raise CelFault(_VALUE.fill(name=name, want=CelType.MAP.label))


def _items(name: str, value: Collection[object]) -> Collection[object]:
    if len(value) > LONGEST_TEXT:
        raise CelFault(_BIG.fill(name=name, most=LONGEST_TEXT))
    return value


def _gather(parts: list[tuple[object, Size]]) -> tuple[list[object], Size]:
    return [part for part, _ in parts], _sum([size for _, size in parts], len(parts))


def _sum(sizes: list[Size], count: int) -> Size:
    total = sum(size.total for size in sizes) + 1
    return Size(count, total, max((size.total for size in sizes), default=1))


_ONE = Size()
_EMPTY: dict[CelType, object] = {
    CelType.BOOLEAN: False,
    CelType.INTEGER: 0,
    CelType.TEXT: "",
    CelType.DURATION: timedelta(),
    CelType.MAP: {},
}
_PARTS = {
    CelType.BOOLEANS: CelType.BOOLEAN,
    CelType.INTEGERS: CelType.INTEGER,
    CelType.TEXTS: CelType.TEXT,
    CelType.TIMES: CelType.TIME,
    CelType.DURATIONS: CelType.DURATION,
    CelType.LIST: CelType.MAP,
}
_LABELS = {
    CelType.BOOLEAN: Sentence("是或否", "true or false"),
    CelType.INTEGER: Sentence("整数", "a whole number"),
    CelType.TEXT: Sentence("文字", "text"),
    CelType.TIME: Sentence("时间", "a time"),
    CelType.DURATION: Sentence("时长", "a length of time"),
    CelType.BOOLEANS: Sentence("是或否的清单", "a list of true or false"),
    CelType.INTEGERS: Sentence("整数的清单", "a list of whole numbers"),
    CelType.TEXTS: Sentence("文字的清单", "a list of texts"),
    CelType.TIMES: Sentence("时间的清单", "a list of times"),
    CelType.DURATIONS: Sentence("时长的清单", "a list of lengths of time"),
    CelType.LIST: Sentence("逐行填写的清单", "a list of rows"),
    CelType.MAP: Sentence("对象", "a map"),
}
_VALUE = Sentence(
    "“{name}”应是{want}，现有的内容不是。请改正它的内容。",
    '"{name}" should be {want} but is not. Correct what it holds.',
)
_BIG = Sentence(
    "“{name}”太长，条件里最多用 {most} 个字符或项。请缩短。",
    '"{name}" is too long for a condition: {most} characters or items at most. Shorten it.',
)
_DEEP = Sentence("“{name}”的内容嵌套太多层。请简化。", '"{name}" is nested too deeply. Make it simpler.')
