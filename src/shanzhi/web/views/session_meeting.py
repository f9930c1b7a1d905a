"""A meeting as it is held: the chair's desk, taking attendance, and the page on the wall of the room."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.method.model import Block
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.permission import Denied
from shanzhi.reading.acts import acts_of
from shanzhi.reading.electors import circle
from shanzhi.reading.matter import Seen
from shanzhi.tables.cells import readable
from shanzhi.web.blocks import FACES
from shanzhi.web.blocks.present import block_of, serves
from shanzhi.web.blocks.results import results_of
from shanzhi.web.blocks.roster import buildings, doors, holders
from shanzhi.web.blocks.session import all_there, doors_of, keeps, meeting_of, present
from shanzhi.web.exports import ListColumn, exported, list_paper, typed
from shanzhi.web.views.matters import seen

DESK_ONLY = Sentence(
    "会议由经办人主持、指定的人记录；请从事项页面参加。",
    "The desk leads the meeting and named clerks keep its record; take part from the matter's page.",
)


@require_GET
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """The desk of the chair and the clerks: agenda, hands, the floor, minutes. What changes by itself is asked for again every few seconds."""
    it, block = _led(request, number)
    if block is None:
        return redirect("matter", number)
    context = {
        **_common(it),
        "title": _("会议"),
        "meeting": meeting_of(it, block, names=True),
        "room": _room(it),
        "acts": {act.name for act in acts_of(it)},
        "told": list(get_messages(request)),
        "next": request.path,
        "live": True,
    }
    return render(request, "web/blocks/session_meeting.html", context)


def _room(it: Seen) -> list[tuple[int, str, str]]:
    """Who is in the room, with where they live, by name: for whom the chair may speak up."""
    here = all_there(it)
    where = doors_of(here)
    names = Person.objects.filter(pk__in=here).order_by("name", "pk").values_list("pk", "name")
    return [(person, name, where.get(person, "")) for person, name in names]


@require_GET
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Who is there: one tap for each, building by building, or by a name; and one tap to undo it."""
    it, block = _led(request, number)
    if block is None:
        return redirect("matter", number)
    place = circle(it)
    find = readable(request.GET.get("find", ""))[:40].strip()
    listed = buildings(place)
    asked = request.GET.get("building", "")
    chosen = next((pk for pk, _name in listed if str(pk) == asked), listed[0][0] if listed else None)
    who = it.loaded.method.stages[it.loaded.record.matter.stage].acts["attend"].who
    found = doors(it.who, place, building=chosen, find=find)
    here = all_there(it)
    where = doors_of(here)
    names = dict(Person.objects.filter(pk__in=here).values_list("pk", "name"))
    there = [(person, names.get(person, ""), where.get(person, "")) for person in here]
    columns: list[ListColumn[tuple[int, str, str]]] = [
        ListColumn(_("姓名"), lambda one: one[1]),
        ListColumn(_("住处"), lambda one: one[2], width=2),
    ]
    title = _("签到：%(title)s") % {"title": typed(it.loaded.record.title)}
    file = exported(request, lambda: list_paper(title, there, columns), "attendance")
    if file is not None:
        return file
    context = {
        **_common(it),
        "title": _("签到"),
        "meeting": meeting_of(it, block, names=False),
        "acts": {act.name for act in acts_of(it)},
        "doors": found if who.resident else [],
        "posts": holders(place, who.roles) if who.roles else [],
        "buildings": listed if who.resident else [],
        "chosen": chosen,
        "find": find,
        "here": set(here),
        "present": there,
        "told": list(get_messages(request)),
        "next": request.get_full_path(),
    }
    return render(request, "web/blocks/session_attendance.html", context)


@require_GET
def projector(request: HttpRequest, number: int) -> HttpResponse:
    """The page on the wall: the present item, who speaks and how long yet, how many wait, turnout. No other names."""
    it = seen(request, number)
    if not serves(it):
        raise Denied(DESK_ONLY, seen=True)
    block = block_of(it)
    screen = FACES[block.kind].screen if block is not None else None
    context = {
        **_common(it),
        "title": it.loaded.record.title,
        "screen": screen.template if screen is not None else "",
        **(
            screen.shown(it, block)
            if block is not None and screen is not None
            else {"results": results_of(it)[:1]}
        ),
    }
    return render(request, "web/blocks/projector.html", context)


def _led(request: HttpRequest, number: int) -> tuple[Seen, Block | None]:
    """The matter for whoever leads its meeting or keeps its record, with its block while it is one."""
    it = seen(request, number)
    block = present(it)
    if block is None:
        return it, None
    if not keeps(it):
        raise Denied(DESK_ONLY, seen=True)
    return it, block


def _common(it: Seen) -> dict[str, Any]:
    record = it.loaded.record
    stage = it.loaded.method.stages.get(record.matter.stage)
    if stage is None:
        raise Http404
    return {
        "number": it.number,
        "name": record.title,
        "state": record.matter,
        "stage": stage.label,
        "chairs": serves(it),
        "command": uuid4().hex[:16],
    }
