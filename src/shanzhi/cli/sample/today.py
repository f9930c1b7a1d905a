"""What happened in the last hours, so that each who signs in finds something to do at once.

All of it lies in the first community and its first grid, where the first of each role serves. Two things there are some
days late.
"""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Office, Script, Step, When

OWN, HALF, ROAD, RUBBISH, GAS = "e2105", "e2104", "e0110", "e0102", "e2202"
"""The community's own, what it only assists in, the city's roads, what is due within a day, and what cannot wait."""


def _appeal(
    name: str,
    minutes: int,
    subject: str,
    detail: str,
    *steps: tuple[int, str, str, dict[str, Any]],
    by: str = "r3",
    category: str = OWN,
    **more: Any,
) -> Script:
    return Script(
        name, "appeal", 0, When(minutes=minutes), by, {"subject": subject, "detail": detail, "category": category, **more},
        tuple(Step(When(minutes=ago), who, act, values) for ago, who, act, values in steps),
    )  # fmt: skip


CALLED: dict[str, Any] = {"how": "phone", "said": "打电话问清了在哪里，约好今天上门看。"}
DONE: dict[str, Any] = {"reply": "已修好，试过没有问题，跟您当面说过。"}
TODAY: tuple[Script, ...] = (
    _appeal("new", 20, "楼道窗户玻璃碎了", "一单元二楼半的窗户玻璃碎了，风大时会掉。", category=HALF),
    _appeal("new_too", 45, "门口台阶松动", "单元门口第二级台阶松了，老人踩着晃。", by="r6", category=HALF),
    _appeal("urgent", 15, "楼道里有燃气味", "一楼楼道闻到燃气味，已经开窗。", by="r7", category=GAS),
    _appeal("in_hand", 300, "三楼到四楼的灯不亮", "声控灯坏了，晚上看不见台阶。", by="r9"),
    _appeal("contacted", 350, "门厅的灯一直闪", "闪得人眼花。", (200, "staff", "contact", CALLED), by="r8"),
    _appeal("to_verify", 400, "信箱旁的灯坏了", "晚上看不见信箱。", (380, "staff", "contact", CALLED), (90, "staff", "resolve", DONE), by="r10"),
    _appeal("to_verify_above", 460, "公示栏玻璃裂了", "裂口朝着孩子。", (440, "street_staff", "accept", {}), (430, "street_staff", "contact", CALLED),
            (100, "street_staff", "resolve", DONE), by="r10", category=HALF),
    _appeal("to_rate", 2000, "楼道感应灯常亮", "感应灯白天也亮，费电。", (1980, "staff", "contact", CALLED),
            (700, "staff", "resolve", {"reply": "已更换感应器，白天不亮、晚上有人才亮。"}), (600, "street_staff", "confirm", {}), by="r0"),
    _appeal("to_supply", 1500, "楼梯转角想加一盏灯", "转角太暗，老人怕踩空。", (1460, "staff", "contact", CALLED),
            (120, "staff", "ask_info", {"question": "是哪个单元、第几层的转角？"}), by="r0"),
    _appeal("helped", 600, "店铺占道经营", "东门外店铺把货摆到人行道上。", (580, "street_staff", "accept", {}), (570, "street_staff", "contact", CALLED),
            (200, "street_staff", "ask_help", {"helpers": [{"office": Office(0), "request": "请派人到现场看一看，劝导店主。"}]}), by="r12", category="e0504"),
    _appeal("referred", 700, "小区门口路面开裂", "雨天积水，电动车打滑。", (680, "street_staff", "assign", {"office": Office(0)}), by="r13", category=ROAD),
    _appeal("disputed", 160, "隔壁小区围墙倾斜", "围墙往这边斜，怕倒。", (140, "street_staff", "assign", {"office": Office(0)}),
            (40, "office0", "dispute", {"dispute_reason": "围墙在小区红线以内，不属于市政设施。"}), by="r15", category="e2102"),
    _appeal("longer", 2900, "地下车库的灯坏了一排", "开车进去看不清柱子。", (2880, "staff", "contact", CALLED),
            (100, "staff", "ask_extension", {"extension": "5 days", "reason": "整排线路要换，等材料到货。"}), by="r14"),
    _appeal("turned_down", 900, "和装修公司的合同纠纷", "已经起诉，想请街道出面。", (880, "street_staff", "decline",
            {"grounds": "court", "channel": "已在法院审理，请等判决；可以打 12348 问法律援助。"}), by="r11", category="e99"),
    _appeal("taken_back", 500, "门口灯罩掉了", "灯罩掉了，灯还亮。", (480, "staff", "contact", CALLED), (60, "r16", "take_back", {"why_back": "自己装回去了"}), by="r16"),
    _appeal("accused", 150, "反映有人代领慰问品", "签的不是本人的名字，请查一查。", by="r11", category="e25", kind="accusation"),
    _appeal("one_day_late", 2950, "垃圾桶满了没人收", "周末没有人收，味道大。", (2900, "street_staff", "accept", {}), by="r4", category=RUBBISH),
    Script("errand_late", "errand", 0, When(minutes=7300), "r13", {"what": "elder", "subject": "代办老年卡", "detail": "去办事大厅要转两趟车。"}),
    Script("errand", "errand", 0, When(minutes=30), "r5", {"what": "medicine", "subject": "代取常用药", "detail": "腿疼下不了楼，药在社区医院。"}),
    Script("errand_too", "errand", 0, When(minutes=70), "r7", {"what": "repair", "subject": "帮忙换灯泡", "detail": "够不着。"}),
    Script("errand_running", "errand", 0, When(minutes=600), "r8", {"what": "shopping", "subject": "代买米和油", "detail": "这两天腿疼。"}, (
        Step(When(minutes=560), "volunteer", "take"), Step(When(minutes=540), "grid_worker", "agree"),
    )),
)  # fmt: skip
