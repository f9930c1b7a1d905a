"""The minutes of a meeting: read, printed, taken along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.reading.acts import acts_of
from shanzhi.web.blocks.present import serves
from shanzhi.web.blocks.session import keeps
from shanzhi.web.blocks.session_minutes import minutes_of, visits
from shanzhi.web.blocks.session_minutes_paper import attendance_of, line_of, paper_of
from shanzhi.web.exports import exported
from shanzhi.web.views.matters import looked_on


@require_GET
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes of the last meeting, or of the one asked for. Those who only look on read no names; who only took part has
    none of it."""
    it = looked_on(request, number)
    held = visits(it)
    asked = request.GET.get("visit", "")
    chosen = next((one for one in held if str(one[0]) == asked), held[0] if held and not asked else None)
    if chosen is None:
        raise Http404
    made = minutes_of(it, *chosen)
    title = it.loaded.record.title
    file = exported(request, paper_of(title, made), "minutes")
    if file is not None:
        return file
    context = {
        "title": _("会议记录"),
        "number": number,
        "name": title,
        "minutes": made,
        "attended": attendance_of(made),
        "sections": [(section, [line_of(line) for line in section.lines]) for section in made.sections],
        "others": [visit for visit, _stage in held if visit != made.visit],
        "keeps": made.running and keeps(it),
        "adds": not made.running and serves(it) and any(act.name == "attach" for act in acts_of(it)),
    }
    return render(request, "web/blocks/session_minutes.html", context)
