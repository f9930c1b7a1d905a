"""Where a matter stands, in plain sentences: who has it, until when, and what happens if nobody answers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.blocks.secret_ballot import SEALED, phase_of
from shanzhi.engine.draft import Draft
from shanzhi.engine.limits import extend_clock
from shanzhi.engine.types import SYSTEM, Command, Desk, Matter
from shanzhi.engine.who import PERSONS
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.models import Matter as MatterRow
from shanzhi.matters.writing.ground import Ground
from shanzhi.method.model import Act, Method, Stage
from shanzhi.method.roles import role_name
from shanzhi.people.models import Organization, Person
from shanzhi.places.models import Place
from shanzhi.reading.words import deadline, moment, say, until

NAMED = 3
"""How many people or offices are named where several have it."""


class Standing(Struct):
    """The sentences at the top of a matter's page. `tone` is `good`, `warn` or `bad`."""

    stage: str
    help: str = ""
    longer: str = ""
    who: str = ""
    when: str = ""
    otherwise: str = ""
    tone: str = ""


def standing_of(
    method: Method, matter: Matter, world: Ground, reader: int | None, *, whole: bool, now: datetime
) -> Standing:
    """What a reader is told of a matter now; names of residents only if they see it `whole`."""
    stage = method.stages[matter.stage]
    label = say(stage_label(method, matter.stage, matter.end))
    if matter.closed is not None:
        when = _("%(at)s 结束。") % {"at": moment(matter.closed)}
        help_ = say(stage.help) if stage.end is not None else ""
        return Standing(label, help_, when=when, tone="good" if matter.end == "done" else "")
    due = matter.due or matter.window
    late = matter.late or (due is not None and due < now)
    return Standing(
        stage=label,
        help=say(stage.help),
        longer=_longer(stage, method, matter, world, now),
        who=together(stage, matter)
        + _folded(stage, whole)
        + _helping(stage, matter)
        + _who(matter.desk, world, reader, whole),
        when=_when(due, late, matter.provisional, now),
        otherwise=_otherwise(stage, method, matter, late),
        tone="bad" if late else "",
    )


def _helping(stage: Stage, matter: Matter) -> str:
    """The offices whose answers a split waits for."""
    if stage.block is None or stage.block.kind != "split":
        return ""
    asked = Organization.objects.filter(
        pk__in=MatterRow.objects.filter(parent=matter.id, closed_at=None, desk_office__isnull=False).values(
            "desk_office"
        )
    )
    names = list(asked.order_by("pk").values_list("name", flat=True)[:NAMED])
    return _("已请%(offices)s协办，正在等答复。") % {"offices": _("、").join(names)} if names else ""


def _who(desk: Desk | None, world: Ground, reader: int | None, whole: bool) -> str:
    """Who serves in a post is public; on whom it waits as a person is for those who see the whole."""
    if desk is None:
        return _("现在由大家参与，不在某一个人手上。")
    if desk.person is not None and desk.person == reader:
        return _("现在轮到您。")
    place = Place.objects.filter(pk=desk.place).values_list("name", flat=True).first() or ""
    if desk.office is not None:
        place = Organization.objects.filter(pk=desk.office).values_list("name", flat=True).first() or place
    people = world.at_desk(desk)
    if reader is not None and reader in people:
        return _("现在由您办理（%(place)s%(role)s）。") % {"place": place, "role": say(role_name(desk.role))}
    told = people[:NAMED] if whole or desk.role not in PERSONS else []
    names = [person.name for person in Person.objects.filter(pk__in=told)]
    if desk.role in PERSONS:
        return _("现在等%(role)s%(names)s处理。") % {"role": say(role_name(desk.role)), "names": _list(names)}
    if not names:
        return _("现在由%(place)s的%(role)s办理；该岗位暂时空缺，由上一级代管。") % {
            "place": place,
            "role": say(role_name(desk.role)),
        }
    return _("现在由%(place)s的%(role)s%(names)s办理。") % {
        "place": place,
        "role": say(role_name(desk.role)),
        "names": _list(names),
    }


def _list(names: list[str]) -> str:
    return _("（%(names)s）") % {"names": _("、").join(names)} if names else ""


def _when(due: datetime | None, late: bool, provisional: bool, now: datetime) -> str:
    if due is None:
        return ""
    if late:
        return _("应在%(at)s前完成，%(off)s。") % {"at": deadline(due), "off": until(due, now)}
    text = _("最迟%(at)s，%(off)s。") % {"at": deadline(due), "off": until(due, now)}
    return text + _("（跨到工作日安排尚未公布的年份，日期暂定。）") if provisional else text


def _otherwise(stage: Stage, method: Method, matter: Matter, late: bool) -> str:
    """What the clock will do."""
    if late and stage.due is not None and stage.due.then is None:
        return _("已记为超期，并告知经办人和上一级。")
    if late:
        return ""
    if matter.window is not None and stage.block is not None:
        return _window_over(stage, method, matter)
    if stage.due is None or matter.due is None:
        return ""
    if stage.due.then is None:
        return _("到时没有办，会记为超期，并告知经办人和上一级。")
    return _then(stage.acts[stage.due.then], method)


def _then(act: Act, method: Method) -> str:
    label = say(act.label)
    if act.move == "up":
        return _("到时没有办，自动“%(act)s”：交给上一级，不会没人管。") % {"act": label}
    route = act.routes[0].stage if act.routes else None
    if route is not None:
        return _("到时没有办，自动“%(act)s”，%(to)s。") % {"act": label, "to": _to([route], method)}
    return _("到时没有办，自动“%(act)s”。") % {"act": label}


def together(stage: Stage, matter: Matter) -> str:
    """What everybody is asked in a stage of many."""
    if matter.tally.get("secret") and phase_of(matter.tally) == SEALED:
        return _("投票已截止，封箱待开。")
    return {
        "claim": _("正在等人接单。"),
        "endorse": _("正在请大家联名。"),
        "ballot": _("正在表决。"),
        "publicity": _("正在公示，有异议可以提。"),
        "survey": _("正在请大家评议。"),
    }.get(stage.block.kind if stage.block is not None else "", "")


def _folded(stage: Stage, whole: bool) -> str:
    """That there is more to read once one has taken it on."""
    claims = stage.block is not None and stage.block.kind == "claim"
    return _("具体情况、门牌和电话，接单以后才看得到。") if claims and not whole else ""


def _longer(stage: Stage, method: Method, matter: Matter, world: Ground, now: datetime) -> str:
    """Until when a time limit runs that an act of this stage would extend, and until when it would run then."""
    for act in stage.acts.values():
        clock = matter.clocks.get(act.extend.clock) if act.extend is not None else None
        if act.extend is None or clock is None:
            continue
        draft = Draft(method, matter, Command("", act.name, now, SYSTEM), world, now)
        extend_clock(draft, act)
        then = draft.clocks[act.extend.clock]
        if then.due > clock.due:
            return _("办理时限现在到%(now)s；“%(act)s”以后到%(then)s。") % {
                "now": deadline(clock.due),
                "act": say(act.label),
                "then": deadline(then.due),
            }
    return ""


def _window_over(stage: Stage, method: Method, matter: Matter) -> str:
    """What the end of a block's time brings, told from where its outcomes lead."""
    kind = stage.block.kind if stage.block is not None else ""
    if kind == "ballot" and matter.tally.get("secret"):
        sealed = phase_of(matter.tally) == SEALED
        return _("到时还没有开票，就不再开，须重新表决。") if sealed else _("到时封箱，由持钥人一起开票。")
    counted = {"ballot": _("到时自动计票。"), "survey": _("到时自动汇总结果。")}
    if kind in counted:
        return counted[kind]
    told = {
        "claim": ("unclaimed", _("到时没有人接单，%(to)s。")),
        "endorse": ("expired", _("到时人数不够，%(to)s。")),
        "publicity": ("clear", _("到时没有异议，%(to)s；有异议的，答复后再办。")),
        "wait": ("elapsed", _("到时%(to)s。")),
    }
    outcome, text = told.get(kind, ("", ""))
    routes = stage.outcomes.get(outcome, ())
    return text % {"to": _to([route.stage for route in routes], method)} if routes else ""


def _to(stages: list[str], method: Method) -> str:
    """Where it goes on, in words: into a stage, or to an end."""
    names = _("或").join(_("“%(stage)s”") % {"stage": say(method.stages[name].label)} for name in stages)
    ends = all(method.stages[name].end is not None for name in stages)
    return (_("就此结束：%(stages)s") if ends else _("转入%(stages)s")) % {"stages": names}
