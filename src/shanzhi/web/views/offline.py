"""Work without a signal: the page as something one may install, its worker, and the queue of what is still to be sent."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.web.drawn_icon import SIZES, ground_colour, icon_png
from shanzhi.web.owner import owner_of
from shanzhi.web.sign_in_required import open_to_all

PARTS = ("web/offline/store.js", "web/offline/pages.js", "web/offline/sending.js", "web/offline/worker.js")
"""What the worker consists of, in the order in which it is read."""
STATIC = Path(__file__).parents[1] / "static"
DAY = 86400


@open_to_all
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, for the whole site. Where work without a signal is off, one that clears up and leaves."""
    if settings.SHANZHI_OFFLINE_HOURS:
        kit = {
            "version": _version(),
            "away": reverse("away"),
            "queue": reverse("queue"),
            "waits": reverse("queue-away"),
        }
        parts = ", ".join(json.dumps(f"{static(part)}?{kit['version']}") for part in PARTS)
        text = f'"use strict";\nconst KIT = {json.dumps(kit)};\nimportScripts({parts});\n'
    else:
        text = f"importScripts({json.dumps(static('web/offline/leave.js'))});\n"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _version() -> str:
    """Another one whenever a part of the worker is another."""
    digest = hashlib.sha256()
    for part in PARTS:
        digest.update((STATIC / part).read_bytes())
    return digest.hexdigest()[:12]


@open_to_all
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What the page is called and looks like on a phone's desktop. Nobody has to put it there (rules on formalism)."""
    icons: list[dict[str, Any]] = [
        {
            "src": reverse("icon", args=[size]),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    response = JsonResponse(
        {
            "name": _("善治"),
            "short_name": _("善治"),
            "description": _("有事说一声，件件有着落"),
            "lang": "zh-Hans",
            "id": reverse("home"),
            "start_url": reverse("home"),
            "scope": reverse("home"),
            "display": "standalone",
            "background_color": "#f6f5f1",
            "theme_color": ground_colour(),
            "icons": icons,
            "shortcuts": [
                {"name": _("待办"), "url": reverse("inbox")},
                {"name": _("发起"), "url": reverse("methods")},
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


@open_to_all
@require_GET
def icon(request: HttpRequest, size: int) -> HttpResponse:
    """Our sign as a picture of so many pixels, where a drawing is not taken."""
    if size not in SIZES:
        raise Http404
    response = HttpResponse(icon_png(size), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


@open_to_all
@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """Whose session this is now, and the token with which a queue may send; an empty owner if nobody's."""
    signed_in = request.user.is_authenticated
    return JsonResponse({"owner": owner_of(request), "token": get_token(request) if signed_in else ""})


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What this phone has still to send; the page fills itself in from what lies on the phone."""
    return render(request, "web/queue.html", {"title": _("待发")})


@open_to_all
@require_GET
def away(request: HttpRequest) -> HttpResponse:
    """Shown without a signal in place of a page that was not taken along; made for nobody in particular."""
    return render(request, "web/away.html", {"title": _("没有信号"), "offline": True})


@open_to_all
@require_GET
def queue_away(request: HttpRequest) -> HttpResponse:
    """The page of the queue for nobody in particular: there without a signal, though nothing was taken along yet."""
    return render(request, "web/queue.html", {"title": _("待发"), "offline": True})
