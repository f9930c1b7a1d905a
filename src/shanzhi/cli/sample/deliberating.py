"""Steps that proposals of the sample share: supported, announced, met about, voted on, given out as tasks, judged.

A meeting `m` days ago was announced thirteen days earlier and followed by a week of voting and a week of publicity;
owners vote for a week, fifteen days after it was announced.
"""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Here, Script, Step, When, Who

ROOM = "社区居民议事厅"
Story = tuple[str, str, str, str]
"""What is proposed, why, what is voted on, and the plan."""
OWNERS = (0, 1, 2, 4, 7, 5, 3, 6)
"""Residents of a yard in the order in which they vote as owners: in the yard of all cases the first five own a flat."""


def support(days: int, count: int, first: int = 1) -> list[Step]:
    """So many neighbours support it on one day."""
    return [
        Step(When(days, f"{9 + n % 9:02}:{n * 7 % 60:02}"), f"r{first + n}", "endorse") for n in range(count)
    ]


def studied(days: int, opinion: str, act: str = "record") -> Step:
    """The Party organisation met, and this is what it came to."""
    values = {"held_on": When(days), "attended": 7, "opinion": opinion}
    return Step(When(days, "16:00"), "secretary", act, values)


def announced(meets: When, question: str, plan: str, *, ago: int, **more: Any) -> list[Step]:
    """Accepted, and announced by the residents' committee; `more` says who votes and how."""
    values = {
        "question": question,
        "plan": plan,
        "money": False,
        "business": False,
        "electors": "households",
        "shape": "both",
        "secret": False,
        "begins": meets,
        "venue": ROOM,
        **more,
    }
    return [
        Step(When(ago + 4, "10:00"), "staff", "accept"),
        Step(When(ago, "10:30"), "committee_chair", "announce", values),
    ]


def met(
    days: int, came: int, first: int = 0, minutes: str = "大家同意按公布的方案做，动工前三天贴出告示。"
) -> list[Step]:
    """A meeting in the evening: who came, one turn to speak, minutes, the end."""
    chair = "committee_chair"
    steps = [Step(When(days, "18:50"), f"r{first + n}", "attend") for n in range(came)]
    if came > 2:
        steps += [
            Step(When(days, "19:05"), f"r{first + 1}", "ask_floor", {"topic": "工期和噪音"}),
            Step(When(days, "19:06"), chair, "give_floor"),
            Step(When(days, "19:09"), chair, "end_turn"),
            Step(When(days, "19:40"), "staff", "minutes", {"topic": "自由发言", "text": minutes}),
        ]
    return [*steps, Step(When(days, "20:00"), chair, "finish")]


def voted(days: int, yes: int, no: int = 0, first: int = 1) -> list[Step]:
    """Votes cast online, four a day."""
    choices = ["agree"] * yes + ["oppose"] * no
    return [
        Step(When(days - 1 - n // 4, f"{9 + n:02}:20"), f"r{first + n}", "vote", {"choice": choice})
        for n, choice in enumerate(choices)
    ]


def whole(
    meeting: int, question: str, plan: str, *, came: int = 6, yes: int = 5, no: int = 1, secret: bool = False
) -> list[Step]:
    """From support to the end of the vote."""
    return [
        *support(meeting + 19, 2),
        *announced(When(meeting, "19:00"), question, plan, ago=meeting + 13, secret=secret),
        *met(meeting, came),
        *voted(meeting, yes, no),
    ]


def tasks(days: int, *given: tuple[str, str, int], waiting: int = 0) -> list[Step]:
    """Tasks given out: what, who is asked, and by when (days ago; negative: to come). All accept on the same day, but
    for the last `waiting`."""
    lines = [{"subject": what, "owner": Who(who), "due_on": When(until)} for what, who, until in given]
    taken = given[: len(given) - waiting]
    accepted = [Step(When(days, f"11:{n:02}"), who, "accept", child=n) for n, (_, who, _) in enumerate(taken)]
    return [Step(When(days, "10:00"), "staff", "assign", {"tasks": lines}), *accepted]


def done(child: int, days: int, who: str, how: str) -> list[Step]:
    """A task reported, and checked the next day by the owners' committee."""
    return [
        Step(When(days, "15:00"), who, "report", {"done": how}, child=child),
        Step(
            When(days - 1, "10:00"),
            "owners_member",
            "confirm",
            {"checked": "现场看过，属实。"},
            child=child,
        ),
    ]


def judged(days: int, *grades: str, comment: str = "") -> list[Step]:
    """Households judge it on one day."""
    return [
        Step(
            When(days, f"{9 + n:02}:40"),
            f"r{n + 1}",
            "respond",
            {"grade": one, **({"comment": comment} if comment and not n else {})},
        )
        for n, one in enumerate(grades)
    ]


def proposal(
    name: str, community: int, opened: int, subject: str, detail: str, steps: list[Step], *,
    yard: int | None = None, by: str = "r0", **kind: Any,
) -> Script:  # fmt: skip
    """One proposal; `kind` says what it touches where it is not for residents alone."""
    values: dict[str, Any] = {"subject": subject, "detail": detail, "money": False, "business": False, **kind}
    if yard is not None:
        values["scope"] = Here()
    return Script(name, "deliberation", community, When(opened, "09:00"), by, values, tuple(steps), yard)


def in_yard(
    name: str, community: int, yard: int, meeting: int, story: Story, then: list[Step], **vote: Any
) -> Script:
    """One that went through meeting and vote in a yard, and on from there."""
    subject, detail, question, plan = story
    steps = [*whole(meeting, question, plan, **vote), *then]
    return proposal(name, community, meeting + 20, subject, detail, steps, yard=yard)


def by_owners(
    name: str, community: int, yard: int, shown: int, story: Story, then: list[Step], *,
    yes: int = 0, no: int = 0, covenant: str = "none", business: bool = False, called: bool = True, **more: Any,
) -> Script:  # fmt: skip
    """What owners decide: studied, announced by their committee (once `called`), fifteen days later voted on by signed papers."""
    subject, detail, question, plan = story
    money = covenant == "none" and not business
    values: dict[str, Any] = {
        "money": money,
        "business": business,
        "covenant": covenant,
        **({"raise": False} if money else {}),
    }
    notice = {"question": question, "plan": plan, "convener": "owners", "shape": "writing", **more}
    papers = [
        Step(When(shown - 16 - n // 4, f"{9 + n:02}:40"), "owners_member", "paper",
             {"elector": Who(f"r{OWNERS[n]}"), "choice": choice, "number": f"{name}-{n + 1}"})
        for n, choice in enumerate(["agree"] * yes + ["oppose"] * no)
    ]  # fmt: skip
    steps = [
        *support(shown + 8, 2),
        Step(When(shown + 6, "10:00"), "staff", "accept"),
        studied(shown + 4, "同意提交业主共同决定，费用和合同要公开。"),
        *([Step(When(shown, "10:30"), "owners_member", "announce_owners", notice)] if called else []),
        *papers,
        *then,
    ]
    return proposal(name, community, shown + 9, subject, detail, steps, yard=yard, **values)
