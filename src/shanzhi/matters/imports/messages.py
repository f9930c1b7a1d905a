"""What an import tells people: why a file or a row cannot be taken, and what is worth knowing of what was."""

from __future__ import annotations

from shanzhi.method.words import Sentence


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


# The file and its mapping.
UNREADABLE = _s("读不了 {file}：{why}", "{file} cannot be read: {why}")
MAPPING_BAD = _s(
    "映射文件 {file} 第 {line} 行写得不对：{why}", "line {line} of the mapping {file} is wrong: {why}"
)
NO_KEY = _s("没有“{key}”这一项，可用：{keys}", "there is no key “{key}”, use one of: {keys}")
KEY_MISSING = _s("缺少“{key}”", "“{key}” is missing")
KEY_SHAPE = _s("这里应为{shape}", "{shape} belongs here")
SHAPES: dict[str, Sentence] = {
    "object": _s("“名称：内容”", "a mapping of names to values"),
    "str": _s("文字", "a text"),
}
NO_MAPPING = _s(
    "没有“{name}”这个映射文件。{hint}自带的有：{names}",
    "there is no mapping “{name}”. {hint} There are: {names}",
)
NO_COLUMN = _s("文件里没有“{column}”这一列。{hint}", "the file has no column “{column}”. {hint}")
NO_FIELD = _s(
    "没有“{field}”这一项。{hint}可用：{fields}，不用的列写 -",
    "there is no field “{field}”. {hint} Use one of: {fields}, or - for none",
)
KEY_COLUMN = _s(
    "映射里 {key} 写的“{column}”不是文件的列，不会起作用。{hint}",
    "{key} of the mapping names “{column}”, which is no column of the file; it would do nothing. {hint}",
)
KEY_UNUSED = _s(
    "{key} 不起作用：工作法“{method}”里没有地方问这一项。请去掉。",
    "{key} would do nothing: the method “{method}” asks for no such thing. Leave it out.",
)
NOT_PLACE = _s(
    "映射里 places.column 写的“{column}”在 columns 里是 {field}，请改为 place，或去掉一处",
    "places.column of the mapping names “{column}”, which columns reads as {field}; make it place, or leave one of them out",
)
NO_PLACES = _s(
    "映射里有 places，却没有哪一列是 place：请写 places.column",
    "the mapping has places, and no column is place; write places.column",
)
NO_WORDS = _s(
    "values 里不能写“{field}”，它没有固定的写法；可写：{fields}",
    "values cannot explain “{field}”, whose words are free; it can explain: {fields}",
)
ABSENT = _s(
    "映射里写了而文件里没有的列，没有用到", "columns that the mapping names and the file has not; not used"
)
BAD_SOURCE = _s("来源（source）须为 1 至 32 个可见字符", "the source must have 1 to 32 visible characters")
ONE_OF = _s("{key} 写成了“{value}”；可用：{allowed}", "{key} is “{value}”; use one of: {allowed}")
BAD_ZONE = _s(
    "没有“{zone}”这个时区，请写成 Asia/Shanghai 这样的名称",
    "there is no time zone “{zone}”; write a name such as Asia/Shanghai",
)
MANY_COLUMNS = _s(
    "“{file}”有 {count} 列，最多 {most} 列；请删去空列再导入",
    "{file} has {count} columns, {most} are allowed; remove empty ones and try again",
)
NO_ROWS = _s("“{file}”只有表头，没有内容", "{file} has headings and nothing below them")
NO_TEXT = _s(
    "没有认出“主题”或“详情”列。文件的列有：{headings}。请用 --map 列名=subject 或 --map 列名=detail 指明{sheets}",
    "no column holds a subject or details. The columns are: {headings}. Say which with --map COLUMN=subject or COLUMN=detail{sheets}",
)
OR_SHEETS = _s("；或用 --sheet 选另一个工作表：{names}", "; or choose another sheet with --sheet: {names}")

# One row.
NOTHING = _s("主题和详情都是空的", "subject and details are both empty")
MORE_CELLS = _s(
    "这一行有 {count} 格，表头只有 {columns} 列；可能是引号或逗号没有配对",
    "this row has {count} cells and there are {columns} headings; a quote or comma may be out of place",
)
CELL_LONG = _s(
    "“{column}”有 {count} 个字，最多 {most} 个；可能是前面的引号没有配对",
    "“{column}” has {count} characters, at most {most} are taken; a quote before it may be out of place",
)
CELL_BAD = _s("“{column}”：{why}", "“{column}”: {why}")
IN_FUTURE = _s("“{column}”的时间 {at} 还没到", "the time {at} in “{column}” is in the future")
NO_CLOSING = _s(
    "状态是“{status}”，却没有答复时间；请补上“{column}”",
    "the status is “{status}”, but there is no time of the answer; fill in “{column}”",
)
TWICE = _s(
    "编号 {number} 在文件里有两行，内容不同；请核对",
    "the number {number} stands in two rows that differ; check them",
)
OTHER = _s(
    "编号 {number} 已在 {matter} 号事项用过，内容不同；若来自另一个系统，请加 --source 名称",
    "the number {number} belongs to matter {matter} already, with other contents; if it comes from another system, add --source NAME",
)
IN_HAND = _s(
    "原系统有了新答复，而 {matter} 号事项在本系统已有人办理，没有采用；请到事项里核对",
    "the other system has an answer now, but somebody has acted on matter {matter} here, so it was not taken; look at the matter",
)
LONG_ID = _s("编号有 {count} 个字符，最多 64 个", "the number has {count} characters, 64 are allowed")
REFUSED = _s("{act}：{why}", "{act}: {why}")

NOT_ADOPTED_THERE = _s("那里没有采用这个工作法", "the method is not adopted there")
CROWD = _s(
    "同时有别的导入在写同样的行，请等它完成后再试",
    "another import is writing the same rows; try again when it is done",
)

# The import as a whole.
PLACE_CLOSED = _s("“{name}”已撤销，请用现在的地方", "{name} was closed; use the place that is there now")
NOT_ADOPTED = _s(
    "“{name}”还没有采用工作法“{method}”，请先采用",
    "{name} has not adopted the method “{method}”; adopt it first",
)
NO_IMPORT = _s(
    "没有第 {number} 次导入，见 shanzhi import list", "there is no import {number}; see shanzhi import list"
)
TOUCHED = _s("之后有人办理过", "somebody has acted on it since")
LINKED = _s("有别的事项并入或引用它", "another matter was merged into it or points to it")
PARENT = _s("有由它派生的事项", "other matters were opened from it")
UNDONE = _s("撤销导入：{file}", "import undone: {file}")
ARRIVED = _s(
    "导入了 {count} 件事项，现由您经办；请看待办。",
    "{count} matters were imported and are now on your desk; see your inbox.",
)

NONE_TAKEN = _s(
    "{count} 行中没有一行可以导入，什么也没有写入。第 {row} 行：{why}",
    "none of {count} rows can be taken, nothing was written. Row {row}: {why}",
)
IMPLAUSIBLE = _s(
    "没有导入：{why}请核对各列是什么（--map 列名=字段）、日期的写法（--dates）和时区（--zone）；确实如此的，加 --anyway",
    "nothing was imported: {why}Check which column is what (--map COLUMN=field), how dates are written (--dates) and the zone (--zone); if it is really so, add --anyway",
)
ODD_BEFORE = _s(
    "{all} 件有答复的中，{count} 件的答复（“{column}”）早于提出（“{opened}”）。",
    "of {all} rows with an answer, {count} were answered (“{column}”) before they were opened (“{opened}”). ",
)
ODD_ACCEPTED = _s(
    "{all} 件有受理时间的中，{count} 件的受理（“{column}”）早于提出（“{opened}”）。",
    "of {all} rows with a time of acceptance, {count} were accepted (“{column}”) before they were opened (“{opened}”). ",
)
ODD_DUE = _s(
    "{all} 件有办理时限的中，{count} 件的时限（“{column}”）早于提出（“{opened}”）。",
    "of {all} rows with a due date, {count} were due (“{column}”) before they were opened (“{opened}”). ",
)
ODD_INSTANT = _s(
    "{all} 件中有 {count} 件的“{column}”是同一时刻 {at}，像是导出的时间。",
    "in {count} of {all} rows “{column}” is one and the same instant, {at}, as if it were the time of an export. ",
)
ODD_FUTURE = _s(
    "{all} 行中有 {count} 行的时间还没到（“{column}”）。",
    "of {all} rows, {count} have a time that is still to come (“{column}”). ",
)

# What is odd, and was taken all the same.
NOTES: dict[str, Sentence] = {
    "no_time": _s("没有提出时间，按导入时间记", "no time of opening; the time of the import was taken"),
    "midnight": _s("写的是晚上12点，按第二天 00:00 记", "midnight (晚上12点): taken as 00:00 of the day after"),
    "clamped": _s("答复早于提出，按提出时间记", "answered before it was opened; the time of opening was taken"),
    "remark": _s("状态没有说已办结，答复列的内容作为备注保存，没有算作答复", "a status that does not say closed; what the column of answers holds is kept as a remark, not as an answer"),
    "no_answer_text": _s("有答复时间而没有答复文字，已注明", "a time of an answer without its text; the matter says so"),
    "no_answer_time": _s("有答复而没有答复时间，按导入时间记", "an answer without its time; the time of the import was taken"),
    "short_answer": _s("答复太短，前面加了“原答复：”", "an answer was too short; “原答复：” was put before it"),
    "split": _s("文字超过上限，余下的记为留言", "a text was longer than allowed; the rest is in a message"),
    "subject_cut": _s("主题过长，全文放在详情里", "a subject was too long; all of it is in the details"),
    "subject_made": _s("没有主题，取自详情开头", "there was no subject; the beginning of the details was taken"),
    "nowhere": _s("没找到地方，落在导入的地方", "no place was found; they lie at the place of the import"),
    "outside": _s("坐标不在任何已有轮廓内", "coordinates that lie in no known outline"),
    "bad_point": _s("坐标认不出来，没有用", "coordinates that are unclear; not used"),
    "no_rating": _s("评价不全（联系、解决、满意度缺一），没有计入三率", "an incomplete rating (contacted, solved, satisfaction); it does not count for the three rates"),
    "unknown_word": _s("状态、等级或评价的写法认不出来，没有用（原文随事项保存）", "a status, class or rating in words that are not known; not used (kept with the matter)"),
    "unknown_category": _s("类别不在类别表里，没有归类（原文随事项保存）；请在映射文件的 values.category 里写明各是哪一类，或由设定类别表的一级补上", "a category that the table of categories has not; left out (its words are kept with the matter). Say in the mapping, under values.category, which one each means, or have the level that sets the table add it"),
    "target_first": _s("办理时限早于提出时间", "the due date lies before the opening"),
    "phone": _s("电话号码不对，没有用", "a telephone number that is none; not used"),
    "known": _s("按电话找到了已登记的人，记为其本人提出", "the telephone number belongs to a person on record, who is now its author"),
}  # fmt: skip
