"""What the three administrators do, each apart from the others (三权分立): accounts, safeguards, the audit."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanzhi.engine.types import Actor
from shanzhi.people import actions
from shanzhi.people.lockout import locked
from shanzhi.people.models import Account, AuditRecord, Person
from shanzhi.people.models.access import readable
from shanzhi.people.permission import allowed, require
from shanzhi.people.problems import BadInput
from shanzhi.web.door import account_of, actor
from shanzhi.web.numbers import is_number
from shanzhi.web.words import say

SIZE = 50


@sensitive_variables("password")
@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts: opened, closed, given a new first password by the system administrator; unlocked by the security one."""
    who = actor(request)
    opens = allowed(who, "account.manage")
    secures = account_of(request).kind == Account.Kind.SECURITY_ADMIN
    if not opens and not secures:
        raise Http404
    made, password, wrong = "", "", ""
    if request.method == "POST":
        require(who, "account.manage")
        try:
            account, password = _open(request, who)
        except BadInput as problem:
            wrong = say(problem.sentence)
        else:
            made = account.username
    text = readable(request.GET.get("q", "")).strip()[:64]
    found = Account.objects.select_related("person").order_by("pk")
    if text:
        found = found.filter(username__contains=text)
    after = request.GET.get("after", "")
    if is_number(after):
        found = found.filter(pk__gt=int(after))
    rows = list(found[: SIZE + 1])
    shut = locked([one.username for one in rows[:SIZE]], timezone.now())
    context = {
        "title": _("账号"),
        "rows": [{"account": one, "locked": one.username in shut} for one in rows[:SIZE]],
        "next": rows[SIZE - 1].pk if len(rows) > SIZE else "",
        "q": text,
        "opens": opens,
        "secures": secures,
        "own": account_of(request).pk,
        "kinds": Account.Kind.choices,
        "made": made,
        "password": password,
        "wrong": wrong,
        "typed": request.POST if wrong else {},
    }
    return render(request, "web/accounts.html", context, status=422 if wrong else 200)


def _open(request: HttpRequest, who: Actor) -> tuple[Account, str]:
    number = request.POST.get("person", "").strip()
    person = Person.objects.filter(pk=int(number), erased_at=None).first() if is_number(number) else None
    return actions.open_account(
        who, username=request.POST.get("username", ""), person=person, kind=request.POST.get("kind", "person")
    )


@sensitive_variables("password")
@require_POST
def account_act(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One thing done to one account; a new first password is shown this once."""
    account = get_object_or_404(Account, pk=number)
    if name not in _ACTS:
        raise Http404
    password = _ACTS[name](actor(request), account)
    if password:
        context = {"title": _("新的初始密码"), "account": account, "password": password}
        return render(request, "web/first_password.html", context)
    messages.success(request, _("已办：%(name)s。") % {"name": account.username})
    return redirect("accounts")


def _close(who: Actor, account: Account) -> None:
    actions.close_account(who, account=account)


def _reset(who: Actor, account: Account) -> str:
    return actions.reset_password(who, account=account)


def _unlock(who: Actor, account: Account) -> None:
    actions.unlock_account(who, account=account)


def _second_factor(who: Actor, account: Account) -> None:
    actions.reset_second_factor(who, account=account)


_ACTS: dict[str, Callable[[Actor, Account], str | None]] = {
    "close": _close,
    "password": _reset,
    "unlock": _unlock,
    "second-factor": _second_factor,
}


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The audit, the latest first: time, who, kind, result; never contents."""
    if not allowed(actor(request), "audit.see"):
        raise Http404
    kind = readable(request.GET.get("kind", ""))[:32]
    found: QuerySet[AuditRecord] = AuditRecord.objects.order_by("-seq")
    if kind:
        found = found.filter(kind=kind)
    before = request.GET.get("before", "")
    if is_number(before):
        found = found.filter(seq__lt=int(before))
    rows = list(found[: SIZE + 1])
    by = Account.objects.filter(
        Q(pk__in={row.account for row in rows}) | Q(person__in={row.person for row in rows if row.person})
    )
    names: dict[tuple[str, int | None], str] = {}
    for pk, person, username in by.values_list("pk", "person", "username"):
        names["account", pk] = names["person", person] = username
    context = {
        "title": _("审计记录"),
        "rows": [
            {"line": row, "who": names.get(("account", row.account)) or names.get(("person", row.person), "")}
            for row in rows[:SIZE]
        ],
        "next": rows[SIZE - 1].seq if len(rows) > SIZE else "",
        "kind": kind,
    }
    return render(request, "web/audit.html", context)
