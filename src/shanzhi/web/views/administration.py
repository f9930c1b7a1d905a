"""Accounts and their safeguards, each done by another of the three administrators (三权分立)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from shanzhi.engine.types import Actor
from shanzhi.method.roles import role_name
from shanzhi.people import actions
from shanzhi.people.lockout import locked
from shanzhi.people.models import Account, Person, Post
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import posts_by_person
from shanzhi.places.telling import place_name
from shanzhi.press.paper import Paper
from shanzhi.tables.cells import readable
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows
from shanzhi.web.form_resumed import Left, left
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import account_of, actor, keeps_typed, keeps_typed_at
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
        "title": pgettext("page", "账号"),
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

    columns: list[ListColumn[Account]] = [
        ListColumn(_("账号"), lambda one: one.username, width=2),
        ListColumn(_("种类"), lambda one: str(one.get_kind_display())),
        ListColumn(_("姓名"), lambda one: one.person.name if one.person else ""),
        ListColumn(_("岗位"), lambda one: post_names(posts.get(one.person_id or 0, ())), width=2),
        ListColumn(_("人员编号"), lambda one: str(one.person_id or "")),
        ListColumn(_("状态"), state),
        ListColumn(_("双因素"), lambda one: _("是") if one.second_factor_on else _("否")),
    ]
    return list_paper(pgettext("page", "账号"), listed, columns)


def _open(request: HttpRequest, who: Actor) -> tuple[Account, str]:
    number = request.POST.get("person", "").strip()
    person = Person.objects.filter(pk=int(number), erased_at=None).first() if is_number(number) else None
    return actions.open_account(
        who, username=request.POST.get("username", ""), person=person, kind=request.POST.get("kind", "person")
    )


def post_names(posts: Iterable[Post]) -> str:
    """The posts somebody holds, in words."""
    return _("、").join(f"{place_name(post.place)} {say(role_name(post.role))}" for post in posts)


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
