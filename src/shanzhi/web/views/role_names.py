"""What roles are called in a place: its own words, and where each stands in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.method.roles import ROLES
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.people.role_labels import labels_on, set_role_label
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, scope_of
from shanzhi.web.desk.forms import ask, choices
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.forms.picking import Asker
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.words import say

EMPTY = Sentence(
    "本地怎么叫就怎么写；留空就用通用的叫法。",
    "As people say it there; left empty, the general name is used.",
)


@keeps_typed
@require_http_methods(["GET", "POST"])
def role_names(request: HttpRequest, number: int) -> HttpResponse:
    """The words a place has for roles, told from their general names; one is set at a time."""
    who, place = actor(request), get_object_or_404(Place.objects.defer("geometry"), pk=number)
    require(who, "role.label", place)
    options = choices((name, say(role.name)) for name, role in ROLES.items())
    form = (
        ask("role", "choice", "岗位（通用叫法）", "Post (general name)", options=options),
        ask("label", "text", "本地叫法", "Local name", optional=True, max=20, help=EMPTY),
    )

    def done(values: dict[str, Any]) -> str:
        set_role_label(who, place=place, role=values["role"], label=values.get("label") or "")
        messages.success(request, _("已设定，本地和下级各处都这样叫。"))
        return reverse("role-names", args=[place.pk])

    def notes() -> list[str]:
        own = labels_on(place.ancestor_ids)
        return [
            _("%(role)s在这里叫“%(label)s”。") % {"role": say(ROLES[role].name), "label": label}
            for role, label in own.items()
        ]

    page = FormPage(
        _("岗位的本地叫法"),
        place_name(place, scope_of(who)),
        reverse("posts", args=[place.pk]),
        _("设定"),
        notes,
    )
    return answered(request, page, form, Asker(who, place.pk), done)
