"""What happened in the last hours, so that each who signs in finds something to do at once.

All of it lies in the first community and its first grid, where the first of each role serves. Two things there are some
days late.
"""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Office, Script, Step, When


def _appeal(
    name: str,
    minutes: int,
    subject: str,
    detail: str,
    *steps: tuple[int, str, str, dict[str, Any]],
    by: str = "r3",
) -> Script:
    return Script(
        name, "appeal", 0, When(minutes=minutes), by, {"subject": subject, "detail": detail, "category": "e2104"},
        tuple(Step(When(minutes=ago), who, act, values) for ago, who, act, values in steps),
    )  # fmt: skip


ACCEPTED = {"urgency": "normal"}
TODAY: tuple[Script, ...] = (
    _appeal("new", 20, "楼道窗户玻璃碎了", "一单元二楼半的窗户玻璃碎了，风大时会掉。"),
    _appeal("new_too", 45, "门口台阶松动", "单元门口第二级台阶松了，老人踩着晃。", by="r6"),
    _appeal("in_hand", 300, "水管井盖翘起", "井盖翘起一角，晚上看不见。", (280, "grid_worker", "accept", ACCEPTED), by="r9"),
    _appeal("to_verify", 400, "信箱锁坏了", "信箱锁坏了，信被雨淋湿。", (380, "grid_worker", "accept", ACCEPTED),
            (90, "grid_worker", "resolve", {"reply": "已换新锁，钥匙交给本人。"}), by="r10"),
    _appeal("to_rate", 2000, "楼道感应灯常亮", "感应灯白天也亮，费电。", (1980, "grid_worker", "accept", ACCEPTED),
            (700, "grid_worker", "resolve", {"reply": "已更换感应器，白天不亮、晚上有人才亮。"}), (600, "staff", "confirm", {}), by="r0"),
    _appeal("to_supply", 1500, "想修一下单元门口的坡", "坡太陡，轮椅上不去。", (1450, "grid_worker", "accept", ACCEPTED),
            (120, "grid_worker", "ask_info", {"question": "是哪个单元门口？台阶旁边有没有地方加宽？"}), by="r0"),
    _appeal("helped", 1600, "店铺占道经营", "东门外店铺把货摆到人行道上。", (1580, "grid_worker", "accept", ACCEPTED),
            (200, "grid_worker", "ask_help", {"helpers": [Office(0)], "request": "请派人到现场看一看，劝导店主。"}), by="r12"),
    _appeal("referred", 1700, "供暖管道漏气", "夜里听到漏气声。", (1680, "grid_worker", "accept", ACCEPTED),
            (150, "grid_worker", "refer", {"office": Office(0), "refer_reason": "供暖管道由部门负责维护。"}), by="r13"),
    _appeal("disputed", 60, "隔壁小区围墙倾斜", "围墙往这边斜，怕倒。", (40, "grid_worker", "dispute", {"dispute_reason": "围墙属于隔壁小区，不在本网格。"}), by="r15"),
    _appeal("longer", 2900, "外墙渗水", "下雨时外墙渗进客厅。", (2880, "grid_worker", "escalate", {}), (2860, "staff", "accept", {"urgency": "complex"}),
            (100, "staff", "ask_extension", {"extension_days": 5, "extension_reason": "等防水材料到货，连续下雨无法施工。"}), by="r14"),
    _appeal("at_street", 240, "主路路面塌陷", "主路有一处塌陷，约一米宽。", (230, "grid_worker", "escalate", {}), (60, "staff", "escalate", {}), by="r11"),
    _appeal("at_district", 3000, "两个街道交界处没人清扫", "交界的小巷两边都不扫。", (2990, "grid_worker", "escalate", {}), (2980, "staff", "escalate", {}), (2970, "street_staff", "escalate", {}),
            (2960, "district_staff", "accept", {"urgency": "complex"}), by="r14"),
    _appeal("new_at_district", 150, "跨街道公交站牌倒了", "站牌倒在人行道上。", (140, "grid_worker", "escalate", {}), (130, "staff", "escalate", {}),
            (120, "street_staff", "escalate", {}), by="r11"),
    _appeal("one_day_late", 2950, "门禁按键失灵", "按了没有反应，没带卡就进不了门。", (2900, "grid_worker", "accept", {"urgency": "quick"}), by="r4"),
    Script("errand_late", "errand", 0, When(minutes=7300), "r13", {"what": "elder", "subject": "代办老年卡", "detail": "去办事大厅要转两趟车。"}),
    Script("errand", "errand", 0, When(minutes=30), "r5", {"what": "medicine", "subject": "代取常用药", "detail": "腿疼下不了楼，药在社区医院。"}),
    Script("errand_too", "errand", 0, When(minutes=70), "r7", {"what": "repair", "subject": "帮忙换灯泡", "detail": "够不着。"}),
    Script("errand_running", "errand", 0, When(minutes=600), "r8", {"what": "shopping", "subject": "代买米和油", "detail": "这两天腿疼。"}, (
        Step(When(minutes=560), "volunteer", "take"), Step(When(minutes=540), "grid_worker", "agree"),
    )),
)  # fmt: skip
