"""Meetings of residents and their representatives in the sample: 四议两公开 through to its second publication, and some under way."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.deliberating import ROOM
from shanzhi.cli.sample.scripts import Script, SentFile, Step, When, Who

CHAIR = "committee_chair"
SEATS = tuple(f"representative@{grid}" for grid in range(5))
"""The representatives of a community, one from each grid."""


def called(days: int, meets: When, question: str, plan: str, electors: str = "representatives") -> Step:
    """The notice of a meeting, so many days ago."""
    values = {
        "question": question, "plan": plan, "money": False, "business": False, "electors": electors, "shape": "meeting",
        "begins": meets, "venue": ROOM, "tellers": [Who("supervision_member"), Who("committee_member")],
    }  # fmt: skip
    return Step(When(days, "10:30"), CHAIR, "announce", values)


def studied(days: int, opinion: str) -> list[Step]:
    """The four steps before the meeting: proposed, discussed, and deliberated by the Party members."""
    consulted = {"held_on": When(days - 3), "attended": 9, "opinion": "可行，写清经费和责任人。"}
    party = {
        "party_roll": 46,
        "party_came": 38,
        "party_agreed": 36,
        "party_opinion": "同意提交居民代表会议。",
    }
    return [
        Step(When(days, "15:00"), "secretary", "propose", {"proposal": opinion}),
        Step(When(days - 3, "15:00"), CHAIR, "agree", consulted),
        Step(When(days - 6, "15:00"), "secretary", "pass", party),
    ]


def decided(days: int, agree: int, oppose: int) -> list[Step]:
    """The meeting: who came, its end, two tellers, and the signed record."""
    count = {"heads_agree": agree, "heads_oppose": oppose, "heads_abstain": 0}
    record = SentFile("会议记录.txt", "会议记录和到会名册，主持人、记录人已签名。")
    return [
        *(Step(When(days, "14:50"), who, "attend") for who in SEATS[: agree + oppose]),
        Step(When(days, "16:00"), CHAIR, "finish"),
        *(Step(When(days, "16:20"), who, "enter_totals", count) for who in ("supervision_member", "committee_member")),
        Step(When(days - 1, "10:00"), "staff", "file", {"minutes": [record]}),
    ]  # fmt: skip


def meeting(
    name: str,
    community: int,
    opened: When,
    by: str,
    way: str,
    subject: str,
    detail: str,
    *steps: Step,
    **more: Any,
) -> Script:
    """One meeting, by its way in."""
    values = {"subject": subject, "detail": detail, "money": False, "business": False, **more}
    return Script(name, "residents-meeting", community, opened, by, values, steps, way=way)


DRAINS: dict[str, Any] = {
    "done": "三个院都已修好，放水试过。",
    "spent": 10600000,
    "contract": [SentFile("施工合同（示例）.txt", "施工合同（示例）：三个院排水沟，包工包料。")],
    "acceptance": [SentFile("验收单（示例）.txt", "验收单（示例）：三个院都已放水试过，居民代表签名。")],
    "receipts": [SentFile("发票（示例）.txt", "发票（示例）：106000.00 元。")],
    "works": True,
    "warranty": When(-700),
}
"""Public money: what was spent, with its papers."""
MEETINGS: tuple[Script, ...] = (
    meeting("meeting_yearly_plan", 0, When(70, "09:00"), "secretary", "convene", "社区保障资金怎么用", "今年社区保障资金二十万元，先修哪里请代表们定。",
             *studied(69, "支委会研究，建议先修排水和路灯。"),
             called(60, When(45, "15:00"), "是否同意先修三个院的排水沟", "兰苑、竹苑、梅苑三个院，概算 11 万元，社区保障资金列支。"),
             *decided(45, 4, 1), Step(When(35, "10:00"), "staff", "assign", {"tasks": [{"subject": "三个院的排水沟", "owner": Who("property_lead"), "due_on": When(20), "money": True, "budget": 11000000}]}),
             Step(When(35, "11:00"), "property_lead", "accept", child=0), Step(When(25, "15:00"), "property_lead", "report", DRAINS, child=0),
             Step(When(24, "10:00"), "owners_member", "confirm", {"checked": "逐院看过。"}, child=0),
             Step(When(22, "10:00"), "staff", "report", {"carried_out": "三个院的排水沟都已修好，实际花了 10.6 万元，票据在居委会可查。"}), four=True),
    meeting("meeting_to_meet", 0, When(16, "09:00"), CHAIR, "convene", "活动室开放办法", "活动室的预约、收费和值班，想定个办法。",
             called(12, When(-4, "15:00"), "是否同意《活动室开放办法》", "免费，提前一天预约，谁用谁打扫。"), four=False),
    meeting("meeting_asked_for", 2, When(9, "20:00"), "r3", "request", "楼道公约", "楼道堆物、充电，说了没人听，想开会订个公约。",
             *(Step(When(5, f"{9 + n}:10"), f"r{10 + n}", "endorse") for n in range(6)), covenant=True),
    meeting("meeting_shown", 1, When(30, "09:00"), CHAIR, "convene", "志愿者积分换什么", "积分能换的东西每年由代表会议定。",
             called(26, When(6, "15:00"), "是否同意今年的积分兑换单", "十二样日用品，每月第一个周六兑换。"), *decided(6, 5, 0), four=False),
    meeting("meeting_studied", 3, When(8, "09:00"), "secretary", "convene", "撤掉一处垃圾点", "两个垃圾点隔了三十米，想撤一个。",
             *studied(7, "支委会研究，建议撤掉南门那个。")[:2], four=True),
)  # fmt: skip
