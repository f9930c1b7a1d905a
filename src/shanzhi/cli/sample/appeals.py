"""Appeals of the sample that went another way than most: refused and reviewed, whistled for, done anew, on the books, taken back."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Office, Other, Script, Step, When

LAMP, LEAK, FIRE_LANE, NOISE, OTHER = "e2105", "e2102", "e2204", "e2301", "e99"
SHOWN_WHY = "要换整根立管，得全楼同意、动用维修资金；每月看一次，急的可以打 12345。"


def _told(
    name: str, community: int, opened: When, category: str, subject: str, detail: str, *steps: Step, by: str = "r5"
) -> Script:  # fmt: skip
    values = {"subject": subject, "detail": detail, "category": category}
    return Script(f"appeal_{name}", "appeal", community, opened, by, values, steps)


def _step(days: int, clock: str, who: str, act: str, **values: Any) -> Step:
    return Step(When(days, clock), who, act, values)


def _contacted(days: int, who: str, said: str, how: str = "phone", clock: str = "10:10") -> Step:
    return _step(days, clock, who, "contact", how=how, said=said)


def _answered(days: int, reply: str, *, clock: str = "15:00") -> list[Step]:
    """What the community answered, and that the street went and looked."""
    return [
        _step(days, clock, "staff", "resolve", reply=reply),
        _step(days, "16:30", "street_staff", "confirm"),
    ]


def _rated(days: int, who: str, grade: str) -> Step:
    solved = grade not in ("bad", "worst")
    return _step(days, "19:20", who, "rate", rating_contacted=True, rating_solved=solved, rating_grade=grade)


def _asked(ago: int, request: str) -> list[Step]:
    """The street takes it on itself and asks an office for help, so many days ago."""
    return [
        _step(ago, "09:30", "street_staff", "accept"),
        _contacted(ago, "street_staff", "问清了在哪一段，正在联系单位。"),
        _step(ago, "10:40", "street_staff", "ask_help", helpers=[{"office": Office(0), "request": request}]),
    ]


def _hung(days: int) -> list[Step]:
    """The street cannot do it now, and the district agrees to keep it on the books."""
    return [
        _step(days, "09:40", "street_staff", "accept"),
        _contacted(days, "street_staff", "上门看了，和住户说了要走哪些程序。", "visit"),
        _step(days - 2, "15:00", "street_staff", "hang", remains=SHOWN_WHY),
        _step(days - 2, "16:00", "district_staff", "agree", remains=SHOWN_WHY),
    ]


APPEALS_TOLD: tuple[Script, ...] = (
    _told("reviewing", 0, When(minutes=330), LEAK, "楼上漏水，楼上不开门", "找了三次，楼上都说不是他家。",
          Step(When(minutes=300), "street_staff", "decline", {"grounds": "beyond", "channel": "邻里之间的损害赔偿，可以找物业或到法院起诉。"}),
          Step(When(minutes=80), "r5", "object", {"objection": "不是要赔偿，是想请人一起去看看漏在哪里。"})),
    _told("told", 0, When(21, "09:10"), OTHER, "健身卡退不了钱", "健身房关了门，卡里还有两千元，已经起诉。",
          _step(21, "10:10", "street_staff", "decline", grounds="court", channel="已在法院审理，请等判决；可以打 12348 问法律援助。"), by="r17"),
    _told("whistling", 0, When(minutes=1900), FIRE_LANE, "高空抛物砸坏车", "一个月第三次，不知道是哪一户。",
          Step(When(minutes=1870), "street_staff", "accept"), Step(When(minutes=1860), "street_staff", "contact", {"how": "visit", "said": "看了现场，调了监控，看不清哪一层。"}),
          Step(When(minutes=90), "street_staff", "whistle", {"stuck": "监控归物业、取证归公安、装探头归城管，各家都说要别人先动。"}), by="r18"),
    _told("redoing", 0, When(2, "09:10"), LAMP, "地下室入口的灯不亮", "推自行车下去看不见台阶。",
          _contacted(2, "staff", "约好下午去看。"), *_answered(2, "换了一个灯泡。"), _rated(1, "r19", "bad"), by="r19"),
    _told("to_call_back", 0, When(6, "09:10"), LAMP, "二楼转角的灯罩裂了", "怕掉下来。",
          _contacted(6, "staff", "老人不用手机，家里人代报的。", "visit"), *_answered(6, "灯罩已换新的。"), by="r21"),
    _told("closed", 0, When(12, "09:10"), LAMP, "信报箱上方的灯不亮", "晚上取报纸看不见。",
          _contacted(12, "staff", "到现场看了，是开关坏了。", "visit"), *_answered(12, "换了开关，试过三次都亮。"), _rated(11, "r22", "best"), by="r22"),
    _told("hanging", 0, When(3, "09:10"), LAMP, "连廊的灯想改成声控", "整夜亮着，晃眼。",
          _contacted(3, "staff", "看了，是整条线路一起的。"),
          Step(When(minutes=110), "staff", "hang", {"remains": "整条连廊是一路线，要等明年改造；每季度看一次，可以打 12345。"}), by="r23"),
    _told("hung", 0, When(14, "09:10"), LEAK, "五楼厕所返水", "立管老化，修了又堵。", *_hung(14), by="r25"),
    _told("unsolved", 0, When(95, "09:10"), LEAK, "屋面裂缝渗水", "一下雨顶楼就渗。", *_hung(95),
          *(_step(days, "10:00", "district_staff", "still", remains=SHOWN_WHY) for days in (75, 55, 35, 15)), by="r26"),
    _told("merged", 0, When(minutes=260), LAMP, "四楼楼道黑", "声控灯拍手也不亮。", Step(When(minutes=210), "staff", "merge", {"into": Other("in_hand")}), by="r27"),
    _told("withdrawn", 0, When(9, "09:10"), LAMP, "门口的感应灯太灵", "有人经过就亮，晃眼。",
          _contacted(9, "staff", "说好周末去调。"), _step(8, "20:00", "r28", "take_back", why_back="自己把感应距离调小了"),
          _step(7, "10:00", "street_staff", "willing"), by="r28"),
    _told("help_ruling", 1, When(3, "09:10"), "e0110", "人行道地砖翘起", "推车过不去，绊倒过人。", *_asked(3, "请把翘起的地砖铺平。"),
          Step(When(minutes=200), "office0", "refuse", {"reason": "这一段还在开发商的质保期里。"}, child=0), by="r7"),
    _told("help_refused", 1, When(16, "09:10"), "e0110", "路口的井盖响", "车一过就响，睡不着。", *_asked(16, "请给井盖加垫圈。"),
          Step(When(15, "10:00"), "office0", "refuse", {"reason": "这是通信公司的井，不归市政养护。"}, child=0),
          Step(When(15, "15:00"), "district_staff", "let_off", {"ruling": "井盖上有通信公司的字，请街道联系他们。"}, child=0),
          _step(14, "15:00", "street_staff", "resolve", reply="通信公司来加了垫圈，夜里听过不响了。"), _step(14, "16:30", "district_staff", "confirm"),
          _rated(13, "r8", "good"), by="r8"),
)  # fmt: skip
