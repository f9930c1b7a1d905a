"""The addresses of the API. What is not among them is answered in the API's own shape, too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt

from shanzhi.api import faults
from shanzhi.api.faults import Fault, not_found, response
from shanzhi.api.language import language_of
from shanzhi.api.main import api

app_name = "api"


def _in_shape(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """HEAD is GET without the body; a verb that is not served gets a sentence."""

    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **numbers: Any) -> HttpResponseBase:
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        answer = view(request, *args, **numbers)
        request.method = asked
        if answer.status_code == 405:
            allowed = answer.headers["Allow"]
            why = faults.NOT_ALLOWED.fill(verb=asked, allowed=allowed)
            fault = Fault(405, "not_allowed", why, headers={"Allow": allowed})
            answer = response(fault, language_of(request))
        return _without_body(answer) if asked == "HEAD" else answer

    return serve


def _without_body(answer: HttpResponseBase) -> HttpResponse:
    bare = HttpResponse(status=answer.status_code, headers=dict(answer.headers))
    answer.close()
    return bare


@csrf_exempt
def _missing(request: HttpRequest) -> HttpResponse:
    return response(not_found(), language_of(request))


def _addresses() -> list[URLPattern]:
    """Each address once; those that are words alone before those with a part to fill (`methods/check`, `methods/…`)."""
    found: dict[str, URLPattern] = {}
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern):
            pattern.callback = _in_shape(pattern.callback)
            found.setdefault(str(pattern.pattern), pattern)
    named = [pattern for pattern in found.values() if pattern.name != "api-root"]
    return sorted(named, key=lambda pattern: "<" in str(pattern.pattern))


urlpatterns = [*_addresses(), re_path(r"", _missing)]
