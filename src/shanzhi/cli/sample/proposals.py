"""Proposals of the sample district, at least one for each stage of deliberation, so that a newcomer sees them all.

Days are counted back from now. A meeting `m` days ago was announced thirteen days earlier and followed by a week of
voting and a week of publicity.
"""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.owners import YARD
from shanzhi.cli.sample.scripts import Here, Other, Script, Step, When, Who

ROOM = "社区居民议事厅"


def _support(days: int, count: int, first: int = 1) -> list[Step]:
    return [
        Step(When(days, f"{9 + n % 9:02}:{n * 7 % 60:02}"), f"r{first + n}", "endorse") for n in range(count)
    ]


def _announced(
    meets: When, question: str, plan: str, *, ago: int, secret: bool = False, **more: Any
) -> list[Step]:
    values = {
        "secret": secret,
        "question": question,
        "plan": plan,
        "begins": meets,
        "venue": ROOM,
        **more,
    }
    return [
        Step(When(ago + 4, "10:00"), "staff", "accept", {"important": False}),
        Step(When(ago, "10:30"), "staff", "announce", values),
    ]


def _met(
    days: int, came: int, first: int = 0, minutes: str = "大家同意按公布的方案做，动工前三天贴出告示。"
) -> list[Step]:
    """A meeting in the evening: who came, one turn to speak, minutes, the end."""
    steps = [Step(When(days, "18:50"), f"r{first + n}", "attend") for n in range(came)]
    if came > 2:
        steps += [
            Step(When(days, "19:05"), f"r{first + 1}", "ask_floor", {"topic": "工期和噪音"}),
            Step(When(days, "19:06"), "staff", "give_floor"),
            Step(When(days, "19:09"), "staff", "end_turn"),
            Step(When(days, "19:40"), "staff", "minutes", {"topic": "自由发言", "text": minutes}),
        ]
    return [*steps, Step(When(days, "20:00"), "staff", "finish")]


def _voted(days: int, yes: int, no: int = 0, first: int = 1) -> list[Step]:
    choices = ["agree"] * yes + ["oppose"] * no
    return [
        Step(When(days - 1 - n // 4, f"{9 + n:02}:20"), f"r{first + n}", "vote", {"choice": choice})
        for n, choice in enumerate(choices)
    ]


def _whole(
    meeting: int, question: str, plan: str, *, came: int = 6, yes: int = 5, no: int = 1, secret: bool = False
) -> list[Step]:
    """From support to the end of the vote."""
    return [
        *_support(meeting + 19, 2),
        *_announced(When(meeting, "19:00"), question, plan, ago=meeting + 13, secret=secret),
        *_met(meeting, came),
        *_voted(meeting, yes, no),
    ]


def _tasks(days: int, *tasks: tuple[str, str, int]) -> list[Step]:
    """Tasks given out: what, who is asked, and by when (days ago; negative: to come). All accept on the same day."""
    lines = [{"subject": what, "owner": Who(who), "due_on": When(until)} for what, who, until in tasks]
    accepted = [Step(When(days, f"11:{n:02}"), who, "accept", child=n) for n, (_, who, _) in enumerate(tasks)]
    return [Step(When(days, "10:00"), "staff", "assign", {"tasks": lines}), *accepted]


def _done(child: int, days: int, who: str, how: str) -> list[Step]:
    return [
        Step(When(days, "15:00"), who, "report", {"done": how}, child=child),
        Step(
            When(days - 1, "10:00"),
            "owners_member",
            "confirm",
            {"checked": "现场看过，属实。"},
            child=child,
        ),
    ]


def _judged(days: int, *stars: int, comment: str = "") -> list[Step]:
    return [
        Step(
            When(days, f"{9 + n:02}:40"),
            f"r{n + 1}",
            "respond",
            {"stars": one, **({"comment": comment} if comment and not n else {})},
        )
        for n, one in enumerate(stars)
    ]


def _proposal(
    name: str, community: int, opened: int, subject: str, detail: str, steps: list[Step], *, topic: str = "facilities",
    yard: int | None = None, by: str = "r0",
) -> Script:  # fmt: skip
    values: dict[str, Any] = {"subject": subject, "detail": detail, "topic": topic}
    if yard is not None:
        values["scope"] = Here()
    return Script(name, "deliberation", community, When(opened, "09:00"), by, values, tuple(steps), yard)


def _in_yard(
    name: str,
    community: int,
    yard: int,
    meeting: int,
    story: tuple[str, str, str, str],
    then: list[Step],
    **vote: Any,
) -> Script:
    """One that went through meeting and vote in a yard, and on from there."""
    subject, detail, question, plan = story
    return _proposal(
        name,
        community,
        meeting + 20,
        subject,
        detail,
        [*_whole(meeting, question, plan, **vote), *then],
        yard=yard,
    )


RAILS = (
    "加装楼道扶手",
    "院里老人多，上下楼不便，想在楼道两侧加装扶手。",
    "是否在各单元一至六层加装双侧扶手",
    "每层加装双侧防滑木扶手，约 1.2 万元，用小区公共收益支付，物业施工。",
)
BENCHES = (
    "院里添几把长椅",
    "老人买菜回来没地方歇脚。",
    "是否在院门口和花坛边添置六把长椅",
    "添置六把带靠背的长椅，约 4800 元，从公共收益支付。",
)
CORNER = (
    "院角改成晾晒区",
    "院角堆着杂物，想清出来晒被子。",
    "是否把院东北角清理后改为晾晒区",
    "清理杂物，立四组晾衣架，约 2000 元，从公共收益支付。",
)
SHED = (
    "搭一个电动车充电棚",
    "电动车拉飞线充电，太危险。",
    "是否在院东侧搭充电棚",
    "院东侧搭 20 个车位的充电棚，装充电桩和喷淋，约 3 万元，由运营单位出资。",
)
LIGHTS = (
    "换院里的路灯",
    "三盏路灯坏了两盏，晚上黑。",
    "是否把院内路灯换成节能灯",
    "更换八盏路灯为节能灯，约 3200 元，从公共收益支付。",
)
DRAIN = (
    "改造院内排水沟",
    "一下大雨就积水到脚踝。",
    "是否改造院内排水沟",
    "重铺 60 米排水沟并加盖板，约 2 万元，申请社区保障资金。",
)
FEES = (
    "调整停车收费",
    "外来车多，本院居民停不下。",
    "是否对外来车辆按次收费",
    "外来车辆每次 5 元，收入归公共收益，由业委会管理。",
)
DRYING = (
    "统一晾衣架",
    "衣服晾在灌木上，不好看也不卫生。",
    "是否在南侧草坪边装统一晾衣架",
    "装六组晾衣架，约 2600 元，从公共收益支付。",
)
PLANTS = (
    "补种楼前绿化",
    "楼前绿地踩秃了。",
    "是否补种麦冬并加矮护栏",
    "补种麦冬 80 平方米，加 40 厘米矮护栏，约 5600 元。",
)
GATE = (
    "给单元门换门禁",
    "门禁坏了，谁都能进。",
    "是否更换各单元门禁",
    "更换四套门禁，刷卡和扫码都能开，约 9000 元。",
)
ROOF = (
    "翻修屋面防水",
    "顶楼四户雨天漏水，想动用维修资金把屋面重做一遍。",
    "是否使用维修资金翻修两栋楼的屋面防水",
    "两栋楼屋面约 900 平方米，重做防水，概算 9 万元，从维修资金列支。",
)
YARDWALK = ("平整院内步道", "砖松了，绊倒过老人。", "是否平整院内步道", "重铺 120 米步道，约 1.6 万元。")

PROPOSALS: tuple[Script, ...] = (
    _proposal("supporting", 0, 4, "把社区门口的空地改成小游园", "空地堆杂物，改成有座椅、有树荫的小游园，老人孩子都能用。",
              [*_support(3, 4, 9), *_support(1, 3, 30)], topic="environment", by="r5"),
    _proposal("sorting", 1, 5, "周末开一次旧物交换集市", "旧书旧玩具扔了可惜，想每月最后一个周六办集市。",
              [*_support(2, 10, 11)], topic="other", by="r3"),
    _proposal("studying", 0, 6, "用公共收益修儿童滑梯", "滑梯裂了缝，想用去年的广告收益修。",
              [*_support(4, 10, 12), Step(When(1, "11:00"), "staff", "accept", {"important": True})], topic="spending", by="r8"),
    _proposal("amending", 1, 12, "制定养犬公约", "遛狗不牵绳、不清理粪便，想大家定个规矩。",
              [*_support(9, 10, 12), Step(When(6, "11:00"), "staff", "accept", {"important": True}),
               Step(When(2, "16:00"), "secretary", "revise", {"party_opinion": "请补上怎样劝导、怎样公示，不设罚款。"})], topic="rules", by="r9"),
    _proposal("lapsed", 2, 34, "楼道统一刷漆换颜色", "想把楼道刷成浅黄色。",
              [*_support(31, 10, 12), Step(When(29, "11:00"), "staff", "accept", {"important": True}),
               Step(When(26, "16:00"), "secretary", "revise", {"party_opinion": "请写明费用从哪里来、分摊多少。"})], topic="spending", by="r9"),
    _proposal("preparing", 2, 8, "设一个快递自提点", "快递放在单元门口常丢。",
              [*_support(5, 10, 12), Step(When(2, "09:30"), "staff", "accept", {"important": False})], topic="other", by="r7"),
    _proposal("announced", 0, 9, "小区内限速并装减速带", "车开得快，孩子放学危险。",
              [*_support(8, 2), *_announced(When(-9, "19:00"), "是否在院内主路装三处减速带", "主路装三处减速带、限速 5 公里，约 1500 元，从公共收益支付。", ago=3)],
              topic="parking", yard=2),
    _proposal("meeting", 0, 20, *RAILS[:2],
              [*_support(19, 2), *_announced(When(minutes=20), RAILS[2], RAILS[3], ago=13, topics=[{"topic": "施工时间"}, {"topic": "无障碍坡道一起做吗"}]),
               *(Step(When(minutes=18), f"r{n}", "attend") for n in range(1, 6)),
               Step(When(minutes=17), "staff", "next_item"), Step(When(minutes=12), "staff", "next_item"),
               Step(When(minutes=8), "r2", "ask_floor", {"topic": "材料要防滑"}), Step(When(minutes=6), "r4", "ask_floor", {"topic": "什么时候施工"})],
              yard=0),
    _proposal("too_few_came", 1, 21, *SHED[:2], [*_support(20, 2), *_announced(When(1, "19:00"), *SHED[2:], ago=14), *_met(1, 2)], topic="safety", yard=1),
    _in_yard("voting", 0, 0, 2, BENCHES, [], yes=2, no=1, secret=True),
    _proposal("owners", 0, 26, *ROOF[:2],
              [*_support(25, 2), Step(When(24, "10:00"), "staff", "accept", {"important": True}),
               Step(When(22, "15:00"), "secretary", "agree", {"party_opinion": "同意提交业主共同决定，费用要公开。"}),
               Step(When(19, "10:30"), "staff", "announce", {"secret": False, "question": ROOF[2], "plan": ROOF[3], "begins": When(2, "19:00"),
                                                             "venue": ROOM, "electors": "owner", "decide_by": "special"}),
               *_met(2, 4), Step(When(1, "09:20"), "r0", "vote", {"choice": "agree"}), Step(When(1, "10:20"), "r1", "vote", {"choice": "agree"}),
               Step(When(1, "18:20"), "r7", "vote", {"choice": "oppose"})],
              topic="fund", yard=YARD),
    _in_yard("sealed", 0, 5, 8, CORNER, [], yes=5, no=1, secret=True),
    _in_yard("too_few_voted", 1, 1, 8, LIGHTS, [], yes=2, no=0),
    _in_yard("not_passed", 1, 2, 20, FEES, [], yes=2, no=4),
    _in_yard("result", 0, 3, 10, PLANTS,
             [Step(When(1, "14:00"), "r6", "object", {"reason": "护栏会挡住轮椅，请留出一个口子。"})]),
    _in_yard("tasking", 0, 7, 16, DRYING, []),
    _in_yard("doing", 0, 4, 24, DRAIN, [
        *_tasks(8, ("开挖并铺设排水沟", "property_lead", -12), ("盖板采购", "owners_member", -5), ("施工告示和绕行牌", "property_lead", 2), ("恢复铺面", "property_lead", -20)),
        *_done(2, 5, "property_lead", "告示和绕行牌已立好。"),
        Step(When(1, "15:30"), "property_lead", "report", {"done": "排水沟 60 米已铺好，放水试过，不积水。"}, child=0),
    ]),
    _in_yard("unfinished", 2, 0, 26, GATE, [
        *_tasks(10, ("更换一、二单元门禁", "property_lead", 2), ("更换三、四单元门禁", "property_lead", 2)),
        *_done(0, 6, "property_lead", "一、二单元门禁已换好，试过能开。"),
        Step(When(2, "10:00"), "staff", "drop", {"reason": "三、四单元正在等老旧小区改造，先不换。"}, child=1),
    ]),
    _in_yard("judging", 0, 5, 26, YARDWALK, [
        *_tasks(10, ("重铺步道", "property_lead", 5)), *_done(0, 7, "property_lead", "步道已重铺，坡口抹平。"), *_judged(2, 5, 4),
    ]),
    _in_yard("redo", 2, 1, 36, LIGHTS, [
        *_tasks(20, ("更换八盏路灯", "property_lead", 15)), *_done(0, 16, "property_lead", "八盏灯已换。"), *_judged(10, 2, 1, 3, 2, comment="两盏灯照不到台阶。"),
    ]),
    _in_yard("closed", 0, 6, 60, RAILS, [
        *_tasks(44, ("安装扶手", "property_lead", 36), ("材料公示", "property_lead", 40)),
        *_done(1, 42, "property_lead", "材料价格和收据已贴在公示栏。"), *_done(0, 38, "property_lead", "四个单元扶手全部装好，牢固。"),
        *_judged(33, 5, 5, 4, 5, comment="上下楼方便多了。"),
    ]),
    _in_yard("closed_too", 3, 0, 55, BENCHES, [
        *_tasks(39, ("购买并安装长椅", "property_lead", 30)), *_done(0, 34, "property_lead", "六把长椅已装好。"), *_judged(28, 4, 4, 5),
    ]),
    _proposal("not_held", 3, 52, *SHED[:2],
              [*_support(51, 2), *_announced(When(32, "19:00"), *SHED[2:], ago=45), *_met(32, 2), Step(When(31, "10:00"), "staff", "call_again"),
               Step(When(30, "10:00"), "staff", "announce", {"question": SHED[2], "plan": SHED[3], "begins": When(17, "19:00"), "venue": ROOM}),
               *_met(17, 3), Step(When(16, "10:00"), "staff", "give_up", {"why_not": "两次到会的人都不够一半，先由网格员逐户听意见，明年再提。"})],
              topic="safety", yard=1),
    _proposal("not_supported", 3, 42, "把活动室改成棋牌室", "想在活动室下棋打牌。", _support(40, 4, 3), topic="other", by="r2"),
    _proposal("merged", 0, 3, "门口空地种树", "空地光秃秃的，种几棵树。", [*_support(2, 2, 20), Step(When(1, "09:40"), "staff", "merge", {"into": Other("supporting")})],
              topic="environment", by="r18"),
    _proposal("unsuitable", 4, 15, "禁止养鸽子并没收鸽笼", "楼顶鸽子吵。", [Step(When(13, "10:00"), "staff", "reject", {"grounds": "unlawful", "advice": "没收他人财物不合法；可以请社区上门协调养殖时间和清洁。"})],
              topic="environment", by="r4"),
    _proposal("settled", 5, 14, "公告栏换一块玻璃", "玻璃裂了，怕划伤孩子。", [*_support(12, 10, 10), Step(When(10, "10:00"), "staff", "settle", {"settled_how": "物业当天换了钢化玻璃，已现场看过。"})],
              topic="safety", by="r6"),
)  # fmt: skip
