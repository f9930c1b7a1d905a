"""The record put right and the system complained of, in the sample: some in hand, some finished."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Script, Step, When

CORRECTION = "record-correction"


def _correction(name: str, days: int, by: str, values: dict[str, Any], *steps: Step) -> Script:
    return Script(f"correction_{name}", CORRECTION, 0, When(days, "10:10"), by, values, steps)


UPKEEP: tuple[Script, ...] = (
    _correction("asked", 1, "r2", {"what": "members", "kind": "add", "right": "女儿三月出生，请加上", "standing": "guardian"}),
    _correction("done", 9, "r7", {"what": "phone", "right": "旧号码停用了，请换成新的"},
                Step(When(8, "15:00"), "grid_worker", "corrected", {"note": "打过新号码，是本人。"})),
    _correction("second_look", 4, "r11", {"what": "area", "right": "面积应是 92 平方米", "standing": "self"},
                Step(When(3, "11:00"), "grid_worker", "not_corrected", {"reason": "登记与合同一致，没有看到产权证。"}),
                Step(When(2, "19:30"), "r11", "object", {"objection": "产权证上写的是 92 平方米，可以带来看。"})),
    _correction("not_done", 40, "r1", {"what": "household", "right": "门牌应是 302"},
                Step(When(39, "10:00"), "grid_worker", "not_corrected", {"reason": "与公安门牌一致，请先到派出所更正门牌。"}),
                Step(When(38, "20:00"), "r1", "accept")),
)  # fmt: skip
