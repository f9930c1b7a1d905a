"""Registers (名册): which a reader may see and stands in, the entries of one, one entry with its life, a look at what is masked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shanzhi.matters.lists.naming import Names
from shanzhi.people.purposes import joined
from shanzhi.reading.facts import fact, tel
from shanzhi.reading.registers import (
    SIZE,
    ListedEntry,
    entry_seen,
    kept_by_name,
    own_entries,
    page_of,
    registers_seen,
    reveal,
)
from shanzhi.tables.cells import readable
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows, typed
from shanzhi.web.form_resumed import left
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor, keeps_typed_at
from shanzhi.web.words import say


@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """Where one stands oneself, and the registers whose entries one sees."""
    who = actor(request)
    context = {"title": _("名册"), "own": own_entries(who), "kept": registers_seen(who)}
    return render(request, "web/registers.html", context)


@require_GET
def register(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The entries of one register that a reader sees, found by name, page by page; taken along as a file."""
    who = actor(request)
    kept = kept_by_name(who, slug, name)
    if kept is None:
        raise Http404
    q = readable(request.GET.get("q", "")).strip()[:60]
    former, after, most = bool(request.GET.get("former")), request.GET.get("after", ""), most_rows(request)
    rows, more = page_of(
        kept,
        who,
        q=q,
        former=former,
        after=int(after) if is_number(after) and not most else None,
        limit=most or SIZE,
    )
    title = say(kept.register.label)
    file = exported(request, lambda: list_paper(title, rows, _columns(kept.register)), "register")
    if file is not None:
        return file
    context = {
        "title": title,
        "kept": kept,
        "rows": rows,
        "q": q,
        "former": former,
        "next": str(more) if more is not None else "",
        "query": _query(q, former),
    }
    return render(request, "web/register.html", context)


def _query(q: str, former: bool) -> str:
    from django.utils.http import urlencode

    return urlencode({**({"q": q} if q else {}), **({"former": "1"} if former else {})})


def _columns(register: Any) -> list[ListColumn[ListedEntry]]:
    def told(name: str) -> Any:
        return lambda row: typed(next((one.text for one in row.facts if one.name == name), ""))

    return [
        ListColumn(_("谁"), lambda row: row.name, width=1.2),
        ListColumn(_("地方"), lambda row: row.place, width=1.5),
        *(ListColumn(say(field.label), told(field.name), width=1.2) for field in register.form),
        ListColumn(_("入册"), lambda row: row.since, "time"),
        ListColumn(_("有效期至"), lambda row: row.until, "time"),
    ]


@require_GET
def register_entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry with its life."""
    seen = entry_seen(actor(request), number)
    context = {
        "title": seen.listed.name,
        "seen": seen,
        "one": seen.listed,
        "lives": seen.entry.state == "standing",
        "kept": left(request),
    }
    return render(request, "web/register_entry.html", context)


@keeps_typed_at("register-entry", "number")
@require_POST
def register_look(request: HttpRequest, number: int, field: str) -> HttpResponse:
    """What is sensitive in an entry, whole, for a stated purpose; the look is recorded."""
    purpose = joined(request.POST.get("purpose", ""), request.POST.get("more", ""))
    seen, value = reveal(actor(request), number, field, purpose=purpose)
    asked = seen.kept.register.fields[field]
    context = {
        "title": _("查看信息"),
        "number": number,
        "name": seen.listed.name,
        "fact": fact(asked, value, Names([(asked, value)]), masked=False),
        "tel": tel(str(value)) if asked.kind.telephone else "",
        "purpose": "" if seen.own else purpose,
    }
    return render(request, "web/register_look.html", context)
