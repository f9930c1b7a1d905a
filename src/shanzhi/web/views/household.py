"""One's own household: who lives there, what is on record of oneself, and who answers for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.people.actions import set_contact
from shanzhi.people.facts import facts_of
from shanzhi.people.models import Person
from shanzhi.people.portable import FACT_TITLES
from shanzhi.people.privacy import masked
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import responsible_for
from shanzhi.people.telling import lives_at
from shanzhi.places.queries import full_name
from shanzhi.places.telling import scope_of
from shanzhi.reading.openable import Openable, openable
from shanzhi.web.form_resumed import entered
from shanzhi.web.sign_in_required import account_of, actor, keeps_typed
from shanzhi.web.words import say

CORRECTION = "record-correction"
"""The method by which one asks the community to correct what only it may change."""
OWN = ("phone", "email", "address")
"""What a person changes themselves; name, identity number and household are corrected by who keeps the rolls."""
INPUTS = {"phone": ("tel", "tel"), "email": ("email", "email"), "address": ("text", "street-address")}
"""The input of each: its type, and what the browser may fill in."""


@require_GET
def household(request: HttpRequest) -> HttpResponse:
    """My household, my record, those who answer for it."""
    person = account_of(request).person
    if person is None:
        return redirect("account")
    home = person.home or (person.household.place if person.household else None)
    members = Person.objects.filter(household=person.household_id or 0, erased_at=None).order_by("pk")
    lines = responsible_for(home).lines if home is not None else ()
    context = {
        "title": _("我的家"),
        "person": person,
        "where": full_name(home) if home is not None else "",
        "home": home,
        "lives": lives_at([person], scope_of(actor(request)))[person.pk],
        "members": members,
        "record": [(FACT_TITLES[kind], text) for kind, text in masked(person).items() if kind != "name"],
        "lines": [(say(LEVEL_NAMES[line.place.level]), line) for line in lines],
        "correction": door_to(request, CORRECTION),
    }
    return render(request, "web/household.html", context)


def door_to(request: HttpRequest, slug: str) -> Openable | None:
    """The method of this id, if it is adopted where the person lives or serves and they may open one."""
    return next((one for one in openable(actor(request)) if one.adoption.slug == slug), None)


@keeps_typed
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Change one's own telephone, mail and address; what is left as it stands is not touched."""
    person = account_of(request).person
    if person is None:
        return redirect("account")
    wrong: dict[str, str] = {}
    held = facts_of(person)
    sent = entered(request)
    typed = {kind: sent.get(kind, str(held.get(kind, ""))) for kind in OWN}
    if request.method == "POST":
        changed = {kind: value for kind, value in typed.items() if value.strip() != str(held.get(kind, ""))}
        try:
            if changed:
                set_contact(actor(request), person=person, facts=changed)
        except BadInput as problem:
            wrong = {kind: say(why) for kind, why in problem.fields.items()} or {"": say(problem.sentence)}
        else:
            messages.success(request, _("已保存。"))
            return redirect("household")
    fields = [
        {
            "name": kind,
            "label": FACT_TITLES[kind],
            "value": typed[kind],
            "wrong": wrong.get(kind),
            "input": INPUTS[kind],
        }
        for kind in OWN
    ]
    context = {"title": _("更正联系方式"), "fields": fields, "wrong": wrong}
    return render(request, "web/my_contact.html", context, status=422 if wrong else 200)
