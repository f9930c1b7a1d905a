"""What is asked for administrators' accounts: seen by who asks and who confirms, decided by the latter alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from shanzhi.engine.types import Actor
from shanzhi.matters.writing.administrators import confirm_request
from shanzhi.people import actions
from shanzhi.people.actions.administrators import waiting
from shanzhi.people.models import AccountRequest
from shanzhi.people.permission import allowed, require
from shanzhi.press.paper import Paper
from shanzhi.web.exports import ListColumn, exported, most_rows, tabled, typed
from shanzhi.web.sign_in_required import account_of, actor

LATEST = 50


@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Those that wait, then the latest decided or lapsed."""
    who, now = actor(request), timezone.now()
    if not allowed(who, "account.asked"):
        raise Http404
    rows = AccountRequest.objects.select_related("account", "person", "by", "decided_by").order_by("-pk")
    wait = [one.pk for one in waiting(now)]
    open_ones, past = rows.filter(pk__in=wait), rows.exclude(pk__in=wait)
    file = exported(
        request, lambda: _document(open_ones, past[: most_rows(request)], now), "account-requests"
    )
    if file is not None:
        return file
    context = {
        "title": _("管理员账号的请求"),
        "waiting": _told(open_ones, now),
        "rows": _told(past[:LATEST], now),
        "confirms": allowed(who, "account.confirm"),
        "own": account_of(request).pk,
        "now": now,
    }
    return render(request, "web/account_requests.html", context)


def _told(rows: Iterable[AccountRequest], now: datetime) -> list[tuple[AccountRequest, str]]:
    """Each with what became of it in words, "" while it waits."""
    return [(one, _result(one, now)) for one in rows]


def _result(one: AccountRequest, now: datetime) -> str:
    if one.decided_at is not None:
        return _("已确认") if one.confirmed else _("没有同意")
    return _("已过期") if one.until <= now else ""


def _document(open_ones: Iterable[AccountRequest], past: Iterable[AccountRequest], now: datetime) -> Paper:
    columns: list[ListColumn[AccountRequest]] = [
        ListColumn(_("请求"), lambda one: str(one.get_act_display())),
        ListColumn(_("账号"), lambda one: one.username),
        ListColumn(_("原因"), lambda one: typed(one.reason), width=2),
        ListColumn(_("提出人"), lambda one: one.by.username),
        ListColumn(_("提出时间"), lambda one: one.asked_at, "time", 1.5),
        ListColumn(_("答复人"), lambda one: one.decided_by.username if one.decided_by else ""),
        ListColumn(_("答复时间"), lambda one: one.decided_at, "time", 1.5),
        ListColumn(_("结果"), lambda one: _result(one, now)),
    ]
    parts = [tabled(open_ones, columns, _("等待确认")), tabled(past, columns, _("已办"))]
    return Paper(_("管理员账号的请求"), [*parts], landscape=True)


@sensitive_variables("password")
@require_POST
def request_act(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Confirm it, refuse it, or draw the first password, which is shown this once."""
    who = actor(request)
    asked = get_object_or_404(AccountRequest.objects.select_related("account"), pk=number)
    require(who, "account.asked", asked)
    if name == "password":
        password = actions.draw_password(who, asked=asked)
        context = {"title": _("新的初始密码"), "account": asked.account, "password": password}
        return render(request, "web/first_password.html", context)
    if name not in _ACTS:
        raise Http404
    _ACTS[name](who, asked)
    messages.success(request, _("已确认，已照办。") if name == "confirm" else _("没有同意，没有照办。"))
    return redirect("account-requests")


_ACTS: dict[str, Callable[[Actor, AccountRequest], None]] = {
    "confirm": lambda who, asked: confirm_request(who, asked=asked),
    "refuse": lambda who, asked: actions.refuse_request(who, asked=asked),
}
