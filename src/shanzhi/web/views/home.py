"""The first page: what matters to this person now."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shanzhi.web.door import MUST, account_of, actor, open_to_all


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "web/welcome.html", {"title": _("首页"), "demo": settings.SHANZHI_DEMO})
    if request.session.get(MUST):
        return redirect(request.session[MUST])
    raise NotImplementedError
