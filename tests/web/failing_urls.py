"""The pages of the program, and one that fails in each way."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput, Denied
from shanzhi.site.urls import handler400, handler403, handler404, handler500
from shanzhi.site.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def _raising(problem: Exception):
    def view(request: HttpRequest) -> HttpResponse:
        raise problem

    return view


urlpatterns = [
    *site,
    path("fails", _raising(RuntimeError("secret detail"))),
    path("denied", _raising(Denied(Sentence("只有社区可以", "only the community may")))),
    path("bad", _raising(BadInput(Sentence("请核对后再填", "check it and fill it in again")))),
    path("forbidden", _raising(PermissionDenied("secret detail"))),
    path("suspicious", _raising(SuspiciousOperation("secret detail"))),
    path("large", _raising(RequestDataTooBig("secret detail"))),
]
