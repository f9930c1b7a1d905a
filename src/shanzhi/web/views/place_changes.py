"""Adding places on a page: grids, buildings, units, floors and flats below a place, several at once."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.method.model import Option
from shanzhi.method.roles import LEVEL_NAMES, LEVELS
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.places.actions import add_places
from shanzhi.places.models import Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.telling import place_name, scope_of
from shanzhi.web.desk.forms import ask
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.forms.picking import Asker
from shanzhi.web.sign_in_required import actor, keeps_typed

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

    def done(values: dict[str, Any]) -> str:
        names = names_in(values["names"])
        if len(names) > MOST:
            raise BadInput(TOO_MANY.fill(most=MOST), {"names": TOO_MANY.fill(most=MOST)})
        try:
            add_places(parent=here, level=values["level"], names=names, by=who.person)
        except PlaceRefused as problem:
            raise BadInput(problem.why, {"names": problem.why}) from None
        messages.success(request, _("已登记 %(n)d 个地方。") % {"n": len(names)})
        return reverse("place", args=[here.pk])

    title, back = _("登记下面的地方"), reverse("place", args=[here.pk])
    page = FormPage(title, place_name(here, scope_of(who)), back, _("登记"))
    return answered(request, page, form, Asker(who, here.pk), done)


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
