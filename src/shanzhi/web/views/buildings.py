"""Buildings shared out (分区包楼): each building and who answers for it; several given to one person at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.method.model import Field
from shanzhi.method.roles import role_name
from shanzhi.people.actions import assign_post
from shanzhi.people.models import Post
from shanzhi.people.naming import person_named
from shanzhi.people.permission import allowed, covers, require
from shanzhi.people.problems import BadInput
from shanzhi.people.responsibility import DUTIES
from shanzhi.places.models import Place
from shanzhi.places.telling import sorted_places
from shanzhi.web.desk.forms import FormProblems, ask, checked, day_ends, refused, role_choices
from shanzhi.web.exports import exported, most_rows
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.sheet import Sheet, begun, filled
from shanzhi.web.lists import tell
from shanzhi.web.papers import buildings_paper
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.views.posts import SEEN_ABOVE
from shanzhi.web.words import say

MOST = 200


@keeps_typed
@require_http_methods(["GET", "POST"])
def buildings(request: HttpRequest, number: int) -> HttpResponse:
    """The buildings of a place with those who answer for each, and a form that gives several to somebody."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    who = actor(request)
    if request.method == "GET" and not covers(who, here.ancestor_ids):
        return redirect("place", number)
    most = most_rows(request)
    listed = list(
        Place.objects.filter(path__begins=here.path, level="building", closed_at=None).defer("geometry")
    )
    listed = sorted_places(listed)[: most or MOST + 1]
    tell(listed, who)
    file = exported(request, lambda: buildings_paper(here, listed[:most], _held(here)), "buildings")
    if file is not None:
        return file
    may = [place for place in listed[:MOST] if allowed(who, "post.assign", place)]
    if request.method == "POST" and not may:
        require(who, "post.assign", here)
    form = _form()
    asker = Asker(who, here.pk)
    sheet = begun(request, form, asker) if request.method == "GET" else filled(request, form, asker)
    chosen = {text for text in sheet.data.getlist("building") if text.isascii() and text.isdecimal()}
    told: FormProblems | None = None
    lines: list[tuple[Place, str]] = []
    if request.method == "POST" and not sheet.step:
        values, told = checked(sheet)
        if told is None:
            wanted = [place for place in listed[:MOST] if str(place.pk) in chosen]
            lines = _give(request, wanted, values)
            if wanted and not lines:
                return redirect("buildings", number)
    return _page(request, here, listed, may, sheet, chosen, told, lines)


def _form() -> tuple[Field, ...]:
    return (
        ask("person", "person", "交给谁", "To whom"),
        ask("role", "choice", "以什么岗位", "In which post", options=role_choices("building")),
        ask("until", "date", "任期到", "Until", optional=True),
        ask("basis", "text", "依据", "Basis", max=200, help=SEEN_ABOVE),
    )


def _give(request: HttpRequest, wanted: list[Place], values: dict[str, Any]) -> list[tuple[Place, str]]:
    """Give each building; those refused, with the reason."""
    person = person_named(actor(request), values["person"])
    if person is None:
        raise Http404
    refused_: list[tuple[Place, str]] = []
    done = 0
    for place in wanted:
        require(actor(request), "post.assign", place)
        try:
            assign_post(
                actor(request),
                person=person,
                role=values["role"],
                place=place,
                until=day_ends(values.get("until")),
                basis=values["basis"],
            )
            done += 1
        except BadInput as problem:
            refused_.append((place, say(refused(problem, ()).why)))
    if done:
        messages.success(request, _("已把 %(n)d 栋交给 %(name)s。") % {"n": done, "name": person.name})
    return refused_


def _held(here: Place) -> dict[int, list[Post]]:
    """Who answers for each building of a place."""
    found: dict[int, list[Post]] = {}
    posts = Post.objects.in_force().filter(place__path__begins=here.path, place__level="building")
    for post in posts.filter(role__in=DUTIES["building"]).select_related("person"):
        found.setdefault(post.place_id, []).append(post)
    return found


def _page(
    request: HttpRequest,
    here: Place,
    listed: list[Place],
    may: list[Place],
    sheet: Sheet,
    chosen: set[str],
    told: FormProblems | None,
    lines: list[tuple[Place, str]],
) -> HttpResponse:
    shown = listed[:MOST]
    held = _held(here)
    questions = sheet.questions(wrong=told.fields if told else None)
    allowed_ = {place.pk for place in may}
    context = {
        "title": _("分区包楼"),
        "here": here,
        "back": reverse("posts", args=[here.pk]),
        "rows": [
            {
                "place": place,
                "posts": [(say(role_name(post.role)), post) for post in held.get(place.pk, [])],
                "may": place.pk in allowed_,
                "chosen": str(place.pk) in chosen,
            }
            for place in shown
        ],
        "more": len(listed) > MOST,
        "may": bool(may),
        "questions": questions,
        "wrong": [q for q in questions if q.wrong],
        "refused": lines,
        "none": request.method == "POST" and not sheet.step and not chosen,
    }
    return render(request, "web/buildings.html", context, status=422 if told or lines else 200)
