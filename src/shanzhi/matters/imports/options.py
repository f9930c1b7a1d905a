"""What can be chosen beside a file that is imported: one list for the page, the API and the command.

Each choice has its name, the kinds of import it is for, how it is asked, and what it does in words. The national divisions
have no choice here: they are taken in once for the whole installation, by whoever runs the server (`shanzhi import divisions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.tables.cells import readable

APPEALS, PEOPLE, SHAPES = "appeals", "people", "shapes"


class Option(Struct, frozen=True):
    """One choice. `form`: `text`, `lines` (several), `flag`, `number` within `least` and `most`, or `columns` (heading → field).

    A text has at most `most` characters; `values` are those it may be, or where `open` is set only the usual ones.
    """

    name: str
    kinds: tuple[str, ...]
    form: str
    label: Sentence
    help: Sentence
    least: int = 0
    most: int = 100
    values: tuple[tuple[str, Sentence], ...] = ()
    open: bool = False


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


OPTIONS: dict[str, Option] = {
    one.name: one
    for one in (
        Option("sheet", (APPEALS, PEOPLE), "text", _s("工作表", "Sheet"),
            _s("读工作簿的哪个工作表（名称或序号）；不填为自动", "which sheet of a workbook to read (name or number); found by itself if left out")),
        Option("source", (APPEALS,), "text", _s("来自哪个系统", "From which system"),
            _s("来自哪个系统（编号在其中唯一）", "the system they come from, within which numbers are unique"), most=32),
        Option("zone", (APPEALS,), "text", _s("时区", "Time zone"),
            _s("文件所用时区，如 Asia/Shanghai；不填为北京时间", "time zone of the file, such as Asia/Shanghai; China's if left out"),
            values=(("Asia/Shanghai", _s("北京时间", "China")), ("Asia/Urumqi", _s("乌鲁木齐时间", "Urumqi"))), open=True),
        Option("dates", (APPEALS,), "text", _s("年份在最后的日期", "Dates with the year last"),
            _s("年份在最后的日期怎么写：mdy（月在前）、dmy（日在前）", "how dates with the year last are written: mdy (month first), dmy (day first)"),
            values=(("", _s("没有这样的", "there are none")), ("mdy", _s("月在前（12/31/2025）", "month first (12/31/2025)")), ("dmy", _s("日在前（31/12/2025）", "day first (31/12/2025)")))),
        Option("crs", (APPEALS, SHAPES), "text", _s("坐标系", "Coordinates"),
            _s("坐标系：wgs84、gcj02、bd09、EPSG:n；不填为 wgs84", "coordinates: wgs84, gcj02, bd09, EPSG:n; wgs84 if left out"),
            values=(("wgs84", _s("WGS-84", "WGS-84")), ("gcj02", _s("GCJ-02", "GCJ-02")), ("bd09", _s("BD-09", "BD-09"))), open=True),
        Option("method", (APPEALS,), "text", _s("事项按哪个工作法", "Matters follow which method"), _s("工作法", "the method")),
        Option("mapping", (APPEALS,), "text", _s("现成的列对应", "Mapping at hand"),
            _s("自带的列对应的名称；不填为自动认", "the name of a mapping that is shipped; columns are recognised if left out")),
        Option("own_mapping", (APPEALS,), "lines", _s("自己的列对应（映射文件的内容）", "A mapping of your own (what its file holds)"),
            _s("命令行 --save-mapping 存下的文件，或按手册写的：哪一列是什么、词语的意思；有它就不用现成的", "as --save-mapping of the command keeps it, or written by the manual: what each column is, what words mean; it goes before one at hand"), most=20_000),
        Option("make_places", (APPEALS,), "flag", _s("按行里的地名建地方", "Make places from the names in the rows"),
            _s("行里写到、这里还没有的地方，在确认导入时建好", "places the rows name and that are not here yet are made when the import is confirmed")),
        Option("merge_above", (APPEALS,), "number", _s("相似度达到多少（%）的自动合并办理", "Merge what is at least so alike (percent)"),
            _s("相似度（%）以上的自动合并办理；不填只列出来，不合并", "merge what is at least so alike (percent); left out, likely duplicates are only listed"), least=50),
        Option("days", (APPEALS,), "number", _s("多少天内的算可能重复", "Days within which two may be the same"),
            _s("多少天内的算可能重复；不填为 60 天", "days within which two may be the same; 60 if left out"), least=1, most=3650),
        Option("anyway", (APPEALS,), "flag", _s("文件就是这样，照此导入", "The file is right, import it as it is"),
            _s("看起来不合情理也导入", "import although what the file says is implausible")),
        Option("level", (SHAPES,), "text", _s("图形的层级", "Level of the shapes"),
            _s("层级：grid、building 等；不写则按文件里的 level", "level: grid, building …; without it, as the file says")),
        Option("swapped", (SHAPES,), "flag", _s("纬度写在前面", "Latitude is written first"), _s("坐标先写纬度、再写经度时勾选", "tick it where latitude is written before longitude")),
        Option("grid_kind", (SHAPES,), "text", _s("哪种网格", "Kind of grids"),
            _s("general 或 dedicated（专属网格）", "general or dedicated"),
            values=(("", _s("一般网格", "general")), ("dedicated", _s("专属网格", "dedicated")))),
        Option("name_from", (SHAPES,), "text", _s("哪个属性是名称", "Property with the name"),
            _s("图形文件里写名称的属性；不填为 name", "the property of the file that holds the name; name if left out")),
        Option("code_from", (SHAPES,), "text", _s("哪个属性是代码", "Property with the code"),
            _s("图形文件里写代码的属性；不填为 code", "the property of the file that holds the code; code if left out")),
        Option("parent_from", (SHAPES,), "text", _s("哪个属性是上级代码", "Property with the code above"),
            _s("图形文件里写上级代码的属性；不填为 parent", "the property of the file that holds the code above; parent if left out")),
        Option("changes", (APPEALS,), "columns", _s("每一列是什么", "What each column is"), _s("列名=字段", "COLUMN=field"), most=400),
    )
}  # fmt: skip

NO_NUMBER = Sentence(
    "“{label}”应为 {least} 到 {most} 的整数，请改",
    "“{label}” is a whole number from {least} to {most}; change it",
)
NO_CHOICE = Sentence(
    "“{label}”没有“{value}”，可选：{values}", "“{label}” has no “{value}”; choose among {values}"
)
TOO_LONG = Sentence(
    "“{label}”超过 {most} 个字，请缩短", "“{label}” is longer than {most} characters; shorten it"
)


def chosen(how: Mapping[str, Any] | None) -> dict[str, Any]:
    """Of what was given, what there is to choose, as it is kept with a file. Raises `BadInput` for what cannot be."""
    found = {}
    for name, value in (how or {}).items():
        option = OPTIONS.get(name)
        kept = _kept(option, value) if option is not None else None
        if kept not in (None, "", {}):
            found[name] = kept
    return found


def _kept(option: Option, value: Any) -> Any:
    if option.form == "flag":
        return value is True or str(value) in ("1", "true")
    if option.form == "columns":
        pairs = list(value.items())[: option.most] if isinstance(value, Mapping) else []
        return {readable(str(heading))[:200]: readable(str(what))[:40] for heading, what in pairs}
    text = "" if value is None else str(value)
    if option.form == "number":
        return _number(option, text.strip())
    text = text.strip() if option.form == "lines" else readable(text).strip()
    if len(text) > option.most:
        raise BadInput(TOO_LONG.fill(label=option.label, most=option.most))
    allowed = [one for one, _label in option.values]
    if allowed and not option.open and text and text not in allowed:
        listed = "、".join(one for one in allowed if one)
        raise BadInput(NO_CHOICE.fill(label=option.label, value=text, values=listed))
    return text


def _number(option: Option, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and option.least <= int(text[:9]) <= option.most):
        raise BadInput(NO_NUMBER.fill(label=option.label, least=option.least, most=option.most))
    return int(text)
