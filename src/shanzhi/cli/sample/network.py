"""Changes of posts in the sample: one for each stage of the method that keeps the grid network."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import PlaceAt, Script, Step, When, Who

SHOWS_FIRST = 2
"""The community (by number) that shows new appointments before they take effect."""


def _change(
    name: str, community: int, opened: int, values: dict[str, Any], *steps: Step, clock: str = "09:20"
) -> Script:
    return Script(name, "grid-network", community, When(opened, clock), "staff", values, steps)


def _agreed(days: int) -> Step:
    return Step(When(days, "16:00"), "secretary", "approve")


def _handed_over(days: int) -> list[Step]:
    return [
        Step(
            When(days, "10:00"),
            "staff",
            "tick",
            {"item": "matters", "proof": "在办事项逐件说清，已当面交接。"},
        ),
        Step(When(days, "10:10"), "staff", "tick", {"item": "known"}),
    ]


NETWORK: tuple[Script, ...] = (
    _change("reviewing", 0, 1, {"change": "renew", "role": "grid_chief", "where": PlaceAt("grid", 3), "who": Who("grid_chief@3"),
                                "until": When(-400), "reason": "网格长任期将满，居民愿意他续任"}),
    _change("deciding", 0, 2, {"change": "renew", "role": "grid_chief", "where": PlaceAt("grid", 2), "who": Who("grid_chief@2"),
                               "until": When(-365), "reason": "任期将满，社区建议续聘"}, _agreed(1)),
    _change("taking_over", 0, 3, {"change": "appoint", "role": "building_lead", "where": PlaceAt("building", 19), "who": Who("r76"),
                                  "until": When(-365), "record": "楼栋会议记录（示例）第 1 号", "reason": "楼栋长空缺，邻里推选"}, _agreed(2)),
    _change("closed_chief", 0, 70, {"change": "appoint", "role": "yard_chief", "where": PlaceAt("microgrid", 1), "who": Who("r10"),
                                    "until": When(-60), "record": "院落居民会议记录（示例）第 2 号", "reason": "居民推选院委会主任"}, _agreed(69), *_handed_over(68)),
    _change("closed_shared", 0, 66, {"change": "share", "buildings": [
        {"building": PlaceAt("building", 2), "member": Who("r9")}, {"building": PlaceAt("building", 3), "member": Who("r13")}],
        "record": "院委会会议记录（示例）第 3 号", "reason": "院委会委员分区包楼"}, _agreed(65), *_handed_over(64)),
    _change("shown", SHOWS_FIRST, 3, {"change": "appoint", "role": "team_lead", "where": PlaceAt("microgrid", 4), "who": Who("r36"), "record": "小组会议记录（示例）第 1 号", "reason": "队长空缺，居民推选"}, _agreed(2)),
    _change("objected", SHOWS_FIRST, 30, {"change": "appoint", "role": "building_lead", "where": PlaceAt("building", 6), "who": Who("r25"), "record": "楼栋会议记录（示例）第 4 号", "reason": "楼栋长空缺，本人自荐"}, _agreed(29),
            Step(When(27, "19:00"), "r27", "object", {"reason": "他长期不在本楼居住。"}),
            Step(When(26, "10:00"), "staff", "answer", {"objection": 1, "upheld": True, "answer": "经核实确实不常住，另行推荐。"})),
    _change("refused", 3, 18, {"change": "dismiss", "role": "grid_chief", "where": PlaceAt("grid", 0), "former": Who("grid_chief@0"), "reason": "有人反映联系不上网格长"},
            Step(When(17, "16:00"), "secretary", "refuse", {"why": "经了解是住院期间，已请网格员代办。"})),
)  # fmt: skip
