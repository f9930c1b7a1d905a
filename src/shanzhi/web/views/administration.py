"""What the three administrators do, each apart from the others (三权分立): accounts, safeguards, the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.method.roles import role_name
from shanzhi.people import actions
from shanzhi.people.audit import read_audit
from shanzhi.people.audit_words import KINDS, ON_THE_SERVER, account_in, kind_name, result_name
from shanzhi.people.lockout import locked
from shanzhi.people.models import Account, AuditRecord, Person, Post
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import posts_by_person
from shanzhi.press.paper import Paper
from shanzhi.tables.cells import readable
from shanzhi.web.door import account_of, actor, keeps_typed, keeps_typed_at
from shanzhi.web.exports import Shown, exported, list_paper, most_rows
from shanzhi.web.kept import Left, left
from shanzhi.web.numbers import is_number
from shanzhi.web.words import say

SIZE = 50


@keeps_typed
@sensitive_variables("password")
@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts: opened, closed, given a new first password by the system administrator; unlocked by the security one.

    For an administrator's own account the security administrator asks here, and the audit administrator confirms.
    """
    who = actor(request)
    opens = allowed(who, "account.manage")
    secures = allowed(who, "account.ask")
    if not allowed(who, "account.see"):
        raise Http404
    made, password, wrong = "", "", ""
    kept = left(request) if request.method == "GET" else Left()
    if request.method == "POST":
        try:
            if secures and request.POST.get("kind", "person") != Account.Kind.PERSON:
                return _ask_new(request, who)
            account, password = _open(request, who)
        except BadInput as problem:
            wrong = say(problem.sentence)
        else:
            made = account.username
    text = readable(request.GET.get("q", "")).strip()[:64]
    found = Account.objects.select_related("person").order_by("pk")
    if text:
        found = found.filter(Q(username__contains=text) | Q(person__name__contains=text))
    file = exported(request, lambda: _accounts_paper(found[: most_rows(request)]), "accounts")
    if file is not None:
        return file
    after = request.GET.get("after", "")
    if is_number(after):
        found = found.filter(pk__gt=int(after))
    rows = list(found[: SIZE + 1])
    shut = locked([one.username for one in rows[:SIZE]], timezone.now())
    posts = posts_by_person(one.person_id for one in rows[:SIZE])
    context = {
        "title": _("账号"),
        "rows": [
            {
                "account": one,
                "locked": one.username in shut,
                "posts": post_names(posts.get(one.person_id or 0, ())),
                "may": opens if not one.administers else secures and one.pk != account_of(request).pk,
            }
            for one in rows[:SIZE]
        ],
        "next": rows[SIZE - 1].pk if len(rows) > SIZE else "",
        "q": text,
        "opens": opens,
        "secures": secures,
        "own": account_of(request).pk,
        "kinds": [
            (value, label) for value, label in Account.Kind.choices if (value == Account.Kind.PERSON) is opens
        ],
        "made": made,
        "password": password,
        "wrong": wrong,
        "typed": request.POST if wrong else kept.answers if kept.form == "accounts" else {},
        "asked": kept if kept.form == "account-act" else None,
    }
    return render(request, "web/accounts.html", context, status=422 if wrong else 200)


def _accounts_paper(found: QuerySet[Account]) -> Paper:
    listed = list(found)
    shut = locked([one.username for one in listed], timezone.now())
    posts = posts_by_person(one.person_id for one in listed)

    def state(one: Account) -> str:
        return _("已关闭") if not one.is_active else _("已锁定") if one.username in shut else ""

    columns: list[Shown[Account]] = [
        Shown(_("账号"), lambda one: one.username, width=2),
        Shown(_("种类"), lambda one: str(one.get_kind_display())),
        Shown(_("姓名"), lambda one: one.person.name if one.person else ""),
        Shown(_("岗位"), lambda one: post_names(posts.get(one.person_id or 0, ())), width=2),
        Shown(_("人员编号"), lambda one: str(one.person_id or "")),
        Shown(_("状态"), state),
        Shown(_("双因素"), lambda one: _("是") if one.second_factor_on else _("否")),
    ]
    return list_paper(_("账号"), listed, columns)


def _open(request: HttpRequest, who: Actor) -> tuple[Account, str]:
    number = request.POST.get("person", "").strip()
    person = Person.objects.filter(pk=int(number), erased_at=None).first() if is_number(number) else None
    return actions.open_account(
        who, username=request.POST.get("username", ""), person=person, kind=request.POST.get("kind", "person")
    )


def post_names(posts: Iterable[Post]) -> str:
    """The posts somebody holds, in words."""
    return _("、").join(f"{post.place.name}{say(role_name(post.role))}" for post in posts)


def _ask_new(request: HttpRequest, who: Actor) -> HttpResponse:
    number = request.POST.get("person", "").strip()
    person = Person.objects.filter(pk=int(number), erased_at=None).first() if is_number(number) else None
    actions.ask_for_new_account(
        who,
        username=request.POST.get("username", ""),
        kind=request.POST.get("kind", ""),
        person=person,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("已提出，等审计管理员确认。"))
    return redirect("account-requests")


@keeps_typed_at("accounts")
@sensitive_variables("password")
@require_POST
def account_act(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One thing done to one account; a new first password is shown this once."""
    account = get_object_or_404(Account, pk=number)
    if name not in _ACTS:
        raise Http404
    if account.administers and allowed(actor(request), "account.ask", account):
        reason = request.POST.get("reason", "")
        actions.ask_for_account(actor(request), act=name, account=account, reason=reason)
        messages.success(request, _("已提出，等审计管理员确认。"))
        return redirect("account-requests")
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
    before = request.GET.get("before", "")
    found = read_audit(actor(request), kind=kind or None, before=int(before) if is_number(before) else None)
    file = exported(request, lambda: _audit_paper(found[: most_rows(request)]), "audit")
    if file is not None:
        return file
    rows = list(found[: SIZE + 1])
    context = {
        "title": _("审计记录"),
        "rows": _named(rows[:SIZE]),
        "next": rows[SIZE - 1].seq if len(rows) > SIZE else "",
        "kind": kind,
        "kinds": sorted((say(name), code) for code, name in KINDS.items()),
    }
    return render(request, "web/audit.html", context)


class Line(Struct, frozen=True):
    """A line of the audit in words: the account that acted, what was done to whose account or whom, with what result."""

    line: AuditRecord
    who: str
    kind: str
    about: str
    result: str


def _named(lines: Iterable[AuditRecord]) -> list[Line]:
    listed = list(lines)
    about = {line.seq: account_in(line.detail) for line in listed}
    numbers = {line.account for line in listed} | set(about.values())
    accounts = Account.objects.in_bulk({number for number in numbers if number})
    persons = Account.objects.in_bulk({line.person for line in listed if line.person}, field_name="person_id")
    found = []
    for line in listed:
        account = accounts.get(line.account or 0) or persons.get(line.person or 0)
        who = account.username if account is not None else ""
        if account is None and line.detail.get("server"):
            who = say(ON_THE_SERVER)
        whose = accounts.get(about[line.seq] or 0)
        told = whose.username if whose is not None else f"#{line.subject}" if line.subject else ""
        found.append(Line(line, who, say(kind_name(line.kind)), told, say(result_name(line.result))))
    return found


def _audit_paper(found: QuerySet[AuditRecord]) -> Paper:
    columns: list[Shown[Line]] = [
        Shown(_("时间"), lambda one: one.line.at, "time"),
        Shown(_("账号"), lambda one: one.who),
        Shown(_("地址"), lambda one: one.line.address),
        Shown(_("操作"), lambda one: one.kind),
        Shown(_("代码"), lambda one: one.line.kind),
        Shown(_("对象"), lambda one: one.about),
        Shown(_("结果"), lambda one: one.result, width=0.6),
    ]
    return list_paper(_("审计记录"), _named(found), columns)
