"""What the system administrator sees and keeps of the installation itself: clock, calendar, faults; never a matter."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people.permission import action, rule

action("system.see", Sentence("查看系统的运行情况", "see how the system runs"))
action("system.keep", Sentence("确认时钟、录入工作日历", "confirm the clock, take in the working calendar"))


@rule(
    "system.see",
    "system.keep",
    who=Sentence("系统管理员", "the system administrator"),
    kinds=["system_admin"],
)
def system_office(actor: Actor, thing: Any) -> bool:
    """The one whose office the running of the system is."""
    return True
