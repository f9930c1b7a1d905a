"""What becomes of a household: door mended, parted, put together with another, moved out whole, closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.method.model import Field
from shanzhi.method.words import Sentence
from shanzhi.people.actions import (
    close_household,
    merge_households,
    move_household,
    move_whole_household,
    set_household,
    split_household,
)
from shanzhi.people.actions.household_changes import living
from shanzhi.people.facts import recognised
from shanzhi.people.held import CLOSED
from shanzhi.people.models import Household, Person
from shanzhi.people.permission import allowed, require
from shanzhi.people.problems import BadInput
from shanzhi.people.telling import homes_told_apart
from shanzhi.places.models import Place
from shanzhi.places.telling import scope_of
from shanzhi.web.desk.forms import ask, choices
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.forms.picking import Asker
from shanzhi.web.sign_in_required import actor, keeps_typed

DOOR = Sentence(
    "门牌写错的、楼栋单元登错的，在这里改。", "Mend here a door or a building that was entered wrongly."
)
ONE_OF = Sentence(
    "请选迁到哪一户、哪个地方，或写明迁出本地。", "Choose the household or place, or that they move away."
)
NOWHERE = Sentence("请选门牌所在的楼栋或单元", "choose the building or unit of the door")
Carry = Callable[[Household, dict[str, Any]], Household]
"""Does what was asked; the household to look at afterwards."""


@keeps_typed
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Mend the door, the building and the head."""
    found = _kept(request, number)
    people = living(found)
    form = [
        ask("name", "text", "户名或门牌", "Door or name", max=80, help=DOOR),
        ask("place", "place", "在哪栋楼、哪个单元", "Building or unit"),
    ]
    if people:
        form.append(ask("head", "choice", "户主", "Head", optional=True, options=_members(people)))
    known = {"name": found.name, "place": str(found.place_id), "head": str(found.head_id or "")}

    def carry(home: Household, values: dict[str, Any]) -> Household:
        who, place = actor(request), _place(values.get("place"))
        if place is None:
            raise BadInput(NOWHERE, {"place": NOWHERE})
        with transaction.atomic():
            move_household(who, household=home, place=place, name=values["name"])
            head = next((one for one in people if str(one.pk) == values.get("head")), None)
            if head is not None and head.pk != home.head_id:
                set_household(who, household=home, head=head)
        messages.success(request, _("已更正。"))
        return home

    return _page(request, found, tuple(form), carry, _("更正门牌和户主"), _("更正"), known=known)


@keeps_typed
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, number: int) -> HttpResponse:
    """Part a household: who goes, and to which door."""
    found = _kept(request, number)
    people = living(found)
    if len(people) < 2:
        messages.info(request, _("本户不到两个人，不用分户。"))
        return redirect("household-page", number)
    options = _members(people)
    form = (
        ask("members", "choices", "谁分出去", "Who goes", options=options),
        ask("name", "text", "新户的户名或门牌", "Door or name of the new household", max=80),
        ask("place", "place", "新户在哪栋楼、哪个单元", "Its building or unit"),
        ask("head", "choice", "新户的户主", "Its head", optional=True, options=options),
    )

    def carry(home: Household, values: dict[str, Any]) -> Household:
        place = _place(values.get("place"))
        if place is None:
            raise BadInput(NOWHERE, {"place": NOWHERE})
        going = [one for one in people if str(one.pk) in values["members"]]
        head = next((one for one in people if str(one.pk) == values.get("head")), None)
        made = split_household(
            actor(request), household=home, name=values["name"], members=going, place=place, head=head
        )
        messages.success(request, _("已分户，迁出 %(n)d 人。") % {"n": len(going)})
        return made

    known = {"place": str(found.place_id)}
    return _page(request, found, form, carry, _("分户"), _("分户"), known=known)


@keeps_typed
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Put this household together with another, which stays."""
    found = _kept(request, number)
    form = (ask("into", "household", "并到哪一户", "With which household"),)

    def carry(home: Household, values: dict[str, Any]) -> Household:
        other = _open_household(values.get("into"))
        moved = merge_households(actor(request), household=home, into=other)
        messages.success(request, _("已并户，迁入 %(n)d 人；原来的一户已注销，记录保留。") % {"n": moved})
        return other

    notes = [_("本户的人都迁到那一户，本户注销，记录保留。同一套房登记了两次的，这样合成一户。")]
    return _page(request, found, form, carry, _("并户"), _("并户"), notes=notes, grave=True)


@keeps_typed
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Everybody of a household moves; the flat stays on record."""
    found = _kept(request, number)
    form = (
        ask("to", "household", "迁到哪一户", "To which household", optional=True),
        ask("home", "place", "或住到哪个地方", "Or to which place", optional=True),
        ask("away", "boolean", "迁出本地", "They move away from here", optional=True),
    )

    def carry(home: Household, values: dict[str, Any]) -> Household:
        to = _open_household(values["to"]) if values.get("to") else None
        place = _place(values.get("home"))
        if sum((to is not None, place is not None, bool(values.get("away")))) != 1:
            raise BadInput(ONE_OF)
        moved = move_whole_household(actor(request), household=home, to=to, home=place)
        messages.success(request, _("已办理全户迁走，共 %(n)d 人。") % {"n": moved})
        return home

    names = _("、").join(recognised(one) for one in living(found)) or _("没有登记成员。")
    notes = [_("迁走的人：%(names)s") % {"names": names}, _("这套房留在册上，业主不变。")]
    return _page(request, found, form, carry, _("全户迁走"), _("办理迁移"), notes=notes)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a household in which nobody lives."""
    found = _kept(request, number)

    def carry(home: Household, values: dict[str, Any]) -> Household:
        close_household(actor(request), household=home)
        messages.success(request, _("已注销这一户。"))
        return home

    notes = [_("房屋拆除、登记错了的才注销；空着的房不用注销。注销后不再列出，记录保留。")]
    return _page(request, found, (), carry, _("注销住户"), _("注销"), notes=notes, grave=True)


def _kept(request: HttpRequest, number: int) -> Household:
    """The household, for one who keeps the rolls there; nobody else learns that there is one."""
    found = Household.objects.select_related("place", "head").filter(pk=number).first()
    if found is None or not allowed(actor(request), "person.see", found):
        raise Http404
    require(actor(request), "person.keep", found)
    if found.closed_at is not None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: Household,
    form: tuple[Field, ...],
    carry: Carry,
    title: str,
    does: str,
    *,
    notes: Sequence[str] = (),
    known: dict[str, Any] | None = None,
    grave: bool = False,
) -> HttpResponse:
    who = actor(request)

    def done(values: dict[str, Any]) -> str:
        return reverse("household-page", args=[carry(found, values).pk])

    crumb = homes_told_apart([found], scope_of(who))[found.pk]
    page = FormPage(title, crumb, reverse("household-page", args=[found.pk]), does, notes, grave)
    return answered(request, page, form, Asker(who, found.place_id), done, known=known)


def _members(people: Sequence[Person]) -> Any:
    return choices((one.pk, recognised(one)) for one in people)


def _place(number: Any) -> Place | None:
    return Place.objects.defer("geometry").filter(pk=number or 0, closed_at=None).first()


def _open_household(number: Any) -> Household:
    home = Household.objects.select_related("place").filter(pk=number or 0, closed_at=None).first()
    if home is None:
        raise BadInput(CLOSED)
    return home
