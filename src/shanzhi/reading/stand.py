"""Where a matter stands, in plain sentences: who has it, until when, and what happens if nobody answers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.blocks import ahead, logic
from shanzhi.engine.blocks.base import BLOCKED
from shanzhi.engine.draft import Draft
from shanzhi.engine.limits import extend_clock
from shanzhi.engine.sight import unnamed_persons
from shanzhi.engine.types import SYSTEM, Command, Desk, Matter
from shanzhi.engine.where import PERSONS, is_top
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.models import Matter as MatterRow
from shanzhi.matters.writing.ground import Ground
from shanzhi.method.blocks import kind_of
from shanzhi.method.model import Method, Stage
from shanzhi.method.rules import called_at
from shanzhi.method.words import Sentence
from shanzhi.people.models import Organization, Person
from shanzhi.places.models import Place
from shanzhi.reading.clocks import clock_sentence, running_beside
from shanzhi.reading.ways import by_outcome, goes_on
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
    besides: str = ""
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
        who=_sentences(
            _asked_now(stage, matter),
            _folded(stage, whole),
            _helping(stage, matter),
            _who(stage, matter.desk, world, reader, whole, unnamed_persons(world, method, matter)),
        ),
        when=_when(due, late, matter.provisional, now),
        otherwise=_sentences(
            _by_block(method, stage, matter, now),
            _by_clock(Draft(method, matter, Command("", "", now, SYSTEM), world, now), stage, late),
        ),
        besides=_sentences(*(clock_sentence(clock, now) for clock in running_beside(method, matter, now))),
        tone="bad" if late else "",
    )


def _helping(stage: Stage, matter: Matter) -> str:
    """The offices whose answers a split waits for."""
    if stage.block is None or kind_of(stage.block).opens is None:
        return ""
    asked = Organization.objects.filter(
        pk__in=MatterRow.objects.filter(parent=matter.id, closed_at=None, desk_office__isnull=False).values(
            "desk_office"
        )
    )
    names = list(asked.order_by("pk").values_list("name", flat=True)[:NAMED])
    return _("已请%(offices)s协办，正在等答复。") % {"offices": _("、").join(names)} if names else ""


def _who(
    stage: Stage, desk: Desk | None, world: Ground, reader: int | None, whole: bool, unnamed: frozenset[int]
) -> str:
    """Who serves in a post is public; on whom it waits as a person is for those who see the whole."""
    if desk is None:
        return _("现在由大家参与，不在某一个人手上。")
    if desk.person is not None and desk.person == reader:
        return _("现在轮到您。")
    place = Place.objects.filter(pk=desk.place).values_list("name", flat=True).first() or ""
    if desk.office is not None:
        place = Organization.objects.filter(pk=desk.office).values_list("name", flat=True).first() or place
    people = [person for person in world.at_desk(desk) if person == reader or person not in unnamed]
    if reader is not None and reader in people:
        return _("现在由您办理（%(place)s%(role)s）。") % {
            "place": place,
            "role": say(called_at(stage.desk, desk.role)),
        }
    told = people[:NAMED] if whole or desk.role not in PERSONS else []
    names = [person.name for person in Person.objects.filter(pk__in=told)]
    if desk.role in PERSONS:
        return _("现在等%(role)s%(names)s处理。") % {
            "role": say(called_at(stage.desk, desk.role)),
            "names": _list(names),
        }
    if not names:
        return _("现在由%(place)s的%(role)s办理；该岗位暂时空缺，由上一级代管。") % {
            "place": place,
            "role": say(called_at(stage.desk, desk.role)),
        }
    return _("现在由%(place)s的%(role)s%(names)s办理。") % {
        "place": place,
        "role": say(called_at(stage.desk, desk.role)),
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


def _by_block(method: Method, stage: Stage, matter: Matter, now: datetime) -> str:
    """What may come of the block of a stage, and where each of it leads: by what people do, and when its time is over."""
    ways = ahead(stage, matter.tally)
    acts, clock = by_outcome(method, stage, ways.acts), by_outcome(method, stage, ways.clock)
    told = [_("接下来：%(ways)s。") % {"ways": acts}] if acts else []
    runs = matter.window is not None and matter.window > now and BLOCKED not in matter.tally
    if not runs or not clock:
        return _sentences(*told)
    named = matter.due is not None and matter.due != matter.window
    when = _("到%(at)s") % {"at": deadline(matter.window)} if named else _("到时")
    only = list(ways.clock) if not ways.acts else []
    if ways.then is not None:
        said = {"when": when, "then": say(ways.then), "ways": clock}
        return _sentences(*told, _("%(when)s%(then)s：%(ways)s。") % said)
    if len(only) == 1:
        return _("%(when)s%(to)s。") % {"when": when, "to": goes_on(method, stage.outcomes[only[0]])}
    return _sentences(*told, _("%(when)s%(ways)s。") % {"when": when, "ways": clock})


def _by_clock(d: Draft, stage: Stage, late: bool) -> str:
    """What the end of the stage's own time limit brings."""
    if stage.due is None or (d.matter.due is None and not late):
        return ""
    if stage.block is not None and kind_of(stage.block).closes and not late:
        return ""  # the block is over then, as `_by_block` tells
    act = stage.acts[stage.due.then] if stage.due.then is not None else None
    if act is None or (act.move == "up" and is_top(d)):
        if late:
            return _("已记为超期，并告知经办人和上一级。")
        return _("到时没有办，会记为超期，并告知经办人和上一级。")
    if late:
        return ""
    label = say(act.label)
    if act.move == "up":
        return _("到时没有办，自动“%(act)s”：交给上一级，不会没人管。") % {"act": label}
    to = goes_on(d.method, act.routes)
    if to:
        return _("到时没有办，自动“%(act)s”，%(to)s。") % {"act": label, "to": to}
    return _("到时没有办，自动“%(act)s”。") % {"act": label}


def _asked_now(stage: Stage, matter: Matter) -> str:
    """What everybody is asked in a stage of many."""
    return say(logic(stage.block).stands(matter.tally)) if stage.block is not None else ""


def _sentences(*told: str) -> str:
    """Sentences one after the other."""
    return say(Sentence("", " ")).join(one for one in told if one)


def _folded(stage: Stage, whole: bool) -> str:
    """That there is more to read once one has taken it on."""
    claims = stage.block is not None and kind_of(stage.block).holder is not None
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
