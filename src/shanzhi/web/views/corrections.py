"""Changes of the register around the methods, for those who lead at a place or above it: what, why, by whom, how many."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.method.roles import role_name
from shanzhi.people.corrections import corrections, count_corrections
from shanzhi.people.models import Correction
from shanzhi.places.models import Place
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows, typed
from shanzhi.web.lists import tell
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor
from shanzhi.web.words import say

SIZE = 30
LATELY = timedelta(days=90)


@require_GET
def register_corrections(request: HttpRequest, number: int) -> HttpResponse:
    """The changes at a place and below it, the latest first."""
    who = actor(request)
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    found = corrections(who, here)
    columns: list[ListColumn[Correction]] = [
        ListColumn(_("时间"), lambda one: one.at, "time"),
        ListColumn(_("改了什么"), lambda one: one.get_kind_display()),
        ListColumn(_("在哪里"), lambda one: one.place.told),
        ListColumn(_("对象"), _subject),
        ListColumn(_("依据或原因"), lambda one: typed(one.reason), width=4),
        ListColumn(_("谁改的"), lambda one: one.by.name),
    ]
    file = exported(
        request,
        lambda: list_paper(_("登记变更"), _told(request, found[: most_rows(request)]), columns),
        "register-corrections",
    )
    if file is not None:
        return file
    after = request.GET.get("after", "")
    rows = list((found.filter(pk__lt=int(after)) if is_number(after) else found)[: SIZE + 1])
    counted = count_corrections(who, here, timezone.now() - LATELY)
    context = {
        "title": _("登记变更"),
        "here": here,
        "rows": [{"one": one, "subject": _subject(one)} for one in _told(request, rows[:SIZE])],
        "next": rows[SIZE - 1].pk if len(rows) > SIZE else "",
        "counts": [(label, counted.get(kind, 0)) for kind, label in Correction.Kind.choices],
    }
    return render(request, "web/corrections.html", context)


def _told(request: HttpRequest, rows: object) -> list[Correction]:
    """The rows with their places named so that each is no other."""
    listed: list[Correction] = list(rows)  # type: ignore[call-overload]
    tell([one.place for one in listed], actor(request))
    return listed


def _subject(one: Correction) -> str:
    """Whom or what it was about: a person in a post, or a flat."""
    if one.household is not None:
        return one.household.name
    name = one.person.name if one.person is not None else ""
    return f"{say(role_name(one.role))} {name}".strip()
