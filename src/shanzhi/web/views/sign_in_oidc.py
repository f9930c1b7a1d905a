"""Signing in by the district's own identity system."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shanzhi.people import audit
from shanzhi.people.sign_in import proved
from shanzhi.web import oidc
from shanzhi.web.sign_in_required import back_to, open_to_all
from shanzhi.web.views.sign_in import address_of, proceed, ways
from shanzhi.web.words import say


@open_to_all
@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Off to the identity system."""
    if not oidc.configured():
        raise Http404
    if request.user.is_authenticated:
        return redirect("home")
    request.session["next"] = back_to(request, "home")
    try:
        return oidc.begin(request)
    except oidc.NotProved as problem:
        return _refused(request, problem)


@open_to_all
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Back from it: whoever is proved has an account here, or stays outside."""
    if not oidc.configured():
        raise Http404
    try:
        account = oidc.account_of(oidc.finish(request))
    except oidc.NotProved as problem:
        return _refused(request, problem)
    outcome = proved(account, how="oidc", address=address_of(request))
    return proceed(request, outcome, account, "oidc")


def _refused(request: HttpRequest, problem: oidc.NotProved) -> HttpResponse:
    audit.record("sign_in", result=problem.result, address=address_of(request), detail={"how": "oidc"})
    context = {
        "title": _("登录"),
        "refused": say(problem.sentence),
        "next": request.session.get("next", ""),
        **ways(),
    }
    return render(request, "web/sign_in.html", context, status=503 if problem.result == "away" else 403)
