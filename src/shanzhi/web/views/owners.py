"""Who owns a flat: its household's members ticked, others by name and telephone, or the developer; and its area."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.method.words import Sentence
from shanzhi.people.actions import correct_area, set_owners
from shanzhi.people.actions.roster_owners import owner_by_phone
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.permission import require
from shanzhi.people.privacy import masked
from shanzhi.people.problems import BadInput
from shanzhi.people.telling import homes_told_apart
from shanzhi.places.models import Place
from shanzhi.places.telling import scope_of
from shanzhi.tables.cells import readable
from shanzhi.web.form_resumed import entered
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.views.people import BAD_NUMBER
from shanzhi.web.words import say

NAME_AND_PHONE = Sentence(
    "另一位业主请同时写姓名和电话，以便与同名的人分开",
    "give both the name and the phone of the other owner, so that namesakes are told apart",
)


@keeps_typed
@require_http_methods(["GET", "POST"])
def owners(request: HttpRequest, number: int) -> HttpResponse:
    """By those who keep the rolls there. What is sent replaces what was on record, with an audit record of it."""
    home = get_object_or_404(Household.objects.select_related("place"), pk=number, closed_at=None)
    require(actor(request), "person.keep", home)
    wrong = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                _keep(request, home)
        except BadInput as problem:
            wrong = say(problem.sentence)
        else:
            messages.success(request, _("业主和面积已登记；正在进行的表决仍按开始时的名册。"))
            return redirect("household-page", number)
    return render(request, "web/owners.html", _context(request, home, wrong), status=422 if wrong else 200)


def _keep(request: HttpRequest, home: Household) -> None:
    who, sent = actor(request), request.POST
    area = sent.get("area", "").strip()
    try:
        hundredths = int((Decimal(area or "0") * 100).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        raise BadInput(BAD_NUMBER) from None
    correct_area(who, household=home, area=hundredths, source=sent.get("source", ""))
    chosen = [int(one) for one in sent.getlist("owner") if is_number(one)]
    known = {person.pk: person for person in _candidates(home)}
    found = [(known[pk], sent.get(f"share.{pk}", "")) for pk in dict.fromkeys(chosen) if pk in known]
    name, phone = (readable(sent.get(key, "")).strip()[:60] for key in ("name", "phone"))
    if name or phone:
        found.append((_another(request, home, name, phone), sent.get("share", "")))
    firm = sent.get("developer", "")
    developer = _firms(home).filter(pk=int(firm)).first() if is_number(firm) else None
    vouched = [person.pk for person, _share in found]  # members, owners on record, and who was found just now
    set_owners(
        who,
        household=home,
        owners=found,
        developer=developer,
        vouched=vouched,
        reason=readable(sent.get("reason", "")),
    )


def _another(request: HttpRequest, home: Household, name: str, phone: str) -> Person:
    """Somebody who does not live there: found by name and telephone, or entered with them."""
    if not name or not phone:
        raise BadInput(NAME_AND_PHONE)
    return owner_by_phone(actor(request), name=name, phone=phone, household=home, scope=_community(home))


def _candidates(home: Household) -> list[Person]:
    """Who may be ticked: the members, and the owners on record."""
    living = Person.objects.filter(household=home, erased_at=None).order_by("pk")
    return list({person.pk: person for person in (*living, *home.owners.order_by("pk"))}.values())


def _community(home: Household) -> Place:
    above = Place.objects.filter(pk__in=home.place.ancestor_ids, level="community").defer("geometry")
    return above.first() or home.place


def _firms(home: Household) -> Any:
    """Organisations that serve this place, one above, or its community."""
    near = Organization.objects.filter(place__in=home.place.ancestor_ids, closed_at=None)
    here = Organization.objects.filter(place__path__begins=_community(home).path, closed_at=None)
    return (near | here).order_by("name", "pk")


def _context(request: HttpRequest, home: Household, wrong: str) -> dict[str, Any]:
    shares = {one.person_id: one.share for one in home.ownerships.all()}
    sent = entered(request) or None
    ticked = set(sent.getlist("owner")) if sent is not None else {str(pk) for pk in shares}
    people = [
        {
            "pk": one.pk,
            "name": masked(one)["name"],
            "owns": str(one.pk) in ticked,
            "share": sent.get(f"share.{one.pk}", "") if sent is not None else shares.get(one.pk, ""),
        }
        for one in _candidates(home)
    ]
    typed = sent if sent is not None else {}
    area = typed.get("area") if sent is not None else (f"{home.area / 100:g}" if home.area else "")
    return {
        "title": _("登记业主和面积"),
        "home": home,
        "door": homes_told_apart([home], scope_of(actor(request)))[home.pk],
        "people": people,
        "area": area,
        "source": typed.get("source", home.area_source),
        "sources": Household.Source.choices,
        "firms": list(_firms(home)[:200]),
        "firm": typed.get("developer", str(home.developer_id or "")),
        "typed": {key: typed.get(key, "") for key in ("name", "phone", "share", "reason")},
        "wrong": wrong,
    }
