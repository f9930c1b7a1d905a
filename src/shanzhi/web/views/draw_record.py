"""The record of a draw, to look at and to take along; and the program that draws again from it."""

from __future__ import annotations

import json
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi import secrecy
from shanzhi.reading.draws import draw_record
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import open_to_all
from shanzhi.web.views.matters import seen

NAME = "draw_again.py"
SHOWN = 500
"""So many entries stand on the page; the file has them all."""


@require_GET
def record(request: HttpRequest, number: int) -> HttpResponse:
    """What was drawn and by what; with `?as=json` the file for the program."""
    it = seen(request, number)
    visit = request.GET.get("visit", "")
    found = draw_record(it, int(visit) if is_number(visit, 9) else None)
    if found is None:
        raise Http404
    if request.GET.get("as") == "json":
        text = json.dumps(found, ensure_ascii=False, indent=1)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response.headers["Content-Disposition"] = (
            f'attachment; filename="draw-{number}-{found["visit"]}.json"'
        )
        return response
    drawn = [(n, found["entries"][n - 1]) for n in found["drawn"]]
    reserve = [(n, found["entries"][n - 1]) for n in found["reserve"]]
    context = {
        "title": _("抽签记录"), "number": number, "name": it.heading, "record": found, "drawn": drawn, "reserve": reserve,
        "entries": list(enumerate(found["entries"], 1))[:SHOWN], "left": max(0, len(found["entries"]) - SHOWN),
    }  # fmt: skip
    return render(request, "web/draw_record.html", context)


@open_to_all
@require_GET
def program(request: HttpRequest) -> HttpResponse:
    """The program that draws again with Python alone."""
    text = (Path(secrecy.__file__).parent / NAME).read_bytes()
    response = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response
