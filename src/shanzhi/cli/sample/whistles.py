"""Whistles of the sample's first street: one for each stage, from a slip being written to what was achieved."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Office, Script, Step, When

CITY, HOUSING, POLICE = Office(0), Office(1), Office(2)
"""`office0`, `office1` and `office2` act for them."""


def _blown(
    name: str, opened: When, subject: str, detail: str, *steps: Step, kind: str = "hard", by: str = "street_staff"
) -> Script:  # fmt: skip
    return Script(name, "whistle", 0, opened, by, {"subject": subject, "detail": detail, "kind": kind}, steps)


def _send(when: When, spot: str, *units: tuple[Office, str], meet_at: When | None = None) -> Step:
    values: dict[str, Any] = {
        "units": [{"office": office, "wanted": wanted} for office, wanted in units],
        "spot": spot,
    }
    if meet_at is not None:
        values["meet_at"] = meet_at
    return Step(when, "street_staff", "send", values)


def _came(when: When, who: str, child: int, said: str, fair: str = "proper") -> Step:
    return Step(when, who, "come", {"who_came": said, "fair": fair}, child=child)


def _agreed(when: When, record: str, lead: Office, done_by: When, *duties: tuple[Office, str]) -> Step:
    shared = [{"office": office, "request": request} for office, request in duties]
    values = {"record": record, "lead": lead, "done_by": done_by, "duties": shared}
    return Step(when, "street_staff", "agreed", values)


def _night_market(name: str, ago: int, *more: Step) -> Script:
    """Both offices came and agreed; what comes after is `more`."""
    return _blown(
        name, When(ago, "09:30"), "夜市油烟和占道", "劝了三次，证照、油烟、占道各归一家。",
        _send(When(ago, "10:00"), "夜市东口", (CITY, "清占道、测油烟"), (POLICE, "疏导车辆、维持秩序"), meet_at=When(ago, "17:00")),
        _came(When(ago, "15:10"), "office2", 1, "中队长，带两人"), _came(When(ago, "15:20"), "office0", 0, "副大队长，带三人"),
        _agreed(When(ago, "16:40"), "两家都到了。城管牵头，公安配合清场；油烟逐家测，不合格的限期装净化器。", CITY, When(ago - 9),
                (CITY, "逐家测油烟，清走占道桌椅"), (POLICE, "每晚八点到十点疏导车辆")),
        *more, kind="enforce",
    )  # fmt: skip


def _parts_done(ago: int) -> list[Step]:
    return [
        Step(When(ago, "11:00"), "office0", "answer", {"result": "测了十一家，三家装了净化器，桌椅退到线内。"}, child=0),
        Step(When(ago, "11:30"), "office2", "answer", {"result": "连续五晚疏导，车道畅通。"}, child=1),
    ]  # fmt: skip


def _asked_today(name: str, minutes: int, subject: str, *steps: Step) -> Script:
    """Both offices are called a little while ago, to come tomorrow."""
    send = _send(
        When(minutes=minutes - 10),
        "六号楼下",
        (HOUSING, "看外墙、定怎么修"),
        (CITY, "围挡、清通道"),
        meet_at=When(-1, "17:00"),
    )
    return _blown(
        name, When(minutes=minutes), subject, "物业没有维修资金，业主意见不一。", send, *steps, kind="project"
    )


WHISTLES: tuple[Script, ...] = (
    _blown("whistle_drafting", When(minutes=70), "地下室群租", "上门三次，开门的都说不是房东。", by="staff"),
    _asked_today("whistle_arriving", 190, "六号楼外墙脱落", _came(When(minutes=120), "office1", 0, "质量科科员")),
    _asked_today("whistle_judging", 100, "七号楼后的挡土墙",
                 Step(When(minutes=50), "office0", "refuse", {"not_ours": "挡土墙在小区红线里，是房屋附属设施。"}, child=1)),
    _blown("whistle_consulting", When(2, "09:00"), "公共车位长期被占", "地锁、废旧车辆、报废摩托都有。",
           _send(When(2, "09:20"), "二号门", (CITY, "清地锁和堆物"), (POLICE, "查报废车"), meet_at=When(2, "17:00")),
           _came(When(2, "14:00"), "office0", 0, "执法队员两人", fair="unclear"), _came(When(2, "14:10"), "office2", 1, "社区民警")),
    _blown("whistle_ruling", When(3, "09:00"), "河边三号桥堆土", "两家都说不归自己。",
           _send(When(3, "09:20"), "三号桥头", (HOUSING, "说明是哪个工地的土"), (CITY, "清运"), meet_at=When(3, "17:00")),
           _came(When(3, "14:00"), "office1", 0, "工程科科长"), _came(When(3, "14:20"), "office0", 1, "环卫科科员", fair="needless"),
           Step(When(1, "10:00"), "street_staff", "report_up", {"record": "两家都到了，都认为堆土不归自己管，未能谈定。", "trouble": "住建说已竣工移交，城管说没有移交手续。"})),
    _night_market("whistle_doing", 4),
    _night_market("whistle_checking", 9, *_parts_done(2)),
    _night_market("whistle_closed", 30, *_parts_done(24),
                  Step(When(23, "10:00"), "district_staff", "confirm", {"seen": "连着两晚到夜市看了", "result": "油烟降下来了，桌椅退到线内，车能过。",
                                                                       "good": [CITY, POLICE], "remark": "牵头单位每天在场。"})),
    _blown("whistle_spared", When(20, "09:00"), "废弃线缆垂到人行道", "不知道是谁家的线。",
           _send(When(20, "09:10"), "北门公交站", (POLICE, "认一认是不是监控线"), (CITY, "围挡、剪除"), meet_at=When(20, "17:00")),
           Step(When(20, "10:00"), "office2", "refuse", {"not_ours": "监控线台账里没有这一段。"}, child=0),
           Step(When(20, "10:40"), "district_staff", "let_off", {"ruling": "台账上确实没有，公安不用来。"}, child=0),
           _came(When(20, "14:00"), "office0", 1, "市政科科员"),
           Step(When(19, "10:00"), "street_staff", "report_up", {"record": "城管到了，查不到权属单位，先围挡。", "trouble": "没有权属单位，谁也不愿剪。"}),
           Step(When(18, "10:00"), "district_staff", "impossible", {"ruling": "权属要等通信管理部门核对。", "remains": "已经围挡；核对清楚后再吹一次。有危险请打 110。"})),
    _blown("whistle_dropped", When(15, "09:00"), "北门路灯不亮", "报了两次没有人来。",
           Step(When(15, "10:00"), "street_staff", "drop", {"why": "路灯一家就能办，已按诉求派给城市管理局。"}), by="staff"),
)  # fmt: skip
