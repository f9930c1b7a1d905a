"""Adding places on a page: grids, buildings, units, floors and flats below a place, several at once."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.method.model import Option
from shanzhi.method.roles import LEVEL_NAMES, LEVELS
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.places.actions import add_places
from shanzhi.places.models import Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.web.desk.forms import Told, ask, checked
from shanzhi.web.door import actor, keeps_typed
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.sheet import begun, filled

MOST = 500
NAMES = Sentence("一行一个，或写 1-6号楼、101-104。", "One a line, or 1-6号楼, 101-104.")
TOO_MANY = Sentence("一次最多登记 {most} 个。", "At most {most} at once.")
_RANGE = re.compile(r"(第?)(\d{1,4})\s*[-—–~～至到]\s*(\d{1,4})(\D{0,6})")


@keeps_typed
@require_http_methods(["GET", "POST"])
def add_below(request: HttpRequest, number: int) -> HttpResponse:
    """Add places below one, by the staff of the place."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number, closed_at=None)
    who = actor(request)
    require(who, "place.change", here)
    lower = LEVELS[LEVELS.index(here.level) + 1 :]
    form = (
        ask(
            "level",
            "choice",
            "什么地方",
            "What kind",
            options=tuple(Option(n, LEVEL_NAMES[n]) for n in lower),
        ),
        ask("names", "text", "名称", "Names", max=5000, help=NAMES),
    )
    asker = Asker(who, here.pk)
    sheet = begun(request, form, asker) if request.method == "GET" else filled(request, form, asker)
    told: Told | None = None
    if request.method == "POST" and not sheet.step:
        values, told = checked(sheet)
        if told is None:
            told = _add(request, here, values)
            if told is None:
                return redirect("place", here.pk)
    questions = sheet.questions(wrong=told.fields if told else None)
    context = {
        "title": _("登记下面的地方"),
        "crumb": here.name,
        "back": reverse("place", args=[here.pk]),
        "questions": questions,
        "wrong": [q for q in questions if q.wrong],
        "why": told.why if told else None,
        "does": _("登记"),
    }
    return render(request, "web/desk_form.html", context, status=422 if told else 200)


def _add(request: HttpRequest, here: Place, values: dict[str, Any]) -> Told | None:
    names = names_in(values["names"])
    if len(names) > MOST:
        return Told({"names": TOO_MANY.fill(most=MOST)})
    try:
        add_places(parent=here, level=values["level"], names=names, by=actor(request).person)
    except PlaceRefused as refused:
        return Told({"names": refused.why})
    messages.success(request, _("已登记 %(n)d 个地方。") % {"n": len(names)})
    return None


def names_in(text: str) -> list[str]:
    """The names written: one a line or between commas, with ranges (1-3号楼) written out."""
    found: list[str] = []
    for part in re.split(r"[\n,，、;；]+", text):
        name = part.strip()
        spread = _RANGE.fullmatch(name)
        if spread and int(spread[2]) < int(spread[3]) <= int(spread[2]) + MOST:
            found += [f"{spread[1]}{n}{spread[4]}" for n in range(int(spread[2]), int(spread[3]) + 1)]
        elif name:
            found.append(name)
    return list(dict.fromkeys(found))
