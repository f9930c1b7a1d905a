"""One's own access tokens: made and shown once, ended at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from shanzhi.people.models import Token
from shanzhi.people.problems import BadInput
from shanzhi.people.tokens import LONGEST, issue_token, revoke_token
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows
from shanzhi.web.form_resumed import entered
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import account_of, actor, keeps_typed
from shanzhi.web.words import say

DAYS = (30, 90, 180, 366)


@keeps_typed
@sensitive_variables("text")
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, a form for a new one, and the new one's text this once."""
    account = account_of(request)
    if account.administers or account.person_id is None:
        raise Http404
    text, wrong = "", ""
    if request.method == "POST":
        scopes = ("read", "act") if request.POST.get("scope") == "act" else ("read",)
        days = request.POST.get("days", "")
        try:
            _token, text = issue_token(
                actor(request),
                account,
                label=request.POST.get("label", ""),
                scopes=scopes,
                days=int(days) if is_number(days, 4) else 90,
            )
        except BadInput as problem:
            wrong = say(problem.sentence)
    held = Token.objects.filter(account=account).order_by("revoked_at", "-created_at")
    columns: list[ListColumn[Token]] = [
        ListColumn(_("给谁用"), lambda one: one.label, width=2),
        ListColumn(_("能做什么"), lambda one: _("读和办理") if "act" in one.scopes else _("只读")),
        ListColumn(_("到期"), lambda one: one.expires_at, "date"),
        ListColumn(_("停用"), lambda one: one.revoked_at, "date"),
    ]
    file = exported(request, lambda: list_paper(_("访问令牌"), held[: most_rows(request)], columns), "tokens")
    if file is not None:
        return file
    context = {
        "title": _("访问令牌"),
        "tokens": held[:100],
        "now": timezone.now(),
        "days": DAYS,
        "most": LONGEST,
        "text": text,
        "wrong": wrong,
        "typed": {} if text else entered(request),
    }
    return render(request, "web/tokens.html", context, status=422 if wrong else 200)


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own tokens; another's does not exist here."""
    found = Token.objects.filter(pk=number, account=account_of(request)).select_related("account").first()
    if found is None:
        raise Http404
    revoke_token(actor(request), found)
    messages.success(request, _("令牌已停用，立即生效。"))
    return redirect("tokens")
