"""Changes of posts in the sample: engaged, elected and paired, one for each stage of the method that keeps the grid network."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import PlaceAt, Script, SentFile, Step, When, Who

MINUTES = SentFile(
    "会议记录（示例）.txt", "会议记录和签到册（示例）：推选会，参加的户签到，计票人、监票人签名。"
)


def _hired(name: str, community: int, opened: int, values: dict[str, Any], *steps: Step) -> Script:
    return Script(name, "grid-network", community, When(opened, "09:20"), "staff", values, steps, way="hire")


def _elected(name: str, community: int, opened: int, values: dict[str, Any], *steps: Step) -> Script:
    told = {"record": [MINUTES], "met_on": When(opened + 1), **values}
    return Script(
        name, "grid-network", community, When(opened, "09:20"), "staff", told, steps, way="election"
    )


def _post(role: str, level: str, number: int, who: str, **more: str) -> dict[str, Any]:
    return {"role": role, "where": PlaceAt(level, number), "who": Who(who), **more}


def _decided(days: int, act: str = "approve", **values: str) -> Step:
    return Step(When(days, "16:00"), "street_staff", act, values)


def _known(days: int) -> Step:
    return Step(When(days, "10:10"), "committee_chair", "tick", {"item": "known"})


NETWORK: tuple[Script, ...] = (
    _hired("deciding", 0, 2, {"subject": "续聘三网格网格长", "hired": [_post("grid_chief", "grid", 2, "grid_chief@2", change="renew")],
                              "until": When(-365), "reason": "任期将满，社区建议续聘"}),
    _hired("taking_over", 0, 13, {"subject": "续聘四网格网格长", "hired": [_post("grid_chief", "grid", 3, "grid_chief@3", change="renew")],
                                  "until": When(-400), "reason": "网格长任期将满，居民愿意他续任"}, _decided(12)),
    _hired("refused", 3, 18, {"subject": "换网格长", "hired": [_post("grid_chief", "grid", 0, "grid_chief@0", change="leave")], "reason": "有人反映联系不上网格长"},
           _decided(17, "refuse", why="经了解是住院期间，已请网格员代办。")),
    _hired("hired_withdrawn", 4, 16, {"subject": "续聘一网格网格长", "hired": [_post("grid_chief", "grid", 0, "grid_chief@0", change="renew")], "until": When(-365), "reason": "任期将满，社区建议续聘"},
           Step(When(15, "10:00"), "staff", "withdraw", {"reason": "任期写错了，重新报"})),
    _elected("starting", 0, 13, {"subject": "补选楼栋长", "result": "elected", "elected": [_post("building_lead", "building", 19, "r76")],
                                 "eligible": 6, "came": 4, "agreed": 3, "until": When(-365)}),
    _elected("closed_chief", 0, 70, {"subject": "推选院委会主任", "result": "elected", "elected": [_post("yard_chief", "microgrid", 1, "r10")],
                                     "eligible": 12, "came": 8, "agreed": 7, "until": When(-60)}, _known(56)),
    _elected("closed_shared", 0, 66, {"subject": "院委会委员包楼", "result": "shared",
                                      "elected": [_post("yard_member", "building", 2, "r9"), _post("yard_member", "building", 3, "r13")]}, _known(52)),
    _elected("shown", 2, 3, {"subject": "推选队长", "result": "elected", "elected": [_post("team_lead", "microgrid", 4, "r36")], "eligible": 10, "came": 6, "agreed": 6}),
    _elected("objected", 2, 30, {"subject": "推选楼栋长", "result": "elected", "elected": [_post("building_lead", "building", 6, "r25")], "eligible": 6, "came": 4, "agreed": 3},
             Step(When(27, "19:00"), "r27", "object", {"reason": "他长期不在本楼居住。"}),
             Step(When(26, "10:00"), "supervision_member", "answer", {"objection": 1, "upheld": True, "answer": "经核实确实不常住，另行推荐。"})),
    Script("paired", "grid-network", 0, When(40, "09:20"), "secretary", {"subject": "党员包联楼栋",
           "paired": [{"pairing": "take", "where": PlaceAt("building", 5), "who": Who("r21")}]}, (_known(38),), way="pair"),
)  # fmt: skip
