"""Any list taken along as a workbook, a text document or a PDF: the columns of the screen, the rights of the screen.

What leaves is recorded in the audit: who, which list, how many rows. Numbers that reach or identify people are masked
in what was typed freely. `?as=xlsx` on the page's own address asks for it, so every filter holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.people.masks import mask_within
from shanzhi.press.paper import Cell, Column, Kind, Paper, Table
from shanzhi.press.writing import FORMS
from shanzhi.reading.lists import lean
from shanzhi.reading.taking import rows_of, taken_along
from shanzhi.web.lists import MatterRow, rows
from shanzhi.web.sign_in_required import account_of, actor, sign_in_first
from shanzhi.web.words import say

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


__all__ = [
    "FORMS",
    "ListColumn",
    "exported",
    "list_paper",
    "matters_paper",
    "matters_table",
    "most_rows",
    "tabled",
    "typed",
]

ASKED = "as"
Of = TypeVar("Of")


class ListColumn(Struct, Generic[Of], frozen=True):
    """A column of a list: its heading and what it shows of one thing, a text unless `kind` says otherwise."""

    heading: str
    of: Callable[[Of], Cell]
    kind: Kind = "text"
    width: float = 1


def tabled(things: Iterable[Of], columns: Sequence[ListColumn[Of]], title: str = "") -> Table:
    """Things under the columns in which a page shows them."""
    heads = [Column(one.heading, one.kind, one.width) for one in columns]
    return Table(heads, [[one.of(thing) for one in columns] for thing in things], title)


def list_paper(
    title: str, things: Iterable[Of], columns: Sequence[ListColumn[Of]], *, subtitle: str = ""
) -> Paper:
    """One list as a document; across the page where it has many columns."""
    return Paper(title, [tabled(things, columns)], subtitle, landscape=len(columns) > UPRIGHT)


UPRIGHT = 5
"""The most columns that stand on a page held upright."""


def typed(text: str) -> str:
    """What was typed freely, without the numbers that reach or identify people."""
    return mask_within(text)


def exported(
    request: HttpRequest, paper: Paper | Callable[[], Paper], name: str, *, matter: int | None = None
) -> HttpResponse | None:
    """The file the page was asked for, or None when it was asked for as a page. `name` is the list's, for the audit;
    `matter` the one whose paper it is.

    Give a function where making the paper costs something. A list too long for its form leads back to the page, which
    says what to do. Who reads a public page signed out is led to sign in: the audit says who took what.
    """
    form = request.GET.get(ASKED, "")
    if form not in FORMS:
        return None
    if not request.user.is_authenticated:
        return sign_in_first(request)
    made = paper() if callable(paper) else paper
    if rows_of(made) > FORMS[form].most:
        messages.warning(
            request,
            _("超过 %(most)d 行，这种文件放不下。请先筛选，或导出为 Excel。") % {"most": FORMS[form].most},
        )
        return redirect(_without(request))
    return taken_along(made, form, by=actor(request), account=account_of(request), name=name, matter=matter)


def most_rows(request: HttpRequest) -> int:
    """How many rows are worth reading for the file asked for: one more than it holds shows that they are too many."""
    form = request.GET.get(ASKED, "")
    return FORMS[form].most + 1 if form in FORMS else 0


def _without(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop(ASKED, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def matters_paper(
    title: str,
    matters: QuerySet[Matter] | Sequence[Matter],
    *,
    subtitle: str = "",
    most: int | None = None,
    reader: Actor | None = None,
) -> Paper:
    """A list of matters as on the screen; of a query at most `most` rows (`most_rows`). `reader`: see `lists.rows`."""
    return Paper(title, [matters_table(matters, most=most, reader=reader)], subtitle, landscape=True)


def matters_table(
    matters: QuerySet[Matter] | Sequence[Matter],
    *,
    title: str = "",
    most: int | None = None,
    reader: Actor | None = None,
) -> Table:
    """One such list in a document of several."""
    found: Iterable[Matter] = lean(matters)[:most] if isinstance(matters, QuerySet) else matters
    columns: list[ListColumn[MatterRow]] = [
        ListColumn(_("编号"), lambda row: row.number, "number", 0.7),
        ListColumn(_("事项"), lambda row: typed(row.title), width=2.6),
        ListColumn(_("工作法"), lambda row: say(row.method), width=1.1),
        ListColumn(_("环节"), lambda row: say(row.stage)),
        ListColumn(_("地方"), lambda row: row.place, width=1.3),
        ListColumn(_("时限"), lambda row: row.due if row.closed is None else None, "time", 1.3),
        ListColumn(_("结束"), lambda row: row.closed, "time", 1.3),
    ]
    return tabled(rows(found, reader=reader), columns, title)
