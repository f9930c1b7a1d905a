"""What the parts of the design page show: invented matters, people and figures.

They are content, as residents and staff would write it, and stay Chinese on an English page too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from django.utils.safestring import SafeString

from shanzhi.insight.charts import Bar, Cell, Chart, Group, Mark, Series, bars, grouped, shares
from shanzhi.insight.charts import lines as charts_lines
from shanzhi.method.model import Field, Option
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence
from shanzhi.reading.facts import Fact
from shanzhi.reading.library import library_method
from shanzhi.reading.timeline import TimelineEntry
from shanzhi.web.blocks import bars as counted
from shanzhi.web.drawing import drawing
from shanzhi.web.forms.questions import Choice, Question, UploadedFile
from shanzhi.web.lists import MatterRow

COLOURS = {
    "paper": "ink",
    "card": "ink",
    "sunk": "ink",
    "accent": "on-accent",
    "accent-soft": "accent",
    "good-soft": "good",
    "warn-soft": "warn",
    "danger-soft": "danger",
}
"""Grounds, each with the ink that stands on it."""
SIZES = ("xxl", "xl", "l", "m", "s", "xs")
FIGURES = (
    {"n": "304", "label": "本月事项", "more": "比上月多 12 件", "url": "#figures"},
    {"n": "93.7", "unit": "%", "label": "按期办结", "tone": "good", "url": "#figures"},
    {"n": "2.4", "unit": "天", "label": "答复用时中位数"},
    {"n": "17", "label": "已经超期", "tone": "bad", "more": "最久 6 天", "url": "#figures"},
)
STAGES = (
    {"label": "提案", "state": "done"},
    {"label": "联名", "state": "done"},
    {"label": "议事", "state": "now"},
    {"label": "表决", "state": ""},
    {"label": "公示", "state": ""},
    {"label": "销账", "state": ""},
)
TABS = (
    {"url": "#lists", "label": "办理", "here": True, "n": None},
    {"url": "#course", "label": "经过", "here": False, "n": 12},
    {"url": "#photos", "label": "照片", "here": False, "n": 3},
)
CHIPS = (
    {"url": "#lists", "label": "全部", "here": True, "n": 48},
    {"url": "#lists", "label": "超期", "here": False, "n": 2},
    {"url": "#lists", "label": "今天到期", "here": False, "n": 5},
)
HEADINGS = ("社区", "应办结", "按期", "按期率")
TABLE = [
    [Cell("桂花社区", "#table"), Cell("48"), Cell("46"), Cell("95.83%")],
    [Cell("石桥社区", "#table"), Cell("31"), Cell("27"), Cell("87.10%")],
    [Cell("新塘村", "#table"), Cell("9"), Cell("9"), Cell("100.00%")],
]
FOOT = [Cell("合计"), Cell("88"), Cell("82"), Cell("93.18%")]
BARS = [counted.Bar("已投票", 86, 120), counted.Bar("赞成", 71, 86), counted.Bar("反对", 15, 86)]


def rows(now: datetime) -> list[MatterRow]:
    """A late one, one due soon, one in good time, one closed out."""
    method = Sentence("诉求闭环", "Closing the loop on appeals")

    def row(n: int, title: str, stage: Sentence, due: timedelta | None, tone: str) -> MatterRow:
        at = now + due if due is not None else None
        return MatterRow(n, title, method, stage, "桂花社区 第一网格", at, tone, None if at else now)

    return [
        row(1, "三号楼一单元楼道灯不亮", Sentence("待受理", "to accept"), timedelta(hours=-3), "bad"),
        row(2, "北门口车辆乱停，堵住消防通道", Sentence("办理中", "in hand"), timedelta(hours=5), "warn"),
        row(
            3,
            "希望小区增设一处电动自行车充电棚，靠近 5 号楼，晚上也能用",
            Sentence("办理中", "in hand"),
            timedelta(days=4),
            "",
        ),
        row(4, "儿童滑梯螺丝松动", Sentence("已销账", "closed out"), None, "good"),
    ]


def lines(now: datetime) -> list[TimelineEntry]:
    """A course of five lines: one by the clock, one that stands for many entries."""
    answer = [Fact("how", Sentence("怎么办的", "What was done"), "灯泡已更换，晚上请看看亮度。")]
    return [
        TimelineEntry(
            4,
            now - timedelta(hours=1),
            Sentence("办结答复", "Answer"),
            "网格员",
            "网格员甲",
            "待核查",
            answer,
        ),
        TimelineEntry(3, now - timedelta(hours=20), Sentence("催办", "Reminder"), "", "", by="自动"),
        TimelineEntry(
            2,
            now - timedelta(hours=22),
            Sentence("关注 12 次", "Follow × 12"),
            "居民",
            "居民二、居民三、居民四",
            times=12,
            began=now - timedelta(days=1),
            people=12,
        ),
        TimelineEntry(2, now - timedelta(days=1), Sentence("受理", "Accept"), "网格员", "网格员甲", "办理中"),
        TimelineEntry(
            1, now - timedelta(days=1, hours=2), Sentence("发起", "Open"), "居民", "居民一", "待受理"
        ),
    ]


def questions() -> list[Question]:
    """Each kind of question: empty, filled, known already, and wrong."""

    def field(name: str, kind: str, label: str, english: str, **more: object) -> Field:
        return Field(name, kind, Sentence(label, english), Rule("form", 1), **more)  # type: ignore[arg-type]

    ways = tuple(Option(v, Sentence(z, e)) for v, z, e in _WAYS)
    floors = tuple(Option(str(n), Sentence(f"{n} 号楼", f"Building {n}")) for n in range(1, 9))
    ask = Sentence("电话要写 11 位数字。", "A mobile number has 11 digits.")
    return [
        Question(field("subject", "text", "什么事", "What is it about", max=80), "subject", "楼道灯不亮"),
        Question(
            field(
                "detail",
                "text",
                "具体情况",
                "Details",
                max=600,
                optional=True,
                help=Sentence("在哪一层、什么时候。", "Which floor, since when."),
            ),
            "detail",
        ),
        Question(field("phone", "phone", "电话", "Telephone", sensitive=True), "phone", "1380", wrong=ask),
        Question(field("name", "text", "姓名", "Name", max=40), "name", known="居民一"),
        Question(field("urgent", "boolean", "急不急", "Is it urgent"), "urgent", "false"),
        Question(field("stars", "integer", "满意度", "Satisfaction", min=1, max=5), "stars", 4),
        Question(
            field("way", "choice", "怎么联系您", "How to reach you", options=ways),
            "way",
            choices=[Choice(o.value, o.label, "", o.value == "call") for o in ways],
        ),
        Question(
            field("building", "choice", "哪栋楼", "Which building", options=floors),
            "building",
            choices=[Choice(o.value, o.label) for o in floors],
        ),
        Question(
            field("photos", "files", "照片", "Photos", optional=True),
            "photos",
            files=[UploadedFile("0", "楼道.jpg", 182_000)],
        ),
        Question(
            field("until", "duration", "延长多久", "How much longer"),
            "until",
            "3 workdays",
        ),
    ]


def charts() -> list[Chart]:
    """One of each kind."""
    months = [f"{n}月" for n in range(1, 13)]
    three = [
        Group("桂湖街道", [80, 15, 5]),
        Group("石桥街道", [52, 20, 11]),
        Group("新塘镇", [31, 4, 0]),
    ]
    return [
        bars(
            "按期办结率",
            [
                Bar("桂花社区", 0.9583, "95.83%"),
                Bar("石桥社区", 0.871, "87.10%", tone="warn"),
                Bar("新塘村", None),
            ],
            headings=("社区", "按期率"),
            most=1,
            mark=Mark(0.9, "目标 90%"),
            ident="d-bars",
        ),
        shares(
            "现在怎么样",
            ["按期", "快到期", "超期"],
            three,
            heading="街道",
            tones=("good", "warn", "bad"),
            ident="d-shares",
        ),
        grouped("各工作法的事项", ["诉求", "提案", "帮办"], three, heading="街道", ident="d-grouped"),
        charts_lines(
            "每月事项",
            months,
            [
                Series("诉求", [41, 38, 52, 49, 61, 57, 44, None, 47, 55, 60, 48]),
                Series("帮办", [12, 15, 11, 19, 22, 18, 16, 14, 21, 25, 24, 20]),
            ],
            heading="月份",
            ident="d-lines",
        ),
    ]


def drawn() -> tuple[SafeString, SafeString] | None:
    """A method drawn for a phone and for a desk."""
    found = library_method("appeal")
    if found is None:
        return None
    return drawing(found.method, current="handling", visited=("dispatching",)), drawing(
        found.method, wide=True
    )


def photo(sky: str, ground: str) -> str:
    """A plain landscape as a picture without a file."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4" fill="{sky}"/>'
        f'<path d="M0 3L1.5 2L3 3.2L4 2.6V4H0z" fill="{ground}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"


def _photo(picture: str, name: str) -> dict[str, str]:
    return {"url": "#photos", "small": picture, "whole": picture, "alt": name}


PHOTOS = [
    _photo(photo("#9fb7c4", "#51625c"), "北门口"),
    _photo(photo("#c9b48b", "#6b5b3d"), "楼道"),
    _photo(photo("#b9c7ba", "#3f5a46"), "滑梯"),
]
_WAYS = (
    ("call", "打电话", "by telephone"),
    ("text", "发短信", "by text message"),
    ("door", "上门", "in person"),
)
TONES = (("", "待受理"), ("now", "办理中"), ("good", "已销账"), ("warn", "快到期"), ("bad", "已超期"))
WORDS = {
    "motto": "有事说一声，件件有着落",
    "line": "三号楼楼道灯，7 月 12 日 15:30 前换好",
    "prose": "“谁来办、几时办、办成什么样”，每一步都写明白（见《办事指南》）。微信群里说过的事，也要落到一个人、一个日子上；到期没办，系统会往上报，不用您再催。",
    "before": "重点是",
    "stressed": "件件销账",
    "after": "，不是件件登记。检查方法文件用",
    "accept": "受理",
    "more": "协办",
    "refuse": "不受理",
    "longer": "申请延期",
    "not_yet": "还不能评价",
    "link": "全部经过",
    "withdraw": "撤回",
    "sure": "撤回以后这件事就结束了，确定吗？",
    "told": "已转给桂花社区。",
    "told_good": "已完成：办结答复。",
    "told_warn": "这几个时限跨到明年，节假日公布后可能调整。",
    "told_bad": "有 1 处需要改",
    "phone": "电话",
    "seal": "已销账",
    "nothing": "没有要办的事。",
    "open": "发起一件",
    "desk": "在第一网格 网格员甲 手里",
    "otherwise": "到时没有办，自动上报桂花社区。",
    "step_1": "拍一张照片",
    "step_2": "说说是什么事",
    "step_3": "提交，等网格员受理",
    "worker": "网格员",
    "worker_name": "网格员甲",
    "term": "任期到 2027-06-30",
    "chief": "网格长",
    "vacant": "空缺，由社区代管",
    "column_1": "待受理",
    "column_2": "办理中",
    "column_3": "待评价",
    "attended": "到场",
    "caption": "七月各社区",
    "send": "提交",
}
