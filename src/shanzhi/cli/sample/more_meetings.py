"""Meetings of residents in the sample that stand where the others do not: on the way there, without enough people, objected to."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.meetings import CHAIR, SEATS, called, decided, meeting, studied
from shanzhi.cli.sample.scripts import Script, SentFile, Step, When, Who

HOURS = ("健身角几点熄灯", "有人嫌吵，有人嫌早，想请代表们定一个时间。")
QUESTION, PLAN = "是否同意健身角晚上九点半熄灯", "夏天十点、其余九点半，由值班的志愿者关灯，不另花钱。"
HOME = ("社区食堂开不开晚饭", "独居老人多，晚饭没有地方吃。")
MEAL, MEAL_PLAN = "是否同意社区食堂开晚饭", "先试三个月，成本价，人少于二十的那天不开。"
COVENANT = ("修订楼道公约", "原来的公约没有写电动车。")
ADULTS = 41
"""One more than half of the households of a community."""


def _plain(
    name: str, community: int, opened: int, story: tuple[str, str], *steps: Step, by: str = CHAIR, **more: Any
) -> Script:
    return meeting(
        f"meeting_{name}",
        community,
        When(opened, "09:00"),
        by,
        "convene",
        *story,
        *steps,
        **{"four": False, **more},
    )


def _too_few(days: int) -> list[Step]:
    """Announced, and only two of five came."""
    return [
        called(days + 12, When(days, "15:00"), QUESTION, PLAN),
        *(Step(When(days, "14:50"), who, "attend") for who in SEATS[:2]),
        Step(When(days, "16:00"), CHAIR, "finish"),
    ]


def _stopped(days: int) -> Step:
    return Step(
        When(days, "10:00"), CHAIR, "stop", {"why": "两次都凑不齐人，先由网格员逐户听意见，明年再议。"}
    )


def _met(days: int, agree: int = 5, oppose: int = 0) -> list[Step]:
    return [called(days + 12, When(days, "15:00"), MEAL, MEAL_PLAN), *decided(days, agree, oppose)]


def _given(days: int, subject: str, owner: str = "volunteer") -> list[Step]:
    """One task, accepted the same day."""
    lines = [{"subject": subject, "owner": Who(owner), "due_on": When(days - 6)}]
    return [
        Step(When(days, "10:00"), "staff", "assign", {"tasks": lines}),
        Step(When(days, "18:00"), owner, "accept", child=0),
    ]


def _checked(days: int, how: str, owner: str = "volunteer") -> list[Step]:
    return [
        Step(When(days, "15:00"), owner, "report", {"done": how}, child=0),
        Step(When(days, "17:00"), "owners_member", "confirm", {"checked": "去看过，属实。"}, child=0),
    ]


def _reported(days: int, said: str) -> Step:
    return Step(When(days, "10:00"), "staff", "report", {"carried_out": said})


def _objected(days: int, reason: str, answer: str) -> list[Step]:
    upheld = {"objection": 1, "upheld": True, "answer": answer}
    return [
        Step(When(days, "19:00"), "r6", "object", {"reason": reason}),
        Step(When(days - 1, "10:00"), "supervision_member", "answer", upheld),
    ]


def _covenant(days: int) -> list[Step]:
    """A covenant is for a meeting of all households: more than half of them came."""
    count = {"heads_agree": 39, "heads_oppose": 2, "heads_abstain": 0}
    record = SentFile("会议记录.txt", "会议记录和到会名册，主持人、记录人已签名。")
    return [
        called(days + 12, When(days, "15:00"), "是否同意修订后的《楼道公约》", "补上：电动车和电池不上楼。", "households"),
        *(Step(When(days, f"14:{n:02}"), f"r{n}", "attend") for n in range(ADULTS)),
        Step(When(days, "16:00"), CHAIR, "finish"),
        *(Step(When(days, "16:20"), who, "enter_totals", count) for who in ("supervision_member", "committee_member")),
        Step(When(days - 1, "10:00"), "staff", "file", {"minutes": [record]}),
    ]  # fmt: skip


MORE_MEETINGS: tuple[Script, ...] = (
    _plain("proposing", 0, 2, ("社区保障资金明年怎么用", "明年的保障资金想早点请代表们定。"), by="secretary", four=True),
    _plain("consulting", 0, 7, ("旧车棚改成阅览角", "车棚空着，想改成阅览角。"), *studied(6, "支委会研究，建议先征求周边住户的意见。")[:1], by="secretary", four=True),
    _plain("preparing", 0, 3, ("居民代表多久碰一次头", "有代表说半年一次太少。")),
    _plain("voting", 0, 4, HOME, Step(When(2, "10:30"), CHAIR, "announce", {
        "question": MEAL, "plan": MEAL_PLAN, "money": False, "business": False, "electors": "representatives", "shape": "writing"}),
        *(Step(When(1, f"{9 + n}:20"), who, "vote", {"choice": "agree"}) for n, who in enumerate(SEATS[:2]))),
    _plain("vote_there", 2, 15, HOURS, called(13, When(minutes=150), QUESTION, PLAN), *(Step(When(minutes=140), who, "attend") for who in SEATS),
           Step(When(minutes=40), CHAIR, "finish"), Step(When(minutes=20), "supervision_member", "enter_totals", {"heads_agree": 4, "heads_oppose": 1, "heads_abstain": 0})),
    _plain("again", 2, 16, HOURS, *_too_few(1)),
    _plain("lapsed", 2, 60, HOURS, *_too_few(45)),
    _plain("not_held", 3, 60, HOURS, *_too_few(45), _stopped(44)),
    _plain("not_passed", 3, 40, HOURS, *_met(25, 2, 3)[:-1]),
    _plain("recording", 1, 16, HOME, *_met(1, 4, 1)[:-1]),
    _plain("filing", 4, 26, COVENANT, *_covenant(12), covenant=True),
    _plain("tasking", 4, 25, HOME, *_met(10)),
    _plain("doing", 1, 36, HOME, *_met(22), *_given(8, "排晚饭值班表")),
    _plain("reporting", 5, 40, HOME, *_met(26), *_given(14, "排晚饭值班表"), *_checked(2, "值班表排好了，第一周没有缺班。")),
    _plain("result_shown", 5, 45, HOME, *_met(31), *_given(20, "排晚饭值班表"), *_checked(12, "值班表排好了。"), _reported(2, "本月十五日起开晚饭，试了十天，每天三十来人。")),
    _plain("unsolved", 3, 80, HOME, *_met(66), *_given(56, "排晚饭值班表"), *_checked(50, "值班表排好了。"),
           _reported(49, "晚饭已开，每天三十来人。"), *_objected(47, "周日没有开。", "周日确实没有开，请补写。"),
           _reported(40, "周日因为人少不开，别的日子照开。"), *_objected(38, "周日来了八个人都没吃上。", "方案写的是少于二十人才不开，没有说周日一律不开。")),
    meeting("meeting_withdrawn", 5, When(25, "20:00"), "r4", "request", "换一家快递柜", "超时收费太贵。",
            Step(When(24, "20:10"), "r4", "withdraw", {"reason": "快递柜已经改成两天内免费"})),
    meeting("meeting_not_enough", 5, When(45, "20:00"), "r3", "request", "给每层楼装扶手", "老人上下楼没有扶的地方。",
            *(Step(When(40, f"{9 + n}:10"), f"r{10 + n}", "endorse") for n in range(4))),
)  # fmt: skip
