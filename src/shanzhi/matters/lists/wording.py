"""Names of acts, events and roles for people, in both languages."""

from __future__ import annotations

from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.model import Method
from shanzhi.method.roles import role_name
from shanzhi.method.vocabulary import ENDS
from shanzhi.method.words import Sentence

EVENTS: dict[str, Sentence] = {
    "open": Sentence("发起", "opened"),
    "due": Sentence("到期", "time is over"),
    "overdue": Sentence("超期", "overdue"),
    "due_soon": Sentence("到期提醒", "reminder"),
    "window_over": Sentence("期限已到", "the time is over"),
    "short": Sentence("积分账余额或上限不够", "not enough in the ledger, or over a limit"),
    "joined": Sentence("协办有结果", "an office that helps has answered"),
    "passed": Sentence("通过", "passed"),
    "failed": Sentence("未通过", "did not pass"),
    "no_quorum": Sentence("参加人数不够", "too few took part"),
    "too_few": Sentence("参加人数不够", "too few took part"),
    "reached": Sentence("达到人数", "enough supporters"),
    "expired": Sentence("期限已到", "the time is over"),
    "elapsed": Sentence("期限已到", "the time is over"),
    "clear": Sentence("公示期满，无异议", "the publicity is over"),
    "upheld": Sentence("异议成立", "an objection was upheld"),
    "held": Sentence("会议已开", "the meeting was held"),
    "taken": Sentence("已接单", "taken"),
    "unclaimed": Sentence("无人接单", "nobody took it"),
    "complete": Sentence("清单完成", "the checklist is complete"),
    "recalled": Sentence("不再等待", "waited no longer"),
    "upgrade": Sentence("换用新版工作法", "moved to a new version of the method"),
    "imported": Sentence(
        "从其他系统导入，时限由此起算", "brought in from another system; the date counts from here"
    ),
    "calendar": Sentence(
        "工作日历公布，时限已重算", "the year's working days are published; dates were counted again"
    ),
    "released": Sentence("主办不再等待，已结束", "closed: whoever asked for it waits no more"),
    "entries_fixed": Sentence(
        "名单定下，摘要记入经过", "the entries were fixed, their digest kept in the course"
    ),
    "recuse": Sentence("按回避规定，改由没有经手的人经办", "put before somebody who had no part in it"),
    "hand_over": Sentence("交接给接任的人", "handed over to the successor"),
    "void": Sentence("作废（误录）", "void (entered by mistake)"),
    "keep_public": Sentence("确认公开的内容", "confirmed what is public"),
    "amend_public": Sentence("更正公开的内容", "corrected what is public"),
    "retract_public": Sentence("撤下公开的内容", "took down what was public"),
    "erase": Sentence("删除个人信息", "personal data erased"),
}


def act_label(method: Method, stage: str | None, act: str) -> Sentence:
    """What an act or event is called where it happened."""
    if stage in method.stages and act in method.stages[stage].acts:
        return method.stages[stage].acts[act].label
    if act in EVENTS:
        return EVENTS[act]
    for other in method.stages.values():
        if act in other.acts:
            return other.acts[act].label
    return OUTCOME_NAMES.get(act) or Sentence(act, act)


def stage_label(method: Method, stage: str, end: str | None) -> Sentence:
    """Where a matter stands: its stage; once it ended in a stage that is no end (withdrawn, released), how it ended."""
    known = method.stages.get(stage)
    if end and (known is None or known.end is None):
        return ENDS.get(end, ENDS["done"])
    return known.label if known is not None else Sentence(stage, stage)


def role_label(role: str | None) -> Sentence:
    """What a role is called; nothing for none."""
    return role_name(role) if role is not None else Sentence("", "")
