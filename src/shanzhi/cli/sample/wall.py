"""What hangs on the walls of the sample district: one matter for each stage of the appeal wall."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Script, Step, When

POST = "10:20"


def _posted(days: int, shown: str) -> Step:
    return Step(When(days, POST), "staff", "post", {"shown": shown})


def _me_too(days: int, count: int, first: int = 2) -> list[Step]:
    return [
        Step(When(days, f"{11 + n % 8:02}:{n * 7 % 60:02}"), f"r{first + n}", "endorse") for n in range(count)
    ]


def _on_wall(
    name: str, community: int, opened: int, subject: str, detail: str, shown: str, steps: list[Step], *,
    category: str = "facilities", by: str = "r1", at: When | None = None,
) -> Script:  # fmt: skip
    values: dict[str, Any] = {"subject": subject, "detail": detail, "category": category, "agree": True}
    posted = [_posted(opened, shown)] if shown else []
    return Script(name, "appeal-wall", community, at or When(opened, "09:10"), by, values, (*posted, *steps))


WALL: tuple[Script, ...] = (
    _on_wall("offered", 0, 0, "健身角的灯太暗", "晚上去健身角看不清台阶，差点摔倒。", "", [], category="safety", by="r20", at=When(minutes=50)),
    _on_wall("on_wall", 0, 6, "菜鸟驿站门口总堵车", "取快递的车停两排，婴儿车过不去，住我楼下那家也说过。", "取快递的车在门口停两排，婴儿车和轮椅过不去。",
             [*_me_too(5, 4, 21), *_me_too(2, 2, 31)], category="parking", by="r19"),
    _on_wall("on_wall_answered_soon", 0, 3, "垃圾投放点夏天味道大", "桶盖坏了两个，苍蝇多。", "投放点两个桶盖坏了，夏天味道大、苍蝇多。", _me_too(2, 3, 40), category="environment", by="r33"),
    _on_wall("topic", 1, 9, "想要一个下雨能晒衣服的地方", "阴雨天衣服没处晾。", "想在架空层设一处公共晾晒区。", _me_too(1, 10, 5), by="r4"),
    _on_wall("deliberating", 0, 16, "孩子放学没处写作业", "双职工多，孩子四点放学没人管。", "想用活动室办一个放学后的自习角。",
             [*_me_too(12, 10, 6), Step(When(11, "10:00"), "staff", "propose")], category="other", by="r5"),
    _on_wall("answering", 2, 40, "楼顶水箱多久洗一次", "想知道水箱清洗记录。", "希望公开楼顶水箱的清洗记录。", _me_too(35, 4), by="r6"),
    _on_wall("answered", 0, 8, "二号门的地锁绊人", "二号门地锁高出地面，绊过老人。", "二号门的地锁高出地面，容易绊人。",
             [*_me_too(6, 5, 12), Step(When(1, "15:00"), "staff", "answer", {"reply": "地锁已拆除，换成可倒伏的软柱。"})], category="safety", by="r0"),
    _on_wall("wall_closed", 0, 30, "母婴室没有热水", "活动中心母婴室热水器坏了。", "活动中心母婴室的热水器坏了。",
             [*_me_too(27, 7, 15), Step(When(25, "15:00"), "staff", "answer", {"reply": "已更换热水器，水温可调。"}), Step(When(24, "19:00"), "r14", "confirm")], by="r14"),
    _on_wall("declined", 3, 12, "某户老是吵架", "楼上那户天天吵。", "", [Step(When(12, "15:00"), "staff", "decline", {"grounds": "private", "advice": "邻里之间的事，社区调解员会上门听听两家的想法。"})],
             category="other", by="r2"),
    _on_wall("handed_on", 3, 11, "我家门口路灯不亮", "我家门口那盏灯不亮。", "", [Step(When(11, "15:00"), "staff", "hand_on")], by="r8"),
    _on_wall("taken_down", 4, 20, "广场舞声音大", "晚上九点半还在跳。", "广场舞晚上九点半还在放音乐。",
             [*_me_too(18, 3), Step(When(16, "10:00"), "staff", "take_down", {"why": "已经约好八点半结束，提的人同意撤下。"})], category="environment", by="r3"),
)  # fmt: skip
