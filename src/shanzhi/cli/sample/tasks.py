"""Tasks of the sample that somebody gave out by hand: one with public money and its papers, and those that wait for a word."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Script, SentFile, Step, When, Who

PAPERS: dict[str, Any] = {
    "acceptance": [SentFile("验收单（示例）.txt", "验收单（示例）：路面已补平，居务监督委员会到场签名。")],
    "receipts": [SentFile("收据（示例）.txt", "收据（示例）：2800.00 元。")],
}
MENDED: dict[str, Any] = {
    "done": "三处坑都已补平，过车试过。",
    "spent": 280000,
    "works": True,
    "warranty": When(-350),
    **PAPERS,
}
PAINTED: dict[str, Any] = {"done": "栏杆已刷两遍，缺的一根已补上。", "spent": 96000, **PAPERS}


def _task(
    name: str, opened: int, by: str, subject: str, *steps: Step, yard: int = 0, **values: Any
) -> Script:
    return Script(
        f"task_{name}",
        "task",
        0,
        When(opened, "09:30"),
        by,
        {"subject": subject, **values},
        steps,
        yard=yard,
    )


def _step(days: int, clock: str, who: str, act: str, **values: Any) -> Step:
    return Step(When(days, clock), who, act, values)


TASKS: tuple[Script, ...] = (
    _task("of_public_money", 24, "committee_chair", "修补院内路面", _step(18, "15:00", "committee_chair", "report", **MENDED),
          _step(17, "10:00", "supervision_member", "confirm", checked="三处都看过，票据和验收单齐全。"), about="保障资金项目", money=True, budget=300000),
    _task("of_public_money_in_hand", 9, "staff", "刷院门栏杆", _step(1, "15:00", "staff", "report", **PAINTED), about="保障资金项目", money=True, budget=100000, yard=2),
    _task("asking_time", 8, "staff", "装公告栏雨棚", _step(8, "18:00", "property_lead", "accept"),
          Step(When(minutes=130), "property_lead", "ask_time", {"extension": "6 days", "why": "雨棚要定做，厂家下周才送到。"}), owner=Who("property_lead"), due_on=When(-3)),
    _task("checking_again", 20, "staff", "清理楼后杂草", _step(20, "18:00", "volunteer", "accept"), _step(8, "15:00", "volunteer", "report", done="楼后一圈都清了，装了十一袋。"),
          owner=Who("volunteer"), due_on=When(5)),
)  # fmt: skip
