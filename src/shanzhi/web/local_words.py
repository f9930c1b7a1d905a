"""Roles are called on a page as the reader's own place calls them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shanzhi.method.roles import called
from shanzhi.people.role_labels import local_names, looks_from
from shanzhi.web.sign_in_required import actor


class LocalWords:
    """Asks where the reader looks from only if a role is named and some place has words of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with called(local_names(lambda: looks_from(actor(request)))):
            return self.get_response(request)
