"""Errands of the sample whose course is told: an authority and papers, money with receipts, one that could not be done."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Script, SentFile, Step, When


def _errand(
    name: str, days: int, by: str, what: str, subject: str, *steps: Step, clock: str = "09:05"
) -> Script:
    values: dict[str, Any] = {"what": what, "subject": subject}
    return Script(f"errand_{name}", "errand", 0, When(days, clock), by, values, steps)


def _step(days: int, clock: str, who: str, act: str, **values: Any) -> Step:
    return Step(When(days, clock), who, act, values)


AUTHORITY = SentFile("授权委托书（示例）.txt", "授权委托书（示例）：委托接单人代为办理医保报销，到办完为止。")
RECEIPT = SentFile("电费票据（示例）.txt", "电费票据（示例）：100.00 元。")

ERRANDS_TOLD: tuple[Script, ...] = (
    _errand("official", 20, "r1", "medical", "代报门诊费", _step(20, "10:00", "volunteer", "take"), _step(20, "11:00", "grid_worker", "agree"),
            _step(19, "09:30", "volunteer", "authorise", authority=[AUTHORITY]),
            _step(19, "09:35", "volunteer", "receive", name="门诊票据", copies=3, original="original"),
            _step(19, "15:00", "volunteer", "step", step="窗口已受理，回执在手"),
            _step(17, "16:00", "volunteer", "finish", result="报销款已到本人卡上。", returned=True),
            _step(17, "19:00", "r1", "confirm", grade="best", thanks_words="跑了两趟，谢谢")),
    _errand("phoning", 6, "r6", "fees", "代交电费", _step(6, "10:00", "volunteer", "take"), _step(6, "11:00", "grid_worker", "agree"),
            _step(5, "15:00", "volunteer", "finish", result="已交清，票据给了本人。", cost=10000, receipts=[RECEIPT])),
    Script("errand_matching", "errand", 0, When(minutes=50), "r9", {"what": "escort", "subject": "陪我去复查"}, (Step(When(minutes=25), "volunteer", "take"),)),
    _errand("to_confirm", 2, "r2", "shopping", "代买一袋米", _step(2, "10:00", "party_member", "take"), _step(2, "11:00", "grid_worker", "agree"),
            _step(1, "17:00", "party_member", "finish", result="米送到家了。")),
    _errand("to_arrange", 3, "r10", "repair", "水龙头滴水", _step(3, "10:00", "volunteer", "take"), _step(3, "10:30", "grid_worker", "other", reason="一个人入户不合适"),
            clock="08:40"),
    _errand("withdrawn", 11, "r17", "shopping", "代买一桶水", _step(11, "09:30", "r17", "withdraw", reason="女儿已经送来了"), clock="08:50"),
    _errand("not_done", 33, "r14", "repair", "换厨房的管子", _step(33, "10:00", "volunteer", "take"), _step(33, "10:30", "grid_worker", "other", reason="先请网格员看看"),
            _step(32, "09:30", "grid_worker", "cannot", reason="墙里的管道坏了，要物业来修。"), clock="08:30"),
)  # fmt: skip
