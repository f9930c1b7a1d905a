"""The first page of each of the three administrators: what waits for them, and what their office is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.insight.condition import condition
from shanzhi.people.actions.administrators import waiting
from shanzhi.people.lockout import locked
from shanzhi.people.models import Account, AccountRequest, AuditRecord
from shanzhi.people.permission import allowed
from shanzhi.web.sign_in_required import account_of, actor
from shanzhi.web.words import say

A_DAY = timedelta(days=1)


class Waits(Struct, frozen=True):
    """One thing that waits: what, more of it in a line, where it is seen to, and how grave it is."""

    title: str
    url: str
    more: str = ""
    tone: str = ""


def administrators_home(request: HttpRequest) -> HttpResponse:
    """What waits for this administrator. Each part is asked for by the right to it."""
    who, now = actor(request), timezone.now()
    waits: list[Waits] = []
    if allowed(who, "system.see"):
        waits += _system(who, now)
    if allowed(who, "account.secure", Account()):
        waits += _locked(now)
    if allowed(who, "account.confirm"):
        waits += [_request(one) for one in waiting(now).select_related("by")]
    elif allowed(who, "account.asked"):
        waits += _asked(account_of(request).pk, now)
    if allowed(who, "audit.see"):
        waits += _refused(now)
    context = {"title": _("首页"), "waits": waits, "kind": account_of(request).kind}
    return render(request, "web/administrators.html", context)


def _system(who: Actor, now: datetime) -> list[Waits]:
    return [Waits(say(one), reverse("system"), tone="bad") for one in condition(who, now).troubles]


def _locked(now: datetime) -> list[Waits]:
    """Accounts that wrong passwords have locked: their owners will ask."""
    names = Account.objects.filter(is_active=True, kind="person").values_list("username", flat=True)
    shut = sorted(locked(names.iterator(), now))
    return [
        Waits(
            _("账号“%(name)s”已锁定") % {"name": name},
            f"{reverse('accounts')}?q={name}",
            _("过几分钟自己解开，也可以现在解除。"),
        )
        for name in shut[:5]
    ]


def _request(one: AccountRequest) -> Waits:
    title = _("%(act)s：%(name)s") % {"act": one.get_act_display(), "name": one.username}
    more = _("%(by)s 提出，%(until)s 前确认，否则作废") % {
        "by": one.by.username,
        "until": f"{timezone.localtime(one.until):%Y-%m-%d %H:%M}",
    }
    return Waits(title, reverse("account-requests"), more, "warn")


def _asked(account: int, now: datetime) -> list[Waits]:
    """What this administrator asked for: still waiting, or a first password to draw."""
    found = []
    for one in AccountRequest.objects.filter(by=account, until__gt=now).order_by("pk"):
        draws = one.act in (AccountRequest.Act.OPEN, AccountRequest.Act.PASSWORD) and one.drawn_at is None
        title = _("%(act)s：%(name)s") % {"act": one.get_act_display(), "name": one.username}
        if one.decided_at is None:
            found.append(Waits(title, reverse("account-requests"), _("等审计管理员确认")))
        elif one.confirmed and draws:
            found.append(Waits(title, reverse("account-requests"), _("已确认，请取初始密码"), "warn"))
    return found


def _refused(now: datetime) -> list[Waits]:
    """What was tried and refused within a day."""
    count = AuditRecord.objects.filter(at__gt=now - A_DAY).exclude(result="ok").count()
    if not count:
        return []
    text = ngettext("一天内有 %(n)d 次没有做成", "一天内有 %(n)d 次没有做成", count) % {"n": count}
    first = timezone.localdate(now - A_DAY)
    return [Waits(text, f"{reverse('audit')}?refused=1&first={first:%Y-%m-%d}", _("密码错误、无权等"))]
