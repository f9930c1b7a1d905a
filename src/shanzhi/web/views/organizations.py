"""Organisations (单位): those of a place, and each with its people, licences and term; entered and changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanzhi.method.model import Field
from shanzhi.people.actions import (
    add_licence,
    add_organization,
    close_organization,
    end_licence,
    set_organization,
)
from shanzhi.people.bodies import CONTACTS
from shanzhi.people.models import Licence, Organization, Post
from shanzhi.people.permission import allowed, require
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, scope_of
from shanzhi.reading.lists import visible
from shanzhi.web.desk.forms import ask, choices
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.exports import ListColumn, exported, list_paper
from shanzhi.web.forms.picking import Asker
from shanzhi.web.lists import tell
from shanzhi.web.sign_in_required import actor, keeps_typed

MOST = 500


@require_GET
def organizations(request: HttpRequest, number: int) -> HttpResponse:
    """The organisations of a place and all below."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    who = actor(request)
    require(who, "organization.see", here)
    found = Organization.objects.filter(place__path__begins=here.path, closed_at=None)
    rows = list(found.select_related("place").defer("place__geometry").order_by("kind", "name", "pk")[:MOST])
    tell([row.place for row in rows if row.place is not None], who)
    columns: list[ListColumn[Organization]] = [
        ListColumn(pgettext("heading", "单位"), lambda one: one.name, width=2),
        ListColumn(_("类别"), lambda one: one.get_kind_display()),
        ListColumn(_("地方"), lambda one: one.place.told if one.place else "", width=2),
        ListColumn(_("统一社会信用代码"), lambda one: one.code, width=1.5),
        ListColumn(_("届满"), lambda one: one.until, "date"),
    ]
    title = _("%(place)s的单位") % {"place": place_name(here)}
    file = exported(request, lambda: list_paper(title, rows, columns), "organizations")
    if file is not None:
        return file
    context = {
        "title": pgettext("page", "单位"),
        "here": here,
        "rows": rows,
        "keeps": allowed(who, "person.keep", here),
    }
    return render(request, "web/organizations.html", context)


@require_GET
def organization(request: HttpRequest, number: int) -> HttpResponse:
    """One organisation: what is on record, who acts for it, its licences, and the matters that lie with it."""
    one = _seen(request, number)
    who = actor(request)
    posts = Post.objects.in_force().filter(organization=one).select_related("person", "place")
    keeps = allowed(who, "person.keep", one) and one.closed_at is None
    context = {
        "title": one.name,
        "one": one,
        "where": place_name(one.place, scope_of(who)) if one.place else "",
        "posts": list(posts.order_by("since", "pk")),
        "licences": list(one.licences.filter(ended_at=None).order_by("name", "pk")),
        "today": timezone.localdate(),
        "open": visible(who).filter(desk_office=one, closed_at=None).count(),
        "keeps": keeps,
        "member_url": _member_url(one)
        if keeps and one.place and allowed(who, "post.assign", one.place)
        else "",
    }
    return render(request, "web/organization.html", context)


def _member_url(one: Organization) -> str:
    asked = {"role": CONTACTS.get(one.kind, "unit_contact"), "organization": str(one.pk)}
    return f"{reverse('post-new', args=[one.place_id])}?{urlencode(asked)}"


@keeps_typed
@require_http_methods(["GET", "POST"])
def organization_new(request: HttpRequest, number: int) -> HttpResponse:
    """Enter an organisation that serves a place."""
    place = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    require(actor(request), "person.keep", place)

    def done(values: dict[str, Any]) -> str:
        made = add_organization(actor(request), place=place, **_said(values))
        messages.success(request, _("已登记单位“%(name)s”。") % {"name": made.name})
        return reverse("organization", args=[made.pk])

    crumb, back = place_name(place, scope_of(actor(request))), reverse("organizations", args=[place.pk])
    page = FormPage(_("登记单位"), crumb, back, _("登记"))
    return answered(request, page, _form(), Asker(actor(request), place.pk), done)


@keeps_typed
@require_http_methods(["GET", "POST"])
def organization_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change what is on record of an organisation."""
    known: dict[str, Callable[[Any], str]] = {
        "since": _iso, "until": _iso, "name": str, "kind": str, "code": str
    }  # fmt: skip
    return _changing(
        request,
        number,
        _("更正单位信息"),
        _form(),
        lambda one, values: set_organization(actor(request), organization=one, **_said(values)),
        known,
    )


@keeps_typed
@require_http_methods(["GET", "POST"])
def licence_new(request: HttpRequest, number: int) -> HttpResponse:
    """Enter a licence, or until when one holds that was renewed."""
    form = (
        ask("name", "text", "证照名称", "Licence", max=60),
        ask("number", "text", "证照编号", "Number", max=60),
        ask("until", "date", "有效期至", "Valid until", optional=True),
    )

    def done(one: Organization, values: dict[str, Any]) -> None:
        until = date.fromisoformat(values["until"]) if values.get("until") else None
        add_licence(
            actor(request), organization=one, name=values["name"], number=values["number"], until=until
        )

    return _changing(request, number, _("登记证照"), form, done)


@require_POST
def licence_end(request: HttpRequest, number: int) -> HttpResponse:
    """Strike a licence that no longer holds."""
    licence = get_object_or_404(Licence.objects.select_related("organization__place"), pk=number)
    if not allowed(actor(request), "organization.see", licence.organization):
        raise Http404
    end_licence(actor(request), licence=licence)
    messages.success(request, _("证照已注销。"))
    return redirect("organization", licence.organization_id)


@require_http_methods(["GET", "POST"])
def organization_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an organisation that serves no more."""
    return _changing(
        request,
        number,
        _("注销单位"),
        (),
        lambda one, _values: close_organization(actor(request), organization=one),
        grave=True,
    )


def _changing(
    request: HttpRequest,
    number: int,
    title: str,
    form: tuple[Field, ...],
    change: Callable[[Organization, dict[str, Any]], None],
    known: dict[str, Callable[[Any], str]] | None = None,
    *,
    grave: bool = False,
) -> HttpResponse:
    one, who = _seen(request, number), actor(request)
    require(who, "person.keep", one)
    back = reverse("organization", args=[one.pk])

    def done(values: dict[str, Any]) -> str:
        change(one, values)
        messages.success(request, _("已登记。"))
        return back

    page = FormPage(title, one.name, back, title, grave=grave)
    stands = {name: text(value) for name, text in (known or {}).items() if (value := getattr(one, name))}
    return answered(request, page, form, Asker(who, one.place_id), done, known=stands)


def _seen(request: HttpRequest, number: int) -> Organization:
    one = Organization.objects.select_related("place").filter(pk=number).first()
    if one is None or not allowed(actor(request), "organization.see", one):
        raise Http404
    return one


def _form() -> tuple[Field, ...]:
    return (
        ask("name", "text", "单位名称", "Name", max=80),
        ask(
            "kind",
            "choice",
            "类别",
            "Kind",
            options=choices((value, str(label)) for value, label in Organization.Kind.choices),
        ),
        ask("code", "text", "统一社会信用代码", "Unified social credit code", optional=True, max=24),
        ask("since", "date", "成立或换届日期", "Founded or elected", optional=True),
        ask("until", "date", "届满日期", "Term ends", optional=True),
    )


def _said(values: dict[str, Any]) -> dict[str, Any]:
    days = {key: date.fromisoformat(values[key]) if values.get(key) else None for key in ("since", "until")}
    return {"name": values["name"], "kind": values["kind"], "code": values.get("code") or "", **days}


def _iso(value: date) -> str:
    return value.isoformat()
