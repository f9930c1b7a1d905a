"""The types that answers and inputs have, each a row: what the language, conditions and schemas need to know of it.

Nothing else asks which type it is: it asks the row (`field.kind.several`). What the engine and the faces do with a
type stands in a table of their own, made by `rooms.for_every`, which refuses to load while a type lacks its line: how an
answer is checked in `shanzhi.engine.field_checks`, how a question is put and read in `shanzhi.web.forms.inputs`, how
an input of a method is read in `shanzhi.method.input_values` and typed in `shanzhi.web.forms.method_inputs`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from msgspec import Struct

from shanzhi.method import answer_schema as schemas
from shanzhi.method.cel_values import CelType
from shanzhi.method.words import Sentence

Row = TypeVar("Row")
MOST_LINES = 500
"""The most lines, choices or people of one answer whose field sets no `max`."""
MOST_WHOLE = 2**53


class Thing(StrEnum):
    """What an answer may point to."""

    PLACE = "place"
    PERSON = "person"
    HOUSEHOLD = "household"
    OFFICE = "office"
    ORGANISATION = "organisation"
    ANY = "any"
    MATTER = "matter"
    FILE = "file"


BY_WORD = {thing.value: thing for thing in Thing}
"""What each word stands for."""


class FieldType(Struct, frozen=True):
    """One type.

    `cel` is what it is in a condition, if one may speak of it; `fits` whether a value written in a method is of it.
    `asked` types a form may have, `settable` ones an input. An answer is picked among `options`, is `rows` of a form
    of its own, is `several` plain values, or `points_to` something. `bounded` fields, and `bounded_input`s, take
    `min` and `max`.
    """

    label: Sentence
    cel: CelType | None
    schema: schemas.Described
    fits: Callable[[Any], bool]
    asked: bool = True
    settable: bool = False
    options: bool = False
    rows: bool = False
    several: bool = False
    points_to: Thing | None = None
    bounded: bool = False
    bounded_input: bool = False
    chosen: bool = False
    """It is chosen, not written."""
    written: bool = False
    """It is a text in words of one's own."""
    counted: bool = False
    """It is a number of which a sum or a mean says something."""
    amount: bool = False
    """It is money: kept in fen, typed and told in yuan."""
    yes_no: bool = False
    day: bool = False
    moment: bool = False
    spot: bool = False
    """It is a position on the map."""
    lasting: bool = False
    """It is a length of time."""
    table: bool = False
    """It is rows that others take their options from."""
    posts: bool = False
    """It is roles of those who serve here, which are its options."""
    telephone: bool = False
    sensitive: bool = False
    """By its nature: a method that does not say so is refused."""
    guarded: bool = False
    """It is about people, or may show them: others than parties see it only where a sight names it."""
    in_heading: bool = False
    """It may stand in what a matter is called."""
    told: bool = False
    """The system writes it and nobody else: it is never asked nor set."""
    asks_again: bool = False
    """A question of it may ask again for what the system holds."""
    weighed: bool = False
    """A simulation may be told how often which answer is given."""
    sample: Any = None
    """What a simulation answers where chance would make nothing of use."""

    @property
    def listed(self) -> bool:
        """Whether its value is a list."""
        return self.rows or self.several

    @property
    def picks_one(self) -> bool:
        """Whether an answer is one of the options."""
        return self.options and not self.several


def whole(value: Any) -> bool:
    """Whether a value is a whole number that every program keeps exactly."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < MOST_WHOLE


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _list(value: Any) -> bool:
    return isinstance(value, list)


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _map(value: Any) -> bool:
    return isinstance(value, dict)


def _pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _thing(zh: str, en: str, thing: Thing, *, guarded: bool = False) -> FieldType:
    """A type whose answer is the number of something this installation holds."""
    return FieldType(
        Sentence(zh, en),
        CelType.INTEGER,
        schemas.number,
        whole,
        points_to=thing,
        chosen=True,
        guarded=guarded,
    )


FIELD_TYPES: dict[str, FieldType] = {
    "text": FieldType(
        Sentence("文字", "text"),
        CelType.TEXT,
        schemas.text,
        _text,
        settable=True,
        bounded=True,
        bounded_input=True,
        written=True,
        in_heading=True,
        asks_again=True,
        weighed=True,
    ),
    "words": FieldType(
        Sentence("结果（系统写）", "result in words"),
        CelType.TEXT,
        schemas.string(),
        _text,
        told=True,
        in_heading=True,
        sample="已有结果。",
    ),
    "integer": FieldType(
        Sentence("整数", "whole number"),
        CelType.INTEGER,
        schemas.whole,
        whole,
        settable=True,
        bounded=True,
        bounded_input=True,
        counted=True,
        in_heading=True,
        asks_again=True,
        weighed=True,
    ),
    "boolean": FieldType(
        Sentence("是否", "yes or no"),
        CelType.BOOLEAN,
        schemas.boolean,
        _boolean,
        settable=True,
        chosen=True,
        yes_no=True,
        weighed=True,
    ),
    "money": FieldType(
        Sentence("金额", "money"),
        CelType.INTEGER,
        schemas.whole,
        whole,
        settable=True,
        bounded=True,
        bounded_input=True,
        counted=True,
        amount=True,
        weighed=True,
    ),
    "duration": FieldType(
        Sentence("时长", "length of time"),
        CelType.DURATION,
        schemas.string(),
        _text,
        settable=True,
        bounded=True,
        bounded_input=True,
        lasting=True,
        sample="3 days",
    ),
    "date": FieldType(
        Sentence("日期", "date"),
        CelType.TIME,
        schemas.string("date"),
        _text,
        day=True,
        in_heading=True,
        asks_again=True,
    ),
    "time": FieldType(
        Sentence("时间", "time"), CelType.TIME, schemas.string("date-time"), _text, moment=True
    ),
    "choice": FieldType(
        Sentence("单选", "one choice"),
        CelType.TEXT,
        schemas.option,
        _text,
        settable=True,
        options=True,
        chosen=True,
        in_heading=True,
        asks_again=True,
        weighed=True,
    ),
    "choices": FieldType(
        Sentence("多选", "several choices"),
        CelType.TEXTS,
        schemas.several(schemas.option),
        _list,
        settable=True,
        options=True,
        several=True,
        bounded=True,
        bounded_input=True,
        chosen=True,
        in_heading=True,
    ),
    "texts": FieldType(
        Sentence("几段文字", "several texts"),
        CelType.TEXTS,
        schemas.several(schemas.string()),
        _list,
        asked=False,
        settable=True,
        several=True,
        bounded_input=True,
    ),
    "roles": FieldType(
        Sentence("角色", "roles"),
        CelType.TEXTS,
        schemas.several(schemas.option),
        _list,
        asked=False,
        settable=True,
        options=True,
        several=True,
        bounded_input=True,
        chosen=True,
        posts=True,
    ),
    "table": FieldType(
        Sentence("表", "table"),
        None,
        schemas.table,
        _map,
        asked=False,
        settable=True,
        bounded_input=True,
        table=True,
    ),
    "phone": FieldType(
        Sentence("电话", "telephone number"),
        CelType.TEXT,
        schemas.string(),
        _text,
        telephone=True,
        sensitive=True,
        guarded=True,
        asks_again=True,
        sample="13800000000",
    ),
    "id_number": FieldType(
        Sentence("身份证号", "identity number"),
        CelType.TEXT,
        schemas.string(),
        _text,
        sensitive=True,
        guarded=True,
        asks_again=True,
        sample="11010519491231002X",  # the example of the standard itself (GB 11643)
    ),
    "point": FieldType(
        Sentence("位置", "position"), None, schemas.point, _pair, spot=True, sample=(104.06, 30.67)
    ),
    "place": _thing("地方", "place", Thing.PLACE),
    "person": _thing("人员", "person", Thing.PERSON, guarded=True),
    "household": _thing("住户", "household", Thing.HOUSEHOLD, guarded=True),
    "office": _thing("部门", "office", Thing.OFFICE),
    "organisation": _thing("单位", "organisation", Thing.ORGANISATION),
    "one": FieldType(
        Sentence("人、户或单位", "person, household or organisation"),
        CelType.TEXT,
        schemas.string(),
        _text,
        points_to=Thing.ANY,
        chosen=True,
        guarded=True,
    ),
    "people": FieldType(
        Sentence("几个人", "several persons"),
        CelType.INTEGERS,
        schemas.several(schemas.number),
        _list,
        several=True,
        points_to=Thing.PERSON,
        bounded=True,
        chosen=True,
        guarded=True,
    ),
    "offices": FieldType(
        Sentence("几个部门", "several offices"),
        CelType.INTEGERS,
        schemas.several(schemas.number),
        _list,
        several=True,
        points_to=Thing.OFFICE,
        bounded=True,
        chosen=True,
    ),
    "matter": _thing("事项", "matter", Thing.MATTER),
    "files": FieldType(
        Sentence("文件", "files"),
        CelType.TEXTS,
        schemas.several(schemas.string("uuid")),
        _list,
        several=True,
        points_to=Thing.FILE,
        bounded=True,
        guarded=True,
        sample=("simulated.jpg",),
    ),
    "list": FieldType(Sentence("清单", "list"), CelType.LIST, schemas.rows, _list, rows=True, bounded=True),
}
"""Every type, by its name in a method."""
ASKED_TYPES = {name: kind for name, kind in FIELD_TYPES.items() if kind.asked}
"""Those a question may have."""
INPUT_TYPES = {name: kind for name, kind in FIELD_TYPES.items() if kind.settable}
"""Those an input may have."""
COLUMN_TYPES = {name: kind for name, kind in INPUT_TYPES.items() if not kind.table}
"""Those a column of a table may have."""
