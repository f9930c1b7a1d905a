"""One's own account: password, second factor, how pages are shown, who looked at one's record."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanzhi.matters.rights.look_questions import METHOD as COMPLAINT
from shanzhi.matters.rights.look_questions import asked_about, can_ask
from shanzhi.matters.rights.looks_told import facts_seen
from shanzhi.method.words import Sentence
from shanzhi.people import second_factor
from shanzhi.people.actions.administrators import done_to
from shanzhi.people.models import Person
from shanzhi.people.privacy import unmaskings_of
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import posts_of, responsible_for
from shanzhi.people.sealing import seal, unseal
from shanzhi.people.sign_in import change_password, must_enrol
from shanzhi.people.telling import lives_at
from shanzhi.places.telling import scope_of
from shanzhi.web.context import TEXT_SIZE, THEME, THEMES
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows, typed
from shanzhi.web.lists import tell
from shanzhi.web.sign_in_required import MUST, account_of, actor, back_to, open_to_all, open_when_bound
from shanzhi.web.views.household import door_to
from shanzhi.web.views.sign_in import address_of
from shanzhi.web.words import say

ENROLLING = "enrolling"
"""The method by which one complains of this system itself (国办函〔2026〕12号)."""
LOOKS = 100
"""The latest looks that stand on the page; as a file there are all."""
YEAR = 365 * 24 * 3600
_AGAIN = Sentence(
    "两次输入的新密码不一样，请重新输入。",
    "The new password was typed differently the second time; type it again.",
)


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and what can be set."""
    mine = account_of(request)
    person = mine.person
    home = person and (person.home or (person.household.place if person.household else None))
    who, posts = actor(request), posts_of(person) if person else []
    tell([post.place for post in posts], who)
    context = {
        "title": _("账户"),
        "account": mine,
        "done_to_me": done_to(mine),
        "person": person,
        "lives": lives_at([person], scope_of(who))[person.pk] if person else "",
        "posts": posts,
        "responsible": responsible_for(home).text() if home else None,
        "complaint": door_to(request, COMPLAINT) if person else None,
    }
    return render(request, "web/account.html", context)


@open_when_bound
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; at the first sign-in this comes before all else."""
    mine = account_of(request)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
        try:
            if new != again:
                raise BadInput(_AGAIN, {"again": _AGAIN})
            change_password(mine, old=old, new=new, address=address_of(request))
        except BadInput as problem:
            wrong = {name: say(why) for name, why in problem.fields.items()} or {"": say(problem.sentence)}
        else:
            update_session_auth_hash(request, mine)
            messages.success(request, _("密码已更改，其他设备上的登录已退出。"))
            return _after(request, "account-password")
    context = {
        "title": _("更改密码"),
        "wrong": wrong,
        "must": request.session.get(MUST) == "account-password",
        "rules": password_validators_help_texts(),
    }
    return render(request, "web/password.html", context, status=400 if wrong else 200)


@open_when_bound
@require_http_methods(["GET", "POST"])
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Set up the second factor: begin, scan, prove with a code, keep the recovery codes."""
    mine = account_of(request)
    wrong = ""
    if request.method == "POST" and "begin" in request.POST:
        request.session[ENROLLING] = seal({"uri": second_factor.begin(mine)}, ENROLLING).hex()
    elif request.method == "POST":
        try:
            codes = second_factor.confirm(mine, request.POST.get("code", ""))
        except BadInput as problem:
            wrong = say(problem.sentence)
        else:
            request.session.pop(ENROLLING, None)
            _done(request, "account-second-factor")
            return render(request, "web/recovery_codes.html", {"title": _("请抄下备用码"), "codes": codes})
    sealed = request.session.get(ENROLLING)
    uri = (
        unseal(bytes.fromhex(sealed), ENROLLING).get("uri", "")
        if sealed and not mine.second_factor_on
        else ""
    )
    context = {
        "title": _("双因素登录"),
        "on": mine.second_factor_on,
        "must": request.session.get(MUST) == "account-second-factor",
        "uri": uri,
        "picture": segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="#fff") if uri else "",
        "key": parse_qs(urlsplit(uri).query).get("secret", [""])[0],
        "wrong": wrong,
    }
    return render(request, "web/second_factor.html", context, status=400 if wrong else 200)


@require_GET
def unmaskings(request: HttpRequest) -> HttpResponse:
    """Who saw one's data unmasked, when and what for (PIPL art. 45)."""
    person = account_of(request).person
    if person is None:
        return redirect("account")
    found = list(unmaskings_of(actor(request), person)[: most_rows(request) or LOOKS])
    people = Person.objects.in_bulk({look.person for look in found if look.person is not None})
    asked, saw = asked_about(actor(request), (look.seq for look in found)), facts_seen(found)
    rows = [
        {
            "at": look.at,
            "who": people[look.person].name if look.person in people else _("系统"),
            "fields": _("、").join(say(fact) for fact in saw[look.seq]),
            "purpose": look.detail.get("purpose", ""),
            "denied": look.result != "ok",
            "matter": look.detail.get("matter") or "",
            "number": look.seq,
            "asked": asked.get(look.seq),
        }
        for look in found
    ]
    columns: list[ListColumn[dict[str, Any]]] = [
        ListColumn(_("时间"), lambda row: row["at"], "time"),
        ListColumn(_("谁"), lambda row: row["who"]),
        ListColumn(_("看了什么"), lambda row: row["fields"], width=1.5),
        ListColumn(_("用途"), lambda row: typed(row["purpose"]), width=2),
        ListColumn(_("事项"), lambda row: f"#{row['matter']}" if row["matter"] else ""),
        ListColumn(_("结果"), lambda row: _("未获准") if row["denied"] else ""),
    ]
    file = exported(request, lambda: list_paper(_("谁看过我的信息"), rows, columns), "looks")
    if file is not None:
        return file
    may_ask = can_ask(actor(request))
    return render(
        request, "web/unmaskings.html", {"title": _("谁看过我的信息"), "rows": rows, "may_ask": may_ask}
    )


@open_to_all
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """How pages are shown to this reader: language, size of type and colours, kept in cookies."""
    response = HttpResponseRedirect(back_to(request, "home"))
    kept = {
        settings.LANGUAGE_COOKIE_NAME: ("language", dict(settings.LANGUAGES)),
        TEXT_SIZE: ("text", ("normal", "large")),
        THEME: ("theme", THEMES),
    }
    for cookie, (name, values) in kept.items():
        value = request.POST.get(name, "")
        if value in values:
            response.set_cookie(
                cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
    return response


@require_GET
def awake(request: HttpRequest) -> HttpResponse:
    """Asked now and then while somebody types, so that the session does not run out meanwhile."""
    return HttpResponse(status=204)


def _done(request: HttpRequest, page: str) -> None:
    """What had to be done first is done; perhaps there is one more thing."""
    if request.session.get(MUST) == page:
        request.session.pop(MUST)
        if page != "account-second-factor" and must_enrol(account_of(request)):
            request.session[MUST] = "account-second-factor"


def _after(request: HttpRequest, page: str) -> HttpResponse:
    bound = request.session.get(MUST) == page
    _done(request, page)
    return redirect(request.session.get(MUST, "home" if bound else "account"))
