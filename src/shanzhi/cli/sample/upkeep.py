"""The record put right and the system complained of, in the sample: some in hand, some finished."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Script, Step, When

CORRECTION, COMPLAINT = "record-correction", "system-complaint"


def _correction(name: str, days: int, by: str, values: dict[str, Any], *steps: Step) -> Script:
    return Script(f"correction_{name}", CORRECTION, 0, When(days, "10:10"), by, values, steps)


def _complaint(name: str, days: int, by: str, values: dict[str, Any], *steps: Step) -> Script:
    return Script(f"complaint_{name}", COMPLAINT, 0, When(days, "20:15"), by, values, steps)


UPKEEP: tuple[Script, ...] = (
    _correction("asked", 1, "r2", {"what": "members", "kind": "add", "right": "女儿三月出生，请加上", "standing": "guardian"}),
    _correction("done", 9, "r7", {"what": "phone", "right": "旧号码停用了，请换成新的"},
                Step(When(8, "15:00"), "grid_worker", "corrected", {"note": "打过新号码，是本人。"})),
    _correction("second_look", 4, "r11", {"what": "area", "right": "面积应是 92 平方米", "standing": "self"},
                Step(When(3, "11:00"), "grid_worker", "not_corrected", {"reason": "登记与合同一致，没有看到产权证。"}),
                Step(When(2, "19:30"), "r11", "object", {"objection": "产权证上写的是 92 平方米，可以带来看。"})),
    _correction("to_answer", 3, "r9", {"what": "name", "right": "名字里应是“王”字旁的珏"},
                Step(When(2, "11:00"), "grid_worker", "not_corrected", {"reason": "系统里已经是这个字，是显示的字体看不清。"})),
    _correction("not_done", 40, "r1", {"what": "household", "right": "门牌应是 302"},
                Step(When(39, "10:00"), "grid_worker", "not_corrected", {"reason": "与公安门牌一致，请先到派出所更正门牌。"}),
                Step(When(38, "20:00"), "r1", "accept")),
    _correction("withdrawn", 14, "r13", {"what": "phone", "right": "号码最后一位是 7"}, Step(When(14, "19:00"), "r13", "withdraw", {"reason": "看错了，登记的是对的"})),
    _complaint("asked", 2, "r4", {"kind": "hard", "what": "表决那一页的字太小，老人看不清。"}),
    _complaint("withdrawn", 13, "r15", {"kind": "broken", "what": "登录不上。"}, Step(When(13, "21:00"), "r15", "withdraw", {"reason": "是密码记错了"})),
    _complaint("to_rate", 4, "r8", {"kind": "broken", "what": "语音念到一半就停。"},
               Step(When(1, "10:00"), "district_staff", "answer", {"reply": "换了一个朗读声音，请再听听。", "changed": "朗读不再中途停下"})),
    _complaint("unnamed", 3, "grid_worker", {"kind": "twice", "what": "走访一次要在三个表里各填一遍。", "unnamed": True}),
    _complaint("changed", 25, "grid_worker", {"kind": "trace", "what": "要求每天上传巡查照片。", "unnamed": True},
               Step(When(22, "10:00"), "inspector@district", "answer", {"reply": "查过，是街道自己加的，已经取消。", "changed": "巡查不再要求每天上传照片"}),
               Step(When(22, "18:00"), "grid_worker", "fine")),
    _complaint("not_solved", 50, "r6", {"kind": "broken", "what": "照片总是传不上去。"},
               Step(When(48, "10:00"), "district_staff", "answer", {"reply": "已调整图片大小限制，请再试。"}),
               Step(When(47, "20:00"), "r6", "not_fine", {"still": "还是传不上去。"}),
               Step(When(45, "10:00"), "district_staff", "answer", {"reply": "请换一个网络再试一次。"}),
               Step(When(44, "20:00"), "r6", "not_fine", {"still": "换了网络也不行。"}),
               Step(When(42, "10:00"), "district_staff", "answer", {"reply": "已转开发方查原因。"}),
               Step(When(41, "20:00"), "r6", "not_fine", {"still": "一直没有回音。"})),
)  # fmt: skip
