"""Who may see a page: nobody unless signed in, but for the few pages marked `open_to_all`.

A person who must first change the password, or set up the second factor, is led there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from shanzhi.engine.types import Actor
from shanzhi.people.models import Account
from shanzhi.people.permission import ANONYMOUS
from shanzhi.people.queries import actor_of
from shanzhi.web.form_resumed import typed
from shanzhi.web.owner import others

MUST = "must"
"""The session key that says what the person has to do first: `password` or `second-factor`."""
PAGES = "shanzhi.web."
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to_all(view: View) -> View:
    """Mark a page that needs no sign-in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def open_when_bound(view: View) -> View:
    """Mark a page that can be used before the password is changed or the second factor set up."""
    view.open_when_bound = True  # type: ignore[attr-defined]
    return view


def keeps_typed(view: View) -> View:
    """Mark a page whose form is filled in again after one had to sign in meanwhile (never one with passwords).

    The page fills it in with `forms.sheet.begun` or `kept.entered`.
    """
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def keeps_typed_at(page: str, *parts: str) -> Callable[[View], View]:
    """The same for an address that only takes in what a form on another page sends: that page, by its name and by
    those `parts` of this address that name it too."""

    def marked(view: View) -> View:
        view.form_stands_at = (page, parts)  # type: ignore[attr-defined]
        return keeps_typed(view)

    return marked


def account_of(request: HttpRequest) -> Account:
    """The account of a request that was let through."""
    return cast(Account, request.user)


def actor(request: HttpRequest) -> Actor:
    """Who asks, as permission and engine know them; read once a request."""
    known: Actor | None = getattr(request, "_actor", None)
    if known is None:
        known = actor_of(account_of(request)) if request.user.is_authenticated else ANONYMOUS
        request._actor = known  # type: ignore[attr-defined]
    return known


def back_to(request: HttpRequest, fallback: str, *args: int) -> str:
    """The address a form asked to go back to, if it is one of ours; else that of the page `fallback` (of `args`)."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse(fallback, args=args)


class SignInRequired:
    """Asks who it is before a page of this layer runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "__module__", "").startswith(PAGES) or getattr(view, "open_to_all", False):
            return None
        if not request.user.is_authenticated:
            page, parts = getattr(view, "form_stands_at", ("", ()))
            form = reverse(page, args=[kwargs[part] for part in parts]) if page else ""
            return sign_in_first(request, keeps=getattr(view, "keeps_typed", False), form=form)
        if others(request):
            return HttpResponse(status=401)
        must = request.session.get(MUST)
        if must and not getattr(view, "open_when_bound", False):
            return redirect(must)
        return None


def sign_in_first(request: HttpRequest, *, keeps: bool = False, form: str = "") -> HttpResponse:
    """To the sign-in page, and back here afterwards, or to where the `form` stands; with what was typed, if it is kept."""
    if keeps and request.method == "POST" and (text := typed(request)):
        context = {
            "title": _("登录"),
            "next": form or request.get_full_path(),
            "kept": text,
            "files": bool(request.FILES),
        }
        scripted = bool(request.headers.get("HX-Request"))
        response = render(request, "web/sign_in.html", context, status=200 if scripted else 401)
        for name, value in (("Retarget", "body"), ("Reselect", "body"), ("Reswap", "outerHTML")):
            response.headers[f"HX-{name}"] = value
        return response
    target = reverse("sign-in")
    if request.method == "GET":
        target += f"?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
