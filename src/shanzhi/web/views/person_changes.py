"""What becomes of a person on record: corrected, moved to another home or away, dead. By those who keep the rolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.engine.types import Actor
from shanzhi.matters.writing.deaths import record_death
from shanzhi.method.model import Field
from shanzhi.method.words import Sentence
from shanzhi.people.actions import correct_death, move_out, move_person, rename_person, set_contact
from shanzhi.people.facts import recognised
from shanzhi.people.models import Household, Person
from shanzhi.people.permission import allowed, require
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.web.desk.forms import ask
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.forms.picking import Asker
from shanzhi.web.sign_in_required import actor, keeps_typed

UNCHANGED = Sentence("不填就不改。", "Left empty, it stays.")
ONE_OF = Sentence(
    "请选迁到哪一户、哪个地方，或写明迁出本地。", "Choose the household or place, or that they move away."
)
Carry = Callable[[HttpRequest, Person, dict[str, Any]], str]
"""Does what was asked and says so in a sentence."""


@keeps_typed
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct the name and what is known of a person; what is left empty stays."""
    form = (
        ask("name", "text", "姓名", "Name", optional=True, max=60, help=UNCHANGED),
        ask("phone", "phone", "电话", "Telephone", optional=True),
        ask("id_number", "text", "身份证号", "Identity number", optional=True, max=20),
        ask("birth", "date", "出生日期", "Date of birth", optional=True),
    )
    return _change(request, number, "person.correct", form, _correct, _("更正信息"), _("更正"))


def _correct(request: HttpRequest, one: Person, values: dict[str, Any]) -> str:
    facts = {kind: str(values[kind]) for kind in ("phone", "id_number", "birth") if values.get(kind)}
    with transaction.atomic():
        if values.get("name"):
            rename_person(actor(request), person=one, name=values["name"])
        if facts:
            set_contact(actor(request), person=one, facts=facts)
    return _("已更正。")


@keeps_typed
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Move a person to another household (as by marriage) or place, or away from here."""
    form = (
        ask("household", "household", "迁到哪一户", "To which household", optional=True),
        ask("place", "place", "或住到哪个地方", "Or to which place", optional=True),
        ask("away", "boolean", "迁出本地", "They move away from here", optional=True),
    )
    return _change(request, number, "person.keep", form, _move, _("迁到别处"), _("办理迁移"))


def _move(request: HttpRequest, one: Person, values: dict[str, Any]) -> str:
    who = actor(request)
    household = Household.objects.filter(pk=values.get("household") or 0, closed_at=None).first()
    place = Place.objects.filter(pk=values.get("place") or 0, closed_at=None).first()
    if sum((household is not None, place is not None, bool(values.get("away")))) != 1:
        raise BadInput(ONE_OF)
    if household is None and place is None:
        move_out(who, person=one)
    else:
        move_person(who, person=one, household=household, home=place)
    return _("已办理迁移。")


@keeps_typed
@require_http_methods(["GET", "POST"])
def died(request: HttpRequest, number: int) -> HttpResponse:
    """Record a death: posts end, open matters go on, nothing is sent to them any more."""
    form = (ask("on", "date", "去世日期", "Day of death"),)
    notes = [
        _("登记后，此人的岗位结束，账号停用，在办的事移交，不再发通知。"),
        _("登记错了可以更正，但岗位、账号、户主和监护关系要重新登记。请先核对是不是此人。"),
    ]
    return _change(
        request, number, "person.keep", form, _died, _("登记去世"), _("登记去世"), notes, grave=True
    )


def _died(request: HttpRequest, one: Person, values: dict[str, Any]) -> str:
    day = parse_date(str(values["on"]))
    assert day is not None  # the form has checked it
    moved = record_death(actor(request), person=one, on=day)
    return _("已登记。移交了 %(n)d 件在办的事。") % {"n": moved} if moved else _("已登记。")


@keeps_typed
@require_http_methods(["GET", "POST"])
def alive(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a death that was recorded by mistake, with how it was found out."""
    form = (ask("reason", "text", "怎样核实的", "How it was found out", max=200),)
    notes = [_("当时结束的岗位、停用的账号、户主和监护关系不会自动恢复，需要的请重新登记。")]
    return _change(
        request, number, "person.keep", form, _alive, _("此人健在，更正登记"), _("更正登记"), notes
    )


def _alive(request: HttpRequest, one: Person, values: dict[str, Any]) -> str:
    correct_death(actor(request), person=one, reason=values["reason"])
    return _("已更正：此人健在。")


def _change(
    request: HttpRequest,
    number: int,
    right: str,
    form: tuple[Field, ...],
    carry: Carry,
    title: str,
    does: str,
    notes: Sequence[str] = (),
    *,
    grave: bool = False,
) -> HttpResponse:
    who = actor(request)
    one = Person.objects.select_related("household__place", "home").filter(pk=number, erased_at=None).first()
    if one is None or not allowed(who, "person.see", one):
        raise Http404
    require(who, right, one)
    home = one.home or (one.household.place if one.household else None)

    def done(values: dict[str, Any]) -> str:
        messages.success(request, carry(request, one, values))
        return _after(who, one)

    page = FormPage(title, recognised(one), reverse("person", args=[one.pk]), does, notes, grave)
    return answered(request, page, form, Asker(who, home.pk if home is not None else None), done)


def _after(who: Actor, one: Person) -> str:
    """Back to the person, where the clerk still sees them; else to the start."""
    fresh = Person.objects.select_related("household__place", "home").get(pk=one.pk)
    return reverse("person", args=[one.pk]) if allowed(who, "person.see", fresh) else reverse("home")
