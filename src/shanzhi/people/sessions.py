"""A session ends when nobody used it for a while (登录超时; GB/T 22239: 会话超时自动退出)."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

SEEN = "seen"
COARSE = 60
"""Seconds between two notes of use, so that reading a page does not write to the database."""


class IdleTimeout:
    """Signs out a session that stood idle for `SHANZHI_IDLE_MINUTES` (default 30) before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            now = int(time.time())
            idle = now - request.session.get(SEEN, 0) if SEEN in request.session else COARSE
            if idle >= settings.SHANZHI_IDLE_MINUTES * 60:
                logout(request)
            elif idle >= COARSE:
                request.session[SEEN] = now
        return self.get_response(request)
