"""Accounts of the ledger: one's own with what runs out when, a statement to print, and the desk that keeps them."""

from __future__ import annotations

from urllib.parse import urlencode

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.ledger.statements import Line, Owed, Statement
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name
from shanzhi.reading.accounts import (
    asks_for_code,
    counted,
    kept_in,
    mine,
    owed_in,
    read_account,
    voucher_of,
    whose,
)
from shanzhi.reading.matter import look
from shanzhi.web.exports import ListColumn, exported, list_paper, typed
from shanzhi.web.sign_in_required import actor
from shanzhi.web.words import say


def shown(one: Statement) -> dict[str, object]:
    """A statement as pages show it."""
    return {
        "number": one.account.pk,
        "label": say(one.label),
        "whose": whose([one.account]).get(one.account.pk, ""),
        "kind": one.account.get_kind_display(),
        "free": say(counted(one.counts, one.free)),
        "held": say(counted(one.counts, one.held)) if one.held else "",
        "before": say(counted(one.counts, one.before)),
        "came": say(counted(one.counts, one.came)),
        "went": say(counted(one.counts, one.went)),
        "after": say(counted(one.counts, one.after)),
        "running_out": [(at, say(counted(one.counts, n))) for at, n in one.running_out],
        "lines": [_line(one, line) for line in one.lines],
    }


def _line(one: Statement, line: Line) -> dict[str, object]:
    held = line.kind in ("reserve", "release")
    n = say(counted(one.counts, abs(line.change)))
    return {
        "at": line.at,
        "words": MOVED[line.kind]() if line.kind in MOVED else say(line.reason),
        "change": n if held else ("+" if line.change > 0 else "−") + n,
        "after": say(counted(one.counts, line.after)),
        "held": held,
        "gain": line.change > 0 and not held,
        "matter": line.matter,
    }


MOVED = {
    "reserve": lambda: _("锁定，等对方开价"),
    "release": lambda: _("没有用，解锁"),
    "expire": lambda: _("到期失效"),
}
"""Movements whose reason is the same for all."""


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """One's own accounts: what is free, what runs out when, the latest movements."""
    found = [shown(one) for one in mine(actor(request), timezone.now())]
    return render(request, "web/ledger/accounts.html", {"title": _("我的积分"), "accounts": found})


@require_GET
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account's statement, whole or of a month; to be printed, or taken along as a file."""
    month = request.GET.get("month", "")
    found = read_account(actor(request), number, timezone.now(), month)
    if found is None:
        raise Http404
    one = shown(found)
    columns: list[ListColumn[Line]] = [
        ListColumn(_("时间"), lambda line: line.at, "time"),
        ListColumn(_("缘由"), lambda line: typed(str(_line(found, line)["words"])), width=2),
        ListColumn(_("变动"), lambda line: line.change, "number"),
        ListColumn(_("余额"), lambda line: line.after, "number"),
        ListColumn(_("事项"), lambda line: f"#{line.matter}" if line.matter else ""),
    ]
    title = _("%(whose)s的%(label)s对账单") % {"whose": one["whose"], "label": one["label"]}
    file = exported(request, lambda: list_paper(title, found.lines, columns, subtitle=month), "statement")
    if file is not None:
        return file
    return render(request, "web/ledger/account.html", {"title": title, "one": one, "month": month})


@require_GET
def place_accounts(request: HttpRequest, number: int) -> HttpResponse:
    """What a place owes in all, and the accounts for the desk that keeps them."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    who, month = actor(request), request.GET.get("month", "")
    sums = owed_in(who, here, month)
    columns: list[ListColumn[Owed]] = [
        ListColumn(_("哪本账"), lambda row: say(row.label), width=2),
        ListColumn(_("发出"), lambda row: row.issued, "number"),
        ListColumn(_("兑换"), lambda row: row.redeemed, "number"),
        ListColumn(_("失效"), lambda row: row.expired, "number"),
        ListColumn(_("居民手里"), lambda row: row.outstanding, "number"),
        ListColumn(_("商户手里"), lambda row: row.with_organisations, "number"),
    ]
    title = _("%(place)s的积分账") % {"place": place_name(here)}
    file = exported(request, lambda: list_paper(title, sums, columns, subtitle=month), "ledger")
    if file is not None:
        return file
    rows = [
        {
            "label": say(row.label),
            "cells": [
                (column.heading, say(counted(row.counts, int(str(column.of(row)))))) for column in columns[1:]
            ],
            "accounts": [(say(label), say(counted(row.counts, n))) for label, n in row.accounts],
        }
        for row in sums
    ]
    kept = [(one.number, one.whose, say(one.label), say(one.balance)) for one in kept_in(who, here)]
    context = {"title": title, "here": here, "sums": rows, "kept": kept, "month": month}
    return render(request, "web/ledger/place.html", context)


@require_GET
def voucher(request: HttpRequest, number: int) -> HttpResponse:
    """The QR code that a holder shows: good for one payment out of what they have reserved, also where neither phone has a
    network."""
    it = look(actor(request), number)
    shown_code = voucher_of(it) if it is not None else None
    if shown_code is None:
        raise Http404
    address = request.build_absolute_uri(reverse("voucher-scan", args=[number, shown_code.code]))
    context = {
        "title": _("兑换码"),
        "number": number,
        "code": shown_code.code,
        "most": say(shown_code.amount),
        "until": shown_code.until,
        "picture": segno.make(address, error="m").svg_data_uri(scale=6, border=4, light="#fff"),
    }
    return render(request, "web/ledger/voucher.html", context)


@require_GET
def scan(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Where a scanned code leads: to the act that takes it, filled in; who may not do that is told by the matter's page."""
    it = look(actor(request), number)
    if it is None:
        raise Http404
    asked = asks_for_code(it)
    if asked is None:
        return redirect("matter", number)
    name, field = asked
    return redirect(f"{reverse('act', args=[number, name])}?{urlencode({field: code})}")
