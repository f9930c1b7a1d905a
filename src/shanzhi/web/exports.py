"""Any list taken along as a workbook, a text document or a PDF: the columns of the screen, the rights of the screen.

What leaves is recorded in the audit: who, which list, how many rows. Numbers that reach or identify people are masked
in what was typed freely. `?as=xlsx` on the page's own address asks for it, so every filter holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanzhi.matters.models import Matter
from shanzhi.people import audit
from shanzhi.people.masks import mask_within
from shanzhi.press.paper import Cell, Column, Paper, Table
from shanzhi.press.writing import FORMS, write
from shanzhi.web.door import account_of, actor
from shanzhi.web.lists import Row, rows, with_names
from shanzhi.web.words import say

__all__ = ["FORMS", "exported", "matters_paper", "most_rows"]

ASKED = "as"


def exported(request: HttpRequest, paper: Paper | Callable[[], Paper], name: str) -> HttpResponse | None:
    """The file the page was asked for, or None when it was asked for as a page. `name` is the list's, for the audit.

    Give a function where making the paper costs something. A list too long for its form leads back to the page, which
    says what to do.
    """
    form = request.GET.get(ASKED, "")
    if form not in FORMS:
        return None
    made = paper() if callable(paper) else paper
    count = sum(len(part.rows) for part in made.parts if isinstance(part, Table))
    if count > FORMS[form].most:
        messages.warning(
            request,
            _("超过 %(most)d 行，这种文件放不下。请先筛选，或导出为 Excel。") % {"most": FORMS[form].most},
        )
        return redirect(_without(request))
    audit.record(
        "list.export", by=actor(request), account=account_of(request).pk,
        detail={"list": name, "form": form, "rows": count},
    )  # fmt: skip
    response = HttpResponse(write(_signed(request, made), form), content_type=FORMS[form].media)
    file = f"{made.title} {timezone.localdate():%Y-%m-%d}.{form}".replace("/", "-")
    response["Content-Disposition"] = (
        f"attachment; filename=\"{name}.{form}\"; filename*=UTF-8''{quote(file)}"
    )
    return response


def most_rows(request: HttpRequest) -> int:
    """How many rows are worth reading for the file asked for: one more than it holds shows that they are too many."""
    form = request.GET.get(ASKED, "")
    return FORMS[form].most + 1 if form in FORMS else 0


def _signed(request: HttpRequest, paper: Paper) -> Paper:
    """With who took it and when."""
    account = account_of(request)
    who = account.person.name if account.person is not None else account.username
    now = timezone.localtime()
    foot = _("%(who)s 于 %(at)s 导出") % {"who": who, "at": f"{now:%Y-%m-%d %H:%M}"}
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return Paper(paper.title, paper.parts, paper.subtitle, foot, language, paper.landscape)


def _without(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop(ASKED, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def matters_paper(
    title: str, matters: QuerySet[Matter] | Sequence[Matter], *, subtitle: str = "", most: int | None = None
) -> Paper:
    """A list of matters as on the screen; of a query at most `most` rows (`most_rows`)."""
    found: Iterable[Matter] = with_names(matters)[:most] if isinstance(matters, QuerySet) else matters
    columns = [
        Column(_("编号"), width=0.7), Column(_("事项"), width=2.6), Column(_("工作法"), width=1.1), Column(_("环节"), width=1),
        Column(_("地方"), width=1.3), Column(_("时限"), "time", 1.3), Column(_("结束"), "time", 1.3),
    ]  # fmt: skip
    lines = [_cells(row) for row in rows(found)]
    return Paper(title, [Table(columns, lines)], subtitle, landscape=True)


def _cells(row: Row) -> list[Cell]:
    return [
        str(row.number), mask_within(row.title), say(row.method), say(row.stage), row.place,
        row.due if row.closed is None else None, row.closed,
    ]  # fmt: skip
