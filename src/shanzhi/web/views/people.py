"""Persons and households of a place: found, shown masked, seen whole for a purpose that is recorded, registered."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanzhi.method.model import Field
from shanzhi.method.words import Sentence
from shanzhi.people.actions import add_household, add_person
from shanzhi.people.actions.household_changes import living
from shanzhi.people.facts import FACTS
from shanzhi.people.finding import find_households, find_people, sorted_households
from shanzhi.people.models import Household, Person
from shanzhi.people.permission import allowed, require
from shanzhi.people.portable import FACT_TITLES
from shanzhi.people.privacy import masked, unmask
from shanzhi.people.problems import BadInput
from shanzhi.people.purposes import joined
from shanzhi.people.queries import people_at, posts_of, responsible_for
from shanzhi.people.telling import homes_told_apart, lives_at
from shanzhi.places.models import Place
from shanzhi.places.queries import full_name
from shanzhi.places.telling import place_name, scope_of
from shanzhi.reading.facts import tel
from shanzhi.tables.cells import readable
from shanzhi.web.desk.forms import ask
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.exports import exported, most_rows
from shanzhi.web.form_resumed import Left, left
from shanzhi.web.forms.picking import Asker
from shanzhi.web.lists import tell
from shanzhi.web.numbers import is_number
from shanzhi.web.papers import household_paper, people_paper
from shanzhi.web.sign_in_required import actor, keeps_typed, keeps_typed_at
from shanzhi.web.words import say

SIZE = 30
MOST_HOMES = 200
BAD_NUMBER = Sentence("面积请写数字，如 86.5", "write the area as a number, like 86.5")


@require_GET
def people(request: HttpRequest, number: int) -> HttpResponse:
    """The persons and households of a place and below, found by name; whole names stand only on their own pages."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    who = actor(request)
    require(who, "person.see", here)
    text = readable(request.GET.get("q", "")).strip()[:60]
    after = request.GET.get("after", "")
    most = most_rows(request)
    homes: list[Household]
    if text:
        found = find_people(who, text, within=[here], most=max(most, SIZE))
        homes = find_households(who, text, within=[here], most=max(most, SIZE))
    else:
        living = people_at(who, here)
        if is_number(after):
            living = living.filter(pk__gt=int(after))
        found = list(living[: max(most, SIZE + 1)])
        homes = _homes_of(here) if most or not after else []
    file = exported(request, lambda: people_paper(here, found, homes[:most]), "people")
    if file is not None:
        return file
    rows, scope = found[:SIZE], scope_of(who)
    where, doors = lives_at(rows, scope), homes_told_apart(homes[:MOST_HOMES], scope)
    context = {
        "title": _("人和户"),
        "here": here,
        "q": text,
        "people": [(person, masked(person), where[person.pk]) for person in rows],
        "next": str(rows[SIZE - 1].pk) if len(found) > SIZE and not text else "",
        "homes": [(home, doors[home.pk]) for home in homes[:MOST_HOMES]] if not after else [],
        "more_homes": len(homes) > MOST_HOMES,
        "keeps": allowed(who, "person.keep", here),
    }
    return render(request, "web/people.html", context)


def _homes_of(here: Place) -> list[Household]:
    """The households of a place, building by building and door by door."""
    homes = Household.objects.filter(place__path__begins=here.path, closed_at=None).select_related("place")
    return sorted_households(homes.defer("place__geometry"))


@require_GET
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person: what is on record, masked; posts; household. Nobody else learns that there is such a record."""
    one = _person(request, number)
    return _person_page(request, one, kept=left(request))


def _person(request: HttpRequest, number: int) -> Person:
    one = Person.objects.select_related("household__place", "home").filter(pk=number, erased_at=None).first()
    if one is None or not allowed(actor(request), "person.see", one):
        raise Http404
    return one


def _person_page(
    request: HttpRequest,
    one: Person,
    seen: Mapping[str, str] | None = None,
    purpose: str = "",
    wrong: str = "",
    kept: Left | None = None,
) -> HttpResponse:
    who = actor(request)
    home = one.home or (one.household.place if one.household else None)
    shown, posts = masked(one), posts_of(one)
    tell([post.place for post in posts], who)
    context = {
        "title": seen["name"] if seen else shown["name"],
        "one": one,
        "record": [(FACT_TITLES[kind], (seen or shown).get(kind, "")) for kind in FACTS if kind in shown],
        "whole": seen is not None,
        "purpose": purpose,
        "tel": tel(seen.get("phone", "")) if seen else "",
        "wrong": wrong,
        "kept": kept,
        "home": home,
        "where": full_name(home) if home is not None else "",
        "posts": posts,
        "lives": lives_at([one], scope_of(who))[one.pk],
        "may_look": allowed(who, "person.see_sensitive", one),
        "keeps": allowed(who, "person.keep", one),
    }
    return render(request, "web/person.html", context, status=422 if wrong else 200)


@keeps_typed_at("person", "number")
@require_POST
def person_look(request: HttpRequest, number: int) -> HttpResponse:
    """The record unmasked, for a stated purpose; the look is recorded and the person can see it."""
    one = _person(request, number)
    purpose = joined(request.POST.get("purpose", ""), request.POST.get("more", ""))
    try:
        seen = unmask(actor(request), one, ["name", *FACTS], purpose=purpose)
    except BadInput as problem:
        return _person_page(request, one, wrong=say(problem.sentence))
    return _person_page(request, one, seen, purpose)


@require_GET
def household_page(request: HttpRequest, number: int) -> HttpResponse:
    """One household: its door, its members masked, who answers for it."""
    found = get_object_or_404(Household.objects.select_related("place", "head", "developer"), pk=number)
    who = actor(request)
    if not allowed(who, "person.see", found):
        raise Http404
    members = Person.objects.filter(household=found, erased_at=None).order_by(
        F("deceased_on").asc(nulls_first=True), "pk"
    )
    members = members.select_related("household__place")
    title, where = homes_told_apart([found], scope_of(who))[found.pk], full_name(found.place)
    file = exported(request, lambda: household_paper(title, where, members), "household")
    if file is not None:
        return file
    context = {
        "title": title,
        "found": found,
        "where": where,
        "members": [(one, masked(one)) for one in members],
        "owners": [(one, masked(one.person)) for one in found.ownerships.select_related("person")],
        "lines": [line for line in responsible_for(found).lines if line.posts],
        "keeps": allowed(who, "person.keep", found),
        "parts": len(living(found)) > 1,
    }
    return render(request, "web/household_page.html", context)


@keeps_typed
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest, number: int) -> HttpResponse:
    """Register a person who lives at a place or below; who only serves there is entered with the post."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number, closed_at=None)
    require(actor(request), "person.keep", here)
    home = request.GET.get("household", "")
    known = {"household": home} if home else {}
    return _register(request, here, _person_form(), known, _add_person, _("登记人员"))


def _person_form() -> tuple[Field, ...]:
    return (
        ask("name", "text", "姓名", "Name", max=60),
        ask("household", "household", "住哪一户", "Household", optional=True),
        ask("phone", "phone", "电话", "Telephone", optional=True),
        ask("id_number", "text", "身份证号", "Identity number", optional=True, max=20),
        ask("birth", "date", "出生日期", "Date of birth", optional=True, help=BIRTH),
    )


BIRTH = Sentence("填了身份证号的不用再填。", "Not needed beside an identity number.")


def _add_person(request: HttpRequest, here: Place, values: dict[str, Any]) -> str:
    facts = {kind: str(values[kind]) for kind in ("phone", "id_number", "birth") if values.get(kind)}
    household = Household.objects.filter(pk=values.get("household") or 0, closed_at=None).first()
    made = add_person(
        actor(request),
        name=values["name"],
        household=household,
        home=here if household is None else None,
        facts=facts,
    )
    return reverse("person", args=[made.pk]) if allowed(actor(request), "person.see", made) else ""


@keeps_typed
@require_http_methods(["GET", "POST"])
def household_new(request: HttpRequest, number: int) -> HttpResponse:
    """Register a household at a place."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number, closed_at=None)
    require(actor(request), "person.keep", here)
    form = (
        ask("name", "text", "户名或门牌", "Door or name", max=80),
        ask("area", "text", "建筑面积（平方米）", "Floor area (m²)", optional=True, max=12),
    )
    return _register(request, here, form, {}, _add_household, _("登记住户"))


def _add_household(request: HttpRequest, here: Place, values: dict[str, Any]) -> str:
    text = str(values.get("area") or "0")
    try:
        area = int((Decimal(text) * 100).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        raise BadInput(BAD_NUMBER, {"area": BAD_NUMBER}) from None
    made = add_household(actor(request), name=values["name"], place=here, area=area)
    return reverse("household-page", args=[made.pk])


def _register(
    request: HttpRequest, here: Place, form: tuple[Field, ...], known: dict[str, Any], add: Any, title: str
) -> HttpResponse:
    def done(values: dict[str, Any]) -> str:
        url: str = add(request, here, values)
        messages.success(request, _("已登记。"))
        return url or reverse("people", args=[here.pk])

    who = actor(request)
    back = reverse("people", args=[here.pk])
    page = FormPage(title, place_name(here, scope_of(who)), back, _("登记"))
    return answered(request, page, form, Asker(who, here.pk), done, known=known)
