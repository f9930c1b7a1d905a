"""Whatever does not fit a message's types is told in the reader's language, without the words of the machine."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from shanzhi.api.reading import misread


class Colour(Enum):
    RED = "red"


class Part(msgspec.Struct):
    x: int


CASES: list[tuple[Any, bytes, str]] = [
    (Annotated[int, Meta(ge=1)], b"0", "太小，最小为 1。"),
    (Annotated[int, Meta(le=9)], b"10", "太大，最大为 9。"),
    (Annotated[int, Meta(gt=1)], b"0", "太小，最小为 2。"),
    (Annotated[float, Meta(le=9.5)], b"10", "太大，最大为 9.5。"),
    (Annotated[int, Meta(multiple_of=5)], b"3", "应为 5 的倍数。"),
    (Annotated[str, Meta(min_length=2)], b'"a"', "太短，至少 2 个字。"),
    (Annotated[str, Meta(max_length=255)], b'"' + b"a" * 256 + b'"', "太长，最多 255 个字。"),
    (Annotated[str, Meta(pattern="^a")], b'"b"', "写法不对，应符合 '^a'。"),
    (Annotated[list[int], Meta(min_length=2)], b"[1]", "太少，至少 2 项。"),
    (Annotated[list[int], Meta(max_length=1)], b"[1,2]", "太多，最多 1 项。"),
    (Annotated[dict[str, int], Meta(max_length=0)], b'{"a":1}', "太多，最多 0 项。"),
    (tuple[int, int], b"[1]", "应正好 2 项。"),
    (Colour, b'"blue"', "“blue”不在可选的值里"),
    (Literal[1, 2], b"3", "“3”不在可选的值里"),
    (datetime, b'"x"', "应为带时区的时间"),
    (datetime, b"3", "应为带时区的时间"),
    (Annotated[datetime, Meta(tz=True)], b'"2020-01-01T00:00:00"', "应为带时区的时间"),
    (Annotated[datetime, Meta(tz=False)], b'"2020-01-01T00:00:00Z"', "不要带时区。"),
    (date, b'"x"', "应为日期"),
    (time, b'"x"', "应为时刻"),
    (timedelta, b'"x"', "应为时长"),
    (UUID, b'"x"', "应为UUID"),
    (Decimal, b'"x"', "应为数"),
    (bytes, b'"?"', "应为base64"),
    (bytes, b"1", "应为base64"),
    (int, b"1.5", "应为整数。"),
    (int, b"null", "应为整数。"),
    (int | None, b'"a"', "应为整数或空。"),
    (int | str | None, b"[]", "应为整数或文字或空。"),
    (bool, b"1", "应为true 或 false。"),
    (str, b"1", "应为文字。"),
    (list[int], b"{}", "应为列表 […]。"),
    (Part, b"[]", "应为对象 {…}。"),
    (Part, b"{}", "必须填写。"),
]
MACHINE = re.compile(r"Expected|Invalid|of length|regex|got `|timezone")


@pytest.mark.parametrize(("kind", "sent", "said"), CASES)
def test_each_kind_of_fault_is_told_in_both_languages(kind: Any, sent: bytes, said: str) -> None:
    with pytest.raises(msgspec.ValidationError) as wrong:
        msgspec.json.decode(sent, type=kind)
    (why,) = misread(str(wrong.value), kind).fields.values()
    assert said in why.zh
    assert not MACHINE.search(why.zh + why.en)
    assert not re.search("[\u4e00-\u9fff]", why.en)


def test_what_nobody_foresaw_is_told_without_the_words_of_the_machine() -> None:
    (why,) = misread("Something entirely new - at `$.name`", Part).fields.values()
    assert "Something" not in why.zh + why.en
