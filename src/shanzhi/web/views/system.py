"""How the installation runs, for the system administrator: clock, faults of the sweep, backup, calendar, channels, numbers."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST
from msgspec import Struct

from shanzhi import __version__
from shanzhi.engine.holidays import BadCalendar
from shanzhi.insight.condition import condition
from shanzhi.matters.clock.calendars import take_notice
from shanzhi.matters.clock.leaps import confirm_clock
from shanzhi.method.words import Sentence
from shanzhi.people.permission import allowed, require
from shanzhi.people.problems import BadInput
from shanzhi.tables.cells import readable
from shanzhi.web.days import days_in
from shanzhi.web.form_resumed import left
from shanzhi.web.sign_in_required import actor, keeps_typed_at
from shanzhi.web.words import say

MOST_TYPED = 8_000


class Number(Struct, frozen=True):
    """One number of the installation: what it is, how it stands, and the variable that sets it on the server."""

    label: str
    value: str
    variable: str


@require_GET
def system(request: HttpRequest) -> HttpResponse:
    """Everything at a glance; nothing of a matter but its number."""
    return _page(request, left(request).answers)


@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    """The present time is right: what is due goes on."""
    now = confirm_clock(by=actor(request)).astimezone()
    messages.success(request, _("已确认 %(now)s，到期的事继续办理。") % {"now": f"{now:%Y-%m-%d %H:%M}"})
    return redirect("system")


@keeps_typed_at("system")
@require_POST
def calendar(request: HttpRequest) -> HttpResponse:
    """The holidays of a year as they were published; provisional dates are counted again."""
    who = actor(request)
    require(who, "system.keep")
    typed = {
        name: readable(request.POST.get(name, ""))[:MOST_TYPED]
        for name in ("year", "holidays", "workdays", "published", "source")
    }
    try:
        moved = take_notice(_notice(typed), by=who)
    except BadCalendar as bad:
        return _page(request, typed, bad.sentence)
    except BadInput as bad:
        return _page(request, typed, bad.sentence)
    told = ngettext("已录入 %(year)s 年，重算了 %(n)d 件。", "已录入 %(year)s 年，重算了 %(n)d 件。", moved)
    messages.success(request, told % {"year": typed["year"], "n": moved})
    return redirect("system")


def _notice(typed: dict[str, str]) -> dict[str, Any]:
    """What was typed, in the form that the calendar reads."""
    year = typed["year"].strip()
    return {
        "year": int(year) if year.isascii() and year.isdigit() and len(year) == 4 else year,
        "holidays": [day.isoformat() for day in days_in(typed["holidays"])],
        "workdays": [day.isoformat() for day in days_in(typed["workdays"])],
        "published": typed["published"].strip(),
        "source": typed["source"].strip()[:200],
    }


def _page(
    request: HttpRequest, typed: dict[str, str] | None = None, wrong: Sentence | None = None
) -> HttpResponse:
    who = actor(request)
    if not allowed(who, "system.see"):
        raise Http404
    now = condition(who)
    context = {
        "title": pgettext("page", "系统"),
        "condition": now,
        "typed": typed or {"year": str(now.last_year + 1)},
        "wrong": say(wrong) if wrong is not None else "",
        "numbers": _numbers(),
        "bundle": int(now.channels.bundle.total_seconds() // 60) if now.channels is not None else 0,
        "quiet": _hours(now.channels.quiet) if now.channels is not None else "",
        "version": __version__,
    }
    return render(request, "web/system.html", context, status=422 if wrong else 200)


def _hours(quiet: tuple[time, time] | None) -> str:
    """Quiet hours in figures; "" where there are none."""
    return f"{quiet[0]:%H:%M}–{quiet[1]:%H:%M}" if quiet is not None else ""


def _numbers() -> list[Number]:
    """The numbers an operator set, as they stand."""
    factor = {"none": _("不要求"), "admins": _("管理员必须"), "all": _("人人必须")}
    chosen = settings.SHANZHI_SECOND_FACTOR
    rows = (
        (_("双因素登录"), factor.get(chosen, chosen), "SHANZHI_SECOND_FACTOR"),
        (_("输错几次密码就锁定"), settings.SHANZHI_LOCK_FAILURES, "SHANZHI_LOCK_FAILURES"),
        (_("锁定几分钟"), settings.SHANZHI_LOCK_MINUTES, "SHANZHI_LOCK_MINUTES"),
        (_("几分钟不用就退出"), settings.SHANZHI_IDLE_MINUTES, "SHANZHI_IDLE_MINUTES"),
        (_("密码用几天要换"), settings.SHANZHI_PASSWORD_DAYS, "SHANZHI_PASSWORD_DAYS"),
        (_("审计至少保存几个月"), settings.SHANZHI_AUDIT_MONTHS, "SHANZHI_AUDIT_MONTHS"),
        (_("一个文件最多几 MB"), settings.SHANZHI_FILE_MB, "SHANZHI_FILE_MB"),
        (_("手机离线可看几小时"), settings.SHANZHI_OFFLINE_HOURS, "SHANZHI_OFFLINE_HOURS"),
    )
    return [Number(label, str(value), variable) for label, value, variable in rows]
