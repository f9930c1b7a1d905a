"""What one was told, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shanzhi.matters.notices.sending import mark_read
from shanzhi.reading.notices import every_notice, latest_notices, news, texts_of
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows, typed
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor

if TYPE_CHECKING:
    from shanzhi.matters.models import Notice
    from shanzhi.press.paper import Paper


SIZE = 30


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """One's notices, page by page: a line for each matter. A file holds every one there was."""
    who = actor(request)
    every, found = every_notice(who), latest_notices(who)
    after = request.GET.get("after", "")
    if is_number(after):
        found = found.filter(pk__lt=int(after))
    texts: dict[int, str] = {}
    columns: list[ListColumn[Notice]] = [
        ListColumn(_("时间"), lambda one: one.at, "time"),
        ListColumn(_("通知"), lambda one: typed(texts[one.pk]), width=4),
        ListColumn(_("事项编号"), lambda one: str(one.matter_id or "")),
        ListColumn(_("已读"), lambda one: one.read_at, "time"),
    ]

    def paper() -> Paper:
        told = list(every[: most_rows(request)])
        texts.update(texts_of(who, told))
        return list_paper(_("通知"), told, columns)

    file = exported(request, paper, "notices")
    if file is not None:
        return file
    rows = list(found[: SIZE + 1])
    texts.update(texts_of(who, rows))
    new = set(news(who).values_list("pk", flat=True))
    context = {
        "title": _("通知"),
        "rows": [{"notice": n, "text": texts[n.pk], "new": n.pk in new} for n in rows[:SIZE]],
        "next": rows[SIZE - 1].pk if len(rows) > SIZE else "",
        "unread": bool(new),
    }
    return render(request, "web/notices.html", context)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    mark_read(person=actor(request).person or 0)
    return redirect("notices")
