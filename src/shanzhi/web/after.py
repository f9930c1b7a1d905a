"""What follows an act, told before it is done: where the matter goes on and whose turn it is then.

Where the way depends on the answers, every way that there is is named; nothing is guessed.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shanzhi.method.field_types import Thing
from shanzhi.method.model import Act, Method, Stage
from shanzhi.method.roles import ROLES, role_name
from shanzhi.reading.matter import Seen
from shanzhi.reading.ways import ways_of
from shanzhi.web.words import say

MOST = 3
"""So many ways are named; where there are more, it is told that the answers decide."""


def after(it: Seen, act: Act) -> str:
    """One sentence, or nothing where an act leads nowhere by itself."""
    method = it.loaded.method
    if act.origin == "builtin":
        return _built_in(method, act.name)
    ways = dict.fromkeys(route.stage for route in ways_of(it, act))
    stages = [method.stages[name] for name in ways]
    if act.move == "up":
        return _("之后：交给上一级办理。")
    if act.move is not None:
        return _("之后：转到所选的地方，由那里办理。")
    if len(stages) == 1:
        return _("之后：%(to)s。") % {"to": _way(stages[0], act)}
    if len(stages) > MOST:
        return _("之后：按所填的内容决定转到哪里。")
    return (
        _("之后按所填的内容：%(ways)s。") % {"ways": _("；或").join(_way(stage, act) for stage in stages)}
        if stages
        else ""
    )


def _built_in(method: Method, name: str) -> str:
    """Who reads it, or that all ends."""
    if name == "withdraw":
        ends = _("之后：就此结束，不再办理。")
        return ends + _("已经公开的内容一并撤下。") if method.publishes else ends
    seen = {
        "message": _("发起人、经办过的岗位和上级责任岗位看得到，其他人看不到。"),
        "attach": _("发起人、经办过的岗位和上级责任岗位看得到，其他人看不到。"),
        "correct": _("原来的和改后的都留在经过里，发起人、经办过的岗位和上级责任岗位看得到。"),
    }
    return seen.get(name, "")


def _way(stage: Stage, act: Act) -> str:
    label = say(stage.label)
    if stage.end is not None:
        return _("就此结束（%(stage)s）") % {"stage": label}
    turn = _turn(stage, act)
    return (
        _("转入“%(stage)s”，%(turn)s") % {"stage": label, "turn": turn}
        if turn
        else _("转入“%(stage)s”") % {"stage": label}
    )


def _turn(stage: Stage, act: Act) -> str:
    """Whose turn it is there, where the file leaves no doubt."""
    desk = stage.desk
    if desk is None:
        return ""
    if desk.named:
        chosen = [field for field in act.form if field.name in desk.named]
        if not chosen:
            return ""
        return _("由所选的部门办理") if chosen[0].kind.points_to is Thing.OFFICE else _("由所选的人办理")
    if desk.up:
        return _("由上一级办理")
    if len(desk.roles) != 1 or desk.last is not None:
        return ""
    role = desk.roles[0]
    name = say(role_name(role))
    return _("由%(role)s办理") % {"role": name} if role in ROLES else _("等%(role)s处理") % {"role": name}
